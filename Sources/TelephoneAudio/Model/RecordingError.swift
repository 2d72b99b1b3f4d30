/// The reasons why a recording cannot be converted.
public enum RecordingError: Error, Hashable, Sendable, Codable {
    /// The file holds no bytes.
    case empty
    /// The file is not a recording but, if known, something else: "a PNG picture", "text".
    case notAudio(looksLike: String?)
    /// A film without sound.
    case noAudioTrack(format: String)
    /// The file has fewer audio tracks than the number of the chosen one.
    case noSuchTrack(Int)
    /// The file was to be read as samples without a header, but has one.
    case hasHeader(format: String)
    /// Only its maker's programs read this format.
    case noDecoder(ClosedFormat)
    /// Only `ffmpeg` reads this format, and it is not installed.
    case needsFFmpeg(format: String)
    /// The decoder could not open the file; `reason` is its own message.
    case undecodable(format: String, reason: String)
    /// The file opens but holds no samples.
    case noSamples(format: String)
    /// A rate outside 1 kHz to 1.536 MHz.
    case rateOutOfRange(Int)
    /// No channels, or more than any real recording has (1,024).
    case channelCountOutOfRange(Int)
    /// More sound than `longest` seconds; `seconds` is the length by the header, or nil if it turned out while decoding.
    case tooLong(longest: Double, seconds: Double?)
    /// The chosen channel does not exist.
    case noSuchChannel(ChannelChoice, channels: Int)
    /// The process that decoded it was ended by this signal, or ended by itself without a result (0).
    case crashed(signal: Int)
    /// A system call failed: its `errno` and the action it was part of.
    case system(errno: CInt, action: Action)

    /// The action that failed.
    public enum Action: String, Hashable, Sendable, Codable {
        /// Opening the recording.
        case open
        /// Reading the recording.
        case read
        /// Writing or reading temporary data.
        case spool
        /// Starting `ffmpeg`.
        case startDecoder
    }
}
