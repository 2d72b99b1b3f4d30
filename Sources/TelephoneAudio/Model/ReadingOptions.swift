/// How a file is read, where its bytes leave a choice.
public struct ReadingOptions: Hashable, Sendable, Codable {
    /// The audio track, from 1 on; nil for the first that can be decoded.
    public var track: Int?
    /// The format of a file without a header; nil for files whose bytes tell it.
    public var rawFormat: RawFormat?

    /// Creates options; without arguments the file's bytes decide everything.
    public init(track: Int? = nil, rawFormat: RawFormat? = nil) {
        self.track = track
        self.rawFormat = rawFormat
    }
}
