import Telephony

extension ConfigurationReader {
    /// Reads `dial:` with one to five numbers, extensions, people or rotas, a number that ends in `{keys}`, or `called-number`.
    func dial(_ entry: YAMLNode.Entry, _ others: [YAMLNode.Entry]) -> StepSyntax.Action {
        let callerID = others.first { $0.key.value == "caller-id" }
            .flatMap { text($0.value, of: "`caller-id`") }.flatMap { phoneNumber($0) }
        let anonymous = others.first { $0.key.value == "anonymous" }.flatMap { boolean($0.value, of: "`anonymous`") }
        func dial(_ target: Dial.Target, _ targets: [SourceSpan], people: [String] = []) -> StepSyntax.Action {
            .dial(Dial(target, people: people, callerID: callerID, anonymous: anonymous), targets: targets)
        }

        if case .text("called-number", _) = entry.value.content { return dial(.calledNumber, [entry.value.span]) }
        guard let texts = dialTargets(entry.value) else { return .broken }
        guard (1...5).contains(texts.count) else {
            problems.add(.numbersToDial(texts.count), at: texts.count > 5 ? texts[5].span : entry.value.span)
            return .broken
        }
        if let word = texts.first, texts.count == 1, let whole = entry.key.span.extended(to: word.span),
            !people.contains(word.value), !rotas.contains(word.value),
            word.value == "voicemail" || Suggestion.closest(to: word.value, among: ["voicemail"]) != nil
        {
            problems.add(.voicemailDialled, at: whole, suggestion: StepWord.voicemail.rawValue)
            return .broken
        }
        if let keyed = texts.first(where: { $0.value.contains(KeyedNumber.placeholder) }) {
            guard texts.count == 1 else {
                problems.add(.keysAmongNumbers, at: keyed.span)
                return .broken
            }
            return keyedNumber(keyed).map { dial(.keyed($0), [keyed.span]) } ?? .broken
        }
        let names = texts.filter { people.contains($0.value) || rotas.contains($0.value) }
        let written = texts.filter { !people.contains($0.value) && !rotas.contains($0.value) }
        let words = ["called-number"] + people + rotas
        let targets = written.compactMap { text in
            dialTarget(text, orWordsLike: words).map { Located(value: $0, span: text.span) }
        }
        guard targets.count == written.count else { return .broken }
        return dial(
            .numbers(targets.map(\.value)), targets.map(\.span) + names.map(\.span), people: names.map(\.value))
    }

    /// Returns a phone number or an extension.
    func dialTarget(_ text: Located<String>, orWordsLike words: [String] = []) -> DialTarget? {
        if let number = ExtensionNumber(text.value) { return .extension(number) }
        return phoneNumber(text, orWordsLike: words).map { .number($0) }
    }

    private func keyedNumber(_ text: Located<String>) -> KeyedNumber? {
        do throws(KeyedNumber.ParseError) {
            return try KeyedNumber(text.value)
        } catch {
            switch error {
            case .keysNotLast: problems.add(.keysNotLast, at: text.span)
            case .prefix(.national(_)):
                problems.add(
                    .nationalNumber(text.value), at: text.span, suggestion: yamlScalar(international(text.value)))
            case .prefix(let reason): problems.add(.badNumber(text.value, reason), at: text.span)
            }
            return nil
        }
    }

    private func dialTargets(_ node: YAMLNode) -> [Located<String>]? {
        guard case .list(let nodes) = node.content else { return text(node, of: "`dial`").map { [$0] } }
        let texts = nodes.compactMap { text($0, of: "a number to dial") }
        return texts.count == nodes.count ? texts : nil
    }
}
