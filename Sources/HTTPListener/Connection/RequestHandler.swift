import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix

/// Hands the requests of one connection to its responder in their turn, and writes the replies, all on the connection's
/// event loop: a request that needs neither a disk nor other work is answered without changing threads.
final class RequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private struct Incoming {
        let head: HTTPRequestHead
        let isCollected: Bool
        var body = ByteBuffer()
        var count = 0
    }

    private enum Phase {
        case idle
        case reading(Incoming)
        /// Answered before its end; the rest is thrown away.
        case readingOver
        /// The answer is being made elsewhere, or the client has not taken all of it yet.
        case answering
    }

    private let responder: any RequestResponder
    private var context: ChannelHandlerContext?
    /// Bytes of a body that is collected or read over.
    private let limit: Int
    private var phase = Phase.idle
    /// Parts of further requests, received while one was being answered or none may begin.
    private var waiting = CircularBuffer<HTTPServerRequestPart>()
    /// Answered since the last turn of the event loop began.
    private var answeredInTurn = 0
    /// No further request begins until the client has read, or the other connections had their turn.
    private var isPaused = false
    /// The rest of a streamed request, while its answer is being made.
    private var incomingBody: StreamedBody?
    private let bodies = BodySender()
    private var inputIsClosed = false
    private var wantsRead = false
    private var wantsFlush = false

    /// Requests that a client may have answered at once, sent without waiting for answers, before other clients' are.
    private static let requestsPerTurn = 16
    /// Longer than a turn takes, so that the event loop looks at the other connections.
    private static let pause = TimeAmount.microseconds(50)

    init(_ responder: any RequestResponder, limits: ConnectionLimits) {
        self.responder = responder
        limit = limits.bodyBytes
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if incomingBody != nil, case .answering = phase { return takeStreamed(part) }
        if waiting.isEmpty, isFree {
            guard case .head = part, mustPause(context) else { return take(part, context) }
        }
        waiting.append(part)
        takeWaiting(context)
    }

    /// Whether the next part may be taken.
    private var isFree: Bool { if case .answering = phase { false } else { !isPaused } }

    /// Goes on with the parts that have come, until one must wait.
    private func takeWaiting(_ context: ChannelHandlerContext) {
        while !isPaused, !waiting.isEmpty {
            if case .answering = phase {
                // A streamed request takes its own body; what follows that waits on.
                while incomingBody != nil, let part = waiting.popFirst() { takeStreamed(part) }
                return
            }
            if case .head = waiting.first, mustPause(context) { return }
            take(waiting.removeFirst(), context)
        }
    }

    // MARK: Fairness

    /// Whether the next request of this connection has to wait: because its client does not read the answers before, or
    /// because it has had its share of this turn. Then nothing more is read from it either, so that what it sends stays with it.
    private func mustPause(_ context: ChannelHandlerContext) -> Bool {
        if !context.channel.isWritable { flush(context) }
        if !context.channel.isWritable {
            isPaused = true
        } else if answeredInTurn >= Self.requestsPerTurn {
            isPaused = true
            flush(context)
            // A task without a delay would run in this turn.
            context.eventLoop.assumeIsolated().scheduleTask(in: Self.pause) { self.resume() }
        }
        return isPaused
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { resume() }
        context.fireChannelWritabilityChanged()
    }

    private func resume() {
        guard isPaused, let context, context.channel.isWritable else { return }
        isPaused = false
        answeredInTurn = 0
        goOn(context)
    }

    /// Takes up what waited, and reads on.
    private func goOn(_ context: ChannelHandlerContext) {
        takeWaiting(context)
        flush(context)
        if isReading, wantsRead {
            wantsRead = false
            context.read()
        }
        if isPaused { return }
        if case .answering = phase { return }
        if inputIsClosed { context.close(promise: nil) }
    }

    /// The answers of one turn of the loop go out together: a client that waits for several is woken once.
    func channelReadComplete(context: ChannelHandlerContext) {
        if !isPaused { answeredInTurn = 0 }
        if wantsFlush { context.eventLoop.assumeIsolated().execute { self.flush(context) } }
        context.fireChannelReadComplete()
    }

    /// While an answer is on its way nothing is read, but for the body that it may depend on.
    func read(context: ChannelHandlerContext) {
        if isReading { context.read() } else { wantsRead = true }
    }

    private var isReading: Bool {
        guard case .answering = phase else { return !isPaused }
        return incomingBody?.isFull == false
    }

    private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        switch (part, phase) {
        case (.head(let head), .idle):
            begin(head, context)
        case (.body(var bytes), .reading(var incoming)):
            // Not shared with `incoming`, so that bytes are appended in place.
            phase = .readingOver
            incoming.count += bytes.readableBytes
            guard incoming.count <= limit else { return answerEarly(incoming.head, context) }
            if incoming.isCollected {
                if incoming.body.readableBytes == 0 { incoming.body = bytes } else { incoming.body.writeBuffer(&bytes) }
            }
            phase = .reading(incoming)
        case (.end, .reading(let incoming)):
            phase = .idle
            answer(incoming, context)
        case (.end, .readingOver):
            phase = .idle
        default:
            break
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        switch responder.receive(head) {
        case .ignored: begin(Incoming(head: head, isCollected: false), context)
        case .collected: begin(Incoming(head: head, isCollected: true), context)
        case .streamed(let respond): beginStreamed(head, respond, context)
        }
    }

    private func begin(_ incoming: Incoming, _ context: ChannelHandlerContext) {
        let headers = incoming.head.headers
        let isTooLarge = headers.first(name: "content-length").flatMap { Int($0) }.map { $0 > limit } ?? false
        guard !isTooLarge else { return answerEarly(incoming.head, context) }
        if incoming.head.expectsContinue {
            guard incoming.isCollected else { return answerEarly(incoming.head, context) }
            sendContinue(context)
        }
        phase = .reading(incoming)
    }

    private func sendContinue(_ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(.head(.init(version: .http1_1, status: .continue))), promise: nil)
    }

    /// What is left of the body is not worth reading, and the connection ends with the answer.
    private func answerEarly(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        phase = .readingOver
        writeNow(responder.answerEarly(head), to: head, context)
    }

    private func answer(_ incoming: Incoming, _ context: ChannelHandlerContext) {
        switch responder.answer(incoming.head, body: incoming.body) {
        case .now(let reply): writeNow(reply, to: incoming.head, context)
        case .later(let answer): makeReply(answer, for: incoming.head, context)
        }
    }

    private func makeReply(
        _ answer: @escaping @Sendable () async throws -> Reply, for head: HTTPRequestHead,
        _ context: ChannelHandlerContext
    ) {
        phase = .answering
        let reply = context.eventLoop.makeFutureWithTask { try await answer() }
        reply.assumeIsolated().whenComplete { result in
            guard context.channel.isActive else { return }
            switch result {
            case .success(let reply): self.write(reply, to: head, context)
            case .failure(is HTTPParserError): self.write(.unreadable, to: head, context)
            case .failure: context.close(promise: nil)
            }
        }
    }

    // MARK: Streamed requests

    private func beginStreamed(
        _ head: HTTPRequestHead, _ respond: @escaping @Sendable (Request) async throws -> Reply,
        _ context: ChannelHandlerContext
    ) {
        if head.expectsContinue { sendContinue(context) }
        let loop = context.eventLoop
        let handler = NIOLoopBound(self, eventLoop: loop)
        let body = StreamedBody { loop.execute { handler.value.bodyIsWanted() } }
        incomingBody = body
        let request = Request(head: HTTPRequest(head), body: body.body, client: context.remoteAddress)
        makeReply({ try await respond(request) }, for: head, context)
    }

    private func takeStreamed(_ part: HTTPServerRequestPart) {
        switch part {
        case .head: break
        case .body(let bytes): incomingBody?.receive(bytes)
        case .end:
            incomingBody?.finish()
            incomingBody = nil
        }
    }

    private func bodyIsWanted() {
        incomingBody?.isFull = false
        guard let context, wantsRead, isReading else { return }
        wantsRead = false
        context.read()
    }

    // MARK: Answers

    /// Writes a reply that was made at once, and has the responder keep account of it.
    private func writeNow(_ reply: Reply, to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        write(reply, to: head, context)
        responder.answerWritten(client: { context.remoteAddress })
    }

    private func write(_ reply: Reply, to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.head(reply.head(date: DateField.shared.text))), promise: nil)
        let delivery = reply.observer.map { ReplyDelivery($0()) }
        switch reply.body {
        case _ where head.method == .HEAD: end(context, delivery)
        case .none: end(context, delivery)
        case .bytes(let bytes):
            delivery?.last = bytes.readableBytes
            if bytes.readableBytes > 0 { context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil) }
            end(context, delivery)
        case .file(let file, let range):
            phase = .answering
            bodies.send(file, range, context, delivery) { self.end(context, delivery) }
        case .stream(let body):
            phase = .answering
            bodies.run(body, context, delivery) { self.end(context, delivery) }
        }
    }

    private func end(_ context: ChannelHandlerContext, _ delivery: ReplyDelivery?) {
        var taken: EventLoopPromise<Void>?
        if let delivery {
            let promise = context.eventLoop.makePromise(of: Void.self)
            promise.futureResult.assumeIsolated().whenComplete { result in
                let isComplete = if case .success = result { true } else { false }
                delivery.end(isComplete: isComplete)
            }
            taken = promise
        }
        context.write(wrapOutboundOut(.end(nil)), promise: taken)
        wantsFlush = true
        answeredInTurn += 1
        guard case .answering = phase else { return }
        takeUpAgain(context)
    }

    /// After an answer that took its time: flushes, as no read that would do it is going on, and goes on with what waited.
    private func takeUpAgain(_ context: ChannelHandlerContext) {
        phase = incomingBody == nil ? .idle : .readingOver
        incomingBody?.finish()
        incomingBody = nil
        goOn(context)
    }

    private func flush(_ context: ChannelHandlerContext) {
        guard wantsFlush else { return }
        wantsFlush = false
        context.flush()
    }

    // MARK: The end

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            bodies.quiesce()
        case ChannelEvent.inputClosed:
            inputIsClosed = true
            if isPaused { return }
            if case .answering = phase { return }
            flush(context)
            context.close(promise: nil)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        incomingBody?.fail(RequestBodyError.cutShort)
        incomingBody = nil
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError else { return context.close(promise: nil) }
        // What was received before is answered, and nothing after it.
        if isPaused {
            inputIsClosed = true
            return
        }
        if case .answering = phase {
            if let incomingBody {
                // The body is incomplete. Its reader decides on the answer, and the connection ends with that.
                incomingBody.fail(error)
                self.incomingBody = nil
            } else {
                inputIsClosed = true
            }
            return
        }
        let isComplete = if case .reading = phase { false } else { true }
        phase = .readingOver
        let reply = responder.answerUnreadable(isComplete: isComplete)
        writeNow(reply, to: .init(version: .http1_1, method: .GET, uri: "/"), context)
        flush(context)
    }
}

extension HTTPRequestHead {
    /// Whether the client sends a body only after an interim answer (RFC 9110 section 10.1.1): not where it announces none, and
    /// not in HTTP/1.0, which knows no interim answers.
    fileprivate var expectsContinue: Bool {
        guard (version.major, version.minor) >= (1, 1), headers.first(name: "expect")?.lowercased() == "100-continue"
        else { return false }
        return headers.contains(name: "transfer-encoding")
            || headers.first(name: "content-length").map { $0 != "0" } ?? false
    }
}
