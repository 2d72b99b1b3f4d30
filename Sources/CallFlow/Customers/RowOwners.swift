import Telephony

/// Whose the numbers of a large table are: as `CustomerNumbers` says of a single one, and else as the table says.
struct RowOwners: Sendable {
    /// Indices into `owners`, by row.
    private let indices: [UInt32]
    private let owners: [PartOwner]

    init(_ table: LargeNumberTable, _ customers: some Collection<Customer>) {
        var owners: [PartOwner] = [.house]
        var known: [String: UInt32] = [:]
        func index(_ customer: String) -> UInt32 {
            if let index = known[customer] { return index }
            owners.append(.customer(customer))
            known[customer] = UInt32(owners.count - 1)
            return UInt32(owners.count - 1)
        }
        var indices = [UInt32](repeating: 0, count: table.count)
        // The widest range first, so that narrower ones replace it.
        let prefixes = customers.flatMap { customer in
            customer.numbers.filter(\.isPrefix).map { (digits: $0.digits, customer: customer.name) }
        }
        let ofTable = table.rows.keys.indices.filter { table.rows.keys[$0].isPrefix }.compactMap { row in
            table.customer(at: row).map { (digits: table.rows.pattern(at: row).digits, customer: $0) }
        }
        for (digits, customer) in (prefixes + ofTable).sorted(by: { $0.digits.utf8.count < $1.digits.utf8.count }) {
            let owner = index(customer)
            for range in table.rows.rows(beginningWith: digits) { for row in range { indices[row] = owner } }
        }
        if !table.customers.isEmpty {
            for row in indices.indices { if let customer = table.customer(at: row) { indices[row] = index(customer) } }
        }
        for customer in customers {
            for number in customer.numbers {
                if let row = table.rows.row(of: NumberKey(number)) { indices[row] = index(customer.name) }
            }
        }
        (self.indices, self.owners) = (indices, owners)
    }

    subscript(row: Int) -> PartOwner { owners[Int(indices[row])] }

    /// For each target that a row has, whose the rows with it are.
    func byTarget(of table: LargeNumberTable) -> [Int: Set<PartOwner>] {
        var known: Set<UInt64> = []
        var byTarget: [Int: Set<PartOwner>] = [:]
        for row in indices.indices {
            let target = table.rows.target(at: row)
            guard known.insert(UInt64(target) << 32 | UInt64(indices[row])).inserted else { continue }
            byTarget[target, default: []].insert(self[row])
        }
        return byTarget
    }
}
