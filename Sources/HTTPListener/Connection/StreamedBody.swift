import NIOCore

/// The body of a streamed request between the connection, which fills it, and the responder, which reads it.
struct StreamedBody {
    private let source: RequestBody.Producer.Source
    let body: RequestBody
    /// The reader is behind, so nothing more is to be read from the connection.
    var isFull = false

    /// - Parameter readMore: called from any thread when a reader who was behind has caught up.
    init(_ readMore: @escaping @Sendable () -> Void) {
        // Chunks are as large as what is read from a socket at once, so there are not many.
        let sequence = RequestBody.Producer.makeSequence(
            elementType: ByteBuffer.self, failureType: (any Error).self,
            backPressureStrategy: NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark(
                lowWatermark: 2, highWatermark: 8),
            finishOnDeinit: true, delegate: BodyDemand(readMore))
        source = sequence.source
        body = RequestBody(sequence.sequence)
    }

    mutating func receive(_ bytes: ByteBuffer) {
        if case .stopProducing = source.yield(bytes) { isFull = true }
    }

    func finish() { source.finish() }
    func fail(_ error: any Error) { source.finish(error) }
}
