import Telephony

/// Every list of steps in a configuration by its path, made once so that resuming a call needs no search.
struct ListIndex: Sendable {
    struct Entry: Hashable, Sendable {
        let list: StepList
        /// `StepList.fingerprint`, computed once.
        let fingerprint: UInt32
    }

    private var entries: [String: Entry] = [:]
    /// The names of menus and the paths of lists, by their `Position.mark`.
    private var names: [UInt64: String] = [:]

    init(_ configuration: Configuration) {
        for list in configuration.numbers.lists + configuration.flows.values { add(list) }
        for (name, menu) in configuration.menus {
            names[Position.mark(of: name)] = name
            menu.lists.forEach { add($0) }
        }
    }

    var count: Int { entries.count }

    /// The menu or the list of a mark.
    func name(_ mark: UInt64) -> String? { names[mark] }

    /// A hash of all lists with their paths, in any order.
    var fingerprint: UInt32 {
        var sum: UInt64 = 0
        for (path, entry) in entries {
            var hash = FNV1a<UInt64>()
            for byte in path.utf8 { hash.add(byte) }
            withUnsafeBytes(of: entry.fingerprint.littleEndian) { for byte in $0 { hash.add(byte) } }
            sum &+= hash.value
        }
        return UInt32(truncatingIfNeeded: sum ^ sum >> 32)
    }

    /// The same, with the lists of another index where they are equal, so that both need memory for one.
    func sharing(with other: ListIndex) -> ListIndex {
        var index = self
        for (path, entry) in entries {
            if let known = other.entries[path], known == entry { index.entries[path] = known }
        }
        return index
    }

    subscript(path: String) -> Entry? { entries[path] }

    /// Whether a step of any list has a property.
    func contains(_ property: (Step) -> Bool) -> Bool {
        entries.values.contains { $0.list.steps.contains(where: property) }
    }

    private mutating func add(_ list: StepList) {
        list.forEachList { list in
            entries[list.path] = Entry(list: list, fingerprint: list.fingerprint)
            names[Position.mark(of: list.path)] = list.path
        }
    }
}
