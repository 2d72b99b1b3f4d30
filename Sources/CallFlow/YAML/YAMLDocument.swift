/// A file read as YAML: its values with their places, and what is wrong with it as YAML.
///
/// Reads the part of YAML 1.1 that configurations need: one document of texts, lists and mappings, with anchors and
/// aliases. Every scalar stays text, so `no` is not a truth value and `0815` not a number. Hostile texts are bounded:
/// see `YAMLTree`.
struct YAMLDocument {
    /// The text without a byte order mark; places refer to it.
    let text: String
    /// `nil` if the text is empty, or if it cannot be read to its end (`findings` has the reason).
    let root: YAMLNode?
    let findings: [YAMLFinding]

    init(_ text: String) {
        self.text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        (root, findings) = YAMLTree.read(self.text)
    }

    /// Lines that look like a choice for the key `#`, but are comments: `#: hangup`.
    var commentedKeys: [YAMLFinding] {
        // Hardly any file has one, so the whole text is searched only for the two bytes.
        var last: UInt8 = 0
        let isPresent = text.utf8.contains { byte in
            defer { last = byte }
            return byte == UInt8(ascii: ":") && last == UInt8(ascii: "#")
        }
        guard isPresent else { return [] }
        let source = SourceText(text)
        return (1...source.count).compactMap { number in
            let line = source.line(number)
            guard let key = line.commentedKey, root != nil || key.count == line.drop(while: { $0 == " " }).count else {
                return nil
            }
            let column = line.count - key.count + 1
            return YAMLFinding(
                problem: .keyIsComment(String(Substring(key))),
                span: SourceSpan(line: UInt32(number), column: UInt32(column), length: UInt32(key.count)),
                suggestion: "\"#\"" + String(Substring(key.dropFirst())))
        }
    }
}

extension Substring.UnicodeScalarView {
    /// The rest of the line from a `#: ` on that seems to be meant as a key, at the line's beginning or in braces, but is a
    /// comment; `nil` if there is none.
    var commentedKey: Substring.UnicodeScalarView? {
        guard let hash = firstIndex(of: "#"), self[hash...].starts(with: "#: ".unicodeScalars) else { return nil }
        let before = self[..<hash]
        // In quotes it is text.
        guard before.count(where: { $0 == "\"" }).isMultiple(of: 2) else { return nil }
        guard let last = before.last(where: { $0 != " " }) else { return self[hash...] }
        return before.last == " " && (last == "," || last == "{") ? self[hash...] : nil
    }
}
