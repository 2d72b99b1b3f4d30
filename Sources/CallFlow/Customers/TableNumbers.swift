import Telephony

/// The numbers that some customers have in large tables.
package struct TableNumbers: Sendable {
    /// Theirs.
    package private(set) var own: [NumberPattern] = []
    /// Those of others of which a log that hides the last four digits has the same as of one of theirs.
    package private(set) var lookalikes: [NumberPattern] = []

    package init(of customers: Set<String>, in configuration: Configuration) {
        for table in configuration.numbers.incoming.large {
            let owners = RowOwners(table, configuration.customers.values)
            func isOwn(_ row: Int) -> Bool {
                if case .customer(let name) = owners[row] { customers.contains(name) } else { false }
            }
            let rows = table.rows
            let ownRows = rows.keys.indices.filter(isOwn)
            own += ownRows.map(rows.pattern)
            let shown = Set(ownRows.map { rows.keys[$0].value / 10_000 })
            lookalikes += rows.keys.indices.filter { row in
                !rows.keys[row].isPrefix && shown.contains(rows.keys[row].value / 10_000) && !isOwn(row)
            }.map(rows.pattern)
        }
    }
}
