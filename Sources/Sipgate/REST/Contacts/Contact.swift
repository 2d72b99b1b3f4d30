/// Somebody in the account's address book.
public struct Contact: Hashable, Sendable, Identifiable {
    /// The provider's name for a contact.
    public typealias ID = Identifier<Contact>

    /// Which contact it is.
    public var id: ID
    /// The whole name.
    public var name: String
    /// Who sees it.
    public var scope: Scope
    /// A picture, as the provider has it; nil for none.
    public var picture: String?
    /// Electronic addresses.
    public var emails: [Email]
    /// Telephone numbers.
    public var numbers: [Number]
    /// Postal addresses.
    public var addresses: [Address]
    /// Organizations, each a list from the whole to the part: company, department, team.
    public var organizations: [[String]]

    /// Who sees a contact. The documented ones have names.
    public struct Scope: RawRepresentable, Hashable, Sendable, CustomStringConvertible, Codable {
        /// The provider's word.
        public let rawValue: String
        /// Takes any word.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The user alone.
        public static let `private` = Scope(rawValue: "PRIVATE")
        /// Everybody in the account.
        public static let shared = Scope(rawValue: "SHARED")
        /// Made by the provider of the account's own users; cannot be changed.
        public static let `internal` = Scope(rawValue: "INTERNAL")
        /// The provider's word.
        public var description: String { rawValue }
    }

    /// An electronic address.
    public struct Email: Hashable, Sendable {
        /// Such as `a@example.com`; not checked.
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
        /// As somebody wrote it; not checked.
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

/// A contact that is to be made.
public struct NewContact: Hashable, Sendable {
    /// May be empty, if the last name is not.
    public let firstname: String
    /// May be empty, if the first name is not.
    public let lastname: String
    /// A picture; nil for none.
    public var picture: String?
    /// Electronic addresses.
    public var emails: [Contact.Email]
    /// Telephone numbers.
    public var numbers: [Contact.Number]
    /// Postal addresses.
    public var addresses: [Contact.Address]
    /// Organizations, each a list from the whole to the part.
    public var organizations: [[String]]

    /// Why there cannot be such a contact.
    public enum Invalid: Error, Hashable, Sendable {
        /// Neither name has anything in it.
        case noName
    }

    /// - Throws: `Invalid`.
    public init(
        firstname: String, lastname: String, numbers: [Contact.Number] = [], emails: [Contact.Email] = [],
        addresses: [Contact.Address] = [], organizations: [[String]] = [], picture: String? = nil
    ) throws(Invalid) {
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
