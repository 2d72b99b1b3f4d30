/// The active speech level of ITU-T P.56 (12/2011), method B, from hops of 8 ms instead of samples.
///
/// An envelope follows the magnitude of the signal (two exponential averages of 30 ms). For each of fifteen thresholds, a factor
/// of 2 apart, the time is counted during which the envelope reached it within the last 200 ms. The level is the energy
/// divided by the time above the one threshold that lies 15.9 dB below that level. Pauses thus do not count, gaps within
/// words do, and a single short word is measured like a long sentence. On 450 prompts, hops read at most 0.2 dB
/// differently from samples.
struct SpeechLevel: Sendable {
    /// dB between the active level and the threshold of activity.
    static let margin = 15.9
    /// 200 ms, in hops.
    private static let hangover = 25
    /// From 2^-15 to 2^-1.
    private static let thresholds = 15
    /// The exponent of the lowest threshold.
    private static let lowest = -15
    /// exp(-8 ms / 30 ms).
    private static let decay: Float = 0.765928

    /// What is carried from one hop to the next.
    private struct State: Sendable {
        var average: Float = 0
        var envelope: Float = 0
        /// The number of the next hop.
        var hop = 0
        /// How many thresholds were reached within the hangover.
        var reached = 0
        /// For each such number, the last hop whose envelope reached as many.
        var last = [Int](repeating: -1, count: SpeechLevel.thresholds + 1)
    }

    private var state = State()
    /// Hops by the number of thresholds that were reached within the hangover: as thresholds are nested, that is all there is to
    /// count.
    private var counts = [Int](repeating: 0, count: Self.thresholds + 1)
    /// The sum of the hops' mean squares.
    private var energy = 0.0

    /// Takes the next hop.
    mutating func add(_ hop: SpeechBand.Hop) {
        state.average += (1 - Self.decay) * (hop.magnitude - state.average)
        state.envelope += (1 - Self.decay) * (state.average - state.envelope)
        let reached = Self.thresholdsReached(by: state.envelope)
        state.last[reached] = state.hop
        state.reached = max(state.reached, reached)
        while state.reached > reached, state.last[state.reached] < state.hop - Self.hangover { state.reached -= 1 }
        state.hop += 1
        counts[state.reached] += 1
        energy += hop.power
    }

    /// How many of the thresholds a value reaches: the exponent of a binary number tells.
    private static func thresholdsReached(by envelope: Float) -> Int {
        let exponent = Int(envelope.bitPattern >> 23 & 0xFF) - 127
        return max(0, min(thresholds, exponent - lowest + 1))
    }

    /// Continues with `other`, which was given the hops that follow, except for its first ones: those were given to this one.
    ///
    /// - Parameter head: what `other` was after the hops that both know; long enough for the envelope to have forgotten
    ///   what was before.
    mutating func append(_ other: SpeechLevel, after head: SpeechLevel) {
        state = other.state
        for index in counts.indices { counts[index] += other.counts[index] - head.counts[index] }
        energy += other.energy - head.energy
    }

    /// dB below full scale (RMS); nil if no threshold is reached.
    var level: Double? {
        var before: (excess: Double, level: Double)?
        for index in 0..<Self.thresholds {
            // Hops above this threshold.
            let active = counts[(index + 1)...].reduce(0, +)
            guard active > 0 else { break }
            let level = Decibel.ofPower(energy / Double(active))
            let excess = level - Decibel.ofAmplitude(2) * Double(index + Self.lowest) - Self.margin
            guard excess > 0 else {
                // Between this threshold and the one before lies the one that is sought: both figures vary linearly.
                guard let before else { return level }
                return before.level + (level - before.level) * before.excess / (before.excess - excess)
            }
            before = (excess, level)
        }
        return before?.level
    }
}
