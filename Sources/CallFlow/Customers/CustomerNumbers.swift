package import Telephony

/// Which customer a number belongs to: the one with the most exact pattern.
package struct CustomerNumbers: Sendable {
    private let exact: [String: String]
    /// The longest first.
    private let prefixes: [(digits: String, customer: String)]

    /// Of large tables, which a customer's own entries come before.
    private let tables: [LargeNumberTable]

    package init(_ configuration: Configuration) {
        let customers = configuration.customers.values
        tables = configuration.numbers.incoming.large.filter { !$0.customers.isEmpty }
        var (exact, prefixes) = ([String: String](), [(digits: String, customer: String)]())
        for customer in customers {
            for number in customer.numbers {
                if number.isPrefix {
                    prefixes.append((number.digits, customer.name))
                } else {
                    exact[number.digits] = customer.name
                }
            }
        }
        for table in tables where !table.rows.prefixLengths.isEmpty {
            for row in table.rows.keys.indices where table.rows.keys[row].isPrefix {
                if let customer = table.customer(at: row) {
                    prefixes.append((table.rows.pattern(at: row).digits, customer))
                }
            }
        }
        self.exact = exact
        self.prefixes = prefixes.sorted { $0.digits.utf8.count > $1.digits.utf8.count }
    }

    /// The customer's key; `nil` for a number of none.
    package subscript(_ number: PhoneNumber) -> String? {
        exact[number.digits] ?? tableCustomer(NumberKey(number))
            ?? prefixes.first { number.digits.hasPrefix($0.digits) }?.customer
    }

    private func tableCustomer(_ key: NumberKey) -> String? {
        tables.lazy.compactMap { table in table.rows.row(of: key).flatMap(table.customer) }.first
    }

    /// Whose calls come to an entry of `numbers`: the owner of its range, and those of narrower ranges within it.
    func owners(of entry: NumberPattern) -> Set<PartOwner> {
        let around = prefixes.first { entry.digits.hasPrefix($0.digits) }?.customer
        guard entry.isPrefix else { return [(exact[entry.digits] ?? around).map { .customer($0) } ?? .house] }
        let within =
            exact.filter { $0.key.hasPrefix(entry.digits) }.map(\.value)
            + prefixes.filter { $0.digits.hasPrefix(entry.digits) }.map(\.customer)
        return Set(within.map { .customer($0) } + [around.map { .customer($0) } ?? .house])
    }
}
