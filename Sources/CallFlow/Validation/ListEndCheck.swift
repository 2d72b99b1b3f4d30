/// Checks that a list says how every call ends, and that every step of it can be reached.
struct ListEndCheck {
    let use: FlowUse
    let problems: ProblemCollector

    /// - Parameter isFinal: Whether nothing follows after the list, as after a `do` that leads to it.
    func run(_ list: StepListSyntax, isFinal: Bool = true) {
        for step in list.steps { step.forEachBranch { run($0, isFinal: isFinal) } }
        for (step, next) in zip(list.steps, list.steps.dropFirst()) where continuation(step) == .noCall {
            problems.add(.unreachable(after: step.word), at: next.span)
            // Whatever else is wrong below is a consequence.
            return
        }
        if isFinal, let last = list.steps.last, case .only(let calls)? = continuation(last) {
            problems.add(.noEnd(calls), at: last.span)
        }
        if let last = list.steps.last, case .override = last.action {
            problems.add(.endsWithOverride, at: last.span)
        }
    }

    /// The calls that continue with the next step; `nil` if that is not known.
    private func continuation(_ step: StepSyntax) -> StepContinuation? {
        guard case .do(let flow) = step.action else { return step.continuation }
        if use.endsEveryCall(flow.value) { return .noCall }
        return use.comesBack(flow.value) ? .only(.afterFlow(flow.value)) : nil
    }
}

extension StepSyntax {
    /// The calls that continue with the next step; `nil` if the step could not be read, or if it depends on a flow.
    var continuation: StepContinuation? {
        switch action {
        // At the end of a list calls ring as usual, which is what `play` as the last step means.
        case .play, .override: .everyCall
        case .check(let schedule, let open, let closed, _):
            .afterCheck(of: schedule.value, hasOpen: open != nil, hasClosed: closed != nil)
        case .caller: .only(.otherCallers)
        case .called: .only(.otherCalled)
        case .diverted: .only(.otherDiversions)
        case .holiday: .only(.otherHolidays)
        case .broken, .do: nil
        case .menu, .flow, .dial, .voicemail, .reject, .hangup, .connect, .repeat, .back: .noCall
        }
    }
}
