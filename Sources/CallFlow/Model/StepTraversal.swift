package import Telephony

// How to walk over steps. Which steps contain steps, and which calls go past a step, is known here and nowhere else:
// code that looks for something in lists (prompts, menus, paths) uses these functions and need not know a new kind of
// step.

/// A list of steps inside a step, and the calls that take it.
package struct StepBranch: Hashable, Sendable {
    package enum Condition: Hashable, Sendable {
        case status(Schedule.Status, schedule: String)
        case caller(CallerPattern)
        case called(CalledPattern)
        case diverted(DiversionPattern)
        case holiday(String)
    }

    package let condition: Condition
    package let steps: StepList

    package init(_ condition: Condition, _ steps: StepList) {
        self.condition = condition
        self.steps = steps
    }
}

extension Step {
    /// Calls `body` for every branch: open, closed, holiday; callers and holidays in file order.
    package func forEachBranch(_ body: (StepBranch) -> Void) {
        switch self {
        case .check(let schedule, let open, let closed, let holiday):
            if let open { body(StepBranch(.status(.open, schedule: schedule), open)) }
            if let closed { body(StepBranch(.status(.closed, schedule: schedule), closed)) }
            if let holiday { body(StepBranch(.status(.holiday, schedule: schedule), holiday)) }
        case .holiday(_, let branches):
            for branch in branches { body(StepBranch(.holiday(branch.name), branch.steps)) }
        case .caller(let branches):
            for branch in branches { body(StepBranch(.caller(branch.pattern), branch.steps)) }
        case .called(let branches):
            for branch in branches { body(StepBranch(.called(branch.pattern), branch.steps)) }
        case .diverted(let branches):
            for branch in branches { body(StepBranch(.diverted(branch.pattern), branch.steps)) }
        case .play, .menu, .flow, .do, .override, .dial, .voicemail, .reject, .hangup, .connect, .repeat, .back:
            break
        }
    }

    /// The calls that continue with the next step. Whether any does after `do` depends on the flow: see `FlowReturns`.
    package var continuation: StepContinuation {
        switch self {
        case .play, .do, .override: .everyCall
        case .check(let schedule, let open, let closed, _):
            .afterCheck(of: schedule, hasOpen: open != nil, hasClosed: closed != nil)
        case .caller: .only(.otherCallers)
        case .called: .only(.otherCalled)
        case .diverted: .only(.otherDiversions)
        case .holiday: .only(.otherHolidays)
        case .menu, .flow, .dial, .voicemail, .reject, .hangup, .connect, .repeat, .back: .noCall
        }
    }
}

extension StepList {
    /// Whether a step after the one at `index`, or in a branch of it, dials a number that ends in the keys of the choice.
    package func dialsKeys(after index: Int) -> Bool {
        var dials = false
        let rest = StepList(path: path, steps: Array(steps.dropFirst(index + 1)))
        rest.forEachStep { step in
            if case .dial(let dial) = step, case .keyed = dial.target { dials = true }
        }
        return dials
    }
}

/// The calls that continue with the step after a step.
package enum StepContinuation: Hashable, Sendable {
    case everyCall
    case noCall
    case only(RemainingCalls)

    /// The calls that no branch of a step is for.
    package enum RemainingCalls: Hashable, Sendable {
        /// Calls from callers that match no branch.
        case otherCallers
        /// Calls to numbers that match no branch.
        case otherCalled
        /// Calls that were forwarded from no number of a branch, or not forwarded.
        case otherDiversions
        /// Calls on other holidays than those with a branch.
        case otherHolidays
        /// Calls that a flow was done with and that it did not end.
        case afterFlow(String)
        /// Calls while a schedule has a status without a branch.
        case status(Schedule.Status, schedule: String)
    }

    /// The calls that continue after a check. Holidays need no branch: without one they count as closed. If there is
    /// neither an open nor a closed branch, both continue; the open ones stand for them.
    static func afterCheck(of schedule: String, hasOpen: Bool, hasClosed: Bool) -> StepContinuation {
        if !hasOpen { return .only(.status(.open, schedule: schedule)) }
        return hasClosed ? .noCall : .only(.status(.closed, schedule: schedule))
    }
}

extension StepList {
    /// Calls `body` for this list and for every list inside it, outer ones first.
    package func forEachList(_ body: (StepList) -> Void) {
        body(self)
        for step in steps { step.forEachBranch { $0.steps.forEachList(body) } }
    }

    /// Calls `body` for every step, those in branches included, each before the steps inside it.
    package func forEachStep(_ body: (Step) -> Void) {
        for step in steps {
            body(step)
            step.forEachBranch { $0.steps.forEachStep(body) }
        }
    }

    /// The prompts of all `play` steps in the list and its branches, but not in the menus and flows it leads to.
    package var prompts: [Prompt] {
        var prompts: [Prompt] = []
        forEachStep { if case .play(let prompt) = $0 { prompts.append(prompt) } }
        return prompts
    }
}

extension Menu {
    /// The lists a call can take from this menu.
    package var lists: [StepList] {
        choices.map(\.steps) + (otherwise.map { [$0] } ?? []) + [silence.then, wrongKey.then]
    }
}

extension NumberPlan {
    /// The lists that calls start with.
    package var lists: [StepList] {
        (incoming.entries + outgoing.entries).map(\.steps) + incoming.large.flatMap(\.steps)
            + (otherwise.map { [$0] } ?? [])
    }
}
