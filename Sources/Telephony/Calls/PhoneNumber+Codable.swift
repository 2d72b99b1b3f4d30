extension PhoneNumber: Codable {
    /// Decodes any international notation.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(parsing: try container.decode(String.self))
        } catch let reason as ParseError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: reason.description)
        }
    }

    /// Encodes `+492111234567`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
