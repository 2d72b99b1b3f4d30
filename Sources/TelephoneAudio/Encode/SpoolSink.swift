/// Stores samples unchanged, since the level stage must measure all of them before any is rounded.
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
