import Glibc

/// What a recording is like: how bright, how dense, and whether it is speech. In constant memory, from hops of 8 ms: their power
/// above 300 Hz, where a telephone begins, and above 1.5 kHz.
struct SpeechCharacter: Sendable {
    /// Hops by their level, so that what is softer than speech can be left out once its level is known. The steps are fine: where
    /// they end relative to that level must not matter, or a recording would be another one when it is louder.
    private var bins = [Bin](repeating: Bin(), count: Self.binCount)
    /// What follows the level at once when it rises, and within 80 ms when it falls, in dB below full scale (RMS).
    private var envelope = Self.softest
    private var second = SpeechSecond()
    private var seconds = SpeechSeconds()

    private static let binCount = 120 * Int(binsPerDecibel)
    private static let binsPerDecibel = 16.0
    /// dB below full scale: the first bin.
    private static let softest = -110.0
    /// The parts of the way that the envelope goes in a hop of 8 ms, with time constants of 2 and 80 ms.
    private static let rise = 1 - exp(-8.0 / 2)
    private static let fall = 1 - exp(-8.0 / 80)

    private struct Bin: Sendable {
        /// Of the hops of this level, the sums of their powers above 300 Hz and above 1.5 kHz.
        var power = 0.0
        var high = 0.0
        /// Of the hops at which the envelope has this level: how many, the sum of its levels and that of their squares.
        var envelopes = 0
        var sum = 0.0
        var squares = 0.0
    }

    private static func bin(of level: Double) -> Int {
        max(0, min(binCount - 1, Int((level - softest) * binsPerDecibel)))
    }

    /// Takes the next hop by its powers above 300 Hz and above 1.5 kHz.
    mutating func add(_ power: Double, high: Double) {
        guard power.isFinite, high.isFinite else { return }
        let level = Decibel.ofPower(max(power, 1e-11))
        envelope += (level > envelope ? Self.rise : Self.fall) * (level - envelope)
        let (here, around) = (Self.bin(of: level), Self.bin(of: envelope))
        bins[here].power += power
        bins[here].high += high
        bins[around].envelopes += 1
        bins[around].sum += envelope
        bins[around].squares += envelope * envelope
        second.add(power, high: high)
        if second.isComplete {
            seconds.add(second)
            second.clear()
        }
    }

    /// The character of a recording whose active level is `level`, in dB below full scale (RMS).
    func result(at level: Double) -> Result {
        let loud = bins[Self.bin(of: level - SpeechLevel.margin)...]
        let (power, high) = loud.reduce(into: (0.0, 0.0)) { $0 = ($0.0 + $1.power, $0.1 + $1.high) }
        let dense = bins[Self.bin(of: level - PolishPlan.threshold)...]
        let count = Double(dense.reduce(0) { $0 + $1.envelopes })
        let mean = dense.reduce(0) { $0 + $1.sum } / max(count, 1)
        let variance = dense.reduce(0) { $0 + $1.squares } / max(count, 1) - mean * mean
        var seconds = seconds
        seconds.end(with: second)
        return Result(
            brightness: Decibel.ofPower(max(high, 1e-30) / max(power, 1e-30)),
            unevenness: max(0, variance).squareRoot(), isSpeech: seconds.areSpeech)
    }

    /// The character of a recording.
    struct Result: Hashable, Sendable {
        /// The power above 1.5 kHz in dB relative to that above 300 Hz.
        var brightness: Double
        /// The standard deviation in dB of the loudness of syllables, as far as a compressor is concerned with them.
        var unevenness: Double
        /// Whether it is speech, without music before, after or under it.
        var isSpeech: Bool
    }
}
