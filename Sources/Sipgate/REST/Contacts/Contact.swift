/// A contact in the account's address book.
public struct Contact: Hashable, Sendable, Identifiable {
    /// The provider's id of a contact.
    public typealias ID = Identifier<Contact>

    /// The id of the contact.
    public var id: ID
    /// The whole name.
    public var name: String
    /// Who can see the contact.
    public var scope: Scope
    /// The picture as the provider stores it; `nil` for none.
    public var picture: String?
    /// E-mail addresses.
    public var emails: [Email]
    /// Telephone numbers.
    public var numbers: [Number]
    /// Postal addresses.
    public var addresses: [Address]
    /// Organizations, each a list from the whole to the part: company, department, team.
    public var organizations: [[String]]

    /// Who can see a contact. The documented values have names.
    public struct Scope: RawRepresentable, Hashable, Sendable, CustomStringConvertible, Codable {
        /// The provider's name for it.
        public let rawValue: String
        /// Accepts any text: the provider may add new values.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The user only.
        public static let `private` = Scope(rawValue: "PRIVATE")
        /// All users of the account.
        public static let shared = Scope(rawValue: "SHARED")
        /// Created by the provider from the users of the account; read-only.
        public static let `internal` = Scope(rawValue: "INTERNAL")
        /// The provider's name for it.
        public var description: String { rawValue }
    }
}

/// A contact to be created.
public struct NewContact: Hashable, Sendable {
    /// May be empty if the last name is not.
    public let firstname: String
    /// May be empty if the first name is not.
    public let lastname: String
    /// A picture; `nil` for none.
    public var picture: String?
    /// E-mail addresses.
    public var emails: [Contact.Email]
    /// Telephone numbers.
    public var numbers: [Contact.Number]
    /// Postal addresses.
    public var addresses: [Contact.Address]
    /// Organizations, each a list from the whole to the part.
    public var organizations: [[String]]

    /// Reasons a contact is not accepted.
    public enum ValidationError: Error, Hashable, Sendable {
        /// Both names are empty.
        case noName
    }

    /// - Throws: `SipgateError.invalid`.
    public init(
        firstname: String, lastname: String, numbers: [Contact.Number] = [], emails: [Contact.Email] = [],
        addresses: [Contact.Address] = [], organizations: [[String]] = [], picture: String? = nil
    ) throws(SipgateError) {
        guard !(firstname + lastname).allSatisfy(\.isWhitespace) else { throw .invalid(.contact(.noName)) }
        self.firstname = firstname
        self.lastname = lastname
        self.numbers = numbers
        self.emails = emails
        self.addresses = addresses
        self.organizations = organizations
        self.picture = picture
    }

    /// The first and the last name.
    public var name: String { [firstname, lastname].filter { !$0.isEmpty }.joined(separator: " ") }
}

extension NewContact {
    /// A copy of a contact, to create it again. Its whole name becomes the first name, since the address book has no other; a
    /// contact without a name is called by its organization, e-mail address or number.
    ///
    /// Returns `nil` if it has none of these.
    public init?(copying contact: Contact) {
        self.init(
            name: contact.name, numbers: contact.numbers, emails: contact.emails, addresses: contact.addresses,
            organizations: contact.organizations, picture: contact.picture)
    }

    init?(
        name: String, numbers: [Contact.Number], emails: [Contact.Email], addresses: [Contact.Address],
        organizations: [[String]], picture: String?
    ) {
        let names = [name] + organizations.compactMap(\.first) + emails.map(\.email) + numbers.map(\.number)
        guard let name = names.first(where: { !$0.allSatisfy(\.isWhitespace) }) else { return nil }
        (firstname, lastname) = (name, "")
        (self.numbers, self.emails, self.addresses) = (numbers, emails, addresses)
        (self.organizations, self.picture) = (organizations, picture)
    }
}
