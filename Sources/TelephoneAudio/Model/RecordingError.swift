/// Why a recording cannot be converted at all.
public enum RecordingError: Error, Hashable, Sendable {
    /// The file holds no bytes.
    case empty
    /// The bytes are something else: "a PNG picture", "text".
    case notAudio(looksLike: String?)
    /// Only an installed `ffmpeg` reads this format, and there is none.
    case needsFFmpeg(format: String)
    /// A decoder was found but would not open the file; its own words.
    case undecodable(format: String, reason: String)
    /// The file opens but holds not one sample.
    case noSamples(format: String)
    /// A rate outside 1 kHz to 1.536 MHz.
    case rateOutOfRange(Int)
    /// More channels than any real recording has (1,024), or none.
    case channelCountOutOfRange(Int)
    /// The channel asked for does not exist.
    case noSuchChannel(ChannelChoice, channels: Int)
    /// The system refused: an `errno` value and what was being done.
    case system(errno: CInt, action: Action)

    /// What the system refused.
    public enum Action: String, Hashable, Sendable {
        case open, read, spool, startDecoder
    }
}
