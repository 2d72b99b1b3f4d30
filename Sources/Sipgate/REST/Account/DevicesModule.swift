/// Telephones (`{user}/devices`).
public struct DevicesModule: Sendable {
    let client: SipgateClient

    /// The telephones of a user.
    ///
    /// - Parameter user: nil is the one signed in.
    public func list(of user: WebUser? = nil) async throws(SipgateError) -> [Device] {
        let user = try await client.user(user)
        return try await client.receive(
            APIRequest(.get, user.value.text, "devices", scope: "devices:read"), as: ItemList<Device>.self
        ).items
    }
}

/// A telephone.
public struct Device: Hashable, Sendable, Identifiable {
    /// Such as `e0`.
    public var id: Extension
    /// What people call it.
    public var alias: String
    /// `REGISTER`, `MOBILE`, `EXTERNAL`, or something new.
    public var type: String
    /// Whether it is registered just now.
    public var isOnline: Bool
    /// Whether it does not want to be disturbed.
    public var isDoNotDisturb: Bool
    /// The phone lines that ring at it.
    public var phonelines: [Routing]
    /// The groups that ring at it.
    public var groups: [Routing]

    /// Something that rings at a telephone.
    public struct Routing: Hashable, Sendable, Decodable {
        /// Such as `p0`.
        public var id: String
        /// What people call it.
        public var alias: String?
    }
}

extension Device: Decodable {
    private enum CodingKeys: String, CodingKey { case id, alias, type, online, dnd, activePhonelines, activeGroups }

    /// Reads the API's form.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.value(.id) { (text) throws(Extension.Invalid) in try Extension(text) }
        alias = try fields.text(.alias)
        type = try fields.text(.type)
        isOnline = try fields.flag(.online)
        isDoNotDisturb = try fields.flag(.dnd)
        phonelines = try fields.list(.activePhonelines)
        groups = try fields.list(.activeGroups)
    }
}
