/// The provider's id of an object: a call, a contact, an entry of the history.
///
/// Never empty, because in a URL an empty id would address all objects.
public struct Identifier<Subject>: Hashable, Sendable, CustomStringConvertible {
    /// One to 512 bytes.
    public let text: String

    /// Creates an id in the provider's spelling.
    ///
    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) {
        guard !text.isEmpty else { throw .invalid(.identifier(.empty)) }
        guard text.utf8.count <= 512 else { throw .invalid(.identifier(.tooLong(text.utf8.count))) }
        // In a URL, these change the path.
        guard text != ".", text != ".." else { throw .invalid(.identifier(.dots(text))) }
        for scalar in text.unicodeScalars where scalar.value < 0x20 || scalar.value == 0x7F {
            throw .invalid(.identifier(.controlCharacter(text)))
        }
        self.text = text
    }

    /// The id in the provider's spelling.
    public var description: String { text }
}

/// Reasons a text is not an id.
public enum InvalidIdentifier: Error, Hashable, Sendable {
    case empty
    /// `.` or `..`
    case dots(String)
    case controlCharacter(String)
    /// More than 512 bytes.
    case tooLong(Int)
}

extension Identifier: Codable {
    /// Decodes a text or an integer.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try (try? container.decode(Int.self)).map { String($0) } ?? container.decode(String.self)
        do {
            try self.init(text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "is invalid")
        }
    }

    /// Encodes a text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
