/// Who is signed in (`authorization/userinfo`), and who else there is (`users`).
public struct UserModule: Sendable {
    let client: SipgateClient

    /// Who is signed in.
    public func info() async throws(SipgateError) -> UserInfo {
        // Any valid token may ask this.
        try await client.receive(APIRequest(.get, "authorization", "userinfo", scope: ""))
    }

    /// All users of the account; takes an administrator's token.
    public func all() async throws(SipgateError) -> [UserDetails] {
        try await client.receive(APIRequest(.get, "users", scope: "users:read"), as: ItemList<UserDetails>.self).items
    }
}

/// Who is signed in.
public struct UserInfo: Hashable, Sendable {
    /// Such as `w0`.
    public var user: WebUser
    /// The account's domain, such as `sipgate.de`.
    public var domain: String
    /// The account's number.
    public var masterSIPID: String
    /// Such as `de_DE`.
    public var locale: String
}

extension UserInfo: Decodable {
    private enum CodingKeys: String, CodingKey { case sub, domain, masterSipId, locale }

    /// Reads the API's form.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        user = try fields.value(.sub, WebUser.init)
        domain = try fields.text(.domain)
        masterSIPID = try fields.text(.masterSipId)
        locale = try fields.text(.locale)
    }
}

/// A user as they are listed.
public struct UserDetails: Hashable, Sendable {
    /// Such as `w0`.
    public var user: WebUser
    /// May be empty.
    public var firstname: String
    /// May be empty.
    public var lastname: String
    /// May be empty.
    public var email: String
}

extension UserDetails: Decodable {
    private enum CodingKeys: String, CodingKey { case id, firstname, lastname, email }

    /// Reads the API's form.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        user = try fields.value(.id, WebUser.init)
        firstname = try fields.text(.firstname)
        lastname = try fields.text(.lastname)
        email = try fields.text(.email)
    }
}
