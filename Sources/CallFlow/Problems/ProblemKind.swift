package import Telephony

extension Problem {
    /// What is wrong, with the values that say so.
    package enum Kind: Hashable, Sendable {
        // The text is no YAML, or more of it than is needed here.
        case emptyFile
        /// `context`: what was being read, and the line where it began.
        case syntax(String, context: Context?)
        case tab
        case severalDocuments
        case tooDeep(limit: Int)
        case tooManyAliases(limit: Int)
        case unknownAlias(String)
        case tag(String)
        case keyIsNoText
        /// `#: hangup`, which YAML takes for a comment.
        case keyIsComment(String)

        // The form: keys and kinds.
        case duplicateKey(String, firstLine: Int)
        case unknownKey(String, of: String)
        case missingKey(String, of: String)
        case noValue(String)
        case wrongKind(String, expected: String, found: String)

        // Values.
        case badValue(String, expected: String)
        case insecureURL
        case sameEndpoint(String)
        case badNumber(String, PhoneNumber.Invalid)
        /// `national`: it begins with a single 0.
        case nationalNumber(String)
        case duplicateNumber(String, firstLine: Int)
        case badName(String)
        case reservedName(String)
        case unknownRegion(String)
        case noSuchDay(String)
        case dayTwice(String, firstLine: Int)
        case overlappingDays(String, firstLine: Int)

        // Names that lead nowhere, and that nothing leads to.
        case unknownName(Thing, String)
        case unused(Thing, String)
        case noNumbers

        // Steps.
        case unknownStep(String)
        case severalSteps([String])
        case takesNothing(String)
        case outsideMenu(String)
        case emptyList
        case noBranches(String)
        case shadowedCaller(String, by: String)
        case numbersToDial(Int)
        case unreachable(after: String)
        case noEnd(NoEnd)
        case endless([String])
        case silenceRepeats
        case silenceGoesBack
        case wrongKeyRepeats
        case nowhereToGoBack(menu: String)
        case rejectAfterPrompt
        case severalNumbersOutgoing(Int)
        case calledNumberIncoming
        case dialsItself(String)

        // Choices of a menu.
        case noChoices(menu: String)
        case badKeys(String, KeyPattern.Invalid)
        case overlappingChoices(String, String)
        case wrongKeyNeverUsed
    }

    /// What a name can be the name of.
    package enum Thing: String, Hashable, Sendable {
        case flow, menu, schedule, announcement
    }

    /// What the parser was about, in its own words.
    package struct Context: Hashable, Sendable {
        package var text: String
        /// Where it began, from 1.
        package var line: Int

        package init(text: String, line: Int) {
            self.text = text
            self.line = line
        }
    }

    /// Which calls come to the end of a list without a word about what happens to them.
    package enum NoEnd: Hashable, Sendable {
        /// Callers that no branch matches.
        case otherCallers
        /// Calls in a status without a branch.
        case status(Schedule.Status, schedule: String)
    }
}

extension Problem.Kind {
    package var severity: Problem.Severity {
        switch self {
        case .keyIsComment, .insecureURL, .unused, .noNumbers, .rejectAfterPrompt, .dialsItself, .wrongKeyNeverUsed:
            .warning
        default: .error
        }
    }
}
