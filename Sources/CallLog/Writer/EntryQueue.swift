/// A bounded queue of entries to be written. A pure value, used under a lock: no operation takes longer the more entries
/// wait, but for `settle`, which is linear in the size of the batch.
struct EntryQueue {
    struct Waiting {
        var make: @Sendable (CallLogSettings) -> LogEntry
        /// Approximately the memory that `make` keeps in use.
        var bytes: Int
    }

    let mostEntries: Int
    let mostBytes: Int

    private var entries: [Waiting] = []
    /// Of the entries that wait and those taken out and not settled yet.
    private var bytes = 0
    /// Entries accepted since the start.
    private(set) var accepted = 0
    /// Entries settled since the start: written, or refused by the store.
    private(set) var settled = 0
    /// Entries lost since the start: not accepted for lack of room, or refused by the store.
    private(set) var dropped = 0

    init(mostEntries: Int, mostBytes: Int) {
        (self.mostEntries, self.mostBytes) = (mostEntries, mostBytes)
    }

    var waiting: Int { entries.count }
    /// Entries that wait, and those taken out and not settled yet.
    var depth: Int { accepted - settled }

    /// Adds an entry at the end.
    ///
    /// - Returns: `false` if there is no room.
    mutating func put(_ entry: Waiting) -> Bool {
        guard depth < mostEntries, bytes + entry.bytes <= mostBytes else {
            dropped += 1
            return false
        }
        entries.append(entry)
        bytes += entry.bytes
        accepted += 1
        return true
    }

    /// Takes all waiting entries out, oldest first. They count in `depth` until they are settled.
    mutating func takeAll() -> [Waiting] {
        defer { entries = [] }
        return entries
    }

    /// Counts entries that were taken out as done, `lost` of them as lost.
    mutating func settle(_ batch: some Collection<Waiting>, dropped lost: Int) {
        settled += batch.count
        dropped += lost
        bytes -= batch.reduce(0) { $0 + $1.bytes }
    }
}
