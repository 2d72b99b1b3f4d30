/// One contact as a vCard: 4.0 (RFC 6350), or 3.0 and 2.1, which telephones export.
///
/// A card of version 4.0 must have exactly one name in `N` and one telephone number, and at most one postal and one e-mail
/// address. Older versions are read as telephones write them: with any number of these, without `N` if there is `FN` or
/// `ORG`, and in quoted-printable. Pictures and all other properties are skipped.
public struct VCard: Hashable, Sendable {
    /// The contact on the card.
    public let contact: NewContact

    /// Reasons why a text is not such a card.
    public enum ParseError: Error, Hashable, Sendable {
        /// The text does not begin with `BEGIN:VCARD`.
        case noBegin
        /// The text does not end with `END:VCARD`.
        case noEnd
        /// Text follows after the end, for example another card.
        case textAfterEnd(line: Int)
        /// A line without a colon, or without a name before it.
        case brokenLine(Int)
        /// A line in a character set that is not supported, or with bytes that are not text in it.
        case unknownEncoding(String, line: Int)
        case noVersion
        /// Another version than 2.1, 3.0 or 4.0.
        case version(String)
        /// No `N`, and in older versions no `FN` and no `ORG` either.
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
        guard let version = lines.first(where: { $0.name == "VERSION" })?.text else { throw .noVersion }
        switch version {
        case "4.0": contact = try Self.contact(strictly: lines)
        case "3.0", "2.1": contact = try Self.contact(leniently: lines)
        default: throw .version(version)
        }
    }

    // MARK: Version 4.0

    private static func contact(strictly lines: [VCardLine]) throws(ParseError) -> NewContact {
        let (names, numbers) = (lines.named("N"), lines.named("TEL"))
        let (addresses, emails) = (lines.named("ADR"), lines.named("EMAIL"))
        guard let name = names.first?.parts else { throw .noName }
        guard names.count == 1 else { throw .severalNames(names.count) }
        guard name.count >= 2 else { throw .tooFewNameParts(name.count) }
        guard !numbers.isEmpty else { throw .noNumber }
        guard numbers.count == 1 else { throw .severalNumbers(numbers.count) }
        guard addresses.count <= 1 else { throw .severalAddresses(addresses.count) }
        guard emails.count <= 1 else { throw .severalEmails(emails.count) }
        guard !numbers[0].telephone.isEmpty else { throw .emptyNumber }
        if let parts = addresses.first?.parts, parts.count < 7 { throw .tooFewAddressParts(parts.count) }
        return try contact(first: name[1], last: name[0], lines)
    }

    // MARK: Versions 3.0 and 2.1

    private static func contact(leniently lines: [VCardLine]) throws(ParseError) -> NewContact {
        let names = lines.named("N")
        guard names.count <= 1 else { throw .severalNames(names.count) }
        let numbers = lines.named("TEL")
        guard !numbers.isEmpty else { throw .noNumber }
        guard numbers.contains(where: { !$0.telephone.isEmpty }) else { throw .emptyNumber }
        let name = names.first?.parts ?? []
        let (last, first) = (name.first ?? "", name.dropFirst().first ?? "")
        if !(last + first).allSatisfy(\.isWhitespace) { return try contact(first: first, last: last, lines) }
        // Companies have no personal name.
        let whole = (lines.named("FN").map(\.text) + lines.named("ORG").map { $0.parts.first ?? "" })
            .first { !$0.allSatisfy(\.isWhitespace) }
        guard let whole else { throw names.isEmpty ? .noName : .emptyName }
        return try contact(first: whole, last: "", lines)
    }

    private static func contact(first: String, last: String, _ lines: [VCardLine]) throws(ParseError) -> NewContact {
        do throws(NewContact.ValidationError) {
            return try NewContact(
                firstname: first, lastname: last,
                numbers: lines.named("TEL").filter { !$0.telephone.isEmpty }.map {
                    Contact.Number($0.telephone, types: $0.types)
                },
                emails: lines.named("EMAIL").filter { !$0.text.isEmpty }.map {
                    Contact.Email($0.text, types: $0.types)
                },
                addresses: lines.named("ADR").compactMap { Contact.Address(vCard: $0.parts) },
                organizations: lines.named("ORG").map { $0.parts.filter { !$0.isEmpty } }.filter { !$0.isEmpty })
        } catch {
            throw .emptyName
        }
    }
}

extension [VCardLine] {
    fileprivate func named(_ name: String) -> [VCardLine] { filter { $0.name == name } }
}

extension Contact.Address {
    /// The seven parts of `ADR`; missing ones are empty. Returns `nil` if all are.
    fileprivate init?(vCard parts: [String]) {
        guard parts.contains(where: { !$0.isEmpty }) else { return nil }
        let parts = parts + [String](repeating: "", count: 7)
        self.init(
            poBox: parts[0], extendedAddress: parts[1], streetAddress: parts[2], locality: parts[3], region: parts[4],
            postalCode: parts[5], country: parts[6])
    }
}
