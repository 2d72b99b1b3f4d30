import Glibc

/// Measures the noise floor, the level in a recording's pauses: the level that a tenth of its 10 ms blocks stay under.
///
/// The histogram's bins are the leading bits of the power as a single-precision number: sixteen to the octave, 0.19 dB
/// each, over everything that a number can be, without a logarithm.
struct NoiseFloor: Sendable {
    private var blocks = BlockPower(length: Trim.blockLength)
    private var counts = [Int](repeating: 0, count: 4096)

    private static let discardedBits = 19

    /// Takes 8 kHz samples, in pieces of any size.
    mutating func push(_ samples: UnsafeBufferPointer<Float>) {
        blocks.push(samples, into: &counts) { counts, power in
            counts[Int(Float(power).bitPattern >> Self.discardedBits)] += 1
        }
    }

    /// dB below full scale (RMS); nil for digital silence, and for less than a block.
    var level: Double? {
        let total = counts.reduce(0, +)
        var under = 0
        for (bin, count) in counts.enumerated() {
            under += count
            guard under * 10 > total else { continue }
            let power = Double(Float(bitPattern: UInt32(bin) << Self.discardedBits))
            return power > 0 ? Decibel.ofPower(power) : nil
        }
        return nil
    }
}
