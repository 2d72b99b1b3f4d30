/// Takes up to 6 dB off peaks that exceed a ceiling, so that a click or one loud syllable does not keep a whole recording quiet.
///
/// The gain falls before a peak arrives (6 ms for 6 dB), holds for 6 ms around it, and rises again so slowly (40 ms for
/// 6 dB) that it does not follow the vibration of a voice, which would distort it. Peaks are true peaks, between the samples. It
/// works on blocks of 2 ms: the gain at the border of two blocks is no larger than any block near it allows, and varies
/// linearly between borders.
struct Limiter: Sendable {
    private static let block = Interpolator.block
    /// Blocks before a peak in which the gain falls.
    private static let attack = 3
    /// What the gain falls by in a block: from 1 to 1/2 in `attack` blocks.
    private static let fall: Float = 0.5 / Float(attack)
    /// What the gain rises by in a block: from 1/2 to 1 in 20.
    private static let rise: Float = 0.5 / 20
    /// Blocks whose peaks are known before a block can be delivered.
    private static let lookahead = attack + 2
    /// Blocks worked on in one go.
    private static let batch = 256

    private let ceiling: Float
    private let interpolator = Interpolator()
    /// A block of history, then samples not delivered yet. The first of them are a block of silence before the signal, as the
    /// signal may have a peak before its first sample.
    private var buffer: [Float]
    private var filled = 2 * Self.block
    /// What is left of that silence.
    private var silence = Self.block
    /// For the blocks of the buffer, history included, as far as they were measured, the largest gain that each allows. Two
    /// more precede it.
    private var allowed: [Float]
    private var measured = 3
    /// The gain where the first block begins.
    private var gain: Float = 1

    /// - Parameter ceiling: dBTP that the result stays below, as long as no peak exceeds it by more than 6 dB.
    init(ceiling: Double) {
        // A little less: the gain still varies a little around a peak.
        self.ceiling = Float(Decibel.amplitude(ceiling - 0.02))
        let blocks = Self.batch + Self.lookahead + 3
        buffer = [Float](repeating: 0, count: blocks * Self.block)
        allowed = [Float](repeating: 1, count: blocks + 2)
    }

    /// Takes the next samples of the signal, and passes finished ones to `emit`: all but the last 12 ms or so.
    mutating func push(
        _ samples: UnsafeBufferPointer<Float>, _ emit: (UnsafeMutableBufferPointer<Float>) throws -> Void
    ) rethrows {
        var start = 0
        while start < samples.count {
            let end = min(samples.count, start + buffer.count - filled)
            buffer.withUnsafeMutableBufferPointer { _ = $0[filled...].update(fromContentsOf: samples[start..<end]) }
            filled += end - start
            start = end
            if filled == buffer.count { try deliver(emit) }
        }
    }

    /// Ends the signal, and passes its last samples to `emit`.
    mutating func finish(_ emit: (UnsafeMutableBufferPointer<Float>) throws -> Void) rethrows {
        try deliver(emit)
        var rest = filled - Self.block - silence
        let after = [Float](repeating: 0, count: (Self.lookahead + 3) * Self.block)
        after.withUnsafeBufferPointer { push($0) { _ in } }
        try deliver { block in
            let count = min(rest, block.count)
            rest -= count
            if count > 0 { try emit(UnsafeMutableBufferPointer(rebasing: block[..<count])) }
        }
    }

    /// Measures and delivers all blocks that can be.
    private mutating func deliver(_ emit: (UnsafeMutableBufferPointer<Float>) throws -> Void) rethrows {
        let size = Self.block
        let whole = filled / size
        let (interpolator, ceiling) = (interpolator, ceiling)
        var (gain, measured) = (gain, measured)
        let filled = filled
        let done = try buffer.withUnsafeMutableBufferPointer { buffer -> Int in
            guard let base = buffer.baseAddress else { return 0 }
            // A block needs the one behind it to be measured. The first entries are those of the two blocks before the buffer.
            while measured - 2 < whole - 1 {
                let block = base + (measured - 2) * size
                let reach = max(
                    interpolator.samplePeak(block - size), interpolator.samplePeak(block),
                    interpolator.samplePeak(block + size))
                var peak = interpolator.samplePeak(block)
                if reach * interpolator.largestGain > ceiling { peak = max(peak, interpolator.peak(from: block)) }
                allowed[measured] = peak > ceiling ? ceiling / peak : 1
                measured += 1
            }
            // The last block whose borders are known: the gain at its end depends on `lookahead` blocks behind it.
            let end = measured - 2 - Self.lookahead
            guard end > 1 else { return 0 }
            for block in 1..<end {
                let next = Self.borderGain(before: block + 1, after: gain, allowed)
                if gain < 1 || next < 1 {
                    let (first, step) = (gain, (next - gain) / Float(size))
                    for index in 0..<size { base[block * size + index] *= first + step * Float(index) }
                }
                gain = next
            }
            let first = size + silence
            silence = 0
            if first < end * size { try emit(UnsafeMutableBufferPointer(rebasing: buffer[first..<end * size])) }
            // One delivered block stays as history.
            for index in 0..<filled - (end - 1) * size { base[index] = base[(end - 1) * size + index] }
            return end - 1
        }
        (self.gain, self.measured) = (gain, measured - done)
        self.filled = filled - done * size
        for index in 0..<self.measured { allowed[index] = allowed[index + done] }
    }

    /// The gain at the border before a block: what the four blocks around it allow, those behind later by as much as the gain can
    /// fall until then, and hardly more than at the border before.
    private static func borderGain(before block: Int, after previous: Float, _ allowed: [Float]) -> Float {
        var gain = min(1, previous + rise)
        for distance in 0...attack {
            // Entry `block + 2` is the block's own.
            let entry = block + 2 + distance
            let nearest = min(
                min(allowed[entry - 2], allowed[entry - 1]), min(allowed[entry], allowed[entry + 1]))
            gain = min(gain, nearest + fall * Float(distance))
        }
        return gain
    }
}
