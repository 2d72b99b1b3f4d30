/// Keeps samples as they are, for the level stage to look at the whole before anything is rounded.
final class SpoolSink: MonoSink {
    private let spool: SampleSpool

    init(_ spool: SampleSpool) {
        self.spool = spool
    }

    func take(_ index: Int, _ block: UnsafeBufferPointer<Float>) throws {
        try spool.write(block, at: index)
    }

    func finish() -> SampleStatistics { SampleStatistics() }
}
