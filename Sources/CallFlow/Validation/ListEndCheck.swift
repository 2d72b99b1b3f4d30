/// Checks that a list says how every call ends, and that every step of it can be reached.
struct ListEndCheck {
    let problems: ProblemCollector

    func run(_ list: StepListSyntax) {
        for step in list.steps { step.forEachBranch(run) }
        for (step, next) in zip(list.steps, list.steps.dropFirst()) where step.continuation == .none {
            problems.add(.unreachable(after: step.word), at: next.span)
            // Whatever else is wrong below is a consequence.
            return
        }
        if let last = list.steps.last, case .some(let calls) = last.continuation {
            problems.add(.noEnd(calls), at: last.span)
        }
    }
}

extension StepSyntax {
    /// The calls that continue with the next step.
    fileprivate enum Continuation: Equatable {
        /// All of them; at the end of a list they ring as usual, which is what `play` as the last step means.
        case all
        case none
        /// These only, so that a list ending here does not say what happens to them.
        case some(ConfigurationProblem.UnhandledCalls)
        case unknown
    }

    fileprivate var continuation: Continuation {
        switch action {
        case .play: .all
        case .check(let schedule, let open, let closed, _):
            // Holidays need no branch of their own: they are `closed` without one.
            if open == nil {
                .some(.status(.open, schedule: schedule.value))
            } else if closed == nil {
                .some(.status(.closed, schedule: schedule.value))
            } else {
                .none
            }
        case .caller: .some(.otherCallers)
        case .broken: .unknown
        default: .none
        }
    }
}
