// The parts of a contact with their JSON, in one file so that the compiler synthesizes the encoders. Properties and fields of
// the API correspond one to one; the decoders are written out because the API omits fields.

extension Contact {
    /// An e-mail address.
    public struct Email: Hashable, Sendable {
        /// For example `a@example.com`; not validated.
        public var email: String
        /// For example `work`; may be empty.
        public var types: [String]

        /// Creates an address.
        public init(_ email: String, types: [String] = []) {
            self.email = email
            self.types = types
        }
    }

    /// A telephone number.
    public struct Number: Hashable, Sendable {
        /// The number as entered; not validated.
        public var number: String
        /// For example `cell`; may be empty.
        public var types: [String]

        /// Creates a number.
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

        /// Creates an address.
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

        /// From the seven parts in the order of a vCard; missing ones are empty. Returns `nil` if all are. A single part, as
        /// addresses without structure have it, is the street.
        init?(parts: [String]) {
            guard parts.contains(where: { !$0.isEmpty }) else { return nil }
            guard parts.count > 1 else {
                self.init(streetAddress: parts[0])
                return
            }
            let parts = parts + [String](repeating: "", count: 7)
            self.init(
                poBox: parts[0], extendedAddress: parts[1], streetAddress: parts[2], locality: parts[3],
                region: parts[4], postalCode: parts[5], country: parts[6])
        }

        /// In the order of a vCard (RFC 6350, section 6.3.1).
        package var parts: [String] {
            [poBox, extendedAddress, streetAddress, locality, region, postalCode, country]
        }
    }
}

extension Contact.Email: Codable {
    private enum CodingKeys: String, CodingKey {
        case email
        case types = "type"
    }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(try fields.text(.email), types: try fields.list(.types))
    }
}

extension Contact.Number: Codable {
    private enum CodingKeys: String, CodingKey {
        case number
        case types = "type"
    }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(try fields.text(.number), types: try fields.list(.types))
    }
}

extension Contact.Address: Codable {
    private enum CodingKeys: String, CodingKey {
        case poBox, extendedAddress, streetAddress, locality, region, postalCode, country
    }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            poBox: try fields.text(.poBox), extendedAddress: try fields.text(.extendedAddress),
            streetAddress: try fields.text(.streetAddress), locality: try fields.text(.locality),
            region: try fields.text(.region), postalCode: try fields.text(.postalCode),
            country: try fields.text(.country))
    }
}
