import NIOCore
import NIOHTTP1
import NIOPosix

/// Takes the requests of one connection in their turn, and writes their answers, all on the connection's own loop: what
/// needs no disk is answered without changing threads.
///
/// A body that nobody wants is read over, up to the limit, so that the connection can be used further.
final class RequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private struct Incoming {
        let head: HTTPRequestHead
        let intake: PublicResponder.Intake
        var body = ByteBuffer()
        var count = 0
    }

    private enum Phase {
        case idle
        case reading(Incoming)
        /// Answered before its end, so nothing that follows is.
        case readingOver
        /// The answer waits for a disk, or for its reader.
        case answering
    }

    private let responder: PublicResponder
    /// Bytes of a body.
    private let limit: Int
    private var phase = Phase.idle
    /// What came while the disk was waited for.
    private var waiting = CircularBuffer<HTTPServerRequestPart>()
    private var inputIsClosed = false
    private var wantsRead = false
    private var wantsFlush = false

    init(_ responder: PublicResponder, limits: ConnectionLimits) {
        self.responder = responder
        limit = limits.bodyBytes
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .answering = phase {
            waiting.append(unwrapInboundIn(data))
        } else {
            take(unwrapInboundIn(data), context)
        }
    }

    /// The answers of one turn of the loop go out together: whoever waits for several is woken once.
    func channelReadComplete(context: ChannelHandlerContext) {
        if wantsFlush { context.eventLoop.assumeIsolated().execute { self.flush(context) } }
        context.fireChannelReadComplete()
    }

    /// No more is read while an answer waits for something.
    func read(context: ChannelHandlerContext) {
        if case .answering = phase { wantsRead = true } else { context.read() }
    }

    private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        switch (part, phase) {
        case (.head(let head), .idle):
            begin(Incoming(head: head, intake: responder.intake(of: head)), context)
        case (.body(var bytes), .reading(var incoming)):
            // Not shared with `incoming`, so that bytes are added in place.
            phase = .readingOver
            incoming.count += bytes.readableBytes
            guard incoming.count <= limit else { return answerEarly(incoming, context) }
            if case .event = incoming.intake {
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

    private func begin(_ incoming: Incoming, _ context: ChannelHandlerContext) {
        let headers = incoming.head.headers
        let isTooLarge = headers.first(name: "content-length").flatMap { Int($0) }.map { $0 > limit } ?? false
        guard !isTooLarge else { return answerEarly(incoming, context) }
        guard headers.first(name: "expect")?.lowercased() == "100-continue" else {
            phase = .reading(incoming)
            return
        }
        guard case .event = incoming.intake else { return answerEarly(incoming, context) }
        phase = .reading(incoming)
        context.writeAndFlush(wrapOutboundOut(.head(.init(version: .http1_1, status: .continue))), promise: nil)
    }

    /// What is left of the body is not worth reading, and the connection ends with the answer.
    private func answerEarly(_ incoming: Incoming, _ context: ChannelHandlerContext) {
        phase = .readingOver
        switch incoming.intake {
        case .event: write(responder.tooLarge, to: incoming.head, context)
        case .refused(let answered): write(answered, to: incoming.head, context)
        case .media: write(.init(reply: .notFound), to: incoming.head, context)
        }
    }

    private func answer(_ incoming: Incoming, _ context: ChannelHandlerContext) {
        switch incoming.intake {
        case .refused(let answered):
            write(answered, to: incoming.head, context)
        case .event(let token, let rules):
            let start = NIODeadline.now()
            let answered = responder.answer(toForm: incoming.body, of: incoming.head, token: token, by: rules)
            write(answered, to: incoming.head, context, since: start)
        case .media(let name):
            if let reply = responder.cached(name, for: incoming.head) {
                write(reply, of: name, to: incoming.head, context)
            } else {
                fetch(name, incoming.head, context)
            }
        }
    }

    private func fetch(_ name: String, _ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        phase = .answering
        let responder = responder
        let reply = context.eventLoop.makeFutureWithTask { await responder.fetched(name, for: head) }
        reply.assumeIsolated().whenSuccess { reply in
            guard context.channel.isActive else { return }
            self.write(reply, of: name, to: head, context)
        }
    }

    // MARK: Answers

    /// - Parameter start: when the request was whole.
    private func write(
        _ answered: PublicResponder.Answered, to head: HTTPRequestHead, _ context: ChannelHandlerContext,
        since start: NIODeadline = .now()
    ) {
        begin(answered.reply, to: head, context)
        if case .bytes(let bytes) = answered.reply.body, head.method != .HEAD { write(bytes, context) }
        end(context)
        if let line = answered.line { responder.log(line, of: context.remoteAddress) }
        responder.accounts.enter(answered, since: start)
    }

    /// Writes a recording, and has account kept of what went out.
    private func write(
        _ reply: Reply, of name: String, to head: HTTPRequestHead, _ context: ChannelHandlerContext
    ) {
        begin(reply, to: head, context)
        let delivery = responder.accounts.delivery(of: name, reply, isHead: head.method == .HEAD)
        switch reply.body {
        case .bytes(let bytes) where head.method == .GET:
            delivery.last = bytes.readableBytes
            write(bytes, context)
            end(context, delivery)
        case .file(let file, let range) where head.method == .GET:
            phase = .answering
            send(file, range, context, delivery)
        case .none, .bytes, .file, .stream:
            end(context, delivery)
        }
    }

    private func begin(_ reply: Reply, to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.head(reply.head(date: responder.date.text))), promise: nil)
    }

    private func write(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard bytes.readableBytes > 0 else { return }
        context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
    }

    /// One chunk after the other, each read when the one before is taken.
    private func send(
        _ file: MediaFile, _ range: Range<Int>, _ context: ChannelHandlerContext, _ delivery: Accounts.Delivery
    ) {
        guard !range.isEmpty else { return end(context, delivery) }
        let chunk = range.lowerBound..<min(range.lowerBound + MediaFile.chunk, range.upperBound)
        let bytes = context.eventLoop.makeFutureWithTask { try await file.read(chunk) }
        bytes.assumeIsolated().whenComplete { result in
            // What is announced and cannot be sent is cut, so that nobody takes it for whole.
            guard context.channel.isActive, let bytes = try? result.get() else {
                delivery.end(isWhole: false)
                return context.close(promise: nil)
            }
            let taken = context.eventLoop.makePromise(of: Void.self)
            context.writeAndFlush(self.wrapOutboundOut(.body(.byteBuffer(bytes))), promise: taken)
            taken.futureResult.assumeIsolated().whenComplete { result in
                guard case .success = result else { return delivery.end(isWhole: false) }
                delivery.bytes += chunk.count
                self.send(file, chunk.upperBound..<range.upperBound, context, delivery)
            }
        }
    }

    private func end(_ context: ChannelHandlerContext, _ delivery: Accounts.Delivery? = nil) {
        var taken: EventLoopPromise<Void>?
        if let delivery {
            let promise = context.eventLoop.makePromise(of: Void.self)
            promise.futureResult.assumeIsolated().whenComplete { result in
                let isWhole = if case .success = result { true } else { false }
                delivery.end(isWhole: isWhole)
            }
            taken = promise
        }
        context.write(wrapOutboundOut(.end(nil)), promise: taken)
        wantsFlush = true
        guard case .answering = phase else { return }
        // Outside of a read, nobody else flushes; and what waited has its turn.
        phase = .idle
        while let part = waiting.popFirst() {
            take(part, context)
            if case .answering = phase { break }
        }
        flush(context)
        if case .answering = phase { return }
        if wantsRead {
            wantsRead = false
            context.read()
        }
        if inputIsClosed { context.close(promise: nil) }
    }

    private func flush(_ context: ChannelHandlerContext) {
        guard wantsFlush else { return }
        wantsFlush = false
        context.flush()
    }

    // MARK: The end

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed = event else { return context.fireUserInboundEventTriggered(event) }
        inputIsClosed = true
        if case .answering = phase { return }
        flush(context)
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError else { return context.close(promise: nil) }
        if case .answering = phase {
            inputIsClosed = true
            return
        }
        let isWhole = if case .reading = phase { false } else { true }
        phase = .readingOver
        write(responder.unreadable(isWhole: isWhole), to: .init(version: .http1_1, method: .GET, uri: "/"), context)
        flush(context)
    }
}
