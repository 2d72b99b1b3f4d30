/// Measures the integrated loudness of an 8 kHz mono signal by ITU-R BS.1770-4: K-weighting, blocks of 400 ms every 100 ms, gates at
/// -70 LUFS and 10 LU below the mean. One channel of weight 1: a full-scale 997 Hz sine reads -3.0 LUFS.
package struct LoudnessMeter: Sendable {
    private let weighting = KWeighting()
    private var blocks = GatedBlocks(offset: -0.691)
    /// The end of the previous batch, for the filter to settle on, and the unfinished batch.
    private var buffer = [Float](repeating: 0, count: KWeighting.settling + Self.batch)
    private var filled = KWeighting.settling

    /// Samples of the shortest signal that has a loudness: 400 ms.
    static let shortest = 3200
    /// 100 ms.
    private static let hopLength = 800
    private static let hopsPerLane = 2
    private static let batch = hopLength * hopsPerLane * KWeighting.Lanes.scalarCount

    package init() {}

    /// Takes 8 kHz samples, in pieces of any size.
    package mutating func push(_ samples: UnsafeBufferPointer<Float>) {
        var start = 0
        while start < samples.count {
            let end = min(samples.count, start + buffer.count - filled)
            buffer.withUnsafeMutableBufferPointer { _ = $0[filled...].update(fromContentsOf: samples[start..<end]) }
            filled += end - start
            start = end
            if filled == buffer.count { measure() }
        }
    }

    /// LUFS; nil if no 400 ms are loud enough to pass the gates.
    package var loudness: Double? {
        var finished = self
        for index in filled..<buffer.count { finished.buffer[index] = 0 }
        finished.measure()
        return finished.blocks.level
    }

    /// Counts the whole hops of the batch; only the last batch of a signal has unfinished ones.
    private mutating func measure() {
        var energies = [Double](repeating: 0, count: Self.batch / Self.hopLength)
        buffer.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            weighting.energies(from: base + KWeighting.settling, hops: Self.hopsPerLane, length: Self.hopLength) {
                for lane in $1.indices { energies[lane * Self.hopsPerLane + $0] = Double($1[lane]) }
            }
            base.update(from: base + Self.batch, count: KWeighting.settling)
        }
        for energy in energies.prefix((filled - KWeighting.settling) / Self.hopLength) {
            blocks.add(energy / Double(Self.hopLength))
        }
        filled = KWeighting.settling
    }
}
