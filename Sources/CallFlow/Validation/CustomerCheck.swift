import Telephony

/// Checks that the numbers, schedules and recordings of customers exist, and that no number belongs to two of them.
struct CustomerCheck {
    let syntax: ConfigurationSyntax
    /// Those that exist; `nil` if any name is allowed.
    let announcements: Set<AnnouncementName>?
    let problems: ProblemCollector

    func run() {
        let tables = syntax.largeTables
        guard !syntax.customers.isEmpty || !syntax.customersOfTables.isEmpty || !tables.isEmpty else { return }
        let names = Set(syntax.customers.map(\.name.value))
        let ofTables = syntax.customersOfTables.map(\.customer) + tables.flatMap(\.customers).compactMap(\.self)
        for customer in ofTables where !names.contains(customer.value) {
            problems.add(
                .unknownName(.customer, customer.value), at: customer.span, closestTo: customer.value, among: names)
        }
        let listed = ListedNumbers(syntax)
        let schedules = Set(syntax.schedules.map(\.name.value))
        var owners: [NumberPattern: String] = [:]
        for (number, customer) in syntax.customersOfTables { owners[number] = customer.value }
        for customer in syntax.customers {
            for number in customer.numbers {
                let inTable = tables.lazy.compactMap { $0.customer(of: number.value) }.first
                if let other = owners.updateValue(customer.name.value, forKey: number.value) ?? inTable {
                    problems.add(.numberOfCustomer(number.value.description, other), at: number.span)
                } else if !listed.contains(number.value) {
                    problems.add(.numberNotListed(number.value.description), at: number.span)
                }
            }
            for name in customer.schedules where !schedules.contains(name.value) {
                problems.add(
                    .unknownName(.schedule, name.value), at: name.span, closestTo: name.value, among: schedules)
            }
            for name in customer.recordings { check(name) }
        }
    }

    private func check(_ name: Located<String>) {
        let pattern = RecordingPattern(name.value)
        // Recordings of a pattern may still come.
        guard !pattern.isPrefix, let announcements, !announcements.contains(where: pattern.matches) else { return }
        problems.add(
            .unknownName(.announcement, name.value), at: name.span, closestTo: name.value,
            among: announcements.lazy.map(\.text))
    }
}

extension LargeTableSyntax {
    /// The customer that the table has for a number or a prefix.
    fileprivate func customer(of number: NumberPattern) -> String? {
        guard !customers.isEmpty, let row = rows.row(of: NumberKey(number)) else { return nil }
        return customers[rows.target(at: row)]?.value
    }
}

extension NumberRows {
    /// Whether some number of a pattern has a row.
    func isListed(_ pattern: NumberPattern) -> Bool {
        covers(pattern) || pattern.isPrefix && !rows(beginningWith: pattern.digits).isEmpty
    }
}
