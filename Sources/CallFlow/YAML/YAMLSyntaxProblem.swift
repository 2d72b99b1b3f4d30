extension ProblemCollector {
    /// Adds what keeps a text from being YAML, with a way out where the cause is a common one.
    func add(_ error: YAMLEvents.SyntaxError, in source: SourceText) {
        var span = error.span
        if let began = error.contextSpan, isAfterAll(span, of: source) { span = began }
        let line = source.line(Int(span.line))
        let here = line.dropFirst(Int(span.column) - 1)
        span.length = here.isEmpty ? 0 : 1

        if error.problem.hasPrefix("Maximum nesting level") {
            // The parser looks ahead, and has a limit of its own.
            add(.tooDeep(limit: YAMLTree.deepest), at: span)
        } else if here.first == "\t" || error.problem.contains("tab character") {
            add(.tab, at: span)
        } else if let began = error.contextSpan, error.context?.text == "while scanning an alias" {
            // `*: repeat` is meant as a key; YAML takes it for an alias.
            let word = source.line(Int(began.line)).dropFirst(Int(began.column) - 1)
                .prefix { !" \t:,]}".unicodeScalars.contains($0) }
            add(.syntax(error.problem, context: error.context), at: began, suggestion: "\"\(Substring(word))\"")
        } else if error.problem == "found character that cannot start any token" || here.first == ":" {
            let word = here.prefix { !" \t,]}".unicodeScalars.contains($0) }
            add(.syntax(error.problem, context: nil), at: span, suggestion: "\"\(Substring(word))\"")
        } else {
            add(.syntax(error.problem, context: error.context), at: span)
        }
    }

    /// Whether nothing but the end of the file stands there or behind.
    private func isAfterAll(_ span: Span, of source: SourceText) -> Bool {
        guard source.line(Int(span.line)).dropFirst(Int(span.column) - 1).allSatisfy({ $0 == " " }) else {
            return false
        }
        return (Int(span.line) + 1..<max(Int(span.line) + 1, source.count + 1)).allSatisfy {
            source.line($0).allSatisfy { $0 == " " }
        }
    }

    /// Tells of lines that look like a choice for the key `#`, but are comments: `#: hangup`.
    func addCommentedKeys(in text: String) {
        // Hardly a file has one, so all of it is searched only for the two bytes.
        var last: UInt8 = 0
        let isThere = text.utf8.contains { byte in
            defer { last = byte }
            return byte == UInt8(ascii: ":") && last == UInt8(ascii: "#")
        }
        guard isThere else { return }
        let source = SourceText(text)
        for number in 1...source.count {
            let line = source.line(number)
            let key = line.drop { $0 == " " }
            guard key.starts(with: "#: ".unicodeScalars) else { continue }
            let column = line.count - key.count + 1
            add(
                .keyIsComment(String(Substring(key))),
                at: Span(line: UInt32(number), column: UInt32(column), length: UInt32(key.count)),
                suggestion: "\"#\"" + String(Substring(key.dropFirst())))
        }
    }
}
