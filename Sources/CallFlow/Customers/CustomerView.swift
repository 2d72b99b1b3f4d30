package import Telephony

/// What people of some customers see of a configuration, and what they may change in it.
///
/// Protects one customer's names, numbers and hours from another's people wherever code looks only at `configuration`: what is not
/// theirs is not in it. Does not contain secrets' names or addresses of alerts. Settings of the server stay, since pages need them;
/// they are not shown.
package struct CustomerView: Sendable {
    package let customers: Set<String>
    package let parts: CustomerParts
    /// Only the parts that they see.
    package let configuration: Configuration

    package init(_ whole: Configuration, of customers: Set<String>) {
        self.init(whole, CustomerParts(whole), of: customers)
    }

    init(_ whole: Configuration, _ parts: CustomerParts, of customers: Set<String>) {
        self.customers = customers
        self.parts = parts
        func seen<Value>(_ values: [String: Value], _ part: (String) -> CustomerPart) -> [String: Value] {
            values.filter { parts.sees(part($0.key), customers) }
        }
        func seen(_ table: NumberTable, _ direction: CallDirection) -> NumberTable {
            NumberTable(
                table.entries.filter { parts.sees(.number(direction, $0.pattern), customers) },
                large: zip(table.large, parts.rowOwners).map { $0.part(of: customers, $1) })
        }
        let numbers = CustomerNumbers(whole)
        var copy = whole
        copy.numbers = NumberPlan(
            incoming: seen(whole.numbers.incoming, .incoming), outgoing: seen(whole.numbers.outgoing, .outgoing),
            otherwise: parts.sees(.number(.incoming, nil), customers) ? whole.numbers.otherwise : nil,
            names: NumberNames(
                whole.numbers.names.entries.filter { entry in
                    numbers.owners(of: entry.pattern).contains { $0.isOne(of: customers) }
                }))
        copy.flows = seen(whole.flows) { .flow($0) }
        copy.menus = seen(whole.menus) { .menu($0) }
        copy.texts = whole.texts.filter { parts.sees(.announcement($0.key), customers) }
        copy.schedules = seen(whole.schedules) { .schedule($0) }
        copy.rotas = seen(whole.rotas) { .rota($0) }
        copy.people = seen(whole.people) { .person($0) }
        copy.lists = seen(whole.lists) { .list($0) }
        copy.customers = whole.customers.filter { customers.contains($0.key) }
        copy.alerts = AlertSettings()
        configuration = copy
    }

    package func sees(_ part: CustomerPart) -> Bool { parts.sees(part, customers) }
    package func owns(_ part: CustomerPart) -> Bool { parts.owns(part, customers) }

    /// Whether all parts of a prompt are seen.
    package func sees(_ prompt: Prompt) -> Bool { prompt.parts.allSatisfy { sees(.announcement($0)) } }
}

extension LargeNumberTable {
    /// The rows of some customers, and only the steps that those lead to.
    fileprivate func part(of customers: Set<String>, _ owners: RowOwners) -> LargeNumberTable {
        let part = rows.filter { row in
            if case .customer(let name) = owners[row] { customers.contains(name) } else { false }
        }
        let used = Set(part.keys.indices.map(part.target))
        let none = StepList(path: "numbers.\(file)", steps: [.connect])
        return LargeNumberTable(
            file: file, rows: part, steps: steps.enumerated().map { used.contains($0) ? $1 : none },
            customers: self.customers.enumerated().map { used.contains($0) ? $1 : nil })
    }
}
