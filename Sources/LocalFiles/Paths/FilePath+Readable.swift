package import SystemPackage

extension FilePath {
    /// The path for people: control characters and those that change the direction of text escaped (`\n`, `\t`, `\u{1b}`,
    /// `\u{202e}`), bytes that are not UTF-8 replaced.
    ///
    /// Escaped rather than replaced, because a person has to find the file by what is shown. For texts that only have to
    /// fit on one line, `String.printable` of `Telephony` puts one U+FFFD for each character instead.
    package var readable: String {
        var text = ""
        for scalar in string.unicodeScalars {
            if Self.steersText(scalar) {
                text += scalar == "\n" ? "\\n" : scalar == "\t" ? "\\t" : "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// The same characters as `Unicode.Scalar.steersText` of `Telephony`.
    private static func steersText(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
