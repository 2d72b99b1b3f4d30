extension SMSLine {
    /// An entry of the list of lines.
    public struct Details: Hashable, Sendable {
        /// The line.
        public var line: SMSLine
        /// The display name; may be empty.
        public var alias: String
        /// The sender that recipients see; may be empty.
        public var callerID: String
    }
}

extension SMSLine.Details: Decodable {
    private enum CodingKeys: String, CodingKey { case id, alias, callerId }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        line = try fields.value(.id, SMSLine.init)
        alias = try fields.text(.alias)
        callerID = try fields.text(.callerId)
    }
}

/// A number that can be the sender of SMS.
public struct SMSSender: Hashable, Sendable, Identifiable {
    /// The API's id of the sender.
    public var id: Identifier<SMSSender>
    /// The number in the provider's notation.
    public var number: String
    /// Whether the number was verified to belong to the account.
    public var isVerified: Bool
    /// Whether it is the default sender.
    public var isDefault: Bool

    /// The number; `nil` if it is not a telephone number.
    public var phoneNumber: PhoneNumber? { try? PhoneNumber(number) }
}

extension SMSSender: Decodable {
    private enum CodingKeys: String, CodingKey { case id, phonenumber, verified, defaultNumber }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(Identifier<SMSSender>.self, forKey: .id)
        number = try fields.text(.phonenumber)
        isVerified = try fields.flag(.verified)
        isDefault = try fields.flag(.defaultNumber)
    }
}
