/// Where mono samples at 8 kHz go.
protocol MonoSink: AnyObject {
    /// Takes a block whose first sample is number `index` of the announcement.
    func take(_ index: Int, _ block: UnsafeBufferPointer<Float>) throws

    /// All of a run of blocks was taken: what it was like, where the sink looks at it.
    func finish() throws -> EncodedSound
}
