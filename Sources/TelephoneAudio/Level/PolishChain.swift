/// High-pass, presence shelf and compressor, one after the other, for a signal in pieces of any size.
struct PolishChain: Sendable {
    private var rumble: Biquad
    private var presence: Biquad
    private var compressor: Compressor
    /// The two steps that the compressor still has to finish, then what was filtered and does not fill a step.
    private var buffer: [Float]
    private var filled = Self.carried
    private var isPrimed = false
    /// How many samples of the buffer's start come before the signal.
    private var before = Self.carried

    /// Hz: below is no consonant, and hardly a vowel that a telephone carries.
    private static let lowest = 200.0
    /// Hz: the middle of the shelf's slope. Above lie the second formants and the consonants.
    static let shelfMiddle = 1500.0
    private static let carried = Compressor.lookahead * Compressor.step
    /// Samples worked on in one go.
    private static let batch = 4096

    /// - Parameter removesRumble: whether there may be some; the high-pass is left out otherwise.
    init(_ plan: PolishPlan.Settings, removesRumble: Bool = true) {
        rumble = Biquad(removesRumble ? .highPass(at: Self.lowest) : .nothing)
        presence = Biquad(.highShelf(at: Self.shelfMiddle, gain: plan.presence))
        compressor = Compressor(threshold: plan.threshold, ratio: plan.ratio)
        buffer = [Float](repeating: 0, count: Self.carried + Self.batch)
    }

    /// dB that the compressor took off what was over its threshold, on average.
    var meanReduction: Double { compressor.meanReduction }

    /// Takes the next samples, and passes finished ones to `emit`: all but the last 3 ms or so.
    mutating func push(
        _ samples: UnsafeBufferPointer<Float>, _ emit: (UnsafeBufferPointer<Float>) throws -> Void
    ) rethrows {
        if !isPrimed, let first = samples.first {
            // As if the first sample had been there for ever: DC that is switched on would be a click.
            rumble.rest(at: Double(first))
            isPrimed = true
        }
        var start = 0
        while start < samples.count {
            let end = min(samples.count, start + buffer.count - filled)
            let new = filled..<filled + end - start
            buffer.withUnsafeMutableBufferPointer { buffer in
                _ = buffer[new].update(fromContentsOf: samples[start..<end])
                Biquad.process(UnsafeMutableBufferPointer(rebasing: buffer[new]), &rumble, &presence)
            }
            filled = new.upperBound
            start = end
            if filled == buffer.count { try deliver(emit) }
        }
    }

    /// Ends the signal, and passes its last samples to `emit`.
    mutating func finish(_ emit: (UnsafeBufferPointer<Float>) throws -> Void) rethrows {
        try deliver(emit)
        let (before, filled) = (before, filled)
        try buffer.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress, filled > before else { return }
            compressor.finish(base + before, count: filled - before)
            try emit(UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer)[before..<filled]))
        }
        self.filled = Self.carried
    }

    /// Compresses all whole steps, and delivers those that are finished.
    private mutating func deliver(_ emit: (UnsafeBufferPointer<Float>) throws -> Void) rethrows {
        let steps = (filled - Self.carried) / Compressor.step
        let finished = steps * Compressor.step
        guard steps > 0 else { return }
        let (before, filled) = (before, filled)
        try buffer.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            compressor.process(base + Self.carried, steps: steps)
            if finished > before {
                try emit(UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer)[before..<finished]))
            }
            base.update(from: base + finished, count: filled - finished)
        }
        self.before = max(0, before - finished)
        self.filled -= finished
    }
}
