import Telephony

extension ConfigurationReader {
    /// Reads `check: SCHEDULE` with its branches, which are written next to it.
    func check(
        _ checkEntry: YAMLNode.Entry, _ branches: [YAMLNode.Entry], at path: String, in context: StepContext
    ) -> StepSyntax.Action {
        guard let schedule = text(checkEntry.value, of: "`check`") else { return .broken }
        func entry(_ key: String) -> YAMLNode.Entry? {
            // `inside` and `outside` are other words for `open` and `closed`.
            let other = ["open": "inside", "closed": "outside"][key] ?? key
            let entries = branches.filter { $0.key.value == key || $0.key.value == other }
            if entries.count > 1 {
                problems.add(
                    .sameBranch(entries[1].key.value, as: entries[0].key.value), at: entries[1].key.span)
            }
            return entries.first
        }
        let (open, closed, holiday) = (entry("open"), entry("closed"), entry("holiday"))
        guard !branches.isEmpty else {
            problems.add(.noBranches("check"), at: checkEntry.key.span)
            return .broken
        }
        return .check(
            schedule, open: open.map { steps($0, at: "\(path).open", in: context) },
            closed: closed.map { steps($0, at: "\(path).closed", in: context) },
            holiday: holiday.map {
                holidayBranch($0, of: schedule, closed: closed, at: "\(path).holiday", in: context)
            })
    }

    /// Reads `caller:` with a branch per number, prefix, or word such as `anonymous`.
    func caller(_ entry: YAMLNode.Entry, at path: String, in context: StepContext) -> StepSyntax.Action {
        guard let entries = entries(entry.value, of: "`caller`") else { return .broken }
        guard !entries.isEmpty else {
            problems.add(.noBranches("caller"), at: entry.key.span)
            return .broken
        }
        var branches = NumberBranches(word: "caller", words: callerWords)
        return .caller(
            entries.map { entry in
                let (key, steps) = self.branch(entry, at: path, in: context, among: &branches)
                let pattern: CallerPattern? =
                    switch key {
                    case .word(let word): CallerPattern.words.first { $0.word == word }?.pattern ?? .list(word)
                    case .number(let pattern): .number(pattern)
                    case nil: nil
                    }
                return StepSyntax.Branch(pattern: pattern, steps: steps)
            })
    }

    /// Reads `called:` with a branch per number, prefix, or list of numbers.
    func called(_ entry: YAMLNode.Entry, at path: String, in context: StepContext) -> StepSyntax.Action {
        guard let entries = entries(entry.value, of: "`called`") else { return .broken }
        guard !entries.isEmpty else {
            problems.add(.noBranches("called"), at: entry.key.span)
            return .broken
        }
        var branches = NumberBranches(word: "called", words: lists.sorted())
        return .called(
            entries.map { entry in
                let (key, steps) = self.branch(entry, at: path, in: context, among: &branches)
                let pattern: CalledPattern? =
                    switch key {
                    case .word(let list): .list(list)
                    case .number(let pattern): .number(pattern)
                    case nil: nil
                    }
                return StepSyntax.CalledBranch(pattern: pattern, steps: steps)
            })
    }

    /// Reads `diverted:` with a branch per number or prefix that calls are forwarded from, or `any`.
    func diverted(_ entry: YAMLNode.Entry, at path: String, in context: StepContext) -> StepSyntax.Action {
        guard let entries = entries(entry.value, of: "`diverted`") else { return .broken }
        guard !entries.isEmpty else {
            problems.add(.noBranches("diverted"), at: entry.key.span)
            return .broken
        }
        var branches = NumberBranches(word: "diverted", words: ["any"])
        return .diverted(
            entries.enumerated().map { index, entry in
                let (key, steps) = self.branch(entry, at: path, in: context, among: &branches)
                switch key {
                case .word:
                    if index + 1 < entries.count {
                        problems.add(
                            .shadowedDiversion(entries[index + 1].key.value), at: entries[index + 1].key.span)
                    }
                    return StepSyntax.DivertedBranch(pattern: .any, steps: steps)
                case .number(let pattern): return StepSyntax.DivertedBranch(pattern: .number(pattern), steps: steps)
                case nil: return StepSyntax.DivertedBranch(pattern: nil, steps: steps)
                }
            })
    }

    /// The branches of `caller`, `called` or `diverted` read so far.
    private struct NumberBranches {
        enum Key {
            case word(String)
            case number(NumberPattern)
        }

        let word: String
        /// The keys that are no numbers.
        let words: [String]
        var firstLines: [NumberPattern: UInt32] = [:]
    }

    /// Reads a branch; its key is `nil`, and reported, if it is neither a number nor a word.
    private func branch(
        _ entry: YAMLNode.Entry, at path: String, in context: StepContext, among branches: inout NumberBranches
    ) -> (key: NumberBranches.Key?, steps: StepListSyntax) {
        let text = entry.key.value
        if branches.words.contains(text) {
            return (.word(text), steps(entry, at: "\(path).\(branches.word).\(text)", in: context))
        }
        let pattern = numberPattern(entry.key, orWordsLike: branches.words)
        let steps = steps(entry, at: "\(path).\(branches.word).\(pattern?.description ?? text)", in: context)
        guard let pattern else { return (nil, steps) }
        if let line = branches.firstLines[pattern] {
            problems.add(.duplicateNumber(text, firstLine: Int(line)), at: entry.key.span)
        } else if let other = shadow(of: pattern, among: branches.firstLines) {
            let by = other.description
            problems.add(
                branches.word == "called" ? .shadowedCalled(text, by: by) : .shadowedCaller(text, by: by),
                at: entry.key.span)
        }
        branches.firstLines[pattern] = entry.key.span.line
        return (.number(pattern), steps)
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
}
