// What the network and file systems hand over may hold characters that steer a terminal instead of being shown: they move its
// cursor, clear its screen, set its title, break a line of a log, or let `gpj.exe` read as `exe.jpg`.

extension Unicode.Scalar {
    /// Whether it is a control character: C0, delete, C1.
    package var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }

    /// Whether it is a line or paragraph separator, or changes the direction of what follows (Unicode's property
    /// Bidi_Control): marks, embeddings, overrides and isolates, which make text read as another one (CVE-2021-42574).
    package var isInvisibleOrder: Bool {
        switch value {
        case 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// Whether it steers a terminal or the order of text instead of being shown.
    package var steersText: Bool { isControl || isInvisibleOrder }
}

extension String {
    /// With every character that steers a terminal or the order of text, line breaks among them, replaced by U+FFFD: fit for
    /// one line on a terminal, whatever the text contains.
    ///
    /// One mark for each character, so columns stay where they are, but the characters are lost. Where they matter, as in
    /// the path of a file to look for, `FilePath.readable` of `LocalFiles` escapes them instead.
    package var printable: String { printable { _ in false } }

    /// With every such character replaced by U+FFFD, except those that a caller means.
    package func printable(keeping isMeant: (Unicode.Scalar) -> Bool) -> String {
        guard unicodeScalars.contains(where: { $0.steersText && !isMeant($0) }) else { return self }
        return String(
            String.UnicodeScalarView(unicodeScalars.map { $0.steersText && !isMeant($0) ? "\u{FFFD}" : $0 }))
    }
}
