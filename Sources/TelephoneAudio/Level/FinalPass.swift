/// The last pass over the spool: gain, limiter and fades for what is kept. It can be rehearsed, since it changes no sample of
/// the spool.
struct FinalPass {
    let spool: SampleSpool
    /// What is kept of the first `count` samples.
    let kept: Range<Int>
    let count: Int
    /// Room for the samples that are read at a time.
    let block: UnsafeMutableBufferPointer<Float>

    /// Passes what is kept, in order, to `emit`.
    ///
    /// - Throws: `RecordingError` of the spool, and what `emit` throws.
    func run(_ decision: GainDecision, _ emit: (UnsafeBufferPointer<Float>) throws -> Void) throws {
        let factor = Float(Decibel.amplitude(decision.gain))
        let fade = Fade()
        var limiter = decision.excess > 0 ? Limiter(ceiling: GainDecision.ceiling) : nil
        var position = 0
        func deliver(_ samples: UnsafeMutableBufferPointer<Float>) throws {
            fade.apply(
                to: samples, offset: position, count: kept.count,
                start: kept.lowerBound > 0, end: kept.upperBound < count
            )
            position += samples.count
            try emit(UnsafeBufferPointer(samples))
        }
        try spool.forEachBlock(of: kept, block) { samples, _ in
            if factor != 1 {
                for index in samples.indices { samples[index] *= factor }
            }
            if limiter == nil { try deliver(samples) }
            try limiter?.push(UnsafeBufferPointer(samples), deliver)
        }
        try limiter?.finish(deliver)
    }
}
