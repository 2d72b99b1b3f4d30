/// The mean power of active blocks, by the two gates of ITU-R BS.1770-4, Annex 1: an absolute one at -70 and a relative
/// one 10 dB below the mean of the blocks past the first.
///
/// A histogram keeps this in constant memory. Its bins hold the sum of their powers besides the count, so that only
/// blocks within one bin's width of the relative gate can fall on the wrong side of it.
struct GatedPower: Sendable {
    /// dB added to a power to make it a level: -0.691 for LUFS, 0 for dBFS.
    private let offset: Double
    private var sums = [Double](repeating: 0, count: Self.binCount)
    private var counts = [Int](repeating: 0, count: Self.binCount)

    private static let absoluteGate = -70.0
    private static let relativeGate = -10.0
    private static let binsPerDecibel = 20.0
    /// Up to +30 dB; what is above shares the last bin.
    private static let binCount = 2000

    init(offset: Double) {
        self.offset = offset
    }

    /// Counts a block of mean square `power`.
    mutating func add(_ power: Double) {
        guard let bin = bin(of: power) else { return }
        sums[bin] += power
        counts[bin] += 1
    }

    /// Adds the blocks that `other` counted in the same signal.
    mutating func add(_ other: GatedPower) {
        for bin in sums.indices {
            sums[bin] += other.sums[bin]
            counts[bin] += other.counts[bin]
        }
    }

    /// The level of the blocks past both gates and their number; nil if no block passes.
    var result: (level: Double, blocks: Int)? {
        guard let mean = mean(from: 0) else { return nil }
        let gate = mean.power * Decibel.power(Self.relativeGate)
        var first = bin(of: gate) ?? 0
        // The bin that the gate falls into counts if its mean is above the gate.
        if sums[first] <= gate * Double(counts[first]) { first += 1 }
        guard let gated = self.mean(from: first) else { return nil }
        return (Decibel.ofPower(gated.power) + offset, gated.blocks)
    }

    private func mean(from first: Int) -> (power: Double, blocks: Int)? {
        let blocks = counts[first...].reduce(0, +)
        return blocks > 0 ? (sums[first...].reduce(0, +) / Double(blocks), blocks) : nil
    }

    /// The bin of a power; nil at and below the absolute gate.
    private func bin(of power: Double) -> Int? {
        let level = Decibel.ofPower(power) + offset
        guard level > Self.absoluteGate else { return nil }
        return Int(min((level - Self.absoluteGate) * Self.binsPerDecibel, Double(Self.binCount - 1)))
    }
}
