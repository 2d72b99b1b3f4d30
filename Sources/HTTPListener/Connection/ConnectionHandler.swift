import NIOCore
import NIOHTTP1

/// Holds one connection to its limits (`ConnectionState`) and closes it in an orderly way, for HTTP/1.
///
/// It stands between NIO's HTTP codec and `RequestHandler`, so it sees requests before anything acts on them. Requests
/// without exactly one valid `Host`, where HTTP/1.1 requires one, are passed on without any.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// How long a connection without a further request is kept when the server stops.
    private static let grace = TimeAmount.milliseconds(50)
    /// How long one without any is: it was opened for a request, which is on its way.
    private static let firstGrace = TimeAmount.seconds(1)

    private var state: ConnectionState
    private let requestLimit: Duration
    private let opened = NIODeadline.now()
    private var timer: Scheduled<Void>?
    private var timerEnd: Duration = .zero
    private var context: ChannelHandlerContext?
    /// The current request is not passed on.
    private var isIgnoring = false

    private let activity: ConnectionActivity

    init(_ limits: ConnectionLimits, _ activity: ConnectionActivity) {
        self.activity = activity
        state = ConnectionState(limits)
        requestLimit = limits.request
    }

    private var now: Duration { .nanoseconds((NIODeadline.now() - opened).nanoseconds) }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        schedule()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        self.context = nil
    }

    // MARK: Requests

    /// Bytes have arrived, complete requests or not.
    func received() {
        state.received(at: now)
        schedule()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !state.isLingering else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            // After an upgrade that is not granted, NIO reads no other request.
            let isLast = !head.isKeepAlive || head.version != .http1_1 || head.headers.contains(name: "upgrade")
            isIgnoring = !state.requestBegan(isLast: isLast)
            guard !isIgnoring else { return }
            context.fireChannelRead(wrapInboundOut(.head(head.withOneHost)))
        case .body:
            guard !isIgnoring else { return }
            context.fireChannelRead(data)
        case .end:
            guard !isIgnoring else { return }
            state.requestEnded(at: now)
            activity.touch()
            schedule()
            context.fireChannelRead(data)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // The handlers behind this one do not ask for more of what it throws away.
        if state.isLingering { context.read() }
        context.fireChannelReadComplete()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            context.fireUserInboundEventTriggered(event)
            if state.quiesce() == .close { closeUnlessRequested(context) }
        case is ConnectionEviction:
            // Of a client that takes its time over a request or an answer nothing is lost that it would not lose at the deadline.
            if state.quiesce() == .close, state.hasServed {
                closeUnlessRequested(context)
            } else {
                context.close(promise: nil)
            }
        case ChannelEvent.inputClosed where state.isLingering:
            context.close(promise: nil)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    /// A request may be in the system's buffer, unread; were the connection closed at once, it would be answered by a reset.
    private func closeUnlessRequested(_ context: ChannelHandlerContext) {
        context.eventLoop.assumeIsolated().scheduleTask(in: state.hasServed ? Self.grace : Self.firstGrace) {
            if self.state.quiesce() == .close { self.context?.close(promise: nil) }
        }
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !state.isMute else {
            promise?.succeed()
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if head.status.code >= 200, state.answerBegan(wantsEnd: head.headers.wantsEnd) {
                head.headers.replaceOrAdd(name: "connection", value: "close")
            }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body(let body):
            state.wrote(body.readableBytes, isEnd: false, at: now)
            context.write(data, promise: watched(promise, context))
        case .end:
            state.wrote(0, isEnd: true, at: now)
            context.write(data, promise: watched(promise, context))
        }
        schedule()
    }

    private func watched(_ promise: EventLoopPromise<Void>?, _ context: ChannelHandlerContext) -> EventLoopPromise<Void>
    {
        let promise = promise ?? context.eventLoop.makePromise()
        promise.futureResult.assumeIsolated().whenComplete { _ in self.taken() }
        return promise
    }

    private func taken() {
        activity.touch()
        if state.taken(at: now) == .linger, let context {
            context.close(mode: .output, promise: nil)
            context.read()
        }
        schedule()
    }

    // MARK: The deadline

    /// The timer fires at the deadline or before it, and soon enough that no request has to move it: setting a timer is a
    /// system call, and most deadlines only move further away.
    private func schedule() {
        guard let context, timer == nil || state.deadline < timerEnd else { return }
        timer?.cancel()
        timerEnd = min(state.deadline, now + requestLimit)
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: opened + TimeAmount(timerEnd)) {
            self.timer = nil
            if self.now >= self.state.deadline {
                self.context?.close(promise: nil)
            } else {
                self.schedule()
            }
        }
    }
}

extension HTTPHeaders {
    fileprivate var wantsEnd: Bool {
        self["connection"].contains { $0.lowercased() == "close" }
    }
}

extension HTTPRequestHead {
    /// The head with one valid `Host` or none: RFC 9112 section 3.2 requires all others to be refused, which the responder does.
    fileprivate var withOneHost: HTTPRequestHead {
        var head = self
        let hosts = headers["host"]
        if version != .http1_1, hosts.isEmpty {
            head.headers.add(name: "host", value: "localhost")
        } else if hosts.count > 1 || hosts.contains(where: { !HostField.isValid($0) }) {
            head.headers.remove(name: "host")
        }
        return head
    }
}

/// Notifies the connection's handler that bytes have arrived, before they are parsed.
final class ReceivedBytesHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: ConnectionHandler

    init(_ connection: ConnectionHandler) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection.received()
        context.fireChannelRead(data)
    }
}
