/// A sound that a DTMF detector takes for a key press.
///
/// In an announcement that is a fault: the menu would receive a key that the caller did not press.
public struct DTMFTone: Hashable, Sendable, Codable {
    /// The key: "0" to "9", "*", "#", "A" to "D".
    public var key: Character
    /// The time in seconds from the start, within 10 ms.
    public var at: Double
    /// The duration in seconds, within 20 ms.
    public var duration: Double

    /// Creates a tone.
    public init(key: Character, at: Double, duration: Double) {
        self.key = key
        self.at = at
        self.duration = duration
    }

    private enum CodingKeys: CodingKey { case key, at, duration }

    /// The key is a text of one character.
    public init(from decoder: any Swift.Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let key = try values.decode(String.self, forKey: .key)
        guard let first = key.first, key.count == 1 else {
            throw DecodingError.dataCorruptedError(forKey: .key, in: values, debugDescription: "not one character")
        }
        self.init(
            key: first, at: try values.decode(Double.self, forKey: .at),
            duration: try values.decode(Double.self, forKey: .duration))
    }

    /// As it is read.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(String(key), forKey: .key)
        try values.encode(at, forKey: .at)
        try values.encode(duration, forKey: .duration)
    }
}
