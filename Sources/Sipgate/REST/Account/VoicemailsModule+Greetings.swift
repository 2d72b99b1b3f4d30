// Greetings belong to a box, and boxes are addressed through the phone line whose calls they answer.

extension VoicemailsModule {
    /// Lists the greetings of a box. The default user is the one signed in.
    public func greetings(
        of box: VoicemailBox, on line: Phoneline, user: WebUser? = nil
    ) async throws(SipgateError) -> [Greeting] {
        let user = try await client.user(user)
        return try await client.receive(Self.request(.get, user, line, box), as: ItemList<Greeting>.self).items
    }

    /// Uploads a greeting; callers hear it once it is activated. The default user is the one signed in.
    ///
    /// - Returns: The new greeting.
    /// - Throws: `SipgateError.malformedAnswer` if the provider does not list the new greeting.
    public func addGreeting(
        _ sound: GreetingSound, to box: VoicemailBox, on line: Phoneline, user: WebUser? = nil
    ) async throws(SipgateError) -> Greeting {
        let user = try await client.user(user)
        let before = Set(try await greetings(of: box, on: line, user: user).map(\.id))
        let request = Self.request(.post, user, line, box)
            .body(["filename": sound.name, "base64Content": sound.base64])
        let after = try await client.receive(request, as: ItemList<Greeting>.self).items
        guard let new = after.first(where: { !before.contains($0.id) }) else {
            throw .malformedAnswer(to: request.name, path: "items", reason: "does not contain the new greeting")
        }
        return new
    }

    /// Makes a greeting the one that callers hear. The default user is the one signed in.
    public func activate(
        _ greeting: Greeting.ID, of box: VoicemailBox, on line: Phoneline, user: WebUser? = nil
    ) async throws(SipgateError) {
        let user = try await client.user(user)
        try await client.send(Self.request(.put, user, line, box, greeting).body(["active": true]))
    }

    /// Deletes a greeting. The default user is the one signed in.
    public func delete(
        _ greeting: Greeting.ID, of box: VoicemailBox, on line: Phoneline, user: WebUser? = nil
    ) async throws(SipgateError) {
        let user = try await client.user(user)
        try await client.send(Self.request(.delete, user, line, box, greeting))
    }

    private static func request(
        _ method: APIRequest.Method, _ user: WebUser, _ line: Phoneline, _ box: VoicemailBox,
        _ greeting: Greeting.ID? = nil
    ) -> APIRequest {
        var request = APIRequest(
            method, user.value.text, "phonelines", line.value.text, "voicemails", box.value.text, "greetings",
            scope: "phonelines:voicemails:greetings:\(method == .get ? "read" : "write")")
        if let greeting { request.path.append(greeting.text) }
        return request
    }
}

/// A greeting of a voicemail box.
public struct Greeting: Hashable, Sendable, Identifiable {
    /// The provider's id of a greeting.
    public typealias ID = Identifier<Greeting>

    /// The id of the greeting.
    public var id: ID
    /// The display name; may be empty.
    public var alias: String
    /// The URL of the sound; may be empty.
    public var url: String
    /// Whether callers hear this greeting.
    public var isActive: Bool
    /// Whether callers can leave a message after it.
    public var isRecordingEnabled: Bool
}

extension Greeting: Decodable {
    private enum CodingKeys: String, CodingKey { case id, alias, greetingUrl, active, recordingEnabled }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(ID.self, forKey: .id)
        alias = try fields.text(.alias)
        url = try fields.text(.greetingUrl)
        isActive = try fields.lenientFlag(.active)
        isRecordingEnabled = try fields.lenientFlag(.recordingEnabled)
    }
}
