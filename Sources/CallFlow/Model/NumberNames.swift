package import Telephony

/// What people call telephone numbers: `+49 211 1234567` is “Practice, front desk”.
///
/// A number has a name whatever its calls do and whichever way they go, so names are apart from steps.
package struct NumberNames: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let pattern: NumberPattern
        package let name: String

        package init(pattern: NumberPattern, name: String) { (self.pattern, self.name) = (pattern, name) }
    }

    /// In file order.
    package let entries: [Entry]
    /// By digits.
    private let exact: [String: String]
    /// The longest first.
    private let prefixes: [Entry]

    package init(_ entries: [Entry] = []) {
        self.entries = entries
        exact = Dictionary(
            entries.filter { !$0.pattern.isPrefix }.map { ($0.pattern.digits, $0.name) }, uniquingKeysWith: { $1 })
        prefixes = entries.filter(\.pattern.isPrefix)
            .sorted { $0.pattern.digits.utf8.count > $1.pattern.digits.utf8.count }
    }

    package var isEmpty: Bool { entries.isEmpty }

    /// The name of a number, or of the longest prefix that it begins with.
    package subscript(_ number: PhoneNumber) -> String? {
        exact[number.digits] ?? prefixes.first { $0.pattern.matches(number) }?.name
    }

    /// The name of an entry of `numbers`; one number has that of a prefix around it, too.
    package subscript(_ pattern: NumberPattern) -> String? {
        pattern.isPrefix
            ? own(pattern) : exact[pattern.digits] ?? prefixes.first { $0.pattern.covers(pattern) }?.name
    }

    /// The name that is written for a number or prefix itself.
    package func own(_ pattern: NumberPattern) -> String? { entries.first { $0.pattern == pattern }?.name }
}
