/// A consumer of mono samples at 8 kHz.
protocol MonoSink: AnyObject {
    /// Takes a block whose first sample is number `index` of the announcement. Blocks come in order.
    func take(_ index: Int, _ block: UnsafeBufferPointer<Float>) throws

    /// Ends a run of blocks.
    ///
    /// - Returns: statistics of the samples, empty where the sink keeps none.
    func finish() throws -> SampleStatistics
}
