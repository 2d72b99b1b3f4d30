/// Escapes text of clients for the log.
enum LogText {
    /// The most Unicode scalars of a value that are logged; longer ones are cut.
    static let longest = 300

    /// The text without scalars that move a terminal's cursor, break the line or change the direction of writing, which are
    /// written as `\u{1b}`. Long values are cut.
    static func safe(_ text: String) -> String {
        let isShort = text.utf8.count <= longest
        if isShort, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) { return text }
        var safe = ""
        var count = 0
        for scalar in text.unicodeScalars {
            count += 1
            if count > longest { return safe + "… (\(text.utf8.count) bytes)" }
            if scalar == "\\" {
                safe += "\\\\"
            } else if isHarmful(scalar) {
                safe += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        // Format characters include the marks, embeddings, overrides and isolates of the bidirectional algorithm.
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
