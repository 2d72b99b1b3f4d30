/// The format of a recording, as its decoder found it.
public struct RecordingFormat: Hashable, Sendable, Codable {
    /// The container, or the codec of a file without one: "WAV", "FLAC", "MP3", "Ogg".
    public var container: String
    /// The codec: "16-bit PCM", "Vorbis"; equal to `container` for formats with a single codec.
    public var codec: String
    /// Frames per second, Hz.
    public var sampleRate: Int
    /// The position of each channel, in file order; nil if the file names none.
    public var channels: [Speaker?]

    /// Creates a format.
    public init(container: String, codec: String, sampleRate: Int, channels: [Speaker?]) {
        self.container = container
        self.codec = codec
        self.sampleRate = sampleRate
        self.channels = channels
    }
}

extension RecordingFormat {
    /// Checks that the resamplers cover the rate, and that a real recording can have so many channels.
    ///
    /// - Throws: `rateOutOfRange`, `channelCountOutOfRange`.
    func checkRange() throws(RecordingError) {
        guard (1000...1_536_000).contains(sampleRate) else { throw .rateOutOfRange(sampleRate) }
        guard (1...1024).contains(channels.count) else { throw .channelCountOutOfRange(channels.count) }
    }
}
