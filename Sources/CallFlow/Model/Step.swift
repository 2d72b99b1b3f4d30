package import Telephony

/// Steps read from top to bottom.
package struct StepList: Hashable, Sendable {
    /// Where the list stands in the configuration, unique in it: `flows.reception`, `flows.reception[1].open`,
    /// `menus.main.choices.1`, `numbers.+492111234567`. Positions in calls refer to it.
    package let place: String
    /// At least one. Only the last may end the list, so all are reachable.
    package let steps: [Step]

    package init(place: String, steps: [Step]) {
        self.place = place
        self.steps = steps
    }
}

/// One thing that happens to a call.
package enum Step: Hashable, Sendable {
    /// Goes on with the next step; at the end of a list the call rings as usual.
    case play(Prompt)
    case menu(String)
    /// Goes over to a flow for good: there is no way back.
    case flow(String)
    /// Goes over to a branch for good; a branch that is not given leads to the next step. Holidays are `closed` where
    /// there is no branch for them.
    indirect case check(schedule: String, open: StepList?, closed: StepList?, holiday: StepList?)
    /// The first branch that matches the caller; none leads to the next step.
    case caller([CallerBranch])
    case dial(Dial)
    case voicemail
    case reject(Rejection)
    case hangup
    /// The call rings as if nobody had been asked.
    case connect
    /// In a menu's steps only: the menu asks again.
    case `repeat`
    /// In a menu's steps only: the menu asks that led to this one.
    case back
}

/// What is done for some callers.
package struct CallerBranch: Hashable, Sendable {
    package var pattern: CallerPattern
    package var steps: StepList

    package init(pattern: CallerPattern, steps: StepList) {
        self.pattern = pattern
        self.steps = steps
    }
}

package enum CallerPattern: Hashable, Sendable {
    case anonymous
    case number(NumberPattern)

    package func matches(_ caller: Caller) -> Bool {
        switch (self, caller) {
        case (.anonymous, .anonymous): true
        case (.number(let pattern), .number(let number)): pattern.matches(number)
        default: false
        }
    }
}

/// Whom to ring.
package struct Dial: Hashable, Sendable {
    package enum Target: Hashable, Sendable {
        /// One to five, ringing at the same time.
        case numbers([PhoneNumber])
        /// The number that was dialled; for outgoing calls.
        case calledNumber
    }

    package var target: Target
    /// What the called see; nil: what the account says.
    package var callerID: PhoneNumber?
    /// Whether the number is hidden; nil: what the account says.
    package var anonymous: Bool?

    package init(_ target: Target, callerID: PhoneNumber? = nil, anonymous: Bool? = nil) {
        self.target = target
        self.callerID = callerID
        self.anonymous = anonymous
    }
}

package enum Rejection: String, Hashable, Sendable {
    case rejected
    case busy
}
