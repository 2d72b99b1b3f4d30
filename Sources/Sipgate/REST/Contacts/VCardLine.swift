/// One content line of a vCard (RFC 6350, section 3.3): `group.NAME;PARAMETER=value:value`.
struct VCardLine: Hashable {
    /// In capitals, without the group.
    var name: String
    /// In lower case, from all parameters `TYPE`.
    var types: [String]
    /// Not unescaped.
    var value: String

    /// The lines between `BEGIN:VCARD` and `END:VCARD`.
    static func lines(of text: String) throws(VCard.ParseError) -> [VCardLine] {
        let lines = unfolded(text)
        guard let first = lines.first, first.text.uppercased() == "BEGIN:VCARD" else { throw .noBegin }
        guard let end = lines.firstIndex(where: { $0.text.uppercased() == "END:VCARD" }) else { throw .noEnd }
        if let more = lines[end...].dropFirst().first { throw .textAfterEnd(line: more.number) }
        var result: [VCardLine] = []
        for line in lines[1..<end] {
            guard let read = VCardLine(line.text) else { throw .brokenLine(line.number) }
            result.append(read)
        }
        return result
    }

    /// Lines that begin with a space or a tab belong to the one before; empty lines are none.
    private static func unfolded(_ text: String) -> [(number: Int, text: String)] {
        var lines: [(number: Int, text: String)] = []
        let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
        for (offset, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            if let first = line.first, first == " " || first == "\t", !lines.isEmpty {
                lines[lines.count - 1].text += line.dropFirst()
            } else if !line.allSatisfy(\.isWhitespace) {
                lines.append((offset + 1, String(line)))
            }
        }
        return lines
    }

    private init?(_ line: String) {
        // A colon or a semicolon in a quoted parameter does not count.
        var isQuoted = false
        var head: [Substring] = []
        var begin = line.startIndex
        var colon: String.Index?
        for index in line.indices {
            switch line[index] {
            case "\"": isQuoted.toggle()
            case ";" where !isQuoted:
                head.append(line[begin..<index])
                begin = line.index(after: index)
            case ":" where !isQuoted:
                head.append(line[begin..<index])
                colon = index
            default: break
            }
            if colon != nil { break }
        }
        guard let colon, let name = head.first?.split(separator: ".").last, !name.isEmpty else { return nil }
        self.name = name.uppercased()
        value = String(line[colon...].dropFirst())
        types = head.dropFirst().flatMap { parameter -> [String] in
            let pair = parameter.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].uppercased() == "TYPE" else { return [] }
            return pair[1].filter { $0 != "\"" }.split(separator: ",").map { $0.lowercased() }
        }
    }

    /// The value as text.
    var text: String { parts.joined(separator: ";") }

    /// The parts of a value with semicolons, each unescaped (section 3.4).
    var parts: [String] {
        var parts = [""]
        var isEscaped = false
        for character in value {
            if isEscaped {
                parts[parts.count - 1] += character == "n" || character == "N" ? "\n" : String(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == ";" {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts
    }

    /// The value of `TEL`: a text, or a URI (`tel:+49-211-1234567;ext=5`), of which the number is taken.
    var telephone: String {
        let text = text
        guard text.lowercased().hasPrefix("tel:") else { return text.filter { !$0.isNewline } }
        return String(text.dropFirst(4).prefix { $0 != ";" })
    }
}
