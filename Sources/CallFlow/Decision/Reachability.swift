extension CallPlan {
    /// Whether the configuration can lead a call with the position's numbers to that position, for some caller input,
    /// time and schedule.
    ///
    /// A position comes back from outside: it may have been issued under an earlier version of the configuration, or be
    /// of another number. The check keeps such a call from entering steps that its number does not lead to. It is cheap
    /// because the menus of a position are a path: the first is reached from the number, each other one from the menu
    /// before it, and the next step from the last. Only the lists between two menus are searched.
    func isReachable(_ position: Position) -> Bool {
        let start = start(direction: position.direction, from: position.from, to: position.to).steps
        guard var lists = start.map({ [$0] }), (0...Self.maximumPrompts).contains(position.promptsHeard)
        else { return false }
        for name in position.menus {
            guard let menu = configuration.menus[name], reaches({ $0.steps.contains(.menu(name)) }, from: lists) else {
                return false
            }
            lists = menu.lists
        }
        switch position.next {
        case .keys:
            return !position.menus.isEmpty
        case .step(let path, let index, let fingerprint):
            for step in position.returns {
                guard let flow = flowDone(before: step), reaches({ $0.path == step.path }, byDo: false, from: lists)
                else { return false }
                lists = [flow]
            }
            let step = Position.Return(path: path, index: index, fingerprint: fingerprint)
            // Before the first step, an override or a special day had the caller hear an announcement of its own.
            if index == 0 {
                return self.lists[path]?.fingerprint == fingerprint && isBranchOfSchedule(path)
                    && reaches({ $0.path == path }, byDo: false, from: lists)
            }
            guard let list = list(before: step) else { return false }
            switch list.steps[index - 1] {
            case .play:
                return list.steps[index] != .connect && reaches({ $0.path == path }, byDo: false, from: lists)
            // The same, of a check without a branch for it.
            case .check(_, let open, let closed, _) where open == nil || closed == nil:
                return reaches({ $0.path == path }, byDo: false, from: lists)
            // The flow ended with a prompt, and the call was to continue here.
            case .do: return reaches({ $0.path == path }, byDo: false, from: lists)
            default: return false
            }
        }
    }

    /// Whether a list is what a schedule leads to.
    private func isBranchOfSchedule(_ path: String) -> Bool {
        lists.contains { step in
            guard case .check(_, let open, let closed, let holiday) = step else { return false }
            return [open, closed, holiday].contains { $0?.path == path }
        }
    }

    /// The list of a step that another one comes before, if it still is as it was.
    private func list(before step: Position.Return) -> StepList? {
        guard let entry = lists[step.path], entry.fingerprint == step.fingerprint,
            entry.list.steps.indices.contains(step.index), step.index > 0
        else { return nil }
        return entry.list
    }

    /// The flow that is done by the step before.
    private func flowDone(before step: Position.Return) -> StepList? {
        guard let list = list(before: step), case .do(let name) = list.steps[step.index - 1] else { return nil }
        return configuration.flows[name]
    }

    /// Whether `isGoal` holds for one of `lists`, or for a list they lead to without passing a menu.
    ///
    /// - Parameter byDo: Whether they lead to what they do, too.
    private func reaches(_ isGoal: (StepList) -> Bool, byDo: Bool = true, from lists: [StepList]) -> Bool {
        var waiting = lists
        var flows: Set<String> = []
        while let list = waiting.popLast() {
            if isGoal(list) { return true }
            for step in list.steps {
                step.forEachBranch { waiting.append($0.steps) }
                let name: String? =
                    switch step {
                    case .flow(let name): name
                    // At the end of a list it leaves no mark to return to.
                    case .do(let name) where byDo || step == list.steps.last: name
                    default: nil
                    }
                if let name, flows.insert(name).inserted, let flow = configuration.flows[name] {
                    waiting.append(flow)
                }
            }
        }
        return false
    }

    /// The menus that can be entered from `lists` without passing another menu.
    func menusEntered(from lists: [StepList]) -> Set<String> {
        var menus: Set<String> = []
        _ = reaches(
            { list in
                for case .menu(let name) in list.steps { menus.insert(name) }
                return false
            }, from: lists)
        return menus
    }
}
