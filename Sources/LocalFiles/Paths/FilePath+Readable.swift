package import SystemPackage

extension FilePath {
    /// The path for people: control characters escaped (`\n`, `\t`, `\u{1b}`), bytes that are not UTF-8 replaced.
    ///
    /// Escaped rather than replaced, because a person has to find the file by what is shown. For texts that only have to
    /// fit on one line, `String.replacingControlCharacters` of `Telephony` puts one U+FFFD for each character instead.
    package var readable: String {
        var text = ""
        for scalar in string.unicodeScalars {
            if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                text += scalar == "\n" ? "\\n" : scalar == "\t" ? "\\t" : "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
