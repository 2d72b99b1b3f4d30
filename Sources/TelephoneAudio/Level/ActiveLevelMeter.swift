/// Measures the active speech level: ITU-T P.56 behind the filter of RFC 7874, so that pauses, DC and hum do not count.
/// Cheap enough to run on every conversion.
///
/// Meters of a recording split by the resampler's batches add up to the reading of one.
package struct ActiveLevelMeter: Sendable {
    private let band = SpeechBand()
    /// What came before, for the filter to settle on, and the unfinished batch.
    private var buffer = [Float](repeating: 0, count: SpeechBand.settling + SpeechBand.batch)
    private var filled = SpeechBand.settling
    private var measured: Measured

    package init() { self.init(describes: false) }

    /// - Parameter describes: whether the reading says what the sound is like; then it must come to one meter from start to end.
    init(describes: Bool) { measured = Measured(describes: describes) }

    /// Takes 8 kHz samples, in pieces of any size. Samples that are not numbers count as silence.
    package mutating func push(_ samples: UnsafeBufferPointer<Float>) {
        guard let base = samples.baseAddress, !samples.isEmpty else { return }
        // As if the first sample had been there for ever: DC that is switched on would count as sound.
        if measured.samples == 0, filled == SpeechBand.settling, base[0].isFinite {
            for index in 0..<SpeechBand.settling { buffer[index] = base[0] }
        }
        var start = 0
        while start < samples.count {
            if filled == SpeechBand.settling, samples.count - start >= SpeechBand.batch {
                // Whole batches need not be copied.
                let (batch, band) = (base + start, band)
                buffer.withUnsafeMutableBufferPointer { buffer in
                    guard let history = buffer.baseAddress else { return }
                    measured.add(batch, history: history, count: SpeechBand.batch, band)
                    history.update(
                        from: batch + SpeechBand.batch - SpeechBand.settling, count: SpeechBand.settling)
                }
                start += SpeechBand.batch
                continue
            }
            let end = min(samples.count, start + buffer.count - filled)
            buffer.withUnsafeMutableBufferPointer { _ = $0[filled...].update(fromContentsOf: samples[start..<end]) }
            filled += end - start
            start = end
            if filled == buffer.count { flush(filled) }
        }
    }

    /// Measures the samples of the buffer up to `end`, and keeps the last of them as history.
    private mutating func flush(_ end: Int) {
        let (count, band) = (end - SpeechBand.settling, band)
        buffer.withUnsafeMutableBufferPointer { buffer in
            guard count > 0, let base = buffer.baseAddress else { return }
            buffer[end...].update(repeating: 0)
            measured.add(base + SpeechBand.settling, history: base, count: count, band)
            base.update(from: base + count, count: SpeechBand.settling)
        }
        filled = SpeechBand.settling
    }

    /// Adds what `other` measured of the samples that follow; an unfinished hop of this one is dropped.
    package mutating func add(_ other: ActiveLevelMeter) {
        guard other.measured.samples > 0 || other.filled > SpeechBand.settling else { return }
        flush(SpeechBand.settling + (filled - SpeechBand.settling) / SpeechBand.hop * SpeechBand.hop)
        var other = other
        if other.measured.samples == 0 {
            // Less than a batch: it is measured here, behind what is known to come before.
            let rest = other.buffer[SpeechBand.settling..<other.filled]
            rest.withUnsafeBufferPointer { push($0) }
            return
        }
        if measured.samples > 0 { other.measured.precede(with: measured, history: buffer, band) }
        self = other
    }

    /// The measurements, as if the signal ended here.
    package var reading: Reading {
        var finished = self
        finished.flush(filled)
        return finished.measured.reading
    }

    /// The active level in dB below full scale (RMS); nil if nothing is loud enough to be heard.
    package var activeLevel: Double? { reading.activeLevel }

    /// Seconds of sound that counts for the level.
    package var activeDuration: Double { reading.activeDuration }

    /// The largest magnitude of a sample; full scale is 1.0.
    package var peak: Float { reading.peak }
}
