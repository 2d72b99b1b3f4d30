import CallFlow
import Telephony

/// The numbers of a plan that a search finds, a page at a time: those that are listed first, then those of large tables, of which no
/// list is made.
struct NumberSearch {
    private let listed: [NumberCall]
    private let tables: [LargeNumberTable]
    /// Nil: all rows are found.
    private let isFound: ((LargeNumberTable, Int) -> Bool)?

    /// All rows, and the numbers that are listed and found.
    init(_ plan: NumberPlan, listed: (NumberCall) -> Bool) {
        self.listed = NumberCall.listed(in: plan).filter(listed)
        (tables, isFound) = (plan.incoming.large, nil)
    }

    /// - Parameters:
    ///   - listed: whether a number that is listed is found.
    ///   - digits: a row is found if its number has one of these in it; longer ones than a number has find nothing,
    ///   - steps: or if its steps are found,
    ///   - name: or if its name has this in it,
    ///   - row: or if its number is, by something else; nil if there is nothing else.
    init(
        _ plan: NumberPlan, listed: (NumberCall) -> Bool, digits: [String], steps: (StepList) -> Bool,
        name: NamePart?, row: ((NumberPattern) -> Bool)?
    ) {
        self.listed = NumberCall.listed(in: plan).filter(listed)
        tables = plan.incoming.large
        let parts = digits.compactMap { NumberKey.Digits($0) }
        let found = Dictionary(tables.map { ($0.file, $0.steps.map(steps)) }) { first, _ in first }
        isFound = { table, index in
            let key = table.rows.keys[index]
            return found[table.file]?[table.rows.target(at: index)] == true || parts.contains(where: key.contains)
                || name.map { table.rows.hasName(at: index, with: $0) } == true || row?(key.pattern) == true
        }
    }

    /// Some of the numbers that are found, and how many are.
    func page(from first: Int, length: Int) -> (calls: [NumberCall], count: Int) {
        var calls = Array(listed.dropFirst(first).prefix(length))
        var count = listed.count
        for table in tables {
            guard let isFound else {
                for row in max(0, first - count)..<max(max(0, first - count), min(table.count, first + length - count))
                {
                    calls.append(NumberCall(row: row, of: table))
                }
                count += table.count
                continue
            }
            for row in 0..<table.count where isFound(table, row) {
                if (first..<first + length).contains(count) { calls.append(NumberCall(row: row, of: table)) }
                count += 1
            }
        }
        return (calls, count)
    }
}
