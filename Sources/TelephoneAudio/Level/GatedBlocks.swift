/// The gated level of blocks of four hops (400 ms) that begin with every hop (100 ms): ITU-R BS.1770-4, Annex 1.
struct GatedBlocks: Sendable {
    private var gated: GatedPower
    private var count = 0
    /// The powers of the first three hops: blocks of the samples before these reach into them.
    private var first = SIMD3<Double>.zero
    /// The powers of the last three, oldest first.
    private var last = SIMD3<Double>.zero

    /// - Parameter offset: dB added to a power to make it a level.
    init(offset: Double) {
        gated = GatedPower(offset: offset)
    }

    /// Takes the mean square of the next hop.
    mutating func add(_ power: Double) {
        if count >= 3 { gated.add((last.sum() + power) / 4) }
        if count < 3 { first[count] = power }
        last = SIMD3(last[1], last[2], power)
        count += 1
    }

    /// Appends what `other` took of the samples that follow.
    mutating func add(_ other: GatedBlocks) {
        let shared = min(3, other.count)
        for index in 0..<shared { add(other.first[index]) }
        guard other.count > shared else { return }
        gated.add(other.gated)
        last = other.last
        count += other.count - shared
    }

    /// The level of the blocks past both gates; nil if no block passes.
    var level: Double? {
        gated.result?.level
    }
}
