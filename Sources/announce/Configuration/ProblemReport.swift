import CallFlow
import Hosting
import LocalFiles
import Telephony

/// Prints problems of a file as compilers do: place, severity and message, the line itself, and a mark below the part
/// that is wrong.
struct ProblemReport {
    /// The file's name as printed.
    private let file: String
    private let source: SourceText
    /// The files that it names, by path.
    private let others: [String: SourceText]

    /// Scalars shown of a line, so that a file without line breaks does not fill the screen.
    private static let shown = 160

    init(_ text: ConfigurationText) {
        file = text.path.readable
        source = SourceText(text.text)
        others = text.files.contents.compactMapValues { content in
            if case .text(let text) = content { SourceText(text) } else { nil }
        }
    }

    /// Prints problems and their number on standard error; nothing if there are none.
    func print(_ problems: [ConfigurationProblem]) {
        Self.print(problems.flatMap(lines(for:)), of: problems.map(\.severity))
    }

    /// Prints lines about problems, and the problems' number; nothing if there are none.
    static func print(_ lines: [String], of severities: [ConfigurationProblem.Severity]) {
        guard !severities.isEmpty else { return }
        Console.note((lines + [problemCount(severities)]).joined(separator: "\n"))
    }

    func lines(for problem: ConfigurationProblem) -> [String] {
        let place = problem.place
        var result = [problem.description(file: file)]
        // The text of a large table is not kept.
        guard let line = (place.file.map { others[$0] } ?? source)?.line(place.line),
            line.contains(where: { $0 != " " && $0 != "\t" })
        else { return result }
        // Of a long line, a window around the place is shown.
        let column = min(max(0, place.column - 1), line.count)
        let skipped = max(0, column - Self.shown / 2)
        let window = line.dropFirst(skipped).prefix(Self.shown)
        let before = window.prefix(column - skipped)
        let marked = window.dropFirst(column - skipped).prefix(max(1, place.length))
        let shown = Substring(String(line).hidingPasswords).unicodeScalars.dropFirst(skipped).prefix(Self.shown)
        result.append("    " + Self.visible(shown))
        result.append(
            "    " + String(before.map { $0 == "\t" ? "\t" : " " as Character }.prefix(Self.width(before))) + "^"
                + String(repeating: "~", count: max(0, Self.width(marked) - 1)))
        return result
    }

    /// Columns on a terminal, approximately: combining characters take none.
    private static func width(_ text: Substring.UnicodeScalarView) -> Int { Substring(text).count }

    /// Replaces each control character by one mark: the terminal would obey it, and columns must be kept.
    private static func visible(_ text: Substring.UnicodeScalarView) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text {
            result.append(scalar.steersText && scalar != "\t" ? "\u{FFFD}" : scalar)
        }
        return String(result)
    }
}
