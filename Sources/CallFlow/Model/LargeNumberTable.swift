import Telephony

/// A table of numbers that is too large to be listed one by one: its rows, and the steps of each of their targets.
package struct LargeNumberTable: Hashable, Sendable {
    /// The path of the file, relative to the configuration's folder or absolute.
    package let file: String
    package let rows: NumberRows
    /// By the indices of `rows.targets`. Rows that lead to the same flow have the same list.
    package let steps: [StepList]
    /// By the same indices the customer of the column `customer`; empty if the file has no customers.
    package let customers: [String?]

    package init(file: String, rows: NumberRows, steps: [StepList], customers: [String?] = []) {
        (self.file, self.rows, self.steps, self.customers) = (file, rows, steps, customers)
    }

    package var count: Int { rows.count }

    package func entry(at row: Int) -> NumberTable.Entry {
        NumberTable.Entry(pattern: rows.pattern(at: row), steps: steps[rows.target(at: row)])
    }

    /// The customer of a row, if the table says so.
    package func customer(at row: Int) -> String? {
        customers.isEmpty ? nil : customers[rows.target(at: row)]
    }

    package func contains(_ pattern: NumberPattern) -> Bool { row(of: pattern) != nil }
    package func row(of pattern: NumberPattern) -> Int? { rows.row(of: NumberKey(pattern)) }

    /// The country codes of its numbers: one if they are all of a country, otherwise some.
    package var countryCodes: Set<String> {
        guard let first = rows.keys.first, let last = rows.keys.last else { return [] }
        let codes = Set([first.pattern.countryCode, last.pattern.countryCode])
        guard codes.count == 1, let code = codes.first else { return codes }
        let count = rows.rows(beginningWith: code).reduce(0) { $0 + $1.count }
        // Of the others it does not matter which they are.
        return count == rows.count ? codes : codes.union([""])
    }

    /// How many rows each list answers, and the first of them, by the paths of the lists.
    package var uses: [(steps: StepList, count: Int, first: Int)] {
        var uses: [String: (steps: StepList, count: Int, first: Int)] = [:]
        for (steps, use) in zip(steps, rows.uses) where use.count > 0 {
            let known = uses[steps.path] ?? (steps, 0, use.first)
            uses[steps.path] = (steps, known.count + use.count, min(known.first, use.first))
        }
        return uses.values.sorted { $0.steps.path < $1.steps.path }
    }
}
