import Telephony

extension ConfigurationReader {
    /// Reads `numbers:`, including `outgoing:`, `names:` and `default:`.
    func readNumbers(_ node: YAMLNode, into syntax: inout ConfigurationSyntax) {
        guard let entries = entries(node, of: "`numbers`") else { return }
        var incoming: [YAMLNode.Entry] = []
        for entry in entries {
            switch entry.key.value {
            case "default":
                syntax.otherwise = steps(entry, at: "numbers.default", in: .number)
            case "outgoing":
                if entry.value.isNothing {
                    problems.add(.noValue("outgoing"), at: entry.key.span)
                } else if let outgoing = self.entries(entry.value, of: "`outgoing`") {
                    var spans: [NumberPattern: SourceSpan] = [:]
                    syntax.outgoing = numbers(outgoing, at: "numbers.outgoing", words: [], spans: &spans)
                }
            case "names":
                if entry.value.isNothing {
                    problems.add(.noValue("names"), at: entry.key.span)
                } else {
                    syntax.numberNames = names(entry.value)
                }
            default: incoming.append(entry)
            }
        }
        syntax.incoming = numbers(
            incoming, at: "numbers", words: ["default", "outgoing", "names"], spans: &syntax.numberSpans)
    }

    /// - Parameter words: The words allowed among the numbers, for suggestions.
    private func numbers(
        _ entries: [YAMLNode.Entry], at path: String, words: [String], spans: inout [NumberPattern: SourceSpan]
    ) -> [NumberSyntax] {
        spans.reserveCapacity(entries.count)
        return entries.map { entry in
            let pattern = numberPattern(entry.key, orWordsLike: words)
            let steps = steps(entry, at: "\(path).\(pattern?.description ?? entry.key.value)", in: .number)
            if let pattern {
                if let first = spans[pattern] {
                    problems.add(duplicate(entry.key, of: first), at: entry.key.span)
                } else {
                    spans[pattern] = entry.key.span
                }
            }
            return NumberSyntax(pattern: pattern, steps: steps)
        }
    }

    private func names(_ node: YAMLNode) -> [(number: Located<NumberPattern>, name: String)] {
        var spans: [NumberPattern: SourceSpan] = [:]
        return (entries(node, of: "`names`") ?? []).compactMap { entry in
            guard let pattern = numberPattern(entry.key, orWordsLike: []) else { return nil }
            if let first = spans.updateValue(entry.key.span, forKey: pattern) {
                problems.add(duplicate(entry.key, of: first), at: entry.key.span)
            }
            guard !entry.value.isNothing else {
                problems.add(.noValue(entry.key.value), at: entry.key.span)
                return nil
            }
            guard let text = text(entry.value, of: "the name of \(quoted(entry.key.value))"), isName(text) else {
                return nil
            }
            return (Located(value: pattern, span: entry.key.span), text.value.trimmed)
        }
    }

    /// Whether a text can be the name of a number; otherwise it is reported.
    func isName(_ text: Located<String>) -> Bool {
        if NumberNames.isName(text.value) { return true }
        problems.add(
            .badValue("the name of a number", expected: "1 to \(NumberNames.longest) characters on one line"),
            at: text.span)
        return false
    }

    /// The problem of a number that is already at another place.
    func duplicate(_ number: Located<String>, of first: SourceSpan) -> ConfigurationProblem.Kind {
        guard first.file != number.span.file, let sources else {
            return .duplicateNumber(number.value, firstLine: Int(first.line))
        }
        return .definedTwice(number.value, sources.at(first))
    }

    /// Reads `flows:`.
    func readFlows(_ node: YAMLNode) -> [FlowSyntax] {
        (entries(node, of: "`flows`") ?? []).compactMap { entry in
            if StepWord.reserved.contains(entry.key.value) {
                problems.add(.reservedName(entry.key.value), at: entry.key.span)
            } else {
                checkName(entry.key, hasFolder: true)
            }
            return templates[.flow, entry.key.value] == nil ? flow(entry, named: entry.key.value) : nil
        }
    }

    /// - Parameter name: The key, or, of a flow with parameters, the name of the instance.
    func flow(_ entry: YAMLNode.Entry, named name: String) -> FlowSyntax {
        FlowSyntax(
            name: Located(value: name, span: entry.key.span), title: entry.key.value,
            steps: steps(entry, at: "flows.\(name)", in: .flow))
    }
}
