import Glibc

/// Measures whether the two channels of a stereo recording cancel each other when mixed, as they do when one microphone
/// was wired with reversed polarity: the caller would hear next to nothing.
///
/// One frame group in sixteen is measured, all over the recording: enough to detect 20 dB, and nearly free. The distances
/// between them vary, since a steady grid would always sample a tone that fits it in the same phase.
struct PhaseMeter: Hashable {
    /// A mix this far below its channels counts as cancelled: -20 dB as a ratio of powers.
    private static let cancelled = 0.01

    private var mix = 0.0
    private var left = 0.0
    private var right = 0.0

    /// Measures the first `frames` frames.
    mutating func measure(_ samples: some SampleReader, frames: Int) {
        var frame = 0
        var jitter: UInt8 = 0
        var (mixes, lefts, rights) = (SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>())
        while frame + 4 <= frames {
            let (l, r) = (samples.four(0, frame), samples.four(1, frame))
            let sum = samples.fourSums(0, 1, frame)
            lefts += l * l
            rights += r * r
            mixes += sum * sum
            // 32...95 in an order without a pattern: a linear congruential generator of full period (Hull and Dobell,
            // "Random Number Generators", 1962).
            jitter = (jitter &* 21 &+ 13) & 63
            frame += 32 + Int(jitter)
        }
        mix += Double(mixes.sum()) / 4
        left += Double(lefts.sum())
        right += Double(rights.sum())
    }

    /// Adds the measurement of another part of the same recording.
    mutating func add(_ other: PhaseMeter) {
        mix += other.mix
        left += other.left
        right += other.right
    }

    /// The channel to use instead of a mix that cancels: the louder one. Nil if the channels do not cancel.
    var replacement: ChannelChoice? {
        guard mix < Self.cancelled * (left + right) / 2 else { return nil }
        return left >= right ? .only(1) : .only(2)
    }

    /// Whether there was sound, and its mix is nowhere near cancelling.
    var isClearlyInPhase: Bool {
        left + right > 0 && mix > 4 * Self.cancelled * (left + right) / 2
    }
}
