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

    /// Characters of a name.
    static let longest = 80

    /// Whether a text can be the name of a number.
    static func isName(_ text: String) -> Bool {
        (1...longest).contains(text.trimmed.count)
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    /// In file order, without those of large tables.
    package let entries: [Entry]
    /// Large tables with names.
    package let tables: [LargeNumberTable]
    /// By digits.
    private let exact: [String: String]
    /// The longest first.
    private let prefixes: [Entry]

    package init(_ entries: [Entry] = []) { self.init(entries, tables: []) }

    private init(_ entries: [Entry], tables: [LargeNumberTable]) {
        (self.entries, self.tables) = (entries, tables)
        exact = Dictionary(
            entries.filter { !$0.pattern.isPrefix }.map { ($0.pattern.digits, $0.name) }, uniquingKeysWith: { $1 })
        prefixes = entries.filter(\.pattern.isPrefix)
            .sorted { $0.pattern.digits.utf8.count > $1.pattern.digits.utf8.count }
    }

    /// The same names with those of large tables.
    func with(_ tables: [LargeNumberTable]) -> NumberNames {
        NumberNames(entries, tables: tables.filter(\.rows.hasNames))
    }

    package var isEmpty: Bool { entries.isEmpty && tables.isEmpty }

    /// The name of a number, or of the longest prefix that it begins with.
    package subscript(_ number: PhoneNumber) -> String? {
        self[NumberPattern(digits: number.digits, isPrefix: false)]
    }

    /// The name of an entry of `numbers`; one number has that of a prefix around it, too.
    package subscript(_ pattern: NumberPattern) -> String? {
        if pattern.isPrefix { return own(pattern) }
        if let name = exact[pattern.digits] ?? inTables(NumberKey(pattern)) { return name }
        let listed = prefixes.first { $0.pattern.covers(pattern) }
        guard !tables.isEmpty else { return listed?.name }
        let lengths = Set(tables.flatMap(\.rows.prefixLengths)).filter { $0 <= pattern.digits.utf8.count }
        for length in lengths.sorted(by: >) where length > listed?.pattern.digits.utf8.count ?? 0 {
            let prefix = NumberPattern(digits: String(pattern.digits.prefix(length)), isPrefix: true)
            if let name = inTables(NumberKey(prefix)) { return name }
        }
        return listed?.name
    }

    private func inTables(_ key: NumberKey) -> String? {
        tables.lazy.compactMap { table in table.rows.row(of: key).flatMap(table.rows.name) }.first
    }

    /// The name that is written for a number or prefix itself.
    package func own(_ pattern: NumberPattern) -> String? {
        entries.first { $0.pattern == pattern }?.name ?? inTables(NumberKey(pattern))
    }

    /// The first numbers and prefixes whose names have a text in them, in file order; of large tables in the order of the numbers.
    package func first(_ most: Int, with part: NamePart) -> [Entry] {
        var found = Array(entries.lazy.filter { part.isIn($0.name) }.prefix(most))
        for table in tables where found.count < most {
            let rows = table.rows.keys.indices.lazy.filter { table.rows.hasName(at: $0, with: part) }
            found += rows.prefix(most - found.count).compactMap { row in
                table.rows.name(at: row).map { Entry(pattern: table.rows.pattern(at: row), name: $0) }
            }
        }
        return found
    }
}
