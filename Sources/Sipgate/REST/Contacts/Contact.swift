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

    /// An e-mail address.
    public struct Email: Hashable, Sendable {
        /// For example `a@example.com`; not validated.
        public var email: String
        /// Such as `work`; may be empty.
        public var types: [String]

        /// An address.
        public init(_ email: String, types: [String] = []) {
            self.email = email
            self.types = types
        }
    }

    /// A telephone number.
    public struct Number: Hashable, Sendable {
        /// The number as entered; not validated.
        public var number: String
        /// Such as `cell`; may be empty.
        public var types: [String]

        /// A number.
        public init(_ number: String, types: [String] = []) {
            self.number = number
            self.types = types
        }
    }

    /// A postal address, in the seven parts of a vCard; each may be empty.
    public struct Address: Hashable, Sendable {
        /// Post office box.
        public var poBox: String
        /// Flat, floor.
        public var extendedAddress: String
        /// Street and number.
        public var streetAddress: String
        /// Town.
        public var locality: String
        /// State.
        public var region: String
        /// Postal code.
        public var postalCode: String
        /// Country.
        public var country: String

        /// An address.
        public init(
            poBox: String = "", extendedAddress: String = "", streetAddress: String = "", locality: String = "",
            region: String = "", postalCode: String = "", country: String = ""
        ) {
            self.poBox = poBox
            self.extendedAddress = extendedAddress
            self.streetAddress = streetAddress
            self.locality = locality
            self.region = region
            self.postalCode = postalCode
            self.country = country
        }

        /// In the order of a vCard (RFC 6350, section 6.3.1).
        var parts: [String] {
            [poBox, extendedAddress, streetAddress, locality, region, postalCode, country]
        }
    }
}

/// A contact to be created.
public struct NewContact: Hashable, Sendable {
    /// May be empty if the last name is not.
    public let firstname: String
    /// May be empty if the first name is not.
    public let lastname: String
    /// A picture; nil for none.
    public var picture: String?
    /// E-mail addresses.
    public var emails: [Contact.Email]
    /// Telephone numbers.
    public var numbers: [Contact.Number]
    /// Postal addresses.
    public var addresses: [Contact.Address]
    /// Organizations, each a list from the whole to the part.
    public var organizations: [[String]]

    /// Reasons why a contact is not accepted.
    public enum ValidationError: Error, Hashable, Sendable {
        /// Both names are empty.
        case noName
    }

    /// - Throws: `ValidationError`.
    public init(
        firstname: String, lastname: String, numbers: [Contact.Number] = [], emails: [Contact.Email] = [],
        addresses: [Contact.Address] = [], organizations: [[String]] = [], picture: String? = nil
    ) throws(ValidationError) {
        guard !(firstname + lastname).allSatisfy(\.isWhitespace) else { throw .noName }
        self.firstname = firstname
        self.lastname = lastname
        self.numbers = numbers
        self.emails = emails
        self.addresses = addresses
        self.organizations = organizations
        self.picture = picture
    }

    /// First name, last name.
    public var name: String { [firstname, lastname].filter { !$0.isEmpty }.joined(separator: " ") }
}
