import CallFlow

/// Problems as compilers write them: place, severity and sentence, the line itself, and a mark below what is wrong.
struct ProblemText {
    /// What the file is called, for people.
    let file: String
    private let lines: [Substring.UnicodeScalarView]

    /// Scalars of a line that are shown around the place, so that a file without line breaks does not fill the screen.
    private static let shown = 160

    init(file: String, text: String) {
        self.file = file
        lines = Self.lines(of: text)
    }

    func lines(for problem: ConfigurationProblem) -> [String] {
        let place = problem.place
        var result = [problem.description(file: file)]
        guard lines.indices.contains(place.line - 1) else { return result }
        let line = lines[place.line - 1]
        guard line.contains(where: { $0 != " " && $0 != "\t" }) else { return result }
        // The place somewhere in the window, with more to its left where the line is long.
        let column = min(max(0, place.column - 1), line.count)
        let skipped = max(0, column - Self.shown / 2)
        let window = line.dropFirst(skipped).prefix(Self.shown)
        let before = window.prefix(column - skipped)
        let marked = window.dropFirst(column - skipped).prefix(max(1, place.length))
        result.append("    " + Self.visible(window))
        result.append(
            "    " + String(before.map { $0 == "\t" ? "\t" : " " as Character }.prefix(Self.width(before))) + "^"
                + String(repeating: "~", count: max(0, Self.width(marked) - 1)))
        return result
    }

    /// Characters, as a terminal counts them, near enough: what is combined is one.
    private static func width(_ text: Substring.UnicodeScalarView) -> Int { Substring(text).count }

    /// Control characters shown as one mark each: they would do something to the terminal, and the columns must stay.
    private static func visible(_ text: Substring.UnicodeScalarView) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            result.append(isControl && scalar != "\t" ? "\u{FFFD}" : scalar)
        }
        return String(result)
    }

    /// Lines as YAML counts them: U+0085, U+2028 and U+2029 end one too.
    private static func lines(of text: String) -> [Substring.UnicodeScalarView] {
        let scalars = text.unicodeScalars
        var lines: [Substring.UnicodeScalarView] = []
        var start = scalars.startIndex
        var index = start
        while index < scalars.endIndex {
            let end = index
            let scalar = scalars[index]
            scalars.formIndex(after: &index)
            switch scalar {
            case "\r": if index < scalars.endIndex, scalars[index] == "\n" { scalars.formIndex(after: &index) }
            case "\n", "\u{85}", "\u{2028}", "\u{2029}": break
            default: continue
            }
            lines.append(scalars[start..<end])
            start = index
        }
        lines.append(scalars[start...])
        return lines
    }
}
