/// Checks that a list says how every call ends, and that every step of it can be reached.
struct ListEndCheck {
    let problems: ProblemCollector

    func run(_ list: StepListSyntax) {
        for step in list.steps { step.forEachBranch(run) }
        for (step, next) in zip(list.steps, list.steps.dropFirst()) where step.continuation == .noCall {
            problems.add(.unreachable(after: step.word), at: next.span)
            // Whatever else is wrong below is a consequence.
            return
        }
        if let last = list.steps.last, case .only(let calls)? = last.continuation {
            problems.add(.noEnd(calls), at: last.span)
        }
        if let last = list.steps.last, case .override = last.action {
            problems.add(.endsWithOverride, at: last.span)
        }
    }
}

extension StepSyntax {
    /// The calls that continue with the next step; `nil` if the step could not be read.
    fileprivate var continuation: StepContinuation? {
        switch action {
        // At the end of a list calls ring as usual, which is what `play` as the last step means.
        case .play, .override: .everyCall
        case .check(let schedule, let open, let closed, _):
            .afterCheck(of: schedule.value, hasOpen: open != nil, hasClosed: closed != nil)
        case .caller: .only(.otherCallers)
        case .diverted: .only(.otherDiversions)
        case .holiday: .only(.otherHolidays)
        case .broken: nil
        case .menu, .flow, .dial, .voicemail, .reject, .hangup, .connect, .repeat, .back: .noCall
        }
    }
}
