/// Voicemail boxes (`voicemails`).
public struct VoicemailsModule: Sendable {
    let client: SipgateClient

    /// Lists all boxes.
    public func list() async throws(SipgateError) -> [Voicemail] {
        try await client.receive(
            APIRequest(.get, "voicemails", scope: "voicemails:read"), as: ItemList<Voicemail>.self
        ).items
    }
}

/// A voicemail box.
public struct Voicemail: Hashable, Sendable, Identifiable {
    /// For example `v0`.
    public var id: String
    /// The display name.
    public var alias: String
    /// The endpoint whose calls the box answers; `nil` for none.
    public var endpoint: Endpoint?

    /// A destination of calls.
    public struct Endpoint: Hashable, Sendable, Decodable {
        /// For example `p0`.
        public var `extension`: String?
        /// `PHONELINE`, `GROUP`, `REGISTER`, `VOICEMAIL`, … or something new.
        public var type: String?
    }
}

extension Voicemail: Decodable {
    private enum CodingKeys: String, CodingKey { case id, alias, belongsToEndpoint }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.text(.id)
        alias = try fields.text(.alias)
        endpoint = try fields.decodeIfPresent(Endpoint.self, forKey: .belongsToEndpoint)
    }
}
