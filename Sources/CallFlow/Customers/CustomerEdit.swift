import Telephony

/// Whether an edit by people of some customers stays within what is theirs.
package struct CustomerEdit {
    private let old: Configuration
    private let new: Configuration
    private let before: CustomerParts
    private let after: CustomerParts
    private let customers: Set<String>

    package init(from old: Configuration, to new: Configuration, by customers: Set<String>) {
        (self.old, self.new, self.customers) = (old, new, customers)
        (before, after) = (CustomerParts(old), CustomerParts(new))
    }

    /// The name of something that the edit changes or uses and that is not theirs; `nil` if there is none, so that the edit may be
    /// saved. Numbers are neither added nor removed: which customer has which is not theirs to say.
    package var foreignName: String? {
        guard settings(old) == settings(new), keepsCustomers else { return "announce.yaml" }
        if let name = number(old.numbers.incoming, new.numbers.incoming, .incoming) { return name }
        if let name = number(old.numbers.outgoing, new.numbers.outgoing, .outgoing) { return name }
        if old.numbers.otherwise != new.numbers.otherwise { return "default" }
        if let number = renamed { return number }
        if let name = text { return name }
        if let name = changed(old.flows, new.flows, { .flow($0) }) { return name }
        if let name = changed(old.menus, new.menus, { .menu($0) }) { return name }
        if let name = changed(old.schedules, new.schedules, { .schedule($0) }) { return name }
        if let name = changed(old.rotas, new.rotas, { .rota($0) }) { return name }
        if let name = changed(old.people, new.people, { .person($0) }) { return name }
        return changed(old.lists, new.lists, { .list($0) }) ?? reached
    }

    /// Whether customers stay what they are, but for new schedules of theirs.
    private var keepsCustomers: Bool {
        guard old.customers != new.customers else { return true }
        guard Set(old.customers.keys) == Set(new.customers.keys) else { return false }
        return new.customers.values.allSatisfy { customer in
            guard let before = old.customers[customer.name], before != customer else { return true }
            let added = customer.schedules.dropFirst(before.schedules.count)
            return customers.contains(customer.name) && before.with(schedules: customer.schedules) == customer
                && customer.schedules.starts(with: before.schedules)
                && added.allSatisfy { old.schedules[$0] == nil && new.schedules[$0] != nil }
        }
    }

    /// A configuration without its parts.
    private func settings(_ configuration: Configuration) -> Configuration {
        var copy = configuration
        copy.numbers = NumberPlan(incoming: NumberTable([]), outgoing: NumberTable([]), otherwise: nil)
        (copy.flows, copy.menus, copy.schedules) = ([:], [:], [:])
        (copy.rotas, copy.people, copy.lists, copy.customers, copy.texts) = ([:], [:], [:], [:], [:])
        return copy
    }

    private func number(_ old: NumberTable, _ new: NumberTable, _ direction: CallDirection) -> String? {
        // Rows of large tables are not changed by forms.
        if old.large != new.large { return (old.large + new.large).first?.file }
        let steps = Dictionary(new.entries.map { ($0.pattern, $0.steps) }) { first, _ in first }
        for entry in old.entries {
            guard let changed = steps[entry.pattern] else { return entry.pattern.description }
            let isTheirs = before.owns(.number(direction, entry.pattern), customers)
            guard changed == entry.steps || isTheirs else { return entry.pattern.description }
        }
        let known = Set(old.entries.map(\.pattern))
        return new.entries.first { !known.contains($0.pattern) }?.pattern.description
    }

    /// A number of others that has another name.
    private var renamed: String? {
        let numbers = CustomerNumbers(old)
        let patterns = Set((old.numbers.names.entries + new.numbers.names.entries).map(\.pattern))
        return patterns.sorted { $0.description < $1.description }.first { pattern in
            guard old.numbers.names.own(pattern) != new.numbers.names.own(pattern) else { return false }
            return !numbers.owners(of: pattern).allSatisfy { $0.isOne(of: customers) }
        }?.description
    }

    /// A text of others that says something else, or one that tells the hours of others.
    private var text: String? {
        Set(old.texts.keys).union(new.texts.keys).sorted().first { name in
            guard old.texts[name] != new.texts[name] else { return false }
            guard before.owns(.announcement(name), customers) else { return true }
            guard let template = new.texts[name]?.template else { return false }
            let schedules = (try? template.schedules(in: new.schedules)) ?? template.namedSchedules
            return !schedules.allSatisfy { before.sees(.schedule($0), customers) }
        }?.text
    }

    private func changed<Value: Equatable>(
        _ old: [String: Value], _ new: [String: Value], _ part: (String) -> CustomerPart
    ) -> String? {
        Set(old.keys).union(new.keys).sorted().first { name in
            guard old[name] != new[name] else { return false }
            // Of what is new, it counts whose numbers lead to it.
            return !(old[name] == nil ? after : before).owns(part(name), customers)
        }
    }

    /// A name that the edit makes them see: something of others that their numbers use now.
    private var reached: String? {
        after.known.filter { after.sees($0, customers) && !before.sees($0, customers) && exists($0) }
            .map(\.name).min()
    }

    /// Whether a part was there before the edit.
    private func exists(_ part: CustomerPart) -> Bool {
        switch part {
        case .number: true
        case .flow(let name): old.flows[name] != nil
        case .menu(let name): old.menus[name] != nil
        case .schedule(let name): old.schedules[name] != nil
        case .rota(let name): old.rotas[name] != nil
        case .person(let name): old.people[name] != nil
        case .list(let name): old.lists[name] != nil
        // Recordings are not in the file. One in no one's folder and in no one's use is the house's.
        case .announcement: true
        }
    }
}
