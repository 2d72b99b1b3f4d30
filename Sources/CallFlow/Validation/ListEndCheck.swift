extension Proof {
    /// Shows that a list says what happens to every call, and that every step of it can be reached.
    func proveEnds(_ list: StepListSyntax) {
        for step in list.steps {
            for branch in step.branches { proveEnds(branch) }
        }
        for (step, next) in zip(list.steps, list.steps.dropFirst()) where step.goesOn == .never {
            problems.add(.unreachable(after: step.word), at: next.span)
            // What follows is a consequence.
            return
        }
        if let last = list.steps.last, case .sometimes(let end) = last.goesOn {
            problems.add(.noEnd(end), at: last.span)
        }
    }
}

extension StepSyntax {
    fileprivate enum GoingOn: Equatable {
        case always
        case never
        /// For some calls, which the end of a list would leave without an answer.
        case sometimes(Problem.NoEnd)
        case unknown
    }

    /// Whether a call comes to the step after this one.
    fileprivate var goesOn: GoingOn {
        switch action {
        case .play: .always
        case .check(let schedule, let open, let closed, _):
            if open == nil {
                .sometimes(.status(.open, schedule: schedule.value))
            } else if closed == nil {
                .sometimes(.status(.closed, schedule: schedule.value))
            } else {
                .never
            }
        case .caller: .sometimes(.otherCallers)
        case .broken: .unknown
        default: .never
        }
    }
}
