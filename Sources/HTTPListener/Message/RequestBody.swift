package import NIOCore

/// The body of a request as it arrives, chunk by chunk. It can be iterated once.
///
/// Iterating throws `RequestBodyError.cutShort` where the connection ends early, and errors of the HTTP parser. Chunks that
/// are not read stay in the client's system: only a few are held here.
package struct RequestBody: AsyncSequence, Sendable {
    package typealias Element = ByteBuffer
    package typealias Failure = any Error
    package typealias AsyncIterator = Producer.AsyncIterator
    package typealias Producer = NIOThrowingAsyncSequenceProducer<
        ByteBuffer, any Error, NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark, BodyDemand
    >

    private let chunks: Producer

    init(_ chunks: Producer) {
        self.chunks = chunks
    }

    package func makeAsyncIterator() -> AsyncIterator { chunks.makeAsyncIterator() }
}

/// Why a body cannot be used.
package enum RequestBodyError: Error, Hashable, Sendable {
    case tooLarge
    /// The client stopped in the middle.
    case cutShort
}

/// Has more of a body read from the connection when its reader has caught up.
package final class BodyDemand: NIOAsyncSequenceProducerDelegate {
    private let readMore: @Sendable () -> Void

    init(_ readMore: @escaping @Sendable () -> Void) {
        self.readMore = readMore
    }

    package func produceMore() { readMore() }
    package func didTerminate() {}
}
