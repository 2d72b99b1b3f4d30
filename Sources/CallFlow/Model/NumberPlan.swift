package import Telephony

/// The steps for each number.
package struct NumberPlan: Hashable, Sendable {
    /// Incoming calls, by the number that was called.
    package let incoming: NumberTable
    /// Outgoing calls, by the number that calls.
    package let outgoing: NumberTable
    /// Incoming calls to other numbers; `nil`: they are left alone.
    package let otherwise: StepList?

    package init(incoming: NumberTable, outgoing: NumberTable, otherwise: StepList?) {
        self.incoming = incoming
        self.outgoing = outgoing
        self.otherwise = otherwise
    }
}

/// Steps by number; the longest matching pattern wins.
///
/// A number is looked up in constant time, whatever the size of the table: once exactly, then once for each length that
/// a prefix in the table has.
package struct NumberTable: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let pattern: NumberPattern
        package let steps: StepList

        package init(pattern: NumberPattern, steps: StepList) {
            self.pattern = pattern
            self.steps = steps
        }
    }

    /// In file order.
    package let entries: [Entry]
    /// Indices into `entries`, by digits.
    private let exact: [String: Int]
    private let prefixes: [String: Int]
    /// The lengths of all prefixes, longest first.
    private let prefixLengths: [Int]

    package init(_ entries: [Entry]) {
        self.entries = entries
        var (exact, prefixes) = ([String: Int](), [String: Int]())
        for (index, entry) in entries.enumerated() {
            if entry.pattern.isPrefix {
                prefixes[entry.pattern.digits] = index
            } else {
                exact[entry.pattern.digits] = index
            }
        }
        (self.exact, self.prefixes) = (exact, prefixes)
        prefixLengths = Set(prefixes.keys.map(\.utf8.count)).sorted(by: >)
    }

    /// The entry for a number: the exact one, or the longest matching prefix.
    package func entry(for number: PhoneNumber) -> Entry? {
        if let index = exact[number.digits] { return entries[index] }
        for length in prefixLengths where length <= number.digits.utf8.count {
            if let index = prefixes[String(number.digits.prefix(length))] { return entries[index] }
        }
        return nil
    }
}
