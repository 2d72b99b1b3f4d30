/// Phone lines (`{user}/phonelines`).
public struct PhonelinesModule: Sendable {
    let client: SipgateClient

    /// Lists the phone lines of a user.
    ///
    /// - Parameter user: `nil` for the one signed in.
    public func list(of user: WebUser? = nil) async throws(SipgateError) -> [Phoneline.Details] {
        let user = try await client.user(user)
        return try await client.receive(
            APIRequest(.get, user.value.text, "phonelines", scope: "phonelines:read"),
            as: ItemList<Phoneline.Details>.self
        ).items
    }
}

extension Phoneline {
    /// An entry of the list of phone lines.
    public struct Details: Hashable, Sendable {
        /// The line.
        public var line: Phoneline
        /// The display name; may be empty.
        public var alias: String
    }
}

extension Phoneline.Details: Decodable {
    private enum CodingKeys: String, CodingKey { case id, alias }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        line = try fields.value(.id, Phoneline.init)
        alias = try fields.text(.alias)
    }
}
