import Telephony

/// Contacts in formats that other programs read.
public enum ContactExport {
    /// A table (RFC 4180) with the columns id, name, emails, numbers, addresses, organizations, scope. Several values of one
    /// field are separated by line breaks. Fields that a spreadsheet would take for a formula begin with an apostrophe.
    public static func csv(_ contacts: [Contact], delimiter: CSVDelimiter = .comma) -> String {
        let header = ["id", "name", "emails", "numbers", "addresses", "organizations", "scope"]
        let rows = contacts.map { contact in
            [
                contact.id.text, contact.name, contact.emails.map(\.email).joined(separator: "\n"),
                contact.numbers.map(\.number).joined(separator: "\n"),
                contact.addresses.map { $0.parts.filter { !$0.isEmpty }.joined(separator: ", ") }
                    .joined(separator: "\n"),
                contact.organizations.map { $0.joined(separator: ", ") }.joined(separator: "\n"),
                contact.scope.rawValue,
            ]
        }
        return ([header] + rows).map { CSV.line($0.map(field), delimiter: delimiter) + "\r\n" }.joined()
    }

    /// Control characters are replaced: a terminal would obey them.
    private static func field(_ text: String) -> String {
        CSV.harmless(text.printable { !$0.isControl || $0 == "\n" })
    }

    /// A vCard 4.0 (RFC 6350), lines folded at 75 bytes. The address book has only whole names, so the
    /// card has the whole name as its first name.
    public static func vCard(_ contact: Contact) -> String {
        var lines = [
            "BEGIN:VCARD", "VERSION:4.0", "FN:" + escaped(contact.name), "N:" + value(["", contact.name, "", "", ""]),
        ]
        lines += contact.organizations.filter { !$0.isEmpty }.map { "ORG:" + value($0) }
        lines += contact.numbers.map { "TEL" + types($0.types) + ":" + escaped($0.number) }
        lines += contact.emails.map { "EMAIL" + types($0.types) + ":" + escaped($0.email) }
        lines += contact.addresses.map { "ADR:" + value($0.parts) }
        lines.append("END:VCARD")
        return lines.map { folded($0) + "\r\n" }.joined()
    }

    private static func value(_ parts: [String]) -> String { parts.map(escaped).joined(separator: ";") }

    /// Only characters that need no quotes.
    private static func types(_ types: [String]) -> String {
        let words = types.map { $0.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") } }
        return words.filter { !$0.isEmpty }.map { ";TYPE=" + $0.lowercased() }.joined()
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\", ",", ";": escaped += "\\" + String(character)
            case _ where character.isNewline: escaped += "\\n"
            // RFC 6350 section 3.3: VALUE-CHAR has no control characters but the tab.
            default: escaped += String(character).printable { !$0.isControl || $0 == "\t" }
            }
        }
        return escaped
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
