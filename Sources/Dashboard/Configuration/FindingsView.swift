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
        let kind = errors > 0 ? "bad" : warnings > 0 ? "note" : "good"
        let verdict: HTML =
            "<p class=\"\(kind)\">\(Texts.Configuration.verdict(errors: errors, warnings: warnings))</p>"
        let hidden = reading.problems.count - Self.most
        let more: HTML? = hidden > 0 ? "<p>\(Texts.Configuration.moreFindings(hidden))</p>" : nil
        let english: HTML? =
            Language.current == .english || reading.problems.isEmpty
            ? nil : "<p class=\"faint\">\(Texts.Configuration.findingsAreEnglish)</p>"
        return """
            \(verdict)\(english)<ol class="findings">\(reading.problems.prefix(Self.most).map(item))</ol>\(more)\
            \(changes.map { "<h2>\(Texts.Configuration.changes)</h2>\($0.html)" as HTML })
            """
    }

    private func item(_ problem: ConfigurationProblem) -> HTML {
        let place = problem.place
        if let file = place.file {
            return """
                <li class="\(problem.severity.rawValue)"><code>\(file)</code>, \
                \(Texts.Configuration.place(line: place.line, column: place.column)) \
                <strong>\(Texts.Configuration.severity(problem.severity))</strong>: <span lang="en">\(problem.message)</span></li>
                """
        }
        let line = lines.indices.contains(place.line - 1) ? String(lines[place.line - 1].prefix(160)) : ""
        let excerpt: HTML? = line.allSatisfy(\.isWhitespace) ? nil : "<pre>\(line)</pre>"
        return """
            <li class="\(problem.severity.rawValue)"><a href="#text" data-line="\(place.line)" data-column="\(place.column)" \
            data-length="\(place.length)">\(Texts.Configuration.place(line: place.line, column: place.column))</a> \
            <strong>\(Texts.Configuration.severity(problem.severity))</strong>: <span lang="en">\(problem.message)</span>\(excerpt)</li>
            """
    }
}
