import Telephony

extension ConfigurationProblem {
    /// What is wrong and how to fix it, in one sentence without a full stop.
    package var message: String {
        guard let suggestion else { return kind.statement }
        switch kind {
        case .missingKey: return kind.statement + "; write, for example, \(quoted(suggestion))"
        case .yaml, .wrongKind, .badValue, .nationalNumber, .takesNothing, .voicemailDialled, .unquotedComma,
            .lastMinuteClosed:
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
        case .unknownKey(let key, let owner): "\(owner) has no key \(quoted(key))"
        case .missingKey(let key, let owner): "\(owner) is missing `\(key)`"
        case .noValue(let key): "\(quoted(key)) has no value"
        case .wrongKind(let name, let expected, let found): "\(name) must be \(expected), not \(found)"

        // Files.
        case .unreadableFile(let path, let reason): "\(quoted(path)) cannot be read: \(reason)"
        case .noMatch(let pattern): "no file matches \(quoted(pattern))"
        case .tooManyFiles(let limit): "more than \(limit) files are named"
        case .notInIncluded(let key):
            "\(quoted(key)) belongs into the configuration file itself, not into an included one"
        case .definedTwice(let name, let line): "\(quoted(name)) is already defined in \(line.words)"
        case .noTable(let fault): "the file is not a CSV table: \(fault.words)"
        case .missingColumns(let names):
            "the table has no column \(names.map(quoted).joined(separator: " and ")); the first line names the columns"
        case .columnTwice(let name): "the column \(quoted(name)) exists already"
        case .fieldCount(let count, let columns): "this row has \(count) fields, but the table has \(columns) columns"
        case .noField(let column): "this row has no \(quoted(column))"
        case .furtherRows(1): "another row of this table has a problem"
        case .furtherRows(let count): "\(count) more rows of this table have problems"

        // Values.
        case .badValue(let name, let expected): "\(name) must be \(expected)"
        case .insecureURL: "over http, others on the network can read which keys callers press; use https"
        case .sameEndpoint(let endpoint): "`listen` and `admin` are the same address, \(endpoint)"
        case .badNumber(let text, let reason): "\(quoted(text)) is not a phone number: \(reason.words)"
        case .nationalNumber(let text): "\(quoted(text)) has no country code"
        case .duplicateNumber(let text, let line): "\(quoted(text)) is the same number as in line \(line)"
        case .badName(let name):
            "\(quoted(name)) is not a valid name: use 1 to 64 letters, digits, `-` and `_`, with spaces only between them"
        case .reservedName(let name): "\(quoted(name)) is a keyword, so it cannot name a flow"
        case .reservedListName(let name): "\(quoted(name)) means something else among callers, so it cannot name a list"
        case .unknownRegion("DE"): "holidays differ between the German states; write `DE-NW`, `DE-BY` or another state"
        case .unknownRegion(let text):
            "\(quoted(text)) is neither a region with known holidays nor the name of a holiday"
        case .daysRunOut(let last, let left) where left < 0:
            "all days here are over, the last was \(last); write days of every year without the year: `12-24`"
        case .daysRunOut(let last, let left):
            "the last day here is \(last)\(left == 0 ? ", today" : left == 1 ? ", tomorrow" : ", in \(left) days"); "
                + "write days of every year without the year: `12-24`"
        case .lastMinuteClosed(let day):
            "the hours of \(quoted(day)) end at 23:59, so the last minute of the day is closed"
        case .notWithListedTurns(let key): "turns by date need no `\(key)`"
        case .lastTurn(let person, let date):
            "the last turn began on \(date): \(quoted(person)) is called until there are further turns"
        case .nameTaken(let name, let item): "\(quoted(name)) is already the name of a \(item.rawValue)"
        case .unknownPlace(let text):
            "\(quoted(text)) has no known holidays of its own; name them beside its state, such as "
                + "`[ \(text.prefix { $0 != "/" }), Fronleichnam ]`"
        case .unknownHoliday(let text): "\(quoted(text)) is not the name of a known holiday"
        case .onlyNationwideHolidays(let code):
            "`\(code)` alone means only the four days that all cantons share: "
                + "Neujahr, Auffahrt, Bundesfeier and Weihnachten; write your canton, such as `CH-ZH`"
        case .noSuchDay(let text): "\(quoted(text)) does not exist in the calendar"
        case .dayTwice(let day, let line): "the hours of \(quoted(day)) are already defined in line \(line)"
        case .unquotedComma: "in braces, a comma needs quotes around the text"
        case .overlappingDays(let days, let line): "\(quoted(days)) overlaps the days of line \(line)"

        // Names.
        case .unknownName(.announcement, let name): "no recording for announcement \(quoted(name))"
        case .unknownName(let thing, let name): "unknown \(thing.rawValue) \(quoted(name))"
        case .unused(.list, let name): "list \(quoted(name)) is never used"
        case .unused(.schedule, let name): "schedule \(quoted(name)) is never used"
        case .unused(.person, let name): "person \(quoted(name)) is never called"
        case .unused(.rota, let name): "rota \(quoted(name)) is never dialled"
        case .unused(let thing, let name): "\(thing.rawValue) \(quoted(name)) is unreachable: no number leads to it"
        case .noNumbers: "`numbers` is missing; write `numbers: {}` if every call is to ring as usual"

        case .numberOfCustomer(let number, let customer):
            "\(quoted(number)) already belongs to the customer \(quoted(customer))"
        case .twoNames(let number): "\(quoted(number)) has two names"
        case .numberNotListed(let number):
            "\(quoted(number)) is not in `numbers`, so its calls do what `default` says"

        // Texts.
        case .badText(let owner, let problem): "\(owner): \(problem.words)"
        case .badTextFile(let problem): "this file is not read as an announcement: \(problem.words)"
        case .unreadableText(let reason): "this file is not read as an announcement: \(reason)"
        case .textTwice(let name): "\(quoted(name)) has a text already"
        case .notSpoken(let name):
            "no recording for announcement \(quoted(name)), and nothing speaks its text; "
                + "record it, or name an engine: `speech: { language: de, engines: [ espeak ] }`"

        case .keyOnlySaid(let key, let menu):
            "this text has callers press \(quoted(key)), which is no choice of the menu \(quoted(menu)) that plays it"
        case .keyNotSaid(let key, let texts):
            "the \(texts.count == 1 ? "text" : "texts") \(texts.map(quoted).joined(separator: " and ")) "
                + "\(texts.count == 1 ? "does" : "do") not mention \(quoted(key)), so callers will not press it"

        // Parameters.
        case .missingParameter(let name, let owner):
            "\(owner) needs a value for `{\(name)}`; write it as `with: { \(name): … }`"
        case .unusedParameter(let name, let owner): "\(owner) has no parameter \(quoted("{\(name)}"))"
        case .tooManyParameters(let owner, let limit): "\(owner) has more than \(limit) parameters"
        case .tooManyInstances(.depth(let limit), let owner):
            "\(owner) is used with other values more than \(limit) levels deep"
        case .tooManyInstances(.values(let limit), let owner):
            "with this use of \(owner), flows and menus with different values have more than \(limit) values in all"

        // Steps.
        case .unknownStep(let word): "\(quoted(word)) is not a step" + hint(forStep: word)
        case .severalSteps(let words):
            "\(words.map(quoted).joined(separator: " and ")) are separate steps: give each its own dash"
        case .takesNothing(let word): "`\(word)` takes no value"
        case .outsideMenu(let word): "`\(word)` is allowed only in the steps of a menu"
        case .emptyList: "a list of steps cannot be empty"
        case .noBranches(let word): "`\(word)` has no branches"
        case .sameBranch(let word, let other): "`\(word)` is another word for `\(other)`, which is there already"
        case .shadowedCaller(let pattern, let by):
            "\(quoted(pattern)) is never reached: \(quoted(by)) above matches all these callers"
        case .numbersToDial(0): "`dial` needs a number"
        case .numbersToDial(let count): "`dial` takes at most 5 numbers, not \(count)"
        case .voicemailDialled: "`dial` takes phone numbers; the voicemail is a step of its own"
        case .unreachable("dial"):
            "this step is unreachable: `dial` above it ends the list, and the network decides what happens when nobody answers"
        case .unreachable(let word): "this step is unreachable: `\(word)` above it ends the list"
        case .noEnd(.otherCallers): "nothing is defined for other callers; add `connect` or `hangup` as the next step"
        case .noEnd(.otherCalled):
            "nothing is defined for calls to other numbers; add `connect` or another step as the next one"
        case .noEnd(.otherDiversions):
            "nothing is defined for calls that are not forwarded from here; add `connect` or another step as the next one"
        case .noEnd(.otherHolidays): "nothing is defined for other holidays; add `else:`"
        case .noEnd(.afterFlow(let flow)):
            "nothing is defined for calls that come back from \(quoted(flow)); add `connect` or `hangup` as the next step"
        case .noEnd(.status(let status, let schedule)):
            "nothing is defined for when \(quoted(schedule)) is \(status.rawValue); "
                + "add `\(status.rawValue):` or another step after this one"
        case .endless(let names):
            "calls would loop forever without a key press: \(names.map(quoted).joined(separator: " → "))"
        case .flowsTooDeep(let limit): "flows `do` each other more than \(limit) levels deep"
        case .tooManyFlows(let limit):
            "calls would go through more than \(limit) flows from here without a key press"
        case .silenceRepeats:
            "a caller who presses nothing would hear this menu forever; raise `tries` instead"
        case .silenceGoesBack:
            "a caller whose first menu this is and who presses nothing would hear it forever"
        case .wrongKeyRepeats: "`repeat` after the last try makes `tries` pointless; raise `tries` instead"
        case .nowhereToGoBack(let menu): "no other menu leads to \(quoted(menu)), so `back` has no target"
        case .rejectAfterPrompt:
            "a call that has played an announcement is answered and can no longer be rejected; use `hangup`"
        case .severalNumbersOutgoing(let count):
            "outgoing calls reach this step, and they can ring only one number, not \(count)"
        case .calledNumberIncoming: "incoming calls reach this step, and `called-number` works only for outgoing calls"
        case .shadowedCalled(let pattern, let by):
            "\(quoted(pattern)) is never reached: \(quoted(by)) above matches all these numbers"
        case .shadowedDiversion(let pattern):
            "\(quoted(pattern)) is never reached: `any` above matches all forwarded calls"
        case .keysAmongNumbers: "a number with `{keys}` rings alone; remove the other numbers"
        case .keysNotLast: "`{keys}` must be at the end of a number, once"
        case .keysOutsideChoice:
            "`{keys}` are the keys of a choice, so they are allowed only in the steps below its keys"
        case .undiallableKeys(let keys): "\(quoted(keys)) contains `*` or `#`, which cannot be part of a number"
        case .badKeyedNumber(let number, let keys, let reason):
            "\(quoted(number)) with the keys \(quoted(keys)) is not a phone number: \(reason.words)"
        case .endsWithOverride:
            "nothing follows `override`; add a prompt that confirms it, and `hangup` or another step"
        case .unprotectedOverride:
            "callers can open or close a schedule here without a code; put this step below a choice of at least 3 keys"
        case .dialsItself(let number): "calls to \(number) are forwarded to the same number"

        // Choices.
        case .noChoices(let menu): "the menu \(quoted(menu)) has no choices"
        case .badKeys(let text, let reason): "\(quoted(text)) is not a valid choice: \(reason.words)"
        case .overlappingChoices(let one, let two):
            "\(quoted(one)) and \(quoted(two)) match some of the same keys, and neither is more specific"
        case .keyWaits(let keys, let longest, let milliseconds):
            "callers who press \(keys.map(quoted).joined(separator: ", ")) wait \(secondsText(milliseconds)) more, "
                + "because \(quoted(longest)) has \(longest.utf8.count) keys; put longer choices into a menu of their own"
        case .wrongKeyNeverUsed: "`wrong-key` is never used: `else` handles every wrong key"
        }
    }
}

/// `4 s`, `1.5 s`
private func secondsText(_ milliseconds: Int) -> String {
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    guard rest > 0 else { return "\(seconds) s" }
    var fraction = String(String(1000 + rest).dropFirst())
    while fraction.last == "0" { fraction.removeLast() }
    return "\(seconds).\(fraction) s"
}

/// A hint for words that belong inside a step, but were written as a step of their own.
private func hint(forStep word: String) -> String {
    switch word {
    case "open", "closed", "holiday", "inside", "outside": ": write it below its `check`, without its own dash"
    case "caller-id", "anonymous": ": write it below its `dial`, without its own dash"
    case "else", "default": ": the next step handles all other calls"
    default: ""
    }
}
