/// A text with replacements that are not made yet. All positions are those of the text before them, in Unicode scalars.
struct TextPatch {
    let scalars: [Unicode.Scalar]
    /// The line break of the text: that of its first line.
    let lineBreak: String
    private var replacements: [(range: Range<Int>, text: String)] = []

    init(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        let first = scalars.firstIndex(of: "\n")
        let isPair = first.map { $0 > 0 && scalars[$0 - 1] == "\r" } ?? false
        (self.scalars, lineBreak) = (scalars, isPair ? "\r\n" : "\n")
    }

    mutating func replace(_ range: Range<Int>, with text: String) { replacements.append((range, text)) }
    mutating func insert(_ text: String, at index: Int) { replace(index..<index, with: text) }
    mutating func delete(_ range: Range<Int>) { replace(range, with: "") }

    /// Replaces a part of a line; a comment behind it stays in its column if there is room.
    mutating func replaceInLine(_ range: Range<Int>, with text: String) {
        replace(range, with: text)
        let added = text.unicodeScalars.count - range.count
        let rest = scalars[range.upperBound..<endOfLine(at: range.upperBound)]
        let blanks = rest.prefix { $0 == " " }
        guard added != 0, blanks.count > 1, rest.dropFirst(blanks.count).first == "#" else { return }
        replace(
            blanks.startIndex..<blanks.endIndex, with: String(repeating: " ", count: max(1, blanks.count - added)))
    }

    /// The text with all replacements, which must not overlap; those of one place come in the order in which they were made.
    var result: String {
        var result = String.UnicodeScalarView()
        var index = 0
        let sorted = replacements.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }
        for (range, text) in sorted.map(\.element) {
            result.append(contentsOf: scalars[index..<max(index, range.lowerBound)])
            result.append(contentsOf: text.unicodeScalars)
            index = max(index, range.upperBound)
        }
        result.append(contentsOf: scalars[index...])
        return String(result)
    }

    // MARK: Lines

    /// The first position of the line that a position is in.
    func startOfLine(at index: Int) -> Int {
        (scalars[..<index].lastIndex { $0.isLineBreak } ?? -1) + 1
    }

    /// The position of the line break that ends the line of a position, or the end of the text.
    func endOfLine(at index: Int) -> Int { scalars[index...].firstIndex { $0.isLineBreak } ?? scalars.count }

    /// The first position of the next line, or the end of the text.
    func startOfNextLine(after index: Int) -> Int {
        let end = endOfLine(at: index)
        guard end < scalars.count else { return end }
        let isPair = scalars[end] == "\r" && end + 1 < scalars.count && scalars[end + 1] == "\n"
        return end + (isPair ? 2 : 1)
    }

    /// Whether only blanks are before a position in its line.
    func startsLine(_ index: Int) -> Bool { scalars[startOfLine(at: index)..<index].allSatisfy { $0 == " " } }

    /// Whether there is a line break between two positions.
    func isBroken(_ range: Range<Int>) -> Bool { scalars[range].contains { $0.isLineBreak } }

    /// Blanks up to the column of a position.
    func indentation(of index: Int) -> String {
        String(repeating: " ", count: index - startOfLine(at: index))
    }
}

extension Unicode.Scalar {
    /// As libyaml counts lines.
    var isLineBreak: Bool {
        switch self {
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }
}
