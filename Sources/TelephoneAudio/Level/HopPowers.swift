/// The powers of all hops of a signal, as a histogram: how much of it is sound, and how loud its pauses are.
///
/// The bins are the leading bits of the power as a single-precision number: sixteen to the octave, 0.19 dB each, over
/// everything that a number can be, without a logarithm.
struct HopPowers: Sendable {
    private var counts = [Int32](repeating: 0, count: 4096)

    private static let discardedBits = 19
    /// dB. In a recording with pauses full of noise, a quarter of all hops lie this close together.
    private static let steadiest = 2.5
    /// dB. The power of noise varies from hop to hop, that of a tone does not.
    private static let steadiestNoise = 0.3

    private static func bin(of power: Double) -> Int {
        Int(Float(min(power, Double(Float.greatestFiniteMagnitude))).bitPattern >> discardedBits)
    }

    mutating func add(_ power: Double) {
        counts[Self.bin(of: power)] &+= 1
    }

    /// Adds the hops that `other` counted, except for those that `head` counted as well.
    mutating func append(_ other: HopPowers, after head: HopPowers) {
        for bin in counts.indices { counts[bin] &+= other.counts[bin] &- head.counts[bin] }
    }

    /// How many hops reach `level`, in dB below full scale (RMS).
    func count(from level: Double) -> Int {
        counts[Self.bin(of: Decibel.power(level))...].reduce(0) { $0 + Int($1) }
    }

    /// The level that `share` of all hops stay under, in dB below full scale (RMS); nil for digital silence, and without hops.
    func level(of share: Double) -> Double? {
        let wanted = counts.reduce(0.0) { $0 + Double($1) } * share
        var under = 0.0
        for (bin, count) in counts.enumerated() {
            under += Double(count)
            guard under > wanted else { continue }
            let power = Double(Float(bitPattern: UInt32(bin) << Self.discardedBits))
            return power > 0 ? Decibel.ofPower(power) : nil
        }
        return nil
    }

    /// The noise floor: the level that a tenth of the hops stay under. In a recording without pauses that is its softest
    /// sound.
    var floor: Double? { level(of: 0.1) }

    /// The level of the noise in the pauses; nil if the softest quarter is nothing as steady as noise, but speech, music,
    /// a tone or digital silence.
    var noise: Double? {
        guard let floor, let low = level(of: 0.05), let high = level(of: 0.25),
            (Self.steadiestNoise...Self.steadiest).contains(high - low)
        else { return nil }
        return floor
    }
}
