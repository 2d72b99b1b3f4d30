package import Telephony

/// A number, or with a `*` behind it all that begin like this.
package struct NumberPattern: Hashable, Sendable, CustomStringConvertible {
    /// International, without the plus.
    package let digits: String
    package let isPrefix: Bool

    /// Reads any notation of a number, with a `*` at the end for a prefix.
    ///
    /// - Throws: what is wrong with the number.
    package init(_ text: String) throws(PhoneNumber.Invalid) {
        isPrefix = text.last == "*"
        digits = try isPrefix ? PhoneNumber.digits(of: String(text.dropLast()), shortest: 1) : PhoneNumber(text).digits
    }

    package func matches(_ number: PhoneNumber) -> Bool {
        isPrefix ? number.digits.hasPrefix(digits) : number.digits == digits
    }

    /// `+49157*`
    package var description: String { "+" + digits + (isPrefix ? "*" : "") }
}

/// Which steps belong to which number.
package struct NumberPlan: Hashable, Sendable {
    /// Incoming calls, by the number called.
    package let incoming: NumberTable
    /// Outgoing calls, by the number that calls.
    package let outgoing: NumberTable
    /// For incoming calls to other numbers; nil: they are left alone.
    package let otherwise: StepList?

    package init(incoming: NumberTable, outgoing: NumberTable, otherwise: StepList?) {
        self.incoming = incoming
        self.outgoing = outgoing
        self.otherwise = otherwise
    }
}

/// Steps by number; the longest pattern that matches wins.
package struct NumberTable: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let pattern: NumberPattern
        package let steps: StepList

        package init(pattern: NumberPattern, steps: StepList) {
            self.pattern = pattern
            self.steps = steps
        }
    }

    /// In the order of the file.
    package let entries: [Entry]
    private let exact: [String: Int]
    private let prefixes: [String: Int]
    /// Longest first.
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

    package func entry(for number: PhoneNumber) -> Entry? {
        if let index = exact[number.digits] { return entries[index] }
        for length in prefixLengths where length <= number.digits.utf8.count {
            if let index = prefixes[String(number.digits.prefix(length))] { return entries[index] }
        }
        return nil
    }
}
