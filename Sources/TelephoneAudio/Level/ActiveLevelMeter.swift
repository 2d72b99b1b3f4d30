/// Measures the active level: unweighted, pauses left out. Cheap enough to run on every conversion.
///
/// RMS in blocks of four hops, gated as in ITU-R BS.1770-4 (-70 dBFS absolute, 10 dB below the mean relative). On speech
/// this agrees with the active speech level of ITU-T P.56 within a few tenths of a decibel. A hop is 104 ms: a sixteenth
/// of the resampler's batch, so that meters of a recording split by batches add up to the reading of one.
package struct ActiveLevelMeter: Sendable {
    private static let hopLength = FastResampler.batch / 16
    private var hops = BlockPower(length: Self.hopLength)
    private var gates = Gates()

    /// The same hops, in blocks of four for the level and one by one for the duration.
    private struct Gates {
        var level = GatedBlocks(offset: 0)
        var duration = GatedPower(offset: 0)

        mutating func add(_ power: Double) {
            level.add(power)
            duration.add(power)
        }
    }

    package init() {}

    /// Takes 8 kHz samples, in pieces of any size.
    package mutating func push(_ samples: UnsafeBufferPointer<Float>) {
        hops.push(samples, into: &gates) { $0.add($1) }
    }

    /// Adds what `other` measured of the samples that follow.
    package mutating func add(_ other: ActiveLevelMeter) {
        hops.append(other.hops)
        gates.level.add(other.gates.level)
        gates.duration.add(other.gates.duration)
    }

    /// RMS of the active blocks in dB below full scale (1.0); nil if no block is active. Signals shorter than a block are
    /// measured by the hop.
    package var activeLevel: Double? {
        gates.level.level ?? gates.duration.result?.level
    }

    /// Seconds in active hops.
    package var activeDuration: Double {
        Double((gates.duration.result?.blocks ?? 0) * Self.hopLength) / Double(telephoneRate)
    }

    /// The largest magnitude of a sample; full scale is 1.0.
    package var peak: Float {
        hops.peak
    }
}
