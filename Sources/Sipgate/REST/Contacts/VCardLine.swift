/// One content line of a vCard (RFC 6350, section 3.3): `group.NAME;PARAMETER=value:value`.
struct VCardLine: Hashable {
    /// In upper case, without the group.
    var name: String
    /// In lower case, from all parameters `TYPE`; in vCard 2.1, from bare parameters as well.
    var types: [String]
    /// Whether the value is base64, as vCard 2.1 and 3.0 mark pictures.
    var isBase64 = false
    /// The parts of the value between semicolons, decoded and unescaped (section 3.4).
    var parts: [String]

    /// The properties that contacts use.
    private static let names: Set = ["VERSION", "N", "FN", "ORG", "TEL", "EMAIL", "ADR", "PHOTO"]
    /// Properties about the card, not the contact.
    private static let ofCard: Set = [
        "PRODID", "REV", "UID", "KIND", "SOURCE", "CLIENTPIDMAP", "SORT-STRING", "X-ABLABEL", "X-ABADR", "X-ABSHOWAS",
        "X-ABUID",
    ]

    /// Returns the lines between `BEGIN:VCARD` and `END:VCARD` that contacts use, and the names of the other properties that
    /// have a value, each once.
    static func lines(of text: String) throws(VCard.ParseError) -> (lines: [VCardLine], others: [String]) {
        let lines = VCardText(text).lines
        guard let first = lines.first, first.text.uppercased() == "BEGIN:VCARD" else { throw .noBegin }
        guard let end = lines.firstIndex(where: { $0.text.uppercased() == "END:VCARD" }) else { throw .noEnd }
        if let more = lines[end...].dropFirst().first { throw .textAfterEnd(line: more.number) }
        var result: [VCardLine] = []
        var others: [String] = []
        for line in lines[1..<end] {
            guard let head = VCardHead(line.text) else { throw .brokenLine(line.number) }
            guard names.contains(head.name) else {
                let value = line.text.unicodeScalars[head.end...].dropFirst()
                let hasValue = value.contains { !$0.properties.isWhitespace && $0 != ";" }
                if hasValue, !ofCard.contains(head.name), !others.contains(head.name) { others.append(head.name) }
                continue
            }
            var parts: [String] = []
            for part in split(line.text.unicodeScalars[head.end...].dropFirst()) {
                guard let decoded = head.encoding.decode(part) else {
                    throw .unknownEncoding(head.encoding.name, line: line.number)
                }
                parts.append(unescaped(decoded))
            }
            result.append(
                VCardLine(name: head.name, types: head.types, isBase64: head.encoding.isBase64, parts: parts))
        }
        return (result, others)
    }

    /// Splits a value at semicolons that are not escaped. By Unicode scalars: a part may begin with an accent, which makes one
    /// character with the semicolon before it.
    private static func split(_ value: Substring.UnicodeScalarView) -> [String] {
        var parts = [String.UnicodeScalarView()]
        var isEscaped = false
        for scalar in value {
            if scalar == ";", !isEscaped {
                parts.append(String.UnicodeScalarView())
            } else {
                parts[parts.count - 1].append(scalar)
            }
            isEscaped = scalar == "\\" && !isEscaped
        }
        return parts.map { String($0) }
    }

    private static func unescaped(_ part: String) -> String {
        var text = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in part.unicodeScalars {
            if isEscaped {
                text.append(scalar == "n" || scalar == "N" ? "\n" : scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                text.append(scalar)
            }
        }
        return String(text)
    }

    /// The value as text.
    var text: String { parts.joined(separator: ";") }

    /// The value of `TEL`: a text, or a URI (`tel:+49-211-1234567;ext=5`), of which the number is taken.
    var telephone: String {
        let text = text
        guard text.lowercased().hasPrefix("tel:") else { return text.filter { !$0.isNewline } }
        return String(text.dropFirst(4).prefix { $0 != ";" })
    }
}
