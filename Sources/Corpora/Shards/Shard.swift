/// One of the parts that a corpus is divided into, each for a process of its own. Which part a recording belongs to depends on
/// its ID alone: a manifest that grew leaves the others where they were.
package struct Shard: Hashable, Sendable {
    /// From 0 on.
    package let index: Int
    package let count: Int

    /// As many as the tasks of the largest arrays that engines have.
    package static let most = 1_000_000
    package static let whole = Shard(uncheckedIndex: 0, of: 1)

    /// Nil for a number that there is not.
    package init?(_ index: Int, of count: Int) {
        guard (1...Self.most).contains(count), (0..<count).contains(index) else { return nil }
        (self.index, self.count) = (index, count)
    }

    /// Reads `7/100`.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]) else { return nil }
        self.init(index, of: count)
    }

    private init(uncheckedIndex index: Int, of count: Int) { (self.index, self.count) = (index, count) }

    package func contains(_ key: RecordingKey) -> Bool {
        count == 1 || Self.index(of: key, count) == index
    }

    package static func index(of key: RecordingKey, _ count: Int) -> Int { Int(key.hash % UInt64(count)) }

    /// Whether a recording may belong to both: shards of other counts overlap where their numbers agree in the common divisor.
    func overlaps(_ other: Shard) -> Bool {
        var (larger, smaller) = (count, other.count)
        while smaller > 0 { (larger, smaller) = (smaller, larger % smaller) }
        return index % larger == other.index % larger
    }
}
