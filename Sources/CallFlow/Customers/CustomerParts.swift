import Telephony

/// To whom each part of a configuration belongs: to the customers whose numbers lead to it, and to those who name it.
///
/// What numbers of several customers use is shared: their people see and hear it, and cannot change it. What a number without a
/// customer uses is shared with those who run the server. Computed by following all calls, so it holds for included files, tables and
/// flows with parameters as well.
package struct CustomerParts: Sendable {
    private let owners: [CustomerPart: Set<PartOwner>]
    private let customers: [String: Customer]
    /// For each large table whose its rows are.
    let rowOwners: [RowOwners]
    private let tables: [LargeNumberTable]

    package init(_ configuration: Configuration) {
        customers = configuration.customers
        let numbers = CustomerNumbers(configuration)
        tables = configuration.numbers.incoming.large
        rowOwners = tables.map { RowOwners($0, configuration.customers.values) }
        var owners: [CustomerPart: Set<PartOwner>] = [:]
        var starts: [PartOwner: [StepList]] = [:]
        func add(_ part: CustomerPart, _ steps: StepList?, _ parties: Set<PartOwner>) {
            owners[part, default: []].formUnion(parties)
            if let steps { for owner in parties { starts[owner, default: []].append(steps) } }
        }
        let plan = configuration.numbers
        for entry in plan.incoming.entries {
            add(.number(.incoming, entry.pattern), entry.steps, numbers.owners(of: entry.pattern))
        }
        for entry in plan.outgoing.entries {
            add(.number(.outgoing, entry.pattern), entry.steps, numbers.owners(of: entry.pattern))
        }
        for (table, rowOwners) in zip(tables, rowOwners) {
            for (target, parties) in rowOwners.byTarget(of: table) {
                for owner in parties { starts[owner, default: []].append(table.steps[target]) }
            }
        }
        // Calls to a customer's numbers without an entry do what `default` says.
        let listed = Set(plan.incoming.entries.map(\.pattern))
        let prefixes = listed.filter(\.isPrefix)
        let unlisted = customers.values.filter { customer in
            customer.numbers.contains { number in
                !listed.contains(number) && !prefixes.contains { $0.covers(number) }
                    && !plan.incoming.large.contains { $0.rows.covers(number) }
            }
        }
        add(.number(.incoming, nil), plan.otherwise, Set(unlisted.map { .customer($0.name) } + [.house]))
        for customer in customers.values {
            let own = PartOwner.customer(customer.name)
            for (name, steps) in configuration.flows where name.hasPrefix(customer.folder) {
                add(.flow(name), steps, [own])
            }
            for name in configuration.menus.keys where name.hasPrefix(customer.folder) {
                owners[.menu(name), default: []].insert(own)
                starts[own, default: []].append(StepList(path: "", steps: [.menu(name)]))
            }
        }
        for (owner, lists) in starts {
            var reach = Reach(configuration: configuration)
            reach.follow(lists)
            for part in reach.parts { owners[part, default: []].insert(owner) }
        }
        for customer in customers.values {
            for name in customer.schedules {
                let announcements = configuration.schedules[name]?.announcements ?? []
                for part in [.schedule(name)] + announcements.map({ CustomerPart.announcement($0) }) {
                    owners[part, default: []].insert(.customer(customer.name))
                }
            }
        }
        self.owners = owners
    }

    /// Who a part belongs to: what no number leads to and no customer names belongs to the house.
    package func owners(of part: CustomerPart) -> Set<PartOwner> {
        var owners = owners[part] ?? []
        if owners.isEmpty, case .number(.incoming, let pattern?) = part {
            for (table, rowOwners) in zip(tables, rowOwners) {
                if let row = table.rows.row(of: NumberKey(pattern)) { owners.insert(rowOwners[row]) }
            }
        }
        for customer in customers.values where customer.owns(part) { owners.insert(.customer(customer.name)) }
        return owners.isEmpty ? [.house] : owners
    }

    /// Whether people of some customers see a part.
    package func sees(_ part: CustomerPart, _ customers: Set<String>) -> Bool {
        owners(of: part).contains { $0.isOne(of: customers) }
    }

    /// Whether a part is theirs alone, so that they may change it.
    package func owns(_ part: CustomerPart, _ customers: Set<String>) -> Bool {
        owners(of: part).allSatisfy { $0.isOne(of: customers) }
    }

    /// All parts that numbers lead to, or customers name.
    var known: [CustomerPart] { Array(owners.keys) }
}

extension Customer {
    /// Whether a part belongs to the customer by its name, also one that is still to be made.
    fileprivate func owns(_ part: CustomerPart) -> Bool {
        switch part {
        case .announcement(let name): owns(name)
        case .flow(let name), .menu(let name): name.hasPrefix(folder)
        case .number, .schedule, .rota, .person, .list: false
        }
    }
}

/// Follows calls from some lists on, and collects what they lead to.
private struct Reach {
    let configuration: Configuration
    private(set) var parts: Set<CustomerPart> = []

    init(configuration: Configuration) { self.configuration = configuration }

    mutating func follow(_ lists: [StepList]) {
        var waiting = lists
        while let list = waiting.popLast() { list.forEachStep { waiting += add($0) } }
    }

    /// - Returns: the lists of a flow or menu that is seen for the first time.
    private mutating func add(_ step: Step) -> [StepList] {
        switch step {
        case .play(let prompt): add(prompt)
        case .menu(let name):
            guard parts.insert(.menu(name)).inserted, let menu = configuration.menus[name] else { return [] }
            for prompt in [menu.prompt, menu.again, menu.silence.say, menu.wrongKey.say] { prompt.map { add($0) } }
            return menu.lists
        case .flow(let name), .do(let name):
            guard parts.insert(.flow(name)).inserted else { return [] }
            return configuration.flows[name].map { [$0] } ?? []
        case .check(let schedule, _, _, _), .holiday(let schedule, _):
            parts.insert(.schedule(schedule))
            for name in configuration.schedules[schedule]?.announcements ?? [] { parts.insert(.announcement(name)) }
        case .override(let override): for change in override.changes { parts.insert(.schedule(change.schedule)) }
        case .caller(let branches):
            for case .list(let name) in branches.map(\.pattern) { parts.insert(.list(name)) }
        case .called(let branches):
            for case .list(let name) in branches.map(\.pattern) { parts.insert(.list(name)) }
        case .dial(let dial): for name in dial.people { add(callee: name) }
        case .diverted, .voicemail, .reject, .hangup, .connect, .repeat, .back: break
        }
        return []
    }

    private mutating func add(_ prompt: Prompt) {
        for name in prompt.parts { parts.insert(.announcement(name)) }
    }

    private mutating func add(callee name: String) {
        guard let rota = configuration.rotas[name] else {
            parts.insert(.person(name))
            return
        }
        parts.insert(.rota(name))
        for person in rota.people { parts.insert(.person(person)) }
    }
}
