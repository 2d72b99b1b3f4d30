/// Numbers of large tables that do something else after an edit, all together that did the same and do the same.
package struct RowChange: Sendable {
    /// `nil`: they were in no large table.
    package let before: StepList?
    /// `nil`: they are in none.
    package let after: StepList?
    package fileprivate(set) var count: Int
    /// Some of them.
    package fileprivate(set) var first: [NumberPattern]

    private static let mostNamed = 3

    /// The changes by table, in no order; those with the same steps before and after are among them if `isChanged` says so.
    ///
    /// - Parameter isChanged: whether steps do something else in the new configuration.
    package static func all(
        from old: Configuration, to new: Configuration, isChanged: (StepList?, StepList?) -> Bool
    ) -> [RowChange] {
        let oldTables = old.numbers.incoming.large
        let newTables = Dictionary(new.numbers.incoming.large.map { ($0.file, $0) }) { first, _ in first }
        let oldFiles = Set(oldTables.map(\.file))
        let added = new.numbers.incoming.large.filter { !oldFiles.contains($0.file) }
        return oldTables.flatMap { changes(from: $0, to: newTables[$0.file], isChanged) }
            + added.flatMap { changes(from: nil, to: $0, isChanged) }
    }

    private static func changes(
        from old: LargeNumberTable?, to new: LargeNumberTable?, _ isChanged: (StepList?, StepList?) -> Bool
    ) -> [RowChange] {
        // By the targets before and after; 0 is none.
        var changes: [UInt64: RowChange] = [:]
        var unchanged: Set<UInt64> = []
        NumberRows.merge(old?.rows, new?.rows) { oldRow, newRow in
            let (before, after) = (
                oldRow.flatMap { old?.rows.target(at: $0) }, newRow.flatMap { new?.rows.target(at: $0) }
            )
            let pair = UInt64((before ?? -1) + 1) << 32 | UInt64((after ?? -1) + 1)
            guard !unchanged.contains(pair) else { return }
            if changes[pair] == nil {
                let steps = (before.flatMap { old?.steps[$0] }, after.flatMap { new?.steps[$0] })
                guard isChanged(steps.0, steps.1) else {
                    unchanged.insert(pair)
                    return
                }
                changes[pair] = RowChange(before: steps.0, after: steps.1, count: 0, first: [])
            }
            changes[pair]?.count += 1
            if changes[pair].map({ $0.first.count < mostNamed }) ?? false,
                let pattern = newRow.flatMap({ new?.rows.pattern(at: $0) })
                    ?? oldRow.flatMap({ old?.rows.pattern(at: $0) })
            {
                changes[pair]?.first.append(pattern)
            }
        }
        return changes.values.sorted { ($1.count, $0.first[0].digits) < ($0.count, $1.first[0].digits) }
    }
}
