// How to walk over the steps of a file, as `StepTraversal` does over those of a configuration.

extension StepSyntax {
    /// Calls `body` for the lists inside this step, in file order. Every walk over the steps of a file goes through
    /// here.
    func forEachBranch(_ body: (StepListSyntax) -> Void) {
        switch action {
        case .check(_, let open, let closed, let holiday):
            for case let list? in [open, closed, holiday] { body(list) }
        case .holiday(_, let branches):
            for branch in branches { body(branch.steps) }
        case .caller(let branches):
            for branch in branches { body(branch.steps) }
        case .called(let branches):
            for branch in branches { body(branch.steps) }
        case .diverted(let branches):
            for branch in branches { body(branch.steps) }
        default: break
        }
    }
}

extension StepListSyntax {
    /// Calls `body` for every step, those in branches included, each before the steps inside it.
    func forEachStep(_ body: (StepSyntax) -> Void) {
        for step in steps {
            body(step)
            step.forEachBranch { $0.forEachStep(body) }
        }
    }
}

extension MenuSyntax {
    /// Calls `body` for every list of the menu, without lists in branches.
    func forEachList(_ body: (StepListSyntax) -> Void) {
        for choice in choices { body(choice.steps) }
        if let otherwise { body(otherwise) }
        body(silence.then)
        body(wrongKey.then)
    }
}

extension ConfigurationSyntax {
    /// Calls `body` for the lists that calls start with.
    func forEachEntry(_ body: (StepListSyntax) -> Void) {
        for number in incoming { body(number.steps) }
        for number in outgoing { body(number.steps) }
        if let otherwise { body(otherwise) }
    }

    /// Calls `body` for every list of the file, without lists in branches.
    func forEachList(_ body: (StepListSyntax) -> Void) {
        forEachEntry(body)
        for flow in flows { body(flow.steps) }
        for menu in menus { menu.forEachList(body) }
    }
}
