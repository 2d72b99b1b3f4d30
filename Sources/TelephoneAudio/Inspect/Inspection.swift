/// The result of inspecting a file.
public struct Inspection: Hashable, Sendable, Codable {
    /// Whether the telephone network would play the file as it is.
    public var playability: Playability
    /// Nil if the file is not a recording.
    public var format: RecordingFormat?
    /// Nil if no sound could be read.
    public var sound: SoundReport?
    /// Notes and warnings about the recording, as its conversion would report them.
    public var findings: [Finding]
    /// The reason why no sound could be read; nil if it was.
    public var failure: RecordingError?

    /// Creates an inspection, and judges the file by it.
    ///
    /// - Parameters:
    ///   - container: the format's usual name: "WAV", "FLAC", "a PNG picture".
    ///   - header: the header of a WAV file; nil for other files.
    ///   - leadingBytes: bytes before the WAV file.
    ///   - format: the recording's format as its decoder found it.
    ///   - sound: measurements made while decoding.
    ///   - findings: the decoder's notes.
    ///   - failure: why no sound could be read.
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
