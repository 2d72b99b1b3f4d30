/// One contact as a vCard 4.0 (RFC 6350), with what the address book can hold: a name, one telephone number, at most one
/// postal and one electronic address, organizations.
public struct VCard: Hashable, Sendable {
    /// The contact on the card.
    public let contact: NewContact

    /// Reasons why a text is not such a card.
    public enum ParseError: Error, Hashable, Sendable {
        /// It does not begin with `BEGIN:VCARD`.
        case noBegin
        /// It does not end with `END:VCARD`.
        case noEnd
        /// Text follows after the end, for example another card.
        case textAfterEnd(line: Int)
        /// A line without a colon, or without a name before it.
        case brokenLine(Int)
        case noVersion
        /// Another version than 4.0.
        case version(String)
        /// No `N`.
        case noName
        case severalNames(Int)
        /// `N` has fewer than two parts, of which the first is the last name.
        case tooFewNameParts(Int)
        /// `N` has parts, but neither last nor first name.
        case emptyName
        /// No `TEL`.
        case noNumber
        case severalNumbers(Int)
        case emptyNumber
        case severalAddresses(Int)
        /// `ADR` has fewer than seven parts.
        case tooFewAddressParts(Int)
        case severalEmails(Int)
    }

    /// Reads a card.
    ///
    /// - Throws: `ParseError`.
    public init(_ text: String) throws(ParseError) {
        let lines = try VCardLine.lines(of: text)
        guard let version = lines.first(where: { $0.name == "VERSION" }) else { throw .noVersion }
        guard version.value == "4.0" else { throw .version(version.value) }
        let (names, numbers) = (lines.named("N"), lines.named("TEL"))
        let (addresses, emails) = (lines.named("ADR"), lines.named("EMAIL"))

        guard let name = names.first?.parts else { throw .noName }
        guard names.count == 1 else { throw .severalNames(names.count) }
        guard name.count >= 2 else { throw .tooFewNameParts(name.count) }
        guard let number = numbers.first else { throw .noNumber }
        guard numbers.count == 1 else { throw .severalNumbers(numbers.count) }
        guard addresses.count <= 1 else { throw .severalAddresses(addresses.count) }
        guard emails.count <= 1 else { throw .severalEmails(emails.count) }
        let digits = number.telephone
        guard !digits.isEmpty else { throw .emptyNumber }
        var postal: [Contact.Address] = []
        if let parts = addresses.first?.parts {
            guard parts.count >= 7 else { throw .tooFewAddressParts(parts.count) }
            postal = [
                Contact.Address(
                    poBox: parts[0], extendedAddress: parts[1], streetAddress: parts[2], locality: parts[3],
                    region: parts[4], postalCode: parts[5], country: parts[6])
            ]
        }
        do throws(NewContact.ValidationError) {
            contact = try NewContact(
                firstname: name[1], lastname: name[0], numbers: [Contact.Number(digits, types: number.types)],
                emails: emails.map { Contact.Email($0.text, types: $0.types) }, addresses: postal,
                organizations: lines.named("ORG").map(\.parts))
        } catch {
            throw .emptyName
        }
    }
}

extension [VCardLine] {
    fileprivate func named(_ name: String) -> [VCardLine] { filter { $0.name == name } }
}
