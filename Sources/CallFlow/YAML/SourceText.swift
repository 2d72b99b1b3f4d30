/// Where a value stands: a stretch of one line.
struct Span: Hashable {
    /// From 1.
    var line: UInt32
    /// From 1, in Unicode scalars.
    var column: UInt32
    /// In Unicode scalars, to the end of the line where the value goes on in the next.
    var length: UInt32

    static let start = Span(line: 1, column: 1, length: 0)
}

/// A value and where it stands.
struct Located<Value> {
    var value: Value
    var span: Span
}

extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}

/// The text of a file by lines, as YAML counts them: U+0085, U+2028 and U+2029 end a line too.
struct SourceText {
    private var lines: [Substring.UnicodeScalarView] = []
    /// What was looked up last.
    private var last: (line: UInt32, column: UInt32, index: String.Index)

    init(_ text: String) {
        let scalars = text.unicodeScalars
        last = (0, 0, scalars.startIndex)
        var (start, index) = (scalars.startIndex, scalars.startIndex)
        while index < scalars.endIndex {
            let scalar = scalars[index]
            let end = index
            scalars.formIndex(after: &index)
            switch scalar {
            case "\r":
                if index < scalars.endIndex, scalars[index] == "\n" { scalars.formIndex(after: &index) }
            case "\n", "\u{85}", "\u{2028}", "\u{2029}": break
            default: continue
            }
            lines.append(Substring(text[start..<end]).unicodeScalars)
            start = index
        }
        lines.append(Substring(text[start...]).unicodeScalars)
    }

    var count: Int { lines.count }

    /// `line` from 1; empty beyond the end.
    func line(_ number: Int) -> Substring.UnicodeScalarView {
        lines.indices.contains(number - 1) ? lines[number - 1] : Substring().unicodeScalars
    }

    /// Looks up places quickest in their order: a line can be as long as the file.
    mutating func place(_ span: Span) -> Place {
        let line = line(Int(span.line))
        let isBehind = span.line == last.line && span.column >= last.column
        let start =
            isBehind
            ? line.index(last.index, offsetBy: Int(span.column - last.column), limitedBy: line.endIndex)
            : line.index(line.startIndex, offsetBy: Int(span.column) - 1, limitedBy: line.endIndex)
        if let start { last = (span.line, span.column, start) }
        let text = String(Substring(line[(start ?? line.endIndex)...].prefix(min(Int(span.length), Place.longest))))
        return Place(line: Int(span.line), column: Int(span.column), length: text.unicodeScalars.count, text: text)
    }
}
