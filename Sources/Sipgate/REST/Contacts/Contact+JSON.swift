extension Contact: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, name, scope, picture, emails, numbers, addresses, organization
    }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(ID.self, forKey: .id)
        name = try fields.text(.name)
        scope = Scope(rawValue: try fields.text(.scope))
        picture = try fields.decodeIfPresent(String.self, forKey: .picture)
        emails = try fields.list(.emails)
        numbers = try fields.list(.numbers)
        addresses = try fields.list(.addresses)
        organizations = try fields.list(.organization)
    }

    /// Encodes the API's JSON.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try fields.encode(name, forKey: .name)
        try fields.encode(scope, forKey: .scope)
        // Always sent; without it the API cannot tell whether the picture stays.
        try fields.encode(picture, forKey: .picture)
        try fields.encode(emails, forKey: .emails)
        try fields.encode(numbers, forKey: .numbers)
        try fields.encode(addresses, forKey: .addresses)
        try fields.encode(organizations, forKey: .organization)
    }
}

extension NewContact {
    /// The API's form of a new contact, with its visibility.
    struct Body: Encodable {
        var name: String
        var family: String
        var given: String
        var picture: String?
        var emails: [Contact.Email]
        var numbers: [Contact.Number]
        var addresses: [Contact.Address]
        var organization: [[String]]
        var scope: Contact.Scope
    }

    func body(scope: Contact.Scope) -> Body {
        Body(
            name: name, family: lastname, given: firstname, picture: picture, emails: emails, numbers: numbers,
            addresses: addresses, organization: organizations, scope: scope)
    }
}
