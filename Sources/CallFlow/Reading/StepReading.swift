import Telephony

/// Where steps are written, which decides what bare words mean.
enum StepContext {
    /// The whole value of a number: a bare word is a step or a flow.
    case number
    case flow
    /// `repeat` and `back` are allowed.
    case menu

    /// The context of lists and branches inside this one.
    var inner: StepContext { self == .number ? .flow : self }
}

extension ConfigurationReader {
    /// Reads the steps that are the value of an entry.
    func steps(_ entry: YAMLNode.Entry, at path: String, in context: StepContext) -> StepListSyntax {
        guard !entry.value.isNothing else {
            problems.add(.noValue(entry.key.value), at: entry.key.span)
            return broken(entry.key, path: path)
        }
        return steps(entry.value, at: path, in: context)
    }

    /// Reads one step or a list of steps.
    func steps(_ node: YAMLNode, at path: String, in context: StepContext) -> StepListSyntax {
        guard case .list(let nodes) = node.content else {
            let step = step(node, at: "\(path)[0]", in: context, isListItem: false)
            return StepListSyntax(path: path, span: node.span, steps: [step])
        }
        guard !nodes.isEmpty else {
            problems.add(.emptyList, at: node.span)
            return broken(Located(value: "", span: node.span), path: path)
        }
        let steps = nodes.enumerated().map { index, node in
            step(node, at: "\(path)[\(index)]", in: context.inner, isListItem: true)
        }
        return StepListSyntax(path: path, span: node.span, steps: steps)
    }

    /// A list that could not be read.
    private func broken(_ word: Located<String>, path: String) -> StepListSyntax {
        let step = StepSyntax(action: .broken, span: word.span, word: word.value)
        return StepListSyntax(path: path, span: word.span, steps: [step])
    }

    private func step(
        _ node: YAMLNode, at path: String, in context: StepContext, isListItem: Bool
    ) -> StepSyntax {
        switch node.content {
        case .text(let text, _):
            let word = Located(value: text, span: node.span)
            return StepSyntax(action: bareStep(word, in: context, isListItem: isListItem), span: node.span, word: text)
        case .list:
            problems.add(.wrongKind("a step", expected: "a text or a mapping", found: "a list"), at: node.span)
            return StepSyntax(action: .broken, span: node.span, word: "")
        case .mapping(let entries):
            return step(entries, at: path, span: node.span, in: context.inner)
        }
    }

    func bareStep(
        _ word: Located<String>, in context: StepContext, isListItem: Bool
    ) -> StepSyntax.Action {
        // As the value of a key, a mapping needs braces: `1: flow: f` is not YAML.
        func mapping(_ key: StepWord) -> String {
            let entry = "\(key.rawValue): \(yamlScalar(word.value))"
            return isListItem ? entry : "{ \(entry) }"
        }
        if let step = StepWord(rawValue: word.value), step.isBare {
            return action(step, in: context, at: word.span)
        }
        let mayNameFlow =
            StepWord(rawValue: word.value) == nil
            || flows.contains(word.value) && !StepWord.reserved.contains(word.value)
        if context == .number, !word.value.isEmpty, mayNameFlow { return .flow(target(.flow, word, [])) }
        if StepWord(rawValue: word.value) != nil {
            problems.add(.noValue(word.value), at: word.span)
        } else if word.value.isEmpty {
            problems.add(.wrongKind("a step", expected: "a text or a mapping", found: "nothing"), at: word.span)
        } else if flows.contains(word.value) {
            problems.add(.unknownStep(word.value), at: word.span, suggestion: mapping(.flow))
            return .flow(word)
        } else if menus.contains(word.value) {
            problems.add(.unknownStep(word.value), at: word.span, suggestion: mapping(.menu))
            return .menu(word)
        } else if let announcement = try? AnnouncementName(word.value), announcements?.contains(announcement) ?? false {
            problems.add(.unknownStep(word.value), at: word.span, suggestion: mapping(.play))
        } else {
            let words = StepWord.allCases.filter { context == .menu || !$0.isOfMenus }.map(\.rawValue)
            problems.add(.unknownStep(word.value), at: word.span, closestTo: word.value, among: words)
        }
        return .broken
    }

    /// Returns a step that consists of one word.
    private func action(_ word: StepWord, in context: StepContext, at span: SourceSpan) -> StepSyntax.Action {
        switch word {
        case .voicemail: return .voicemail
        case .reject: return .reject(.rejected)
        case .hangup: return .hangup
        case .connect: return .connect
        case .repeat where context == .menu: return .repeat
        case .back where context == .menu: return .back
        default:
            problems.add(.outsideMenu(word.rawValue), at: span)
            return .broken
        }
    }

    private func step(
        _ entries: [YAMLNode.Entry], at path: String, span: SourceSpan, in context: StepContext
    ) -> StepSyntax {
        let main = entries.filter { StepWord(rawValue: $0.key.value) != nil }
        guard let first = main.first, let word = StepWord(rawValue: first.key.value) else {
            if let key = entries.first?.key {
                let words = StepWord.allCases.map(\.rawValue)
                let name = problems.add(.unknownStep(key.value), at: key.span, closestTo: key.value, among: words)
                if let name {
                    var meant = entries
                    meant[0].key.value = name
                    return step(meant, at: path, span: span, in: context)
                }
            } else {
                problems.add(.emptyList, at: span)
            }
            return StepSyntax(action: .broken, span: span, word: "")
        }
        if main.count > 1 { problems.add(.severalSteps(main.map(\.key.value)), at: main[1].key.span) }
        var entries = entries
        for (index, entry) in entries.enumerated() where StepWord(rawValue: entry.key.value) == nil {
            let key = entry.key.value
            if !word.optionKeys.contains(key) {
                let name = problems.add(
                    .unknownKey(key, of: "`\(word.rawValue)`"), at: entry.key.span, closestTo: key,
                    among: word.optionKeys)
                entries.rename(index, to: name)
            } else if entry.value.isNothing {
                problems.add(.noValue(key), at: entry.key.span)
            }
        }
        let others = entries.filter { word.optionKeys.contains($0.key.value) && !$0.value.isNothing }
        var action = action(word, first, others, at: path, in: context)
        if main.count > 1 { action = .broken }
        return StepSyntax(action: action, span: first.key.span, word: word.rawValue)
    }

    private func action(
        _ word: StepWord, _ entry: YAMLNode.Entry, _ others: [YAMLNode.Entry], at path: String, in context: StepContext
    ) -> StepSyntax.Action {
        guard !entry.value.isNothing || word.isBare else {
            problems.add(.noValue(word.rawValue), at: entry.key.span)
            return .broken
        }
        let owner = "`\(word.rawValue)`"
        switch word {
        case .play:
            let names = prompt(entry.value, of: owner)
            return names.isEmpty ? .broken : .play(names)
        case .menu: return text(entry.value, of: owner).map { .menu(target(.menu, $0, others)) } ?? .broken
        case .flow: return text(entry.value, of: owner).map { .flow(target(.flow, $0, others)) } ?? .broken
        case .do: return text(entry.value, of: owner).map { .do(target(.flow, $0, others)) } ?? .broken
        case .check: return check(entry, others, at: path, in: context)
        case .caller: return caller(entry, at: path, in: context)
        case .called: return called(entry, at: path, in: context)
        case .diverted: return diverted(entry, at: path, in: context)
        case .override: return override(entry)
        case .dial: return dial(entry, others)
        case .reject where !entry.value.isNothing:
            let reason = self.word(
                entry.value, of: owner, among: [Rejection.busy.rawValue, Rejection.rejected.rawValue])
            return reason.flatMap { Rejection(rawValue: $0) }.map { .reject($0) } ?? .broken
        default:
            if !entry.value.isNothing {
                let whole = entry.key.span.extended(to: entry.value.span)
                problems.add(
                    .takesNothing(word.rawValue), at: whole ?? entry.key.span,
                    suggestion: whole.map { _ in word.rawValue })
            }
            return action(word, in: context, at: entry.key.span)
        }
    }
}
