package import Telephony

/// Which customer a number belongs to: the one with the most exact pattern.
package struct CustomerNumbers: Sendable {
    private let exact: [String: String]
    /// The longest first.
    private let prefixes: [(digits: String, customer: String)]

    package init(_ customers: some Collection<Customer>) {
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
        self.exact = exact
        self.prefixes = prefixes.sorted { $0.digits.utf8.count > $1.digits.utf8.count }
    }

    /// The customer's key; `nil` for a number of none.
    package subscript(_ number: PhoneNumber) -> String? {
        exact[number.digits] ?? prefixes.first { number.digits.hasPrefix($0.digits) }?.customer
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
