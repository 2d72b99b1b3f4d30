/// What an announcement is called in `announce.yaml`: the path of its recording below the recordings folder, without the
/// extension (`welcome`, `shop/closed`).
///
/// Two spellings of one accented letter are one name, as in Swift strings generally.
package struct AnnouncementName: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let text: String

    /// Why a text is no name.
    package enum Invalid: Error, Hashable, Sendable {
        case empty
        /// A control character, `+` (it joins names), or a backslash.
        case impossibleCharacter(Character)
        /// An empty folder name, or one that begins with a dot.
        case impossibleFolder(String)
        /// More than 200 bytes.
        case tooLong(Int)
    }

    /// - Throws: `Invalid`.
    package init(_ text: String) throws(Invalid) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= 200 else { throw .tooLong(text.utf8.count) }
        // By scalars, as a file system sees it: an accent behind a slash or a dot does not hide it.
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

extension Unicode.Scalar {
    /// Whether it is a control character: C0, delete, C1.
    package var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }
}
