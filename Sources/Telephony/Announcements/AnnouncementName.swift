/// The name of an announcement in `announce.yaml`: the path of its recording below the recordings folder, without the
/// extension (`welcome`, `shop/closed`).
///
/// Names that differ only in the Unicode normalization of a letter are equal, like Swift strings.
package struct AnnouncementName: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let text: String

    /// Reasons why a text is not a name.
    package enum ParseError: Error, Hashable, Sendable {
        case empty
        /// A control character, `+` (it joins names), or a backslash.
        case impossibleCharacter(Character)
        /// An empty folder name, or one that begins with a dot.
        case impossibleFolder(String)
        /// More than 200 bytes.
        case tooLong(Int)
    }

    /// - Throws: `ParseError`.
    package init(_ text: String) throws(ParseError) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= 200 else { throw .tooLong(text.utf8.count) }
        // By scalars, as a file system sees the name: a combining accent after a slash or a dot must not hide it.
        for scalar in text.unicodeScalars where scalar == "+" || scalar == "\\" || scalar.isControl {
            throw .impossibleCharacter(Character(scalar))
        }
        for part in text.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
        where part.isEmpty || part.first == "." {
            throw .impossibleFolder(String(part))
        }
        self.text = text
    }

    package var description: String { text }

    package static func < (left: AnnouncementName, right: AnnouncementName) -> Bool { left.text < right.text }
}
