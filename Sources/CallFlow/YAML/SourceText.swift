/// The text of a file, split into lines as YAML 1.1 counts them: U+0085, U+2028 and U+2029 end a line too.
package struct SourceText: Sendable {
    private var lines: [Substring.UnicodeScalarView] = []
    /// The place looked up last.
    private var last: (line: UInt32, column: UInt32, index: String.Index)
    /// The path of places in it.
    private let file: String?

    /// - Parameter file: As in `Place.file`.
    package init(_ text: String, file: String? = nil) {
        self.file = file
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

    /// The number of lines, at least 1.
    var count: Int { lines.count }

    /// A line without its line break; empty beyond the end.
    ///
    /// - Parameter number: From 1.
    package func line(_ number: Int) -> Substring.UnicodeScalarView {
        lines.indices.contains(number - 1) ? lines[number - 1] : Substring().unicodeScalars
    }

    /// Whether only blanks follow from the beginning of a span to the end of the text.
    func isBlank(from span: SourceSpan) -> Bool {
        guard line(Int(span.line)).dropFirst(Int(span.column) - 1).allSatisfy({ $0 == " " }) else { return false }
        return (Int(span.line) + 1..<max(Int(span.line) + 1, count + 1)).allSatisfy { number in
            line(number).allSatisfy { $0 == " " }
        }
    }

    /// The place of a span, with its text.
    ///
    /// Fastest in ascending order: a column is found by counting from the place looked up last, since a line can be as
    /// long as the file.
    mutating func place(_ span: SourceSpan) -> Place {
        let line = line(Int(span.line))
        let continuesLine = span.line == last.line && span.column >= last.column
        let start =
            continuesLine
            ? line.index(last.index, offsetBy: Int(span.column - last.column), limitedBy: line.endIndex)
            : line.index(line.startIndex, offsetBy: Int(span.column) - 1, limitedBy: line.endIndex)
        if let start { last = (span.line, span.column, start) }
        let text = String(
            Substring(line[(start ?? line.endIndex)...].prefix(min(Int(span.length), Place.maximumLength))))
        return Place(
            line: Int(span.line), column: Int(span.column), length: text.unicodeScalars.count, text: text, file: file)
    }
}
