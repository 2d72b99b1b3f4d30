import Telephony

/// The numbers that `numbers` has entries for.
struct ListedNumbers {
    private let patterns: Set<NumberPattern>
    private let prefixes: Set<NumberPattern>
    private let tables: [LargeTableSyntax]

    init(_ syntax: ConfigurationSyntax) {
        patterns = Set((syntax.incoming + syntax.outgoing).compactMap(\.pattern))
        prefixes = patterns.filter(\.isPrefix)
        tables = syntax.largeTables
    }

    /// Whether calls of a number, or of some number of a prefix, come to an entry.
    func contains(_ number: NumberPattern) -> Bool {
        patterns.contains(number) || prefixes.contains { $0.covers(number) }
            || number.isPrefix && patterns.contains(where: number.covers)
            || tables.contains { $0.rows.isListed(number) }
    }
}
