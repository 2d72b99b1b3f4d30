import Telephony

/// Contacts in formats that other programs read.
public enum ContactExport {
    /// A table (RFC 4180) with the columns id, name, emails, numbers, addresses, organizations, scope, emailTypes, numberTypes.
    ///
    /// Several values of one field are separated by line breaks, the parts of an address or organization by semicolons.
    /// Fields that a spreadsheet would take for a formula begin with an apostrophe. `ExportedContactTable` reads the table
    /// again; pictures are not in it.
    public static func csv(_ contacts: [Contact], delimiter: CSVDelimiter = .comma) -> String {
        let header = [
            "id", "name", "emails", "numbers", "addresses", "organizations", "scope", "emailTypes", "numberTypes",
        ]
        let rows = contacts.map { contact in
            [
                contact.id.text, contact.name, ContactCell.text(contact.emails.map { [$0.email] }),
                ContactCell.text(contact.numbers.map { [$0.number] }), ContactCell.text(contact.addresses.map(\.parts)),
                ContactCell.text(contact.organizations), contact.scope.rawValue,
                ContactCell.text(contact.emails.map(\.types)), ContactCell.text(contact.numbers.map(\.types)),
            ]
        }
        return ([header] + rows).map { CSV.line($0.map(field), delimiter: delimiter) + "\r\n" }.joined()
    }

    /// Control characters are replaced: a terminal would obey them.
    private static func field(_ text: String) -> String {
        let text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        return CSV.harmless(text.printable { !$0.isControl || $0 == "\n" || $0 == "\t" })
    }

    /// A vCard 4.0 (RFC 6350), lines folded at 75 bytes. The address book has only whole names, so the
    /// card has the whole name as its first name, or what stands for it (`NewContact.init(copying:)`). `VCard` reads it again.
    public static func vCard(_ contact: Contact) -> String {
        let name = NewContact(copying: contact)?.name ?? contact.name
        var lines = ["BEGIN:VCARD", "VERSION:4.0", "FN:" + escaped(name), "N:" + value(["", name, "", "", ""])]
        lines += contact.organizations.filter { !$0.isEmpty }.map { "ORG:" + value($0) }
        lines += contact.numbers.map { "TEL" + types($0.types) + ":" + escaped($0.number) }
        lines += contact.emails.map { "EMAIL" + types($0.types) + ":" + escaped($0.email) }
        lines += contact.addresses.map { "ADR:" + value($0.parts) }
        if let picture = contact.picture.flatMap(VCardPicture.init(base64:)) { lines.append("PHOTO:" + picture.uri) }
        lines.append("END:VCARD")
        return lines.map { folded($0) + "\r\n" }.joined()
    }

    private static func value(_ parts: [String]) -> String { parts.map(escaped).joined(separator: ";") }

    /// In quotes where needed; without characters that no parameter can contain (RFC 6350, section 3.3), and without commas,
    /// which separate types.
    private static func types(_ types: [String]) -> String {
        types.map { type in
            let word = type.lowercased().printable.filter { $0 != "\"" && $0 != "," }
            let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
            return word.isEmpty ? "" : ";TYPE=" + (isPlain ? word : "\"\(word)\"")
        }.joined()
    }

    /// By Unicode scalars: a value may begin with an accent.
    private static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
            switch scalar {
            case "\\", ",", ";": escaped += ["\\", scalar]
            case _ where Character(scalar).isNewline: escaped += ["\\", "n"]
            // RFC 6350 section 3.3: VALUE-CHAR has no control characters but the tab.
            case _ where scalar.steersText && scalar != "\t": escaped.append("\u{FFFD}")
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    private static func folded(_ line: String) -> String {
        var folded = ""
        var count = 0
        for character in line {
            let bytes = String(character).utf8.count
            if count + bytes > 75 {
                folded += "\r\n "
                count = 1
            }
            folded.append(character)
            count += bytes
        }
        return folded
    }
}
