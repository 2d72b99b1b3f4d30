import NIOCore
import NIOHTTP1

/// Sends the bodies of replies that are not in memory, as fast as the client takes them: files and streams. Of one connection,
/// on its event loop.
///
/// A body that cannot be sent to its end cuts the connection, so that no client takes it for complete.
final class BodySender {
    /// Makes the body that is being streamed.
    private var stream: Task<Void, Never>?
    private var isQuiescing = false

    /// Ends the current stream, and later ones at once: the server is about to stop.
    func quiesce() {
        isQuiescing = true
        stream?.cancel()
    }

    /// Sends a file chunk by chunk: the next one is read when the client has taken the one before.
    ///
    /// - Parameter ended: called when the last chunk was taken.
    func send(
        _ file: OpenFile, _ range: Range<Int>, _ context: ChannelHandlerContext, _ delivery: ReplyDelivery?,
        ended: @escaping () -> Void
    ) {
        guard !range.isEmpty else { return ended() }
        let chunk = range.lowerBound..<min(range.lowerBound + OpenFile.chunk, range.upperBound)
        let bytes = context.eventLoop.makeFutureWithTask { try await file.read(chunk) }
        bytes.assumeIsolated().whenComplete { result in
            guard context.channel.isActive, let bytes = try? result.get() else {
                delivery?.end(isComplete: false)
                return context.close(promise: nil)
            }
            let taken = context.eventLoop.makePromise(of: Void.self)
            context.writeAndFlush(NIOAny(HTTPServerResponsePart.body(.byteBuffer(bytes))), promise: taken)
            taken.futureResult.assumeIsolated().whenComplete { result in
                guard case .success = result else {
                    delivery?.end(isComplete: false)
                    return
                }
                delivery?.bytes += chunk.count
                self.send(file, chunk.upperBound..<range.upperBound, context, delivery, ended: ended)
            }
        }
    }

    /// Runs a stream in a task of its own, and sends what it writes.
    ///
    /// - Parameter ended: called when the stream has returned.
    func run(
        _ body: @escaping @concurrent @Sendable (BodyWriter) async throws -> Void, _ context: ChannelHandlerContext,
        _ delivery: ReplyDelivery?, ended: @escaping () -> Void
    ) {
        let loop = context.eventLoop
        let bound = NIOLoopBound((context: context, delivery: delivery), eventLoop: loop)
        let writer = BodyWriter { bytes in
            loop.flatSubmit {
                let (context, delivery) = bound.value
                delivery?.bytes += bytes.readableBytes
                return context.writeAndFlush(NIOAny(HTTPServerResponsePart.body(.byteBuffer(bytes))))
            }
        }
        // The client learns from the head that its request was accepted.
        context.flush()
        let written = loop.makePromise(of: Void.self)
        stream = written.completeWithTask { try await body(writer) }
        if isQuiescing { stream?.cancel() }
        written.futureResult.assumeIsolated().whenComplete { result in
            self.stream = nil
            guard context.channel.isActive, case .success = result else {
                delivery?.end(isComplete: false)
                return context.close(promise: nil)
            }
            ended()
        }
    }
}

/// Counts the bytes of one observed reply, from its head to its end.
final class ReplyDelivery {
    private let ended: @Sendable (Reply.Delivery) -> Void
    /// Bytes of the body that the client's system has taken.
    var bytes = 0
    /// Bytes that are taken when the end is.
    var last = 0

    init(_ ended: @escaping @Sendable (Reply.Delivery) -> Void) {
        self.ended = ended
    }

    func end(isComplete: Bool) {
        ended(Reply.Delivery(bytes: isComplete ? bytes + last : bytes, isComplete: isComplete))
    }
}
