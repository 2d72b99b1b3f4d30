/// The account's telephone numbers (`numbers`).
public struct NumbersModule: Sendable {
    let client: SipgateClient

    /// All numbers, a page at a time.
    ///
    /// - Parameter pageSize: how many a page holds.
    public func list(pageSize: Int = 100) -> Pages<AccountNumber> {
        let client = client
        return Pages(limit: pageSize) { (offset, limit) async throws(SipgateError) in
            let list = try await client.receive(
                APIRequest(.get, "numbers", scope: "numbers:read")
                    .query([("offset", String(offset)), ("limit", String(limit))]),
                as: ItemList<AccountNumber>.self)
            return .init(items: list.items, total: list.totalCount)
        }
    }
}

/// A telephone number of the account.
public struct AccountNumber: Hashable, Sendable, Identifiable {
    /// The provider's name for it.
    public var id: String
    /// As the provider spells it, usually E.164 with a plus.
    public var number: String
    /// As people of the country write it.
    public var localized: String
    /// `MOBILE`, `LANDLINE`, `QUICKDIAL`, `INTERNATIONAL`, or something new.
    public var type: String
    /// What it leads to, such as `p0`; empty for nothing.
    public var endpointID: String
    /// What people call that.
    public var endpointAlias: String

    /// The number, where it is one that can be called from anywhere.
    public var phoneNumber: PhoneNumber? { type == "QUICKDIAL" ? nil : try? PhoneNumber(number) }
}

extension AccountNumber: Decodable {
    private enum CodingKeys: String, CodingKey { case id, number, localized, type, endpointId, endpointAlias }

    /// Reads the API's form.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.text(.id)
        number = try fields.text(.number)
        localized = try fields.text(.localized)
        type = try fields.text(.type)
        endpointID = try fields.text(.endpointId)
        endpointAlias = try fields.text(.endpointAlias)
    }
}
