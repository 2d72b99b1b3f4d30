import Telephony

extension ConfigurationReader {
    /// Reads `check: SCHEDULE` with its branches, which are written next to it.
    func check(
        _ entry: YAMLNode.Entry, _ branches: [YAMLNode.Entry], at path: String, in context: StepContext
    ) -> StepSyntax.Action {
        guard let schedule = text(entry.value, of: "`check`") else { return .broken }
        func branch(_ key: String) -> StepListSyntax? {
            branches.first { $0.key.value == key }.map { steps($0, at: "\(path).\(key)", in: context) }
        }
        let (open, closed, holiday) = (branch("open"), branch("closed"), branch("holiday"))
        guard !branches.isEmpty else {
            problems.add(.noBranches("check"), at: entry.key.span)
            return .broken
        }
        return .check(schedule, open: open, closed: closed, holiday: holiday)
    }

    /// Reads `caller:` with a branch per number, prefix or `anonymous`.
    func caller(_ entry: YAMLNode.Entry, at path: String, in context: StepContext) -> StepSyntax.Action {
        guard let entries = entries(entry.value, of: "`caller`") else { return .broken }
        guard !entries.isEmpty else {
            problems.add(.noBranches("caller"), at: entry.key.span)
            return .broken
        }
        var firstLines: [NumberPattern: UInt32] = [:]
        let branches = entries.map { entry in
            if entry.key.value == "anonymous" {
                let steps = steps(entry, at: "\(path).caller.anonymous", in: context)
                return StepSyntax.Branch(pattern: .anonymous, steps: steps)
            }
            let pattern = numberPattern(entry.key, orWordsLike: ["anonymous"])
            let steps = steps(entry, at: "\(path).caller.\(pattern?.description ?? entry.key.value)", in: context)
            guard let pattern else { return StepSyntax.Branch(pattern: nil, steps: steps) }
            if let line = firstLines[pattern] {
                problems.add(.duplicateNumber(entry.key.value, firstLine: Int(line)), at: entry.key.span)
            } else if let other = shadow(of: pattern, among: firstLines) {
                problems.add(.shadowedCaller(entry.key.value, by: other.description), at: entry.key.span)
            }
            firstLines[pattern] = entry.key.span.line
            return StepSyntax.Branch(pattern: .number(pattern), steps: steps)
        }
        return .caller(branches)
    }

    /// Returns an earlier prefix that matches every number of a pattern, so that the pattern is never used.
    private func shadow(of pattern: NumberPattern, among earlier: [NumberPattern: UInt32]) -> NumberPattern? {
        guard !earlier.isEmpty else { return nil }
        for length in 1...pattern.digits.count {
            guard let prefix = try? NumberPattern("+\(pattern.digits.prefix(length))*") else { continue }
            if prefix != pattern, earlier[prefix] != nil { return prefix }
        }
        return nil
    }

    /// Reads `dial:` with one to five numbers or `called-number`.
    func dial(_ entry: YAMLNode.Entry, _ others: [YAMLNode.Entry]) -> StepSyntax.Action {
        let callerID = others.first { $0.key.value == "caller-id" }
            .flatMap { text($0.value, of: "`caller-id`") }.flatMap { phoneNumber($0) }
        let anonymous = others.first { $0.key.value == "anonymous" }.flatMap { boolean($0.value, of: "`anonymous`") }

        if case .text("called-number", _) = entry.value.content {
            return .dial(Dial(.calledNumber, callerID: callerID, anonymous: anonymous), targets: [entry.value.span])
        }
        guard let texts = dialTargets(entry.value) else { return .broken }
        guard (1...5).contains(texts.count) else {
            problems.add(.numbersToDial(texts.count), at: texts.count > 5 ? texts[5].span : entry.value.span)
            return .broken
        }
        if let word = texts.first, texts.count == 1, let whole = entry.key.span.extended(to: word.span),
            word.value == "voicemail" || Suggestion.closest(to: word.value, among: ["voicemail"]) != nil
        {
            problems.add(.voicemailDialled, at: whole, suggestion: StepWord.voicemail.rawValue)
            return .broken
        }
        let numbers = texts.compactMap { text in
            phoneNumber(text, orWordsLike: ["called-number"]).map { Located(value: $0, span: text.span) }
        }
        guard numbers.count == texts.count else { return .broken }
        return .dial(
            Dial(.numbers(numbers.map(\.value)), callerID: callerID, anonymous: anonymous), targets: numbers.map(\.span)
        )
    }

    private func dialTargets(_ node: YAMLNode) -> [Located<String>]? {
        guard case .list(let nodes) = node.content else { return text(node, of: "`dial`").map { [$0] } }
        let texts = nodes.compactMap { text($0, of: "a number to dial") }
        return texts.count == nodes.count ? texts : nil
    }
}
