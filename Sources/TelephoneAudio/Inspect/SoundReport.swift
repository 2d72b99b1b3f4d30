/// What a recording sounds like, in figures. Levels are those of the 8 kHz signal that the caller hears; full scale is
/// 1.0, so a full-scale sine has -3.01 dBFS.
public struct SoundReport: Hashable, Sendable {
    /// Seconds.
    public var duration: Double
    /// RMS of the speech, pauses left out, in dBFS; nil where nothing is heard.
    public var activeLevel: Double?
    /// The peak between the samples, in dBTP; nil for digital silence.
    public var truePeak: Double?
    /// Samples of the recording that lie at full scale, three or more in a row.
    public var clippedSamples: Int
    /// The recording's mean, as a fraction of full scale, with its sign.
    public var dcOffset: Double
    /// Seconds of silence at the start: the whole duration, where nothing is heard.
    public var leadIn: Double
    /// Seconds of silence at the end.
    public var tail: Double
    /// How much of the recording's energy the telephone leaves out, in dB relative to all of it (DC aside); at least
    /// -120. Nil where there is none, or the sample rate leaves no room for any.
    public var energyAbove3400: Double?
    /// What a DTMF detector would take for key presses; the first hundred.
    public var dtmf: [DTMFTone]

    /// `activeLevel` in dBm0, where a full-scale sine is 0 dBm0: 3 dB over dBFS (RFC 7874, section 4).
    public var activeLevelDBm0: Double? { activeLevel.map { $0 + 3 } }
}

/// Measures a recording on its way to the telephone: once as it was recorded, and once as the caller hears it. Constant
/// memory; the size of the pushes changes nothing.
package struct SoundAnalyzer: Sendable {
    private let sampleRate: Int
    private var source: SourceMeter
    private var active = ActiveLevelMeter()
    private var truePeak = TruePeakMeter()
    private var silence = SilenceMeter()
    private var noiseFloor = NoiseFloor()
    private var dtmf = DTMFDetector()
    private var telephoneSamples = 0

    /// - Parameters:
    ///   - sampleRate: of the recording, in Hz.
    ///   - fullScale: the largest sample that the recording's codec can hold, where that is not 16-bit PCM's.
    package init(sampleRate: Int, fullScale: Float = 32767 / 32768) {
        self.sampleRate = sampleRate
        source = SourceMeter(sampleRate: sampleRate, fullScale: fullScale)
    }

    /// Takes the recording, mixed to mono, at its own rate.
    package mutating func measureSource(_ mono: UnsafeBufferPointer<Float>) {
        source.push(mono)
    }

    /// Takes the same at 8 kHz, after the resampler.
    package mutating func measureTelephone(_ mono: UnsafeBufferPointer<Float>) {
        active.push(mono)
        truePeak.push(mono)
        silence.push(mono)
        noiseFloor.push(mono)
        dtmf.push(mono)
        telephoneSamples += mono.count
    }

    /// What was found, as if the recording ended here.
    package var report: SoundReport {
        let measured = source.result
        let heardSeconds = Double(telephoneSamples) / Double(telephoneRate)
        let level = active.activeLevel
        // Where there is too little for a level, trimming's first threshold does.
        let threshold = level.map { Trim(activeLevel: $0, noiseFloor: noiseFloor.level).threshold } ?? -50
        let heard = silence.heard(above: threshold)
        // Less than a block after the last one is no silence.
        let rest = heard.map { telephoneSamples - $0.upperBound } ?? 0
        return SoundReport(
            duration: measured.samples > 0 ? Double(measured.samples) / Double(sampleRate) : heardSeconds,
            activeLevel: level,
            truePeak: truePeak.truePeak,
            clippedSamples: measured.clipped,
            dcOffset: measured.mean,
            leadIn: heard.map { Double($0.lowerBound) / Double(telephoneRate) } ?? heardSeconds,
            tail: rest < Trim.blockLength ? 0 : Double(rest) / Double(telephoneRate),
            energyAbove3400: measured.energyAboveBand,
            dtmf: dtmf.tones
        )
    }
}
