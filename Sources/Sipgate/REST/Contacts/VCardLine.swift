/// One content line of a vCard (RFC 6350, section 3.3): `group.NAME;PARAMETER=value:value`.
struct VCardLine: Hashable {
    /// In upper case, without the group.
    var name: String
    /// In lower case, from all parameters `TYPE`; in vCard 2.1, from bare parameters as well.
    var types: [String]
    /// The parts of the value between semicolons, decoded and unescaped (section 3.4).
    var parts: [String]

    /// The properties that contacts use; others, such as photos, are skipped.
    private static let names: Set = ["VERSION", "N", "FN", "ORG", "TEL", "EMAIL", "ADR"]

    /// Returns the lines between `BEGIN:VCARD` and `END:VCARD` that contacts use.
    static func lines(of text: String) throws(VCard.ParseError) -> [VCardLine] {
        let lines = VCardText(text).lines
        guard let first = lines.first, first.text.uppercased() == "BEGIN:VCARD" else { throw .noBegin }
        guard let end = lines.firstIndex(where: { $0.text.uppercased() == "END:VCARD" }) else { throw .noEnd }
        if let more = lines[end...].dropFirst().first { throw .textAfterEnd(line: more.number) }
        var result: [VCardLine] = []
        for line in lines[1..<end] {
            guard let head = VCardHead(line.text) else { throw .brokenLine(line.number) }
            guard names.contains(head.name) else { continue }
            var parts: [String] = []
            for part in split(line.text[head.end...].dropFirst()) {
                guard let decoded = head.encoding.decode(part) else {
                    throw .unknownEncoding(head.encoding.name, line: line.number)
                }
                parts.append(unescaped(decoded))
            }
            result.append(VCardLine(name: head.name, types: head.types, parts: parts))
        }
        return result
    }

    /// Splits a value at semicolons that are not escaped.
    private static func split(_ value: Substring) -> [String] {
        var parts = [""]
        var isEscaped = false
        for character in value {
            if character == ";", !isEscaped {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        return parts
    }

    private static func unescaped(_ part: String) -> String {
        var text = ""
        var isEscaped = false
        for character in part {
            if isEscaped {
                text += character == "n" || character == "N" ? "\n" : String(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                text.append(character)
            }
        }
        return text
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
