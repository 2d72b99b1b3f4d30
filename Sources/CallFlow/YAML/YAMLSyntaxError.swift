/// A syntax error as libyaml reports it.
struct YAMLSyntaxError: Error {
    /// In libyaml's words.
    var message: String
    var span: SourceSpan
    /// The construct being read, if libyaml names one.
    var context: YAMLProblem.Context?
    /// Where that construct began.
    var contextSpan: SourceSpan?
}

extension YAMLFinding {
    /// A syntax error, with a suggestion where the cause is a common one.
    init(_ error: YAMLSyntaxError, in source: SourceText) {
        var span = error.span
        // "Expected ']'" at the end of the file hides the bracket that was left open.
        if let start = error.contextSpan, source.isBlank(from: span) { span = start }
        let line = source.line(Int(span.line))
        let rest = line.dropFirst(Int(span.column) - 1)
        span.length = rest.isEmpty ? 0 : 1

        if error.context?.text.contains("flow") ?? false,
            let key = Self.commentedKey(before: Int(error.span.line), in: source)
        {
            self.init(problem: .keyIsCommentInBraces, span: key, suggestion: "\"#\"")
        } else if error.message.hasPrefix("Maximum nesting level") {
            // Newer versions of libyaml have a limit of their own, and they read ahead.
            self.init(problem: .tooDeep(limit: YAMLTree.maximumDepth), span: span)
        } else if rest.first == "\t" || error.message.contains("tab character") {
            self.init(problem: .tab, span: span)
        } else if let start = error.contextSpan, error.context?.text == "while scanning an alias" {
            // `*: repeat` is meant as a key; YAML reads an alias.
            let word = source.line(Int(start.line)).dropFirst(Int(start.column) - 1)
                .prefix { !" \t:,]}".unicodeScalars.contains($0) }
            let key = SourceSpan(line: start.line, column: start.column, length: UInt32(word.count))
            self.init(
                problem: .syntax(error.message, context: error.context), span: key,
                suggestion: yamlScalar(String(Substring(word))))
        } else if error.message == "found character that cannot start any token" || rest.first == ":" {
            let word = rest.prefix { !" \t,]}".unicodeScalars.contains($0) }
            span.length = UInt32(word.count)
            self.init(
                problem: .syntax(error.message, context: nil), span: span,
                suggestion: word.isEmpty ? nil : yamlScalar(String(Substring(word))))
        } else {
            self.init(problem: .syntax(error.message, context: error.context), span: span)
        }
    }
    /// The place of the last `#` that seems to be meant as a key in braces, which have no end since it is a comment.
    private static func commentedKey(before last: Int, in source: SourceText) -> SourceSpan? {
        for number in (max(1, last - 1000)...last).reversed() {
            let line = source.line(number)
            guard let key = line.commentedKey else { continue }
            return SourceSpan(line: UInt32(number), column: UInt32(line.count - key.count + 1), length: 1)
        }
        return nil
    }
}
