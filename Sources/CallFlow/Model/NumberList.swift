package import Telephony

/// Callers under a name: numbers, and prefixes of them.
///
/// A caller is looked up in constant time, whatever the size of the list: once exactly, then once for each length that a
/// prefix in the list has.
package struct NumberList: Hashable, Sendable {
    package let name: String
    /// The path of the table that it is read from, relative to the configuration's folder; `nil` if it is in the
    /// configuration.
    package let file: String?
    /// By value: the digits of international numbers have no zero in front, and fifteen of them fit.
    private var numbers: Set<Int> = []
    private var prefixes: Set<Int> = []
    /// Of prefixes, in digits.
    private var lengths: [Int] = []

    package init(name: String, file: String? = nil, _ patterns: some Sequence<NumberPattern>) {
        self.name = name
        self.file = file
        var lengths: Set<Int> = []
        for pattern in patterns {
            guard let value = Int(pattern.digits) else { continue }
            if pattern.isPrefix {
                prefixes.insert(value)
                lengths.insert(pattern.digits.utf8.count)
            } else {
                numbers.insert(value)
            }
        }
        self.lengths = lengths.sorted()
    }

    /// The number of entries.
    package var count: Int { numbers.count + prefixes.count }

    package func contains(_ number: PhoneNumber) -> Bool {
        if let value = Int(number.digits), numbers.contains(value) { return true }
        return lengths.contains { length in
            length <= number.digits.utf8.count && Int(number.digits.prefix(length)).map(prefixes.contains) ?? false
        }
    }
}

extension Configuration {
    /// Whether a branch is for a caller.
    package func matches(_ pattern: CallerPattern, _ caller: Caller) -> Bool {
        guard case .list(let name) = pattern else { return pattern.matches(caller) }
        guard case .number(let number) = caller else { return false }
        return lists[name]?.contains(number) ?? false
    }
}
