/// What went in, what was done, and what came out.
public struct ConversionReport: Hashable, Sendable {
    /// The recording, as its decoder found it.
    public var format: RecordingFormat
    /// Seconds of sound in the recording.
    public var recordedDuration: Double
    /// Samples of the announcement, at 8 kHz.
    public var samples: Int
    /// Level of what is heard, pauses left out, in dB below full scale RMS (dBm0 is 3 more: RFC 7874); nil for silence.
    public var activeLevel: Double?
    /// The largest sample in dB below full scale; nil for digital silence.
    public var peak: Double?
    /// What was done to the level; nil where nothing was asked for.
    public var level: LevelReport?
    /// What is worth knowing, in the order of the journey.
    public var findings: [Finding]

    /// Seconds of the announcement.
    public var duration: Double { Double(samples) / Double(telephoneRate) }
}
