extension CallPlan {
    /// Whether the configuration leads the call's number to a position, whatever callers and clocks say.
    ///
    /// The menus of a position are a way: the first is reached from the number, each of the others from the one before
    /// it, and what comes next from the last. So only the lists between two menus are ever searched.
    func leads(to position: Position) -> Bool {
        let root = root(direction: position.direction, from: position.from, to: position.to).1
        guard var lists = root.map({ [$0] }), (0...Self.mostPrompts).contains(position.heard) else { return false }
        for name in position.menus {
            guard let menu = configuration.menus[name], reaches({ $0.steps.contains(.menu(name)) }, from: lists) else {
                return false
            }
            lists = menu.lists
        }
        switch position.next {
        case .keys:
            return !position.menus.isEmpty
        case .step(let place, let index, let mark):
            guard let entry = self.lists[place], entry.mark == mark, entry.list.goesOn(after: index - 1) else {
                return false
            }
            return reaches({ $0.place == place }, from: lists)
        }
    }

    /// Whether one of `lists`, or one that they lead to without a menu between, is such a list.
    private func reaches(_ isGoal: (StepList) -> Bool, from lists: [StepList]) -> Bool {
        var waiting = lists
        var flows: Set<String> = []
        while let list = waiting.popLast() {
            if isGoal(list) { return true }
            for step in list.steps {
                waiting += step.branches
                if case .flow(let name) = step, flows.insert(name).inserted, let flow = configuration.flows[name] {
                    waiting.append(flow)
                }
            }
        }
        return false
    }

    /// Menus that can be entered from `lists` with no other menu between.
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
