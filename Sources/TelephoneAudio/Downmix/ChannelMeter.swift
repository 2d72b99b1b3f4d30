/// Measures what a mix makes of its channels: whether they cancel each other, as they do when one microphone was wired with
/// reversed polarity, and whether only one of them has sound, which the mix makes quieter.
///
/// Groups of 2 ms are measured: closely in the first seconds, then one in sixteen, all over the recording. That is enough
/// to detect 12 dB, and nearly free. The distances between them vary, since a steady grid would always sample a tone that
/// fits it in the same phase.
///
/// Of each group two energies count. The first is that of the whole band without DC and hum, which is the variance of the
/// group's samples. The second is that of a square wave of the group's length (the coarsest Haar wavelet), a band from
/// 150 Hz to 1 kHz: there an inverted channel still cancels if its microphone was 3 cm further away, which at higher
/// frequencies makes up for the polarity.
struct ChannelMeter: Hashable {
    /// The channel to use in place of the mix, and what to say about it.
    struct Replacement: Hashable {
        let channel: ChannelChoice
        let finding: Finding
    }

    /// Energies of one channel, or of the mix.
    private struct Energy: Hashable {
        var whole = 0.0
        var low = 0.0
        /// The largest energy of a group.
        var loudest = 0.0

        mutating func add(_ group: Energy) {
            whole += group.whole
            low += group.low
            loudest = max(loudest, group.loudest)
        }
    }

    /// A mix this far below what unrelated channels would add up to counts as cancelled: -9 dB, which is -12 dB below the
    /// channels of a stereo recording.
    private static let cancelled = 0.126
    /// A mix whose low band is cancelled must have lost this much as well: -1.5 dB.
    private static let weakened = 0.7
    /// The least part of the energy that makes the low band count.
    private static let leastLowShare = 0.05
    /// A channel this far below another has no sound: -30 dB on the whole, and nowhere above -20 dB.
    private static let silent = (whole: 1e-3, loudest: 1e-2)
    /// Channels closer than this both have sound for certain: -20 dB.
    private static let sounding = 1e-2
    /// Channels closer than this are equally loud: -0.1 dB.
    private static let equallyLoud = 0.977
    /// Frames that are measured closely at first.
    private static let closelyMeasured = 1 << 16

    private let weights: [Float]
    /// Half of a group, in frames: 1 ms, in whole vectors.
    private let half: Int
    private var channels: [Energy]
    private var mix = Energy()
    private var groups = 0
    /// Frames until the next group.
    private var distance = 0
    private var jitter: UInt8 = 0

    /// - Parameters:
    ///   - weights: those of the mix, for each channel; channels without weight are not looked at.
    ///   - sampleRate: in Hz.
    init(weights: [Float], sampleRate: Int) {
        self.weights = weights
        half = max(4, sampleRate / 1000 & ~3)
        channels = Array(repeating: Energy(), count: weights.count)
    }

    /// Measures the first `frames` frames.
    ///
    /// - Parameter mixed: the mix of those frames, full scale 1.0.
    mutating func measure(_ samples: some SampleReader, frames: Int, mixed: UnsafePointer<Float>) {
        let half = min(half, frames / 2 & ~3)
        guard half > 0 else { return }
        let mixReader = PlanarFloat(base: UnsafeRawPointer(mixed), stride: 0)
        while distance + 2 * half <= frames {
            for channel in weights.indices where weights[channel] > 0 {
                channels[channel].add(Self.energy(samples, channel, at: distance, half: half))
            }
            mix.add(Self.energy(mixReader, 0, at: distance, half: half))
            groups += 1
            // 0...63 in an order without a pattern: a linear congruential generator of full period (Hull and Dobell,
            // "Random Number Generators", 1962).
            jitter = (jitter &* 21 &+ 13) & 63
            let isClose = groups * 2 * self.half < Self.closelyMeasured
            distance += isClose ? half * (4 + Int(jitter) / 8) : half * (16 + Int(jitter) / 2)
        }
        distance = max(0, distance - frames)
    }

    /// The energy of `2 * half` frames.
    @inline(__always)
    private static func energy(_ samples: some SampleReader, _ channel: Int, at frame: Int, half: Int) -> Energy {
        var (first, second, squares) = (SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>())
        var offset = 0
        while offset < half {
            let (a, b) = (samples.four(channel, frame + offset), samples.four(channel, frame + half + offset))
            first += a
            second += b
            squares += a * a + b * b
            offset += 4
        }
        let count = Double(2 * half)
        let (before, after) = (Double(first.sum()), Double(second.sum()))
        let scale = Double(samples.scale) * Double(samples.scale)
        let whole = max(0, Double(squares.sum()) - (before + after) * (before + after) / count) * scale
        let low = (before - after) * (before - after) / count * scale
        return Energy(whole: whole, low: low, loudest: whole)
    }

    /// Adds the measurement of another part of the same recording.
    mutating func add(_ other: ChannelMeter) {
        for channel in channels.indices where channel < other.channels.count {
            channels[channel].add(other.channels[channel])
        }
        mix.add(other.mix)
        groups += other.groups
    }

    /// The channel to use in place of the mix; nil where the mix is fine.
    var replacement: Replacement? {
        let mixed = weights.indices.filter { weights[$0] > 0 }
        guard mixed.count > 1, groups > 0 else { return nil }
        let loudest = mixed.max { channels[$0].whole < channels[$1].whole } ?? 0
        let level = channels[loudest].whole
        guard level > 0 else { return nil }
        let isAlone = mixed.allSatisfy { channel in
            channel == loudest
                || channels[channel].whole <= level * Self.silent.whole
                    && channels[channel].loudest <= level / Double(groups) * Self.silent.loudest
        }
        if isAlone {
            let choice = ChannelChoice.only(loudest + 1)
            return Replacement(channel: choice, finding: .oneChannel(used: choice, of: weights.count))
        }
        guard isCancelled else { return nil }
        let most = mixed.map { weighted($0).whole }.max() ?? 0
        // The first of those that are as loud as the loudest but for chance.
        let strongest = mixed.first { weighted($0).whole >= most * Self.equallyLoud } ?? loudest
        let choice = ChannelChoice.only(strongest + 1)
        return Replacement(
            channel: choice,
            finding: weights.count == 2 ? .antiPhase(used: choice) : .channelsCancel(used: choice))
    }

    /// Whether there was sound in all channels, and its mix is nowhere near cancelling.
    var isClearlyInPhase: Bool {
        let levels = weights.indices.filter { weights[$0] > 0 }.map { channels[$0].whole }
        guard let least = levels.min(), let most = levels.max(), least > most * Self.sounding else { return false }
        let sum = sum
        let isLowBandSafe =
            sum.low < sum.whole * Self.leastLowShare || mix.low > 4 * Self.cancelled * sum.low
        return mix.whole > 4 * Self.cancelled * sum.whole && isLowBandSafe
    }

    private var isCancelled: Bool {
        let sum = sum
        if mix.whole < Self.cancelled * sum.whole { return true }
        return mix.whole < Self.weakened * sum.whole && sum.low >= sum.whole * Self.leastLowShare
            && mix.low < Self.cancelled * sum.low
    }

    /// The energy of the mix if its channels were unrelated.
    private var sum: Energy {
        weights.indices.reduce(into: Energy()) { $0.add(weighted($1)) }
    }

    /// A channel's energy in the mix.
    private func weighted(_ channel: Int) -> Energy {
        let weight = Double(weights[channel]) * Double(weights[channel])
        return Energy(whole: channels[channel].whole * weight, low: channels[channel].low * weight)
    }
}
