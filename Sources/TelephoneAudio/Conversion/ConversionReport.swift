/// The result of a conversion: the recording, its processing and the announcement.
public struct ConversionReport: Hashable, Sendable, Codable {
    /// The format of the recording.
    public var format: RecordingFormat
    /// The duration of the recording in seconds.
    public var recordedDuration: Double
    /// The number of samples of the announcement, at 8 kHz.
    public var samples: Int
    /// The active speech level (ITU-T P.56) above 300 Hz, in dB below full scale (RMS); dBm0 is 3 more (RFC 7874). Nil for
    /// silence.
    public var activeLevel: Double?
    /// The largest sample in dB below full scale; nil for digital silence.
    public var peak: Double?
    /// The change of the level; nil if the recipe does not change it.
    public var level: LevelReport?
    /// Notes and warnings, in the order of the stages.
    public var findings: [Finding]

    /// The duration of the announcement in seconds.
    public var duration: Double { Double(samples) / Double(telephoneRate) }
}
