package import Telephony

/// Steps that a call takes from top to bottom.
package struct StepList: Hashable, Sendable {
    /// The list's unique path in the configuration: `flows.reception`, `flows.reception[1].open`,
    /// `menus.main.choices.1`, `numbers.+492111234567`. Positions of calls refer to it.
    package let path: String
    /// At least one. In a validated configuration only the last ends the list, so all of them can be reached.
    package let steps: [Step]

    package init(path: String, steps: [Step]) {
        self.path = path
        self.steps = steps
    }
}

/// One step of a call.
///
/// A new kind needs a case here and one in the syntax and the reader of the language. The compiler then names the other
/// places: the switches of traversal, encoder, interpreter, graph and sentences are exhaustive.
package enum Step: Hashable, Sendable {
    /// Plays a prompt and continues with the next step; after the last step of a list the call rings as usual.
    case play(Prompt)
    case menu(String)
    /// Continues with a flow, without a way back.
    case flow(String)
    /// Runs a flow, and continues with the next step unless the flow has ended the call. A menu does not come back.
    case `do`(String)
    /// Continues with the branch for the schedule's status, without a way back; a status without a branch continues
    /// with the next step. Holidays count as closed unless they have a branch.
    indirect case check(schedule: String, open: StepList?, closed: StepList?, holiday: StepList?)
    /// Continues with the first branch whose holiday it is by a schedule, or with the next step. Stands first in the
    /// `holiday` branch of a check.
    case holiday(schedule: String, [HolidayBranch])
    /// Continues with the first branch that matches the caller, or with the next step.
    case caller([CallerBranch])
    /// Continues with the first branch that matches the number dialled, or with the next step.
    case called([CalledBranch])
    /// Continues with the first branch that matches the number that the call was forwarded from, or with the next step.
    case diverted([DiversionBranch])
    /// Opens or closes schedules, and continues with the next step.
    case override(OverrideStep)
    case dial(Dial)
    case voicemail
    case reject(Rejection)
    case hangup
    /// The call rings as if this server did not exist.
    case connect
    /// Asks the current menu again. Only in the steps of a menu.
    case `repeat`
    /// Returns to the menu that led to the current one. Only in the steps of a menu.
    case back
}

/// The steps for one holiday.
package struct HolidayBranch: Hashable, Sendable {
    /// As the table of holidays spells it.
    package var name: String
    package var steps: StepList

    package init(name: String, steps: StepList) {
        self.name = name
        self.steps = steps
    }
}

/// The steps for some callers.
package struct CallerBranch: Hashable, Sendable {
    package var pattern: CallerPattern
    package var steps: StepList

    package init(pattern: CallerPattern, steps: StepList) {
        self.pattern = pattern
        self.steps = steps
    }
}

/// Which callers a branch is for.
package enum CallerPattern: Hashable, Sendable, CustomStringConvertible {
    case anonymous
    /// Callers that are neither a number, nor an extension, nor anonymous: the network names none, or something else.
    case unknown
    /// Extensions of the account.
    case `internal`
    case number(NumberPattern)
    /// Those of a list, by its name: see `Configuration.matches`.
    case list(String)

    package func matches(_ caller: Caller) -> Bool {
        switch (self, caller) {
        case (.anonymous, .anonymous): true
        case (.unknown, .unknown): caller.internalExtension == nil
        case (.internal, .unknown): caller.internalExtension != nil
        case (.number(let pattern), .number(let number)): pattern.matches(number)
        default: false
        }
    }

    /// The words for callers without a number.
    package static let words: [(word: String, pattern: CallerPattern)] = [
        ("anonymous", .anonymous), ("unknown", .unknown), ("internal", .internal),
    ]

    /// `anonymous`, `+49157*`
    package var description: String {
        switch self {
        case .anonymous: "anonymous"
        case .unknown: "unknown"
        case .internal: "internal"
        case .number(let pattern): pattern.description
        case .list(let name): name
        }
    }
}

/// Numbers to ring, and the number shown to them.
package struct Dial: Hashable, Sendable {
    package enum Target: Hashable, Sendable {
        /// One to five numbers or extensions, ringing at the same time.
        case numbers([DialTarget])
        /// A number that ends in the keys of the choice. Only in the steps of a choice.
        case keyed(KeyedNumber)
        /// The number that was dialled. Only for outgoing calls.
        case calledNumber
    }

    package var target: Target
    /// People and rotas that ring too, by their names.
    package var people: [String]
    /// The number shown to the callee; `nil` for the account's setting.
    package var callerID: PhoneNumber?
    /// Whether the number is hidden from the callee; `nil` for the account's setting.
    package var anonymous: Bool?

    package init(
        _ target: Target, people: [String] = [], callerID: PhoneNumber? = nil, anonymous: Bool? = nil
    ) {
        self.target = target
        self.people = people
        self.callerID = callerID
        self.anonymous = anonymous
    }
}

/// What a rejected caller hears: that the call was rejected, or the busy signal.
package enum Rejection: String, Hashable, Sendable {
    case rejected
    case busy
}
