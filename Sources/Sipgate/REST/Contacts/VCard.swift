/// One contact as a vCard: 4.0 (RFC 6350), or 3.0 and 2.1, which telephones export.
///
/// A card of version 4.0 must have exactly one name in `N`, and whole postal addresses. Older versions are read as telephones
/// write them: without `N` if there is `FN` or `ORG`, with incomplete addresses, and in quoted-printable. All numbers, e-mail
/// and postal addresses and organizations are read, and the picture; `omitted` names what the address book has no field for.
public struct VCard: Hashable, Sendable {
    /// The contact on the card.
    public let contact: NewContact
    /// The properties that the contact does not have, in the order of the card, each once: `BDAY`, `NOTE`, and of the name
    /// `middle name`, `prefix` and `suffix`. Properties about the card itself, such as `REV`, are not among them.
    public let omitted: [String]

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
        case emptyNumber
        /// `ADR` has fewer than seven parts.
        case tooFewAddressParts(Int)
    }

    /// Reads a card.
    ///
    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) {
        do throws(ParseError) { try self.init(checked: text) } catch { throw .invalid(.vCard(error)) }
    }

    private init(checked text: String) throws(ParseError) {
        let (lines, others) = try VCardLine.lines(of: text)
        guard let version = lines.first(where: { $0.name == "VERSION" })?.text else { throw .noVersion }
        switch version {
        case "4.0": contact = try Self.contact(strictly: lines)
        case "3.0", "2.1": contact = try Self.contact(leniently: lines)
        default: throw .version(version)
        }
        let pictures = lines.named("PHOTO")
        omitted =
            Self.omittedNames(lines.named("N").first?.parts ?? []) + others
            + (pictures.isEmpty || contact.picture != nil ? [] : ["PHOTO"])
    }

    private static func omittedNames(_ parts: [String]) -> [String] {
        zip(["middle name", "prefix", "suffix"], parts.dropFirst(2)).filter { !$1.isEmpty }.map { $0.0 }
    }

    // MARK: Version 4.0

    private static func contact(strictly lines: [VCardLine]) throws(ParseError) -> NewContact {
        let (names, numbers) = (lines.named("N"), lines.named("TEL"))
        let addresses = lines.named("ADR")
        guard let name = names.first?.parts else { throw .noName }
        guard names.count == 1 else { throw .severalNames(names.count) }
        guard name.count >= 2 else { throw .tooFewNameParts(name.count) }
        guard !numbers.isEmpty else { throw .noNumber }
        guard numbers.contains(where: { !$0.telephone.isEmpty }) else { throw .emptyNumber }
        if let parts = addresses.map(\.parts).first(where: { $0.count < 7 }) { throw .tooFewAddressParts(parts.count) }
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
        do throws(SipgateError) {
            return try NewContact(
                firstname: first, lastname: last,
                numbers: lines.named("TEL").filter { !$0.telephone.isEmpty }.map {
                    Contact.Number($0.telephone, types: $0.types)
                },
                emails: lines.named("EMAIL").filter { !$0.text.isEmpty }.map {
                    Contact.Email($0.text, types: $0.types)
                },
                addresses: lines.named("ADR").compactMap { Contact.Address(parts: $0.parts) },
                organizations: lines.named("ORG").map { $0.parts.droppingLastEmpty }.filter { !$0.isEmpty },
                picture: lines.named("PHOTO").lazy.compactMap(VCardPicture.init).first?.base64)
        } catch {
            throw .emptyName
        }
    }
}

extension [VCardLine] {
    fileprivate func named(_ name: String) -> [VCardLine] { filter { $0.name == name } }
}

extension [String] {
    /// Without the empty elements at the end, as telephones write them (`ORG:Acme;`).
    fileprivate var droppingLastEmpty: [String] { Array(reversed().drop(while: \.isEmpty).reversed()) }
}
