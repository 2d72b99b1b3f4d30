/// Finds the first and the last sound of a signal, by the rule of `Trim`, in one pass, although the threshold is known
/// only at the end: a histogram keeps, for every level, where it was first and last reached.
struct SilenceMeter: Sendable {
    private var filter = SpeechBand.Filter()
    /// Room for filtered samples.
    private var room = [Float](repeating: 0, count: 4096)
    private var blocks = BlockPower(length: Trim.blockLength)
    private var runs = Runs()

    private struct Runs: Sendable {
        /// The powers of the last blocks.
        var recent: [Double] = []
        var count = 0
        /// For each level, the first and the last run that stays at it or above, by its last block.
        var reached = [ClosedRange<Int>?](repeating: nil, count: 1 << (32 - SilenceMeter.discardedBits - 1))

        mutating func add(_ power: Double) {
            if recent.count == Trim.shortestRun { recent.removeFirst() }
            recent.append(power)
            if recent.count == Trim.shortestRun, let weakest = recent.min() {
                let bin = SilenceMeter.bin(weakest)
                reached[bin] = (reached[bin]?.lowerBound ?? count)...count
            }
            count += 1
        }
    }

    /// As in `HopPowers`: 0.19 dB a bin.
    private static let discardedBits = 19

    private static func bin(_ power: Double) -> Int {
        Int(Float(power).bitPattern >> discardedBits)
    }

    /// Takes 8 kHz samples, in pieces of any size.
    mutating func push(_ samples: UnsafeBufferPointer<Float>) {
        var start = 0
        while start < samples.count {
            let count = min(samples.count - start, room.count)
            room.withUnsafeMutableBufferPointer { room in
                let piece = UnsafeMutableBufferPointer(rebasing: room[..<count])
                _ = piece.update(fromContentsOf: samples[start..<start + count])
                filter.process(piece)
                blocks.push(UnsafeBufferPointer(piece), into: &runs) { $0.add($1) }
            }
            start += count
        }
    }

    /// Samples from the first to the last block of 10 ms in a run of at least 50 ms whose every block reaches
    /// `threshold` (dB below full scale); nil if there is no such run.
    func sound(above threshold: Double) -> Range<Int>? {
        let reached = runs.reached[Self.bin(Decibel.power(threshold))...].compactMap(\.self)
        guard let first = reached.map(\.lowerBound).min(), let last = reached.map(\.upperBound).max() else {
            return nil
        }
        return (first - Trim.shortestRun + 1) * Trim.blockLength..<(last + 1) * Trim.blockLength
    }
}
