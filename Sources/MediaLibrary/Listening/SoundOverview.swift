import Glibc
import TelephoneAudio

/// An announcement at a glance: its outline, how loud it is, and its peak. Of the published file, so of what callers get.
package struct SoundOverview: Hashable, Sendable {
    /// The lowest and the highest sample of a stretch, -1...1.
    package struct Stretch: Hashable, Sendable {
        package var low: Float
        package var high: Float
    }

    /// Stretches of equal length, one after the other; as many as samples where there are few of them.
    package let stretches: [Stretch]
    /// Level of what is heard, pauses left out; nil for silence.
    package let activeLevelDBm0: Double?
    /// The largest sample in dB below full scale; nil for digital silence.
    package let peakDBFS: Double?

    /// Listens to a file from start to end. Blocks.
    ///
    /// - Throws: `RecordingFailure.unreadable`.
    package init(_ file: PublishedFile, stretches count: Int = 240) throws(RecordingFailure) {
        let count = max(1, min(count, file.samples))
        var stretches = [Stretch](repeating: Stretch(low: 0, high: 0), count: count)
        var meter = ActiveLevelMeter()
        var position = 0
        var scaled: [Float] = []
        try PublishedSamples(file: file).forEachBlock { block in
            scaled.removeAll(keepingCapacity: true)
            for sample in block { scaled.append(Float(sample) / 32768) }
            scaled.withUnsafeBufferPointer { meter.push($0) }
            // Stretch by stretch: a division a sample would be most of the work.
            var index = 0
            while index < scaled.count {
                let stretch = min(position * count / file.samples, count - 1)
                let next = (stretch + 1) * file.samples
                let end = min(scaled.count, index + max(1, (next + count - 1) / count - position))
                var (low, high) = (stretches[stretch].low, stretches[stretch].high)
                for value in scaled[index..<end] {
                    low = min(low, value)
                    high = max(high, value)
                }
                stretches[stretch] = Stretch(low: low, high: high)
                position += end - index
                index = end
            }
        }
        self.stretches = stretches
        activeLevelDBm0 = meter.activeLevel.map { $0 + 3 }
        peakDBFS = meter.peak > 0 ? 20 * log10(Double(meter.peak)) : nil
    }
}
