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
            let key = line.drop { $0 == " " }
            guard key.starts(with: "#: ".unicodeScalars) else { return nil }
            let column = line.count - key.count + 1
            return YAMLFinding(
                problem: .keyIsComment(String(Substring(key))),
                span: SourceSpan(line: UInt32(number), column: UInt32(column), length: UInt32(key.count)),
                suggestion: "\"#\"" + String(Substring(key.dropFirst())))
        }
    }
}
