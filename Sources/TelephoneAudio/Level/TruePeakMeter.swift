/// Measures the true peak, the peak of the signal between its samples, by fourfold oversampling (ITU-R BS.1770-4, Annex 2).
///
/// Blocks whose samples are too small for any interpolated value to exceed the peak so far are not interpolated, which
/// saves most of the work on speech and changes nothing in the result.
package struct TruePeakMeter: Sendable {
    private let interpolator = Interpolator()
    /// Two blocks of history, then the unmeasured samples. The stream is silent before its start.
    private var buffer = [Float](repeating: 0, count: (Self.batch + 2) * Interpolator.block)
    private var filled = 2 * Interpolator.block
    private var largest: Float = 0

    /// Blocks measured in one go.
    private static let batch = 128

    package init() {}

    /// Takes 8 kHz samples, in pieces of any size.
    package mutating func push(_ samples: UnsafeBufferPointer<Float>) {
        var start = 0
        while start < samples.count {
            let end = min(samples.count, start + buffer.count - filled)
            buffer.withUnsafeMutableBufferPointer { buffer in
                _ = buffer[filled...].update(fromContentsOf: samples[start..<end])
            }
            filled += end - start
            start = end
            if filled == buffer.count { measure() }
        }
    }

    /// dBTP: dB relative to full scale (1.0); nil for digital silence.
    package var truePeak: Double? {
        var finished = self
        // Silence follows the end; two blocks bring the last samples into the middle.
        let silence = [Float](repeating: 0, count: buffer.count - filled + 2 * Interpolator.block)
        silence.withUnsafeBufferPointer { finished.push($0) }
        finished.measure()
        return finished.largest > 0 ? Decibel.ofAmplitude(Double(finished.largest)) : nil
    }

    /// Measures every block that has a neighbour on either side, and keeps the last two for the next time.
    ///
    /// `filled` is a multiple of the block's length.
    private mutating func measure() {
        let block = Interpolator.block
        let (interpolator, filled) = (interpolator, filled)
        var largest = largest
        buffer.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            var before = interpolator.samplePeak(base)
            var here = interpolator.samplePeak(base + block)
            largest = max(largest, before, here)
            for start in stride(from: block, to: filled - block, by: block) {
                let after = interpolator.samplePeak(base + start + block)
                largest = max(largest, after)
                if max(before, here, after) * interpolator.largestGain > largest {
                    largest = max(largest, interpolator.peak(from: base + start))
                }
                (before, here) = (here, after)
            }
            for index in 0..<2 * block { base[index] = base[filled - 2 * block + index] }
        }
        self.largest = min(largest, .greatestFiniteMagnitude)
        self.filled = 2 * block
    }
}
