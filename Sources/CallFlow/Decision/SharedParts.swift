extension Configuration {
    /// The same, with the parts of another configuration where they are equal. Each reading of a file makes new copies of all
    /// that it says; of two that differ in a menu, both need memory for that menu only.
    func sharing(with other: Configuration) -> Configuration {
        var shared = self
        if numbers == other.numbers { shared.numbers = other.numbers }
        if recordings == other.recordings { shared.recordings = other.recordings }
        if server == other.server { shared.server = other.server }
        shared.flows = flows.sharing(with: other.flows)
        shared.menus = menus.sharing(with: other.menus)
        shared.schedules = schedules.sharing(with: other.schedules)
        shared.people = people.sharing(with: other.people)
        shared.rotas = rotas.sharing(with: other.rotas)
        shared.lists = lists.sharing(with: other.lists)
        return shared
    }
}

extension Dictionary where Key == String, Value: Equatable {
    fileprivate func sharing(with other: Self) -> Self {
        guard self != other else { return other }
        var shared = self
        for (key, value) in self {
            if let known = other[key], known == value { shared[key] = known }
        }
        return shared
    }
}
