/// Everything that can be told about a file before it is converted.
public struct Inspection: Hashable, Sendable {
    /// Whether the telephone network would play the file as it is.
    public var playability: Playability
    /// Nil for what is no recording.
    public var format: RecordingFormat?
    /// Nil where no sound could be read.
    public var sound: SoundReport?
    /// What was odd on the way.
    public var findings: [Finding]
    /// Why nothing could be heard in the file; nil where something could.
    public var failure: RecordingError?

    /// Puts the pieces together.
    ///
    /// - Parameters:
    ///   - container: what the file is, for people: "WAV", "FLAC", "a PNG picture".
    ///   - header: of a WAV file.
    ///   - leadingBytes: in front of the WAV file.
    ///   - format: what its decoder found; nil where there is none.
    ///   - sound: what was measured while decoding.
    ///   - findings: of the decoder.
    ///   - failure: what kept the file from being read.
    package init(
        container: String, header: WaveHeader?, leadingBytes: Int = 0, format: RecordingFormat?, sound: SoundReport?,
        findings: [Finding] = [], failure: RecordingError? = nil
    ) {
        if let header {
            playability = Playability(header, leadingBytes: leadingBytes)
        } else {
            playability = Playability(container: container, format: format, isEmpty: sound?.duration == 0)
        }
        self.format = format
        self.sound = sound
        self.findings = findings
        self.failure = failure
    }
}
