// What the network and file systems hand over may hold control characters. Printed as they are, they move a terminal's
// cursor, clear its screen or break a line of a log.

extension Unicode.Scalar {
    /// Whether it is a control character: C0, delete, C1.
    package var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }
}

extension String {
    /// With every control character, line breaks among them, replaced by U+FFFD: fit for one line on a terminal.
    ///
    /// One mark for each character, so columns stay where they are, but the characters are lost. Where they matter, as in
    /// the path of a file to look for, `FilePath.readable` of `LocalFiles` escapes them instead.
    package var replacingControlCharacters: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { $0.isControl ? "\u{FFFD}" : $0 }))
    }
}
