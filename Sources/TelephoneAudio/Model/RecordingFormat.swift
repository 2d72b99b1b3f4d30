/// What a recording is made of, as its decoder found it.
public struct RecordingFormat: Hashable, Sendable {
    /// The container or, where there is none, the codec: "WAV", "FLAC", "MP3", "Ogg".
    public var container: String
    /// How samples are stored: "16-bit PCM", "Vorbis"; equal to `container` where that says it all.
    public var codec: String
    /// Frames a second.
    public var sampleRate: Int
    /// Samples a frame, in file order.
    public var channels: [Speaker?]

    /// Creates a format; `channels` holds the position of each channel, nil where the file names none.
    public init(container: String, codec: String, sampleRate: Int, channels: [Speaker?]) {
        self.container = container
        self.codec = codec
        self.sampleRate = sampleRate
        self.channels = channels
    }
}

extension RecordingFormat {
    /// What the resamplers cover, and what a real recording can be.
    ///
    /// - Throws: `rateOutOfRange`, `channelCountOutOfRange`.
    func checkRange() throws(RecordingError) {
        guard (1000...1_536_000).contains(sampleRate) else { throw .rateOutOfRange(sampleRate) }
        guard (1...1024).contains(channels.count) else { throw .channelCountOutOfRange(channels.count) }
    }
}
