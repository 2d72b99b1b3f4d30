/// Gathers what is wrong, so that one run tells all of it.
final class ProblemCollector {
    private var found: [(kind: Problem.Kind, span: Span, suggestion: String?)] = []
    private(set) var hasErrors = false
    /// Comparing a wrong name with all that exist takes time; a file with more wrong names than this has other worries.
    private var suggestionsLeft = 200

    func add(_ kind: Problem.Kind, at span: Span, suggestion: String? = nil) {
        found.append((kind, span, suggestion))
        if kind.severity == .error { hasErrors = true }
    }

    /// Adds a problem with the candidate most like `word` as its suggestion, and returns that.
    @discardableResult
    func add(
        _ kind: Problem.Kind, at span: Span, closestTo word: String, among candidates: some Sequence<String>
    ) -> String? {
        var suggestion: String?
        if suggestionsLeft > 0 {
            suggestionsLeft -= 1
            suggestion = Suggestion.closest(to: word, among: candidates)
        }
        add(kind, at: span, suggestion: suggestion)
        return suggestion
    }

    /// By place in the file, none twice.
    func problems(in text: String) -> [Problem] {
        guard !found.isEmpty else { return [] }
        var source = SourceText(text)
        var seen: Set<Problem> = []
        return found.enumerated()
            .sorted {
                let (left, right) = ($0.element.span, $1.element.span)
                return (left.line, left.column, $0.offset) < (right.line, right.column, $1.offset)
            }
            .map { Problem($0.element.kind, at: source.place($0.element.span), suggestion: $0.element.suggestion) }
            .filter { seen.insert($0).inserted }
    }
}
