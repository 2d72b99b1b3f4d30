/// Collects the problems of one file, so that one run reports all of them.
final class ProblemCollector {
    private var found: [(kind: ConfigurationProblem.Kind, span: SourceSpan, suggestion: String?)] = []
    /// The text at a place of a file whose text is not kept.
    private var excerpts: [SourceSpan: String] = [:]
    private(set) var hasErrors = false
    /// A suggestion compares a wrong name with every known one, so a file of nothing but wrong names would take long.
    private var suggestionsLeft = 200

    func add(_ kind: ConfigurationProblem.Kind, at span: SourceSpan, suggestion: String? = nil) {
        found.append((kind, span, suggestion))
        if kind.severity == .error { hasErrors = true }
    }

    /// Says what is written at a place of a file whose text is not kept.
    func note(_ text: String, at span: SourceSpan) { excerpts[span] = text }

    /// Returns the root of a document after adding its problems as YAML; `nil`, and reported, if there is nothing to
    /// read.
    func root(of document: YAMLDocument) -> YAMLNode? {
        add(document.findings)
        if let root = document.root, !root.isNothing { return root }
        if !hasErrors { add(.emptyFile, at: .start) }
        return nil
    }

    /// Adds problems of a text as YAML.
    func add(_ findings: [YAMLFinding]) {
        for finding in findings { add(.yaml(finding.problem), at: finding.span, suggestion: finding.suggestion) }
    }

    /// Adds a problem, suggesting the candidate most similar to `word`, and returns that suggestion.
    @discardableResult
    func add(
        _ kind: ConfigurationProblem.Kind, at span: SourceSpan, closestTo word: String,
        among candidates: some Sequence<String>
    ) -> String? {
        var suggestion: String?
        if suggestionsLeft > 0 {
            suggestionsLeft -= 1
            suggestion = Suggestion.closest(to: word, among: candidates)
        }
        add(kind, at: span, suggestion: suggestion.map(yamlScalar))
        return suggestion
    }

    /// Returns the problems in file order, without duplicates.
    ///
    /// - Parameter text: The file that the spans refer to.
    func problems(in text: String) -> [ConfigurationProblem] { problems(in: [(nil, text)]) }

    /// Returns the problems by file, in file order, without duplicates.
    ///
    /// - Parameter files: For the number of each file in spans, its path, and its text.
    func problems(in files: [(path: String?, text: String)]) -> [ConfigurationProblem] {
        var sources: [UInt16: SourceText] = [:]
        var seen: Set<ConfigurationProblem> = []
        return found.enumerated()
            .sorted {
                let (left, right) = ($0.element.span, $1.element.span)
                return (left.file, left.line, left.column, $0.offset)
                    < (right.file, right.line, right.column, $1.offset)
            }
            .map {
                let span = $0.element.span
                let file = files[Int(span.file)]
                var place = sources[span.file, default: SourceText(file.text, file: file.path)].place(span)
                if let text = excerpts[span] { (place.text, place.length) = (text, Int(span.length)) }
                return ConfigurationProblem($0.element.kind, at: place, suggestion: $0.element.suggestion)
            }
            .filter { seen.insert($0).inserted }
    }
}
