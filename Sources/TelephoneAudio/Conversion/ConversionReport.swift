/// The result of a conversion: what was read, what was done, and what was written.
public struct ConversionReport: Hashable, Sendable {
    /// The recording, as its decoder found it.
    public var format: RecordingFormat
    /// Seconds of sound in the recording.
    public var recordedDuration: Double
    /// Samples of the announcement, at 8 kHz.
    public var samples: Int
    /// The active level, pauses left out, in dB below full scale RMS (dBm0 is 3 more: RFC 7874); nil for silence.
    public var activeLevel: Double?
    /// The largest sample in dB below full scale; nil for digital silence.
    public var peak: Double?
    /// How the level was changed; nil if the recipe does not change it.
    public var level: LevelReport?
    /// Notes, in the order of the stages.
    public var findings: [Finding]

    /// Seconds of the announcement.
    public var duration: Double { Double(samples) / Double(telephoneRate) }
}
