/// Voicemail boxes (`voicemails`).
public struct VoicemailsModule: Sendable {
    let client: SipgateClient

    /// All boxes.
    public func list() async throws(SipgateError) -> [Voicemail] {
        try await client.receive(
            APIRequest(.get, "voicemails", scope: "voicemails:read"), as: ItemList<Voicemail>.self
        ).items
    }
}

/// A voicemail box.
public struct Voicemail: Hashable, Sendable, Identifiable {
    /// Such as `v0`.
    public var id: String
    /// What people call it.
    public var alias: String
    /// What it takes the calls of; nil for nothing.
    public var endpoint: Endpoint?

    /// Something that calls lead to.
    public struct Endpoint: Hashable, Sendable, Decodable {
        /// Such as `p0`.
        public var `extension`: String?
        /// `PHONELINE`, `GROUP`, `REGISTER`, `VOICEMAIL`, … or something new.
        public var type: String?
    }
}

extension Voicemail: Decodable {
    private enum CodingKeys: String, CodingKey { case id, alias, belongsToEndpoint }

    /// Reads the API's form.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.text(.id)
        alias = try fields.text(.alias)
        endpoint = try fields.decodeIfPresent(Endpoint.self, forKey: .belongsToEndpoint)
    }
}
