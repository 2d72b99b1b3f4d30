package import Telephony

extension ConfigurationProblem {
    /// What is wrong, with the values that the message names.
    package enum Kind: Hashable, Sendable {
        // The text as YAML.
        case emptyFile
        case yaml(YAMLProblem)

        // The form: keys and kinds.
        case unknownKey(String, of: String)
        case missingKey(String, of: String)
        case noValue(String)
        case wrongKind(String, expected: String, found: String)

        // Files.
        case unreadableFile(String, String)
        case noMatch(String)
        case tooManyFiles(limit: Int)
        /// A section that only the configuration itself has.
        case notInIncluded(String)
        /// In another file.
        case definedTwice(String, Line)
        case noTable(CSVReader.Fault)
        case missingColumns([String])
        case columnTwice(String)
        case fieldCount(Int, Int)
        case noField(String)
        /// Rows of a large table that have problems, too, beside those that are listed.
        case furtherRows(Int)

        // Values.
        case badValue(String, expected: String)
        case insecureURL
        case sameEndpoint(String)
        case badNumber(String, PhoneNumber.ParseError)
        /// A number without its country code: it begins with a single 0.
        case nationalNumber(String)
        case duplicateNumber(String, firstLine: Int)
        case badName(String)
        case reservedName(String)
        case reservedListName(String)
        case unknownRegion(String)
        /// A region of a known state, but without known days of its own.
        case unknownPlace(String)
        case unknownHoliday(String)
        /// A region that alone means only the days that the whole country shares.
        case onlyNationwideHolidays(String)
        case noSuchDay(String)
        /// The last of a schedule's days, none of which recurs; `left` is negative if it is over.
        case daysRunOut(last: CivilDate, left: Int)
        /// Hours that end at 23:59.
        case lastMinuteClosed(String)
        /// `every:` or `from:` beside turns by date.
        case notWithListedTurns(String)
        /// The last turn of a rota by date has begun.
        case lastTurn(String, since: CivilDate)
        /// A rota with the name of a person or schedule.
        case nameTaken(String, by: NamedItem)
        case dayTwice(String, firstLine: Int)
        /// Days or hours with a comma, in braces without quotes.
        case unquotedComma
        case overlappingDays(String, firstLine: Int)

        // Names without a definition, and definitions without a use.
        case unknownName(NamedItem, String)
        case unused(NamedItem, String)
        case noNumbers
        /// A number that two customers have; the other one.
        case numberOfCustomer(String, String)
        /// A number that has a name in a table and another one elsewhere.
        case twoNames(String)
        /// A number of a customer, or one with a name, that no entry of `numbers` is for.
        case numberNotListed(String)

        // Texts.
        /// `owner`: the text.
        case badText(String, TextProblem)
        /// A file beside recordings.
        case badTextFile(TextProblem)
        case unreadableText(String)
        /// Two spellings of one name.
        case textTwice(String)
        /// An announcement with a text, but neither with a recording nor with an engine that speaks it.
        case notSpoken(String)
        /// A key that a text says and that is no choice of the menu that plays it.
        case keyOnlySaid(String, menu: String)
        /// A choice that the texts of these announcements do not say.
        case keyNotSaid(String, [String])

        // Parameters.
        /// `of`: the flow or menu.
        case missingParameter(String, of: String)
        case unusedParameter(String, of: String)
        case tooManyParameters(of: String, limit: Int)
        case tooManyInstances(InstanceLimit, of: String)

        // Steps.
        case unknownStep(String)
        case severalSteps([String])
        case takesNothing(String)
        case outsideMenu(String)
        case emptyList
        case noBranches(String)
        /// `inside:` beside `open:`.
        case sameBranch(String, as: String)
        case shadowedCaller(String, by: String)
        case numbersToDial(Int)
        /// `dial: voicemail`, or a misspelling of it.
        case voicemailDialled
        case unreachable(after: String)
        /// A list that does not say how these calls end.
        case noEnd(StepContinuation.RemainingCalls)
        /// A cycle without a key press; the flows and menus on it, the first one again at the end.
        case endless([String])
        /// More than so many flows within each other, by `do`.
        case flowsTooDeep(limit: Int)
        /// More than so many flows without a key press, by `do`.
        case tooManyFlows(limit: Int)
        case silenceRepeats
        case silenceGoesBack
        case wrongKeyRepeats
        case nowhereToGoBack(menu: String)
        case rejectAfterPrompt
        case severalNumbersOutgoing(Int)
        case calledNumberIncoming
        case dialsItself(String)
        case shadowedDiversion(String)
        case shadowedCalled(String, by: String)
        /// `{keys}` beside other numbers.
        case keysAmongNumbers
        case keysNotLast
        case keysOutsideChoice
        /// Keys with `*` or `#` as the end of a number.
        case undiallableKeys(String)
        case badKeyedNumber(String, keys: String, PhoneNumber.ParseError)
        case endsWithOverride
        /// Calls can open or close a schedule without a code.
        case unprotectedOverride

        // Choices of a menu.
        case noChoices(menu: String)
        case badKeys(String, KeyPattern.ParseError)
        case overlappingChoices(String, String)
        case wrongKeyNeverUsed
        /// Choices of one key beside longer ones.
        case keyWaits([String], longest: String, milliseconds: Int)
    }

    /// What flows and menus with different values can be too many of.
    package enum InstanceLimit: Error, Hashable, Sendable {
        /// They are used by one another more than so many levels deep.
        case depth(Int)
        /// They consist of more than so many values of the file.
        case values(Int)
    }

    /// What a name can refer to.
    package enum NamedItem: String, Hashable, Sendable {
        case flow, menu, schedule, announcement, person, rota, list, customer
    }
}

extension ConfigurationProblem.Kind {
    package var severity: ConfigurationProblem.Severity {
        switch self {
        case .yaml(.keyIsComment), .insecureURL, .noMatch, .unused, .rejectAfterPrompt, .dialsItself,
            .wrongKeyNeverUsed, .unprotectedOverride, .onlyNationwideHolidays, .daysRunOut, .lastMinuteClosed,
            .lastTurn, .keyWaits, .numberNotListed, .keyOnlySaid, .keyNotSaid, .badTextFile, .unreadableText:
            .warning
        default: .error
        }
    }
}
