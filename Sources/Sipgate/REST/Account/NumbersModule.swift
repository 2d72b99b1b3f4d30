public import FoundationEssentials

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
    /// The API's URL of the endpoint; may be empty.
    public var endpointURL: String
    /// Whether the number may leave the provider; `nil` for numbers other than mobile ones.
    public var portability: Portability?
    /// The id of the porting that brought the number to the provider; `nil` for none.
    public var portID: Int?

    /// Whether a mobile number may be taken to another provider (the API's `mnpState`).
    public struct Portability: Hashable, Sendable {
        /// Whether another provider may take the number over.
        public var isReleased: Bool
        /// The end of the release; `nil` if there is none, or if the time cannot be parsed.
        public var releasedUntil: Date?
    }

    /// The number; `nil` if it cannot be called from everywhere.
    public var phoneNumber: PhoneNumber? { type == "QUICKDIAL" ? nil : try? PhoneNumber(number) }
}

extension AccountNumber: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id, number, localized, type, endpointId, endpointAlias, endpointUrl, mnpState, portId
    }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.text(.id)
        number = try fields.text(.number)
        localized = try fields.text(.localized)
        type = try fields.text(.type)
        endpointID = try fields.text(.endpointId)
        endpointAlias = try fields.text(.endpointAlias)
        endpointURL = try fields.text(.endpointUrl)
        portability = try fields.decodeIfPresent(Portability.self, forKey: .mnpState)
        portID = try fields.lenientInteger(.portId)
    }
}

extension AccountNumber.Portability: Decodable {
    private enum CodingKeys: String, CodingKey { case isReleased, releasedUntil }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        isReleased = try fields.lenientFlag(.isReleased)
        releasedUntil = try fields.time(.releasedUntil)
    }
}
