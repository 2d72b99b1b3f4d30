/// Every list of steps in a configuration by its path, made once so that resuming a call needs no search.
struct ListIndex: Sendable {
    struct Entry: Sendable {
        let list: StepList
        /// `StepList.fingerprint`, computed once.
        let fingerprint: UInt32
    }

    private var entries: [String: Entry] = [:]

    init(_ configuration: Configuration) {
        for list in configuration.numbers.lists + configuration.flows.values { add(list) }
        for menu in configuration.menus.values { menu.lists.forEach { add($0) } }
    }

    subscript(path: String) -> Entry? { entries[path] }

    /// Whether a step of any list has a property.
    func contains(_ property: (Step) -> Bool) -> Bool {
        entries.values.contains { $0.list.steps.contains(where: property) }
    }

    private mutating func add(_ list: StepList) {
        list.forEachList { entries[$0.path] = Entry(list: $0, fingerprint: $0.fingerprint) }
    }
}
