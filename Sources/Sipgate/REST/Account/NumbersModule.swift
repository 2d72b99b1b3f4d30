/// The account's telephone numbers (`numbers`).
public struct NumbersModule: Sendable {
    let client: SipgateClient

    /// Lists all numbers, page by page.
    ///
    /// - Parameter pageSize: The number of entries per page.
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
    /// The provider's id.
    public var id: String
    /// The number in the provider's notation, usually E.164 with a plus.
    public var number: String
    /// The number in the notation of its country.
    public var localized: String
    /// `MOBILE`, `LANDLINE`, `QUICKDIAL`, `INTERNATIONAL`, or something new.
    public var type: String
    /// The endpoint that the number is routed to, for example `p0`; empty for none.
    public var endpointID: String
    /// The display name of the endpoint.
    public var endpointAlias: String

    /// The number; `nil` if it cannot be called from everywhere.
    public var phoneNumber: PhoneNumber? { type == "QUICKDIAL" ? nil : try? PhoneNumber(number) }
}

extension AccountNumber: Decodable {
    private enum CodingKeys: String, CodingKey { case id, number, localized, type, endpointId, endpointAlias }

    /// Decodes the API's JSON.
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
