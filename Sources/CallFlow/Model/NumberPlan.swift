package import Telephony

/// The steps for each number.
package struct NumberPlan: Hashable, Sendable {
    /// Incoming calls, by the number that was called.
    package let incoming: NumberTable
    /// Outgoing calls, by the number that calls.
    package let outgoing: NumberTable
    /// Incoming calls to other numbers; `nil`: they are left alone.
    package let otherwise: StepList?
    /// Those of large tables among them.
    package let names: NumberNames

    package init(
        incoming: NumberTable, outgoing: NumberTable, otherwise: StepList?, names: NumberNames = NumberNames()
    ) {
        self.incoming = incoming
        self.outgoing = outgoing
        self.otherwise = otherwise
        self.names = names.with(incoming.large)
    }
}

/// Steps by number; the longest matching pattern wins.
///
/// A number that is listed is looked up in constant time: once exactly, then once for each length that a prefix in the table has.
/// In a large table it takes a binary search for each.
package struct NumberTable: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let pattern: NumberPattern
        package let steps: StepList

        package init(pattern: NumberPattern, steps: StepList) {
            self.pattern = pattern
            self.steps = steps
        }
    }

    /// In file order, without those of large tables.
    package let entries: [Entry]
    /// Tables with numbers that are not listed one by one.
    package let large: [LargeNumberTable]
    /// Indices into `entries`, by digits.
    private let exact: [String: Int]
    private let prefixes: [String: Int]
    /// The lengths of all prefixes, longest first.
    private let prefixLengths: [Int]

    package init(_ entries: [Entry], large: [LargeNumberTable] = []) {
        (self.entries, self.large) = (entries, large)
        var (exact, prefixes) = ([String: Int](), [String: Int]())
        for (index, entry) in entries.enumerated() {
            if entry.pattern.isPrefix {
                prefixes[entry.pattern.digits] = index
            } else {
                exact[entry.pattern.digits] = index
            }
        }
        (self.exact, self.prefixes) = (exact, prefixes)
        let lengths = prefixes.keys.map(\.utf8.count) + large.flatMap(\.rows.prefixLengths)
        prefixLengths = Set(lengths).sorted(by: >)
    }

    /// The entry for a number: the exact one, or the longest matching prefix.
    package func entry(for number: PhoneNumber) -> Entry? {
        if let index = exact[number.digits] { return entries[index] }
        if let entry = largeEntry(NumberKey(number)) { return entry }
        for length in prefixLengths where length <= number.digits.utf8.count {
            if let index = prefixes[String(number.digits.prefix(length))] { return entries[index] }
            if let entry = largeEntry(NumberKey(number, prefix: length)) { return entry }
        }
        return nil
    }

    private func largeEntry(_ key: NumberKey) -> Entry? {
        for table in large {
            if let row = table.rows.row(of: key) { return table.entry(at: row) }
        }
        return nil
    }

    /// The entry that is written for a number or a prefix; `nil` if there is none.
    package func entry(of pattern: NumberPattern) -> Entry? {
        if let index = (pattern.isPrefix ? prefixes : exact)[pattern.digits] { return entries[index] }
        return largeEntry(NumberKey(pattern))
    }

    /// Whether a number or a prefix is one of a large table.
    package func isInLargeTable(_ pattern: NumberPattern) -> Bool { large.contains { $0.contains(pattern) } }

    /// How many numbers and prefixes there are.
    package var count: Int { large.reduce(entries.count) { $0 + $1.count } }

    package var isEmpty: Bool { count == 0 }

    /// An entry by its place among those that are listed, and then those of large tables.
    package subscript(place: Int) -> Entry {
        if place < entries.count { return entries[place] }
        var row = place - entries.count
        for table in large {
            if row < table.count { return table.entry(at: row) }
            row -= table.count
        }
        preconditionFailure("there are only \(count) entries")
    }

    /// Some numbers of large tables, without prefixes.
    package func rows(_ most: Int) -> [Entry] {
        Array(
            large.flatMap { table in
                table.rows.keys.indices.lazy.filter { !table.rows.keys[$0].isPrefix }.prefix(most).map(table.entry)
            }.prefix(most))
    }

    /// The numbers that are listed, and some of large tables, without prefixes.
    package func numbers(_ most: Int) -> [NumberPattern] {
        Array((entries.filter { !$0.pattern.isPrefix } + rows(most)).map(\.pattern).prefix(most))
    }

    /// The first number, or the first prefix if there are no others.
    package var first: NumberPattern? {
        entries.first { !$0.pattern.isPrefix }?.pattern ?? rows(1).first?.pattern ?? entries.first?.pattern
            ?? large.first { $0.count > 0 }?.rows.pattern(at: 0)
    }

    /// The same entries with other large tables.
    func with(large: [LargeNumberTable]) -> NumberTable { NumberTable(entries, large: large) }
}
