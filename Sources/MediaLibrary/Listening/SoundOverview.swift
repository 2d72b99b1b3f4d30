import Glibc
import TelephoneAudio

/// An announcement at a glance: its outline, level and peak, measured on the published file.
package struct SoundOverview: Hashable, Sendable {
    /// The lowest and the highest sample of a stretch of time, -1...1.
    package struct Stretch: Hashable, Sendable {
        package var low: Float
        package var high: Float
    }

    /// Stretches of equal length, one after the other; not more than there are samples.
    package let stretches: [Stretch]
    /// Level of the speech, pauses left out; nil for silence.
    package let activeLevelDBm0: Double?
    /// The largest sample in dB below full scale; nil for digital silence.
    package let peakDBFS: Double?

    /// Measures a file. Blocks.
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
            // Stretch by stretch: a division per sample would be most of the work.
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
