import Telephony

extension ConfigurationReader {
    /// Reads `numbers:`, including `outgoing:` and `default:`.
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
                    syntax.outgoing = numbers(outgoing, at: "numbers.outgoing", words: [])
                }
            default: incoming.append(entry)
            }
        }
        syntax.incoming = numbers(incoming, at: "numbers", words: ["default", "outgoing"])
    }

    /// - Parameter words: The words allowed among the numbers, for suggestions.
    private func numbers(_ entries: [YAMLNode.Entry], at path: String, words: [String]) -> [NumberSyntax] {
        var firstLines: [NumberPattern: UInt32] = [:]
        firstLines.reserveCapacity(entries.count)
        return entries.map { entry in
            let pattern = numberPattern(entry.key, orWordsLike: words)
            let steps = steps(entry, at: "\(path).\(pattern?.description ?? entry.key.value)", in: .number)
            if let pattern {
                if let line = firstLines[pattern] {
                    problems.add(.duplicateNumber(entry.key.value, firstLine: Int(line)), at: entry.key.span)
                } else {
                    firstLines[pattern] = entry.key.span.line
                }
            }
            return NumberSyntax(pattern: pattern, steps: steps)
        }
    }

    /// Reads `flows:`.
    func readFlows(_ node: YAMLNode) -> [FlowSyntax] {
        (entries(node, of: "`flows`") ?? []).map { entry in
            if StepWord.reserved.contains(entry.key.value) {
                problems.add(.reservedName(entry.key.value), at: entry.key.span)
            } else {
                checkName(entry.key)
            }
            return FlowSyntax(name: entry.key, steps: steps(entry, at: "flows.\(entry.key.value)", in: .flow))
        }
    }
}
