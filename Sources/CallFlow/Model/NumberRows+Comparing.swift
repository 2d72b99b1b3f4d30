extension NumberRows {
    /// The indices of the rows of both tables that have the same number.
    func common(with other: NumberRows) -> [(row: Int, otherRow: Int)] {
        var common: [(Int, Int)] = []
        var (row, otherRow) = (0, 0)
        while row < keys.count, otherRow < other.keys.count {
            let (key, otherKey) = (keys[row], other.keys[otherRow])
            if key == otherKey { common.append((row, otherRow)) }
            if key <= otherKey { row += 1 }
            if otherKey <= key { otherRow += 1 }
        }
        return common
    }

    /// Calls `body` for each number of either table with its rows, in ascending order.
    package static func merge(_ old: NumberRows?, _ new: NumberRows?, _ body: (_ old: Int?, _ new: Int?) -> Void) {
        let (oldKeys, newKeys) = (old?.keys ?? [], new?.keys ?? [])
        var (row, newRow) = (0, 0)
        while row < oldKeys.count || newRow < newKeys.count {
            let key = row < oldKeys.count ? oldKeys[row] : nil
            let newKey = newRow < newKeys.count ? newKeys[newRow] : nil
            let isOld = newKey.map { newKey in key.map { $0 <= newKey } ?? false } ?? true
            let isNew = key.map { key in newKey.map { $0 <= key } ?? false } ?? true
            body(isOld ? row : nil, isNew ? newRow : nil)
            if isOld { row += 1 }
            if isNew { newRow += 1 }
        }
    }
}
