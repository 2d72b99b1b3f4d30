/// Text that others have written, made fit for a log.
enum LogText {
    /// Unicode scalars of a value that are logged; what is beyond is counted.
    static let longest = 300

    /// Without what moves a terminal's cursor, breaks a line or turns the direction of writing: such scalars are written as
    /// `\u{1b}`. Long values are cut.
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
        // Format characters are the marks, embeddings, overrides and isolates of the bidirectional algorithm, and joiners.
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
