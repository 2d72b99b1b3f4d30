import Telephony

extension GoldenCallReader {
    /// The words of `announce call --json`, and every end as a word of its own.
    private enum Word: String, CaseIterable {
        case hear, press, silence, dial, end
        case hangup, connect, voicemail, reject, busy

        var end: CallEnd? { CallEnd(rawValue: rawValue) }
        /// The keys allowed next to the word: the length of a prompt is printed, but not compared.
        var optionKeys: [String] { self == .hear ? ["seconds"] : [] }
    }

    /// Returns one step or a list of steps; `nil` for each that could not be read.
    func steps(_ node: YAMLNode) -> [Located<GoldenCall.Step?>] {
        guard case .list(let nodes) = node.content else { return [step(node)] }
        if nodes.isEmpty { problems.add(.emptyList, at: node.span) }
        let steps = nodes.map(step)
        let last = steps.firstIndex { $0.value?.isEnd ?? false }
        if let last, last + 1 < steps.count {
            problems.add(.unreachable(after: steps[last].value?.word ?? ""), at: steps[last + 1].span)
        }
        return steps
    }

    private func step(_ node: YAMLNode) -> Located<GoldenCall.Step?> {
        switch node.content {
        case .text(let text, _):
            return Located(value: bareStep(Located(value: text, span: node.span)), span: node.span)
        case .list:
            problems.add(.wrongKind("a step", expected: "a text or a mapping", found: "a list"), at: node.span)
            return Located(value: nil, span: node.span)
        case .mapping(let entries):
            return Located(value: step(entries, at: node.span), span: node.span)
        }
    }

    private func bareStep(_ text: Located<String>) -> GoldenCall.Step? {
        switch Word(rawValue: text.value) {
        case .silence: return .silence
        case let word?:
            if let end = word.end { return .end(end) }
            problems.add(.noValue(word.rawValue), at: text.span)
        case nil where text.value.isEmpty:
            problems.add(.wrongKind("a step", expected: "a text or a mapping", found: "nothing"), at: text.span)
        case nil: reportUnknownStep(text)
        }
        return nil
    }

    private func reportUnknownStep(_ word: Located<String>) {
        if word.value == "play" {
            // The configuration plays what a golden call hears.
            problems.add(.unknownStep(word.value), at: word.span, suggestion: Word.hear.rawValue)
        } else {
            let words = Word.allCases.map(\.rawValue)
            problems.add(.unknownStep(word.value), at: word.span, closestTo: word.value, among: words)
        }
    }

    private func step(_ entries: [YAMLNode.Entry], at span: SourceSpan) -> GoldenCall.Step? {
        let main = entries.filter { Word(rawValue: $0.key.value) != nil }
        guard let entry = main.first, let word = Word(rawValue: entry.key.value) else {
            if let key = entries.first?.key { reportUnknownStep(key) } else { problems.add(.emptyList, at: span) }
            return nil
        }
        for other in entries where Word(rawValue: other.key.value) == nil {
            let key = other.key.value
            guard !word.optionKeys.contains(key) else { continue }
            problems.add(
                .unknownKey(key, of: "`\(word.rawValue)`"), at: other.key.span, closestTo: key, among: word.optionKeys)
        }
        guard main.count == 1 else {
            problems.add(.severalSteps(main.map(\.key.value)), at: main[1].key.span)
            return nil
        }
        if let end = word.end {
            if entry.value.isNothing { return .end(end) }
            // The configuration writes `reject: busy`.
            let suggestion = word == .reject && entry.value.text == "busy" ? "busy" : word.rawValue
            let whole = entry.key.span.extended(to: entry.value.span)
            problems.add(
                .takesNothing(word.rawValue), at: whole ?? entry.key.span, suggestion: whole.map { _ in suggestion })
            return nil
        }
        guard !entry.value.isNothing else {
            problems.add(.noValue(word.rawValue), at: entry.key.span)
            return nil
        }
        return step(word, entry.value)
    }

    private func step(_ word: Word, _ value: YAMLNode) -> GoldenCall.Step? {
        switch word {
        case .hear: return prompt(value).map { .hear($0) }
        case .press: return keys(value).map { .press($0) }
        case .dial:
            let texts = values.texts(value, of: "`dial`")
            if texts.count > 5 { problems.add(.numbersToDial(texts.count), at: texts[5].span) }
            let numbers = texts.compactMap { values.dialTarget($0) }
            return numbers.isEmpty || numbers.count < texts.count ? nil : .dial(numbers)
        case .end:
            return values.word(value, of: "`end`", among: CallEnd.allCases.map(\.rawValue))
                .flatMap { CallEnd(rawValue: $0) }.map { .end($0) }
        default:
            if value.text == "true" { return .silence }
            problems.add(.badValue("`silence`", expected: "`true`"), at: value.span, suggestion: "true")
            return nil
        }
    }

    /// Returns a prompt: names as a list, or joined by `+` as `announce call` prints them.
    private func prompt(_ node: YAMLNode) -> Prompt? {
        let texts = values.texts(node, of: "`hear`").flatMap { text in
            text.value.split(separator: "+", omittingEmptySubsequences: false).map {
                Located(value: $0.trimmed, span: text.span)
            }
        }
        let names = texts.compactMap { text -> AnnouncementName? in
            do throws(AnnouncementName.ParseError) {
                let name = try AnnouncementName(text.value)
                guard let known = values.announcements, !known.contains(name) else { return name }
                let kind = ConfigurationProblem.Kind.unknownName(.announcement, name.text)
                problems.add(kind, at: text.span, closestTo: name.text, among: known.map(\.text))
            } catch {
                problems.add(.badValue("`hear`", expected: error.words), at: text.span)
            }
            return nil
        }
        return names.count == texts.count ? Prompt(names) : nil
    }

    private func keys(_ node: YAMLNode) -> String? {
        guard let text = values.text(node, of: "`press`") else { return nil }
        if !text.value.isEmpty, text.value.allSatisfy({ "0123456789*#".contains($0) }) { return text.value }
        problems.add(
            .badValue("`press`", expected: "keys (0 to 9, `*` and `#`); if none is pressed, write `silence`"),
            at: text.span)
        return nil
    }
}

extension GoldenCall.Step {
    fileprivate var isEnd: Bool {
        switch self {
        case .dial, .end: true
        case .hear, .press, .silence: false
        }
    }

    fileprivate var word: String {
        if case .end(let end) = self { return end.rawValue }
        return "dial"
    }
}

extension YAMLNode {
    fileprivate var text: String? {
        if case .text(let text, _) = content { return text }
        return nil
    }
}
