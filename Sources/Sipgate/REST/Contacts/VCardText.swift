/// The logical lines of a vCard: folded lines are joined, empty lines are skipped.
struct VCardText {
    /// The lines with their numbers in the text, from 1.
    private(set) var lines: [(number: Int, text: String)] = []

    init(_ text: String) {
        let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
        var isOpen = false
        for (offset, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let isEmpty = line.allSatisfy(\.isWhitespace)
            if !append(line, isOpen: isOpen), !isEmpty { lines.append((offset + 1, String(line))) }
            isOpen = !isEmpty
        }
    }

    /// Appends a line to the previous one if it continues it.
    ///
    /// - Parameter isOpen: whether no empty line is between the two.
    private mutating func append(_ next: Substring, isOpen: Bool) -> Bool {
        guard let last = lines.indices.last else { return false }
        let encoding = isOpen ? VCardHead(lines[last].text)?.encoding : nil
        if encoding?.isQuotedPrintable == true, lines[last].text.hasSuffix("=") {
            // A soft line break of vCard 2.1.
            lines[last].text.removeLast()
            lines[last].text += next
        } else if next.unicodeScalars.first == " " || next.unicodeScalars.first == "\t" {
            lines[last].text += String(next.unicodeScalars.dropFirst())
        } else if encoding?.isBase64 == true, !next.contains(":"), !next.isEmpty {
            // The lines of a picture in vCard 2.1 need not be indented.
            lines[last].text += next
        } else {
            return false
        }
        return true
    }
}
