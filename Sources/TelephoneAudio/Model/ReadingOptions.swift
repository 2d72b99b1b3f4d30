/// How a file is read, where its bytes leave a choice.
public struct ReadingOptions: Hashable, Sendable, Codable {
    /// The audio track, from 1 on; nil for the first that can be decoded.
    public var track: Int?
    /// The format of a file without a header; nil for files whose bytes tell it.
    public var rawFormat: RawFormat?
    /// The longest sound that is decoded, in seconds; nil for any. Some formats hold a day of silence in a few KB.
    public var longest: Double?

    /// Creates options; without arguments the file's bytes decide everything.
    public init(track: Int? = nil, rawFormat: RawFormat? = nil, longest: Double? = nil) {
        self.longest = longest
        self.track = track
        self.rawFormat = rawFormat
    }
}
