/// Voicemail boxes (`voicemails`) and their greetings.
public struct VoicemailsModule: Sendable {
    let client: SipgateClient

    /// Lists all boxes.
    public func list() async throws(SipgateError) -> [Voicemail] {
        try await client.receive(
            APIRequest(.get, "voicemails", scope: "voicemails:read"), as: ItemList<Voicemail>.self
        ).items
    }

    /// Returns one box.
    public func box(_ box: VoicemailBox) async throws(SipgateError) -> Voicemail {
        try await client.receive(APIRequest(.get, "voicemails", box.value.text, scope: "voicemails:read"))
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
    /// Whether messages are transcribed.
    public var isTranscribed: Bool
    /// Whether transcription is booked.
    public var canTranscribe: Bool
    /// The id of the greeting that callers hear; empty for the provider's own.
    public var activeGreetingID: String
    /// The display name of that greeting; may be empty.
    public var activeGreetingAlias: String
    /// The number to call to listen to messages; may be empty.
    public var accessNumber: String

    /// A destination of calls.
    public struct Endpoint: Hashable, Sendable, Decodable {
        /// For example `p0`.
        public var `extension`: String?
        /// `PHONELINE`, `GROUP`, `REGISTER`, `VOICEMAIL`, … or something new.
        public var type: String?
    }

    /// The box as methods take it; `nil` if its id has an unknown form.
    public var box: VoicemailBox? { try? VoicemailBox(id) }
    /// The phone line whose calls the box answers; `nil` for none, or for another endpoint.
    public var phoneline: Phoneline? { endpoint?.extension.flatMap { try? Phoneline($0) } }
}

extension Voicemail: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id, alias, belongsToEndpoint, transcription, canTranscribe, activeGreetingId, activeGreetingAlias
        case accessNumber
    }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.text(.id)
        alias = try fields.text(.alias)
        endpoint = try fields.decodeIfPresent(Endpoint.self, forKey: .belongsToEndpoint)
        isTranscribed = try fields.lenientFlag(.transcription)
        canTranscribe = try fields.lenientFlag(.canTranscribe)
        activeGreetingID = try fields.text(.activeGreetingId)
        activeGreetingAlias = try fields.text(.activeGreetingAlias)
        accessNumber = try fields.text(.accessNumber)
    }
}
