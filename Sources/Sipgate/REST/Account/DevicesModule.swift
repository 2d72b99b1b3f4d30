/// Telephones (`{user}/devices`).
public struct DevicesModule: Sendable {
    let client: SipgateClient

    /// Lists the telephones of a user.
    ///
    /// - Parameter user: `nil` for the one signed in.
    public func list(of user: WebUser? = nil) async throws(SipgateError) -> [Device] {
        let user = try await client.user(user)
        return try await client.receive(
            APIRequest(.get, user.value.text, "devices", scope: "devices:read"), as: ItemList<Device>.self
        ).items
    }
}

/// A telephone.
public struct Device: Hashable, Sendable, Identifiable {
    /// For example `e0`.
    public var id: Extension
    /// The display name.
    public var alias: String
    /// `REGISTER`, `MOBILE`, `EXTERNAL`, or something new.
    public var type: String
    /// Whether the telephone is currently registered.
    public var isOnline: Bool
    /// Whether "do not disturb" is on.
    public var isDoNotDisturb: Bool
    /// The number that callees see; may be empty.
    public var callerID: String
    /// The user whom the telephone belongs to, for example `w0`; may be empty.
    public var owner: String
    /// The phone lines that ring the telephone.
    public var phonelines: [Routing]
    /// The groups that ring the telephone.
    public var groups: [Routing]

    /// A phone line or group that rings a telephone.
    public struct Routing: Hashable, Sendable, Decodable {
        /// For example `p0`.
        public var id: String
        /// The display name.
        public var alias: String?
    }
}

extension Device: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id, alias, type, online, dnd, callerId, owner, activePhonelines, activeGroups
    }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.value(.id) { (text) throws(SipgateError) in try Extension(text) }
        alias = try fields.text(.alias)
        type = try fields.text(.type)
        isOnline = try fields.flag(.online)
        isDoNotDisturb = try fields.flag(.dnd)
        callerID = try fields.text(.callerId)
        owner = try fields.text(.owner)
        phonelines = try fields.list(.activePhonelines)
        groups = try fields.list(.activeGroups)
    }
}
