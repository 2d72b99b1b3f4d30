extension ConfigurationProblem {
    /// What is wrong and how to fix it, in one sentence without a full stop.
    package var message: String {
        guard let suggestion else { return kind.statement }
        switch kind {
        case .missingKey: return kind.statement + "; write, for example, \(quoted(suggestion))"
        case .yaml, .wrongKind, .badValue, .nationalNumber, .takesNothing:
            return kind.statement + "; write \(quoted(suggestion))"
        default: return kind.statement + "; did you mean \(quoted(suggestion))?"
        }
    }
}

extension ConfigurationProblem.Kind {
    fileprivate var statement: String {
        switch self {
        // The text.
        case .emptyFile: "the file is empty"
        case .yaml(let problem): problem.statement

        // The form.
        case .unknownKey(let key, let owner): "\(owner) has no \(quoted(key))"
        case .missingKey(let key, let owner): "\(owner) lacks `\(key)`"
        case .noValue(let key): "\(quoted(key)) has no value"
        case .wrongKind(let name, let expected, let found): "\(name) must be \(expected), not \(found)"

        // Values.
        case .badValue(let name, let expected): "\(name) must be \(expected)"
        case .insecureURL: "over http what is heard and which keys are pressed can be listened to on the way"
        case .sameEndpoint(let endpoint): "`listen` and `admin` are the same address, \(endpoint)"
        case .badNumber(let text, let reason): "\(quoted(text)) is no telephone number: \(reason.words)"
        case .nationalNumber(let text): "\(quoted(text)) lacks its country code"
        case .duplicateNumber(let text, let line): "\(quoted(text)) is the number of line \(line) again"
        case .badName(let name):
            "\(quoted(name)) is no name: 1 to 64 letters, digits, `-`, `_` and spaces between them make one"
        case .reservedName(let name): "\(quoted(name)) is a word of the language, so no flow can be called so"
        case .unknownRegion("DE"): "every German state has holidays of its own: write DE-NW, DE-BY or another"
        case .unknownRegion(let text): "\(quoted(text)) is no region whose holidays are known"
        case .noSuchDay(let text): "\(quoted(text)) is not in the calendar"
        case .dayTwice(let day, let line): "\(quoted(day)) has its hours in line \(line) already"
        case .overlappingDays(let days, let line): "\(quoted(days)) has a day in common with line \(line)"

        // Names.
        case .unknownName(.announcement, let name): "no recording makes an announcement \(quoted(name))"
        case .unknownName(let thing, let name): "no \(thing.rawValue) is called \(quoted(name))"
        case .unused(let thing, let name): "no call comes to the \(thing.rawValue) \(quoted(name))"
        case .noNumbers: "no number is given, so every call is left alone"

        // Steps.
        case .unknownStep(let word): "\(quoted(word)) is no step" + hint(forStep: word)
        case .severalSteps(let words):
            "\(words.map(quoted).joined(separator: " and ")) are steps of their own: each needs its own dash"
        case .takesNothing(let word): "`\(word)` takes no value"
        case .outsideMenu(let word): "`\(word)` can only stand in the steps of a menu"
        case .emptyList: "a list of steps cannot be empty"
        case .noBranches(let word): "this `\(word)` has no branch"
        case .shadowedCaller(let pattern, let by):
            "no caller comes to \(quoted(pattern)), since \(quoted(by)) before it takes them all"
        case .numbersToDial(0): "`dial` needs a number"
        case .numbersToDial(let count): "\(count) numbers are too many: at most five can ring at once"
        case .unreachable(let word): "no call comes to this step, since `\(word)` before it ends the list"
        case .noEnd(.otherCallers): "this does not say what happens to other callers; add `connect` or `hangup`"
        case .noEnd(.status(let status, let schedule)):
            "this does not say what happens when \(quoted(schedule)) is \(status.rawValue); "
                + "add `\(status.rawValue):`, or a step behind it"
        case .endless(let names):
            "calls go round for ever without a key pressed: \(names.map(quoted).joined(separator: " → "))"
        case .silenceRepeats:
            "a caller who presses nothing would hear this menu for ever; raise `tries` instead"
        case .silenceGoesBack:
            "a caller who came without a menu before and presses nothing would hear this menu for ever"
        case .wrongKeyRepeats: "`repeat` when the tries are used up makes `tries` pointless; raise `tries` instead"
        case .nowhereToGoBack(let menu): "no other menu leads to \(quoted(menu)), so there is none to go back to"
        case .rejectAfterPrompt: "a call that has heard something counts as taken and is not rejected; use `hangup`"
        case .severalNumbersOutgoing(let count):
            "an outgoing call comes here, and is put through to one number only, not to \(count)"
        case .calledNumberIncoming: "an incoming call comes here, and `called-number` is for outgoing calls only"
        case .dialsItself(let number): "calls to \(number) are put through to the same number again"

        // Choices.
        case .noChoices(let menu): "the menu \(quoted(menu)) has no choices"
        case .badKeys(let text, let reason): "\(quoted(text)) cannot be pressed: \(reason.words)"
        case .overlappingChoices(let one, let two):
            "\(quoted(one)) and \(quoted(two)) can be the same keys, and neither is more exact"
        case .wrongKeyNeverUsed: "`wrong-key` is never used, since `else` takes every wrong key"
        }
    }
}

/// A hint for words that belong inside a step, but were written as a step of their own.
private func hint(forStep word: String) -> String {
    switch word {
    case "open", "closed", "holiday": ": it stands below its `check`, without a dash of its own"
    case "caller-id", "anonymous": ": it stands below its `dial`, without a dash of its own"
    case "else", "default": ": what happens to all others is the next step"
    default: ""
    }
}
