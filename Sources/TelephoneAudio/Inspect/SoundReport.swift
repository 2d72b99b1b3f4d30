/// Measurements of a recording.
///
/// Levels are those of the 8 kHz signal that the caller hears. Full scale is 1.0, so a full-scale sine has -3.01 dBFS.
public struct SoundReport: Hashable, Sendable, Codable {
    /// The duration in seconds.
    public var duration: Double
    /// The active speech level (ITU-T P.56) above 300 Hz, in dB below full scale (RMS); nil for silence.
    public var activeLevel: Double?
    /// The true peak, in dBTP; nil for digital silence.
    public var truePeak: Double?
    /// Samples of the recording at full scale, three or more in a row.
    public var clippedSamples: Int
    /// The recording's mean, as a fraction of full scale, with its sign.
    public var dcOffset: Double
    /// Seconds of silence at the start: the whole duration of a silent recording.
    public var leadIn: Double
    /// Seconds of silence at the end.
    public var tail: Double
    /// The energy above the telephone's band, in dB relative to all energy but DC; at least -120. Nil for silence, and for
    /// sample rates without anything above the band.
    public var energyAbove3400: Double?
    /// Sounds that a DTMF detector takes for key presses; the first hundred.
    public var dtmf: [DTMFTone]

    /// `activeLevel` in dBm0, where a full-scale sine is 0 dBm0: 3 dB over dBFS (RFC 7874, section 4).
    public var activeLevelDBm0: Double? { activeLevel.map { $0 + 3 } }
}

/// Measures a recording at two points of the conversion: as it was recorded, and at 8 kHz, as the caller hears it.
/// Constant memory; results do not depend on the size of the pieces.
package struct SoundAnalyzer: Sendable {
    private let sampleRate: Int
    private var source: SourceMeter
    private var active = ActiveLevelMeter()
    private var truePeak = TruePeakMeter()
    private var silence = SilenceMeter()
    private var dtmf = DTMFDetector()
    private var overs = 0
    private(set) var telephoneSamples = 0

    /// - Parameters:
    ///   - sampleRate: of the recording, in Hz.
    ///   - fullScale: the largest sample that the recording's codec can hold.
    package init(sampleRate: Int, fullScale: Float = 32767 / 32768) {
        self.sampleRate = sampleRate
        source = SourceMeter(sampleRate: sampleRate, fullScale: fullScale)
    }

    /// Takes the recording, mixed to mono, at its own rate.
    package mutating func measureSource(_ mono: UnsafeBufferPointer<Float>) {
        source.push(mono)
    }

    /// Takes the same signal at 8 kHz, behind the resampler.
    package mutating func measureTelephone(_ mono: UnsafeBufferPointer<Float>) {
        active.push(mono)
        truePeak.push(mono)
        silence.push(mono)
        dtmf.push(mono)
        overs += mono.count { Quantizer.isOver($0) }
        telephoneSamples += mono.count
    }

    /// Statistics of the announcement that a conversion would make.
    var statistics: SampleStatistics {
        let lastTone = Double(SampleStatistics.keyToneSamples) / Double(telephoneRate)
        return SampleStatistics(
            overs: overs, isSilent: Quantizer.isSilent(peak: active.peak), meter: active,
            keyTones: dtmf.tones.filter { $0.at < lastTone })
    }

    /// The measurements, as if the recording ended here.
    package var report: SoundReport {
        let measured = source.result
        let seconds = Double(telephoneSamples) / Double(telephoneRate)
        let reading = active.reading
        let level = reading.activeLevel
        // Without a level, the lowest threshold of `Trim`.
        let threshold = level.map { Trim(activeLevel: $0, noiseFloor: reading.noiseFloor).threshold } ?? -50
        let sound = silence.sound(above: threshold)
        // Less than a block at the end does not count as silence.
        let rest = sound.map { telephoneSamples - $0.upperBound } ?? 0
        return SoundReport(
            duration: measured.samples > 0 ? Double(measured.samples) / Double(sampleRate) : seconds,
            activeLevel: level,
            truePeak: truePeak.truePeak,
            clippedSamples: measured.clipped,
            dcOffset: measured.mean,
            leadIn: sound.map { Double($0.lowerBound) / Double(telephoneRate) } ?? seconds,
            tail: rest < Trim.blockLength ? 0 : Double(rest) / Double(telephoneRate),
            energyAbove3400: measured.energyAboveBand,
            dtmf: dtmf.tones
        )
    }
}
