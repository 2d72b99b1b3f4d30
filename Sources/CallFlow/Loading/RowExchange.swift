import Telephony

extension Configuration {
    /// The configuration after an edit of nothing but large tables, without reading and validating flows, menus and schedules again.
    ///
    /// Possible if the new rows lead where the old ones did: then every path of calls has been validated, whichever numbers take it.
    /// Otherwise, and if a row has a problem or a number that something else names, returns `nil`; then the whole configuration is to
    /// be read.
    ///
    /// - Parameters:
    ///   - old: the texts that the configuration was read from.
    ///   - new: those after the edit.
    package func exchangingRows(from old: WrittenConfiguration, to new: WrittenConfiguration) -> Configuration? {
        guard new.isSame(exceptRowsOf: old), !numbers.incoming.large.isEmpty else { return nil }
        var tables: [LargeNumberTable] = []
        for table in numbers.incoming.large {
            guard let rows = new.files.rows(of: table.file), old.files.rows(of: table.file) == table.rows,
                let exchanged = rows == table.rows ? table : table.exchanging(rows)
            else { return nil }
            tables.append(exchanged)
        }
        for (index, table) in tables.enumerated() where table != numbers.incoming.large[index] {
            for (other, otherTable) in tables.enumerated() where other != index {
                guard table.rows.common(with: otherTable.rows).isEmpty else { return nil }
            }
        }
        var copy = self
        copy.numbers = NumberPlan(
            incoming: numbers.incoming.with(large: tables), outgoing: numbers.outgoing, otherwise: numbers.otherwise,
            names: numbers.names)
        return namedPatterns.allSatisfy { isAnswered($0, as: copy) } ? copy : nil
    }

    /// Numbers and prefixes that something beside a large table names: what they are in a table has been validated.
    private var namedPatterns: Set<NumberPattern> {
        var patterns = Set(numbers.incoming.entries.map(\.pattern) + numbers.names.entries.map(\.pattern))
        for customer in customers.values { patterns.formUnion(customer.numbers) }
        func add(_ target: DialTarget?) {
            guard case .number(let number)? = target else { return }
            patterns.insert(NumberPattern(digits: number.digits, isPrefix: false))
        }
        for target in people.values { add(target) }
        for list in numbers.lists + flows.values + menus.values.flatMap(\.lists) {
            list.forEachStep { step in
                guard case .dial(let dial) = step, case .numbers(let numbers) = dial.target else { return }
                numbers.forEach { add($0) }
            }
        }
        return patterns
    }

    private func isAnswered(_ pattern: NumberPattern, as other: Configuration) -> Bool {
        func state(_ table: NumberTable) -> [String?] {
            table.large.flatMap { table in
                let row = table.rows.row(of: NumberKey(pattern))
                // Customers can have a prefix of which some numbers are listed.
                let isPart = pattern.isPrefix && !table.rows.rows(beginningWith: pattern.digits).isEmpty
                return [row.map { table.entry(at: $0).steps.path }, row.flatMap(table.customer), isPart ? "some" : nil]
            }
        }
        return state(numbers.incoming) == state(other.numbers.incoming)
    }
}

extension LargeNumberTable {
    /// The table with other rows, if they are without problems and lead where these do.
    fileprivate func exchanging(_ new: NumberRows) -> LargeNumberTable? {
        guard new.faultCount == 0 else { return nil }
        let known = Dictionary(zip(rows.targets, steps.indices)) { first, _ in first }
        let indices = new.targets.compactMap { known[$0] }
        guard indices.count == new.targets.count, Set(indices).count == Set(known.values).count else { return nil }
        return LargeNumberTable(
            file: file, rows: new, steps: indices.map { steps[$0] },
            customers: customers.isEmpty ? [] : indices.map { customers[$0] })
    }
}
