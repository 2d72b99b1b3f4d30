/// Every list of steps in a configuration by its place, made once, so that a position finds its list without a search.
struct ListIndex: Sendable {
    struct Entry: Sendable {
        let list: StepList
        /// `StepList.mark`, made once.
        let mark: UInt32
    }

    private var entries: [String: Entry] = [:]

    init(_ configuration: Configuration) {
        let numbers = configuration.numbers
        for entry in numbers.incoming.entries + numbers.outgoing.entries { add(entry.steps) }
        if let steps = numbers.otherwise { add(steps) }
        for steps in configuration.flows.values { add(steps) }
        for menu in configuration.menus.values { menu.lists.forEach { add($0) } }
    }

    subscript(place: String) -> Entry? { entries[place] }

    private mutating func add(_ list: StepList) {
        entries[list.place] = Entry(list: list, mark: list.mark)
        for step in list.steps { step.branches.forEach { add($0) } }
    }
}

extension Menu {
    /// All that can be gone over to from here.
    var lists: [StepList] { choices.map(\.steps) + (otherwise.map { [$0] } ?? []) + [silence.then, wrongKey.then] }
}

extension Step {
    /// Lists within the step.
    var branches: [StepList] {
        switch self {
        case .check(_, let open, let closed, let holiday): [open, closed, holiday].compactMap(\.self)
        case .caller(let branches): branches.map(\.steps)
        default: []
        }
    }
}
