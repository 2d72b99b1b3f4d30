extension SMSLine {
    /// A line as it is listed.
    public struct Details: Hashable, Sendable {
        /// What messages are sent from.
        public var line: SMSLine
        /// What people call it; may be empty.
        public var alias: String
        /// The sender that the recipients see; may be empty.
        public var callerID: String
    }
}

extension SMSLine.Details: Decodable {
    private enum CodingKeys: String, CodingKey { case id, alias, callerId }

    /// Reads the API's form.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        line = try fields.value(.id, SMSLine.init)
        alias = try fields.text(.alias)
        callerID = try fields.text(.callerId)
    }
}

/// A number that SMS can show as their sender.
public struct SMSSender: Hashable, Sendable, Identifiable {
    /// The API's number for it.
    public var id: Identifier<SMSSender>
    /// As the provider spells it.
    public var number: String
    /// Whether it has been proved that the number is the account's.
    public var isVerified: Bool
    /// Whether messages show it unless said otherwise.
    public var isDefault: Bool

    /// The number, where it is one.
    public var phoneNumber: PhoneNumber? { try? PhoneNumber(number) }
}

extension SMSSender: Decodable {
    private enum CodingKeys: String, CodingKey { case id, phonenumber, verified, defaultNumber }

    /// Reads the API's form.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(Identifier<SMSSender>.self, forKey: .id)
        number = try fields.text(.phonenumber)
        isVerified = try fields.flag(.verified)
        isDefault = try fields.flag(.defaultNumber)
    }
}
