import CallFlow

/// The findings about a text and the changes it would make, below the editor; the same as in `announce check`.
struct FindingsView {
    let reading: ConfigurationFile.Reading
    /// Nil if the text has errors or is unchanged.
    let changes: ConfigurationChanges?
    /// Lines of the text.
    private let lines: [Substring]

    init(_ reading: ConfigurationFile.Reading, of text: String, changes: ConfigurationChanges?) {
        self.reading = reading
        self.changes = changes
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }

    private static let most = 100

    var html: HTML {
        let errors = reading.problems.count { $0.severity == .error }
        let warnings = reading.problems.count - errors
        let verdict: HTML =
            if errors > 0 {
                "<p class=\"bad\">\(Self.count(errors, "error"))\(warnings > 0 ? ", " + Self.count(warnings, "warning") : ""); cannot be saved.</p>"
            } else if warnings > 0 {
                "<p class=\"note\">\(Self.count(warnings, "warning")); can be saved.</p>"
            } else {
                "<p class=\"good\">No errors or warnings.</p>"
            }
        let more: HTML? =
            reading.problems.count > Self.most
            ? "<p>… and \(reading.problems.count - Self.most) more: <code>announce check</code> lists all.</p>" : nil
        return """
            \(verdict)<ol class="findings">\(reading.problems.prefix(Self.most).map(item))</ol>\(more)\
            \(changes.map { "<h2>Changes</h2>\($0.html)" as HTML })
            """
    }

    private func item(_ problem: ConfigurationProblem) -> HTML {
        let place = problem.place
        if let file = place.file {
            return """
                <li class="\(problem.severity.rawValue)"><code>\(file)</code>, line \(place.line), column \(place.column) \
                <strong>\(problem.severity.rawValue)</strong>: \(problem.message)</li>
                """
        }
        let line = lines.indices.contains(place.line - 1) ? String(lines[place.line - 1].prefix(160)) : ""
        let excerpt: HTML? = line.allSatisfy(\.isWhitespace) ? nil : "<pre>\(line)</pre>"
        return """
            <li class="\(problem.severity.rawValue)"><a href="#text" data-line="\(place.line)" data-column="\(place.column)" \
            data-length="\(place.length)">Line \(place.line), column \(place.column)</a> \
            <strong>\(problem.severity.rawValue)</strong>: \(problem.message)\(excerpt)</li>
            """
    }

    private static func count(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
}
