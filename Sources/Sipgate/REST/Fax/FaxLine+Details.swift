extension FaxLine {
    /// An entry of the list of lines.
    public struct Details: Hashable, Sendable {
        /// The line.
        public var line: FaxLine
        /// The display name; may be empty.
        public var alias: String
        /// The text at the top of each page; may be empty.
        public var tagline: String
        /// Whether the line can send.
        public var canSend: Bool
        /// Whether the line can receive.
        public var canReceive: Bool
    }
}

extension FaxLine.Details: Decodable {
    private enum CodingKeys: String, CodingKey { case id, alias, tagline, canSend, canReceive }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        line = try fields.value(.id, FaxLine.init)
        alias = try fields.text(.alias)
        tagline = try fields.text(.tagline)
        canSend = try fields.flag(.canSend)
        canReceive = try fields.flag(.canReceive)
    }
}
