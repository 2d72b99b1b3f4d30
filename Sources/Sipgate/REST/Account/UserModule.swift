/// The user who is signed in (`authorization/userinfo`), and all users of the account (`users`).
public struct UserModule: Sendable {
    let client: SipgateClient

    /// Returns the user who is signed in.
    public func info() async throws(SipgateError) -> UserInfo {
        // Every valid token may read this.
        try await client.receive(APIRequest(.get, "authorization", "userinfo", scope: ""))
    }

    /// Lists all users of the account. Requires the token of an administrator.
    public func all() async throws(SipgateError) -> [UserDetails] {
        try await client.receive(APIRequest(.get, "users", scope: "users:read"), as: ItemList<UserDetails>.self).items
    }
}

/// The user who is signed in.
public struct UserInfo: Hashable, Sendable {
    /// For example `w0`.
    public var user: WebUser
    /// The account's domain, for example `sipgate.de`.
    public var domain: String
    /// The account's number.
    public var masterSIPID: String
    /// For example `de_DE`.
    public var locale: String
}

extension UserInfo: Decodable {
    private enum CodingKeys: String, CodingKey { case sub, domain, masterSipId, locale }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        user = try fields.value(.sub, WebUser.init)
        domain = try fields.text(.domain)
        masterSIPID = try fields.text(.masterSipId)
        locale = try fields.text(.locale)
    }
}

/// An entry of the list of users.
public struct UserDetails: Hashable, Sendable {
    /// For example `w0`.
    public var user: WebUser
    /// May be empty.
    public var firstname: String
    /// May be empty.
    public var lastname: String
    /// May be empty.
    public var email: String
    /// The telephone that the user's calls are made from; `nil` for none.
    public var defaultDevice: Extension?
    /// Whether callers hear the busy tone while the user is in a call.
    public var isBusyOnBusy: Bool
    /// The id of the user's postal address; may be empty.
    public var addressID: String
    /// The user's extensions within the account; may be empty.
    public var directDialIDs: [String]
    /// For example `Europe/Berlin`; may be empty.
    public var timeZone: String
    /// Whether the user manages the account.
    public var isAdmin: Bool

    /// The first and the last name; may be empty.
    public var name: String { [firstname, lastname].filter { !$0.isEmpty }.joined(separator: " ") }
}

extension UserDetails: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id, firstname, lastname, email, defaultDevice, busyOnBusy, addressId, directDialIds, timezone, admin
    }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        user = try fields.value(.id, WebUser.init)
        firstname = try fields.text(.firstname)
        lastname = try fields.text(.lastname)
        email = try fields.text(.email)
        defaultDevice = try? Extension(try fields.text(.defaultDevice))
        isBusyOnBusy = try fields.lenientFlag(.busyOnBusy)
        addressID = try fields.text(.addressId)
        directDialIDs = try fields.texts(.directDialIds)
        timeZone = try fields.text(.timezone)
        isAdmin = try fields.lenientFlag(.admin)
    }
}
