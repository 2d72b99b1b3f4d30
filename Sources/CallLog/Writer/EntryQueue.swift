/// What waits to be written, bounded. Pure; the writer locks it, and never for long: nothing here depends on how much waits.
struct EntryQueue {
    struct Waiting {
        var make: @Sendable (CallLogSettings) -> LogEntry
        /// What it keeps alive.
        var bytes: Int
    }

    let mostEntries: Int
    let mostBytes: Int

    private var entries: [Waiting] = []
    /// Of those waiting and those taken out and not settled yet.
    private var bytes = 0
    /// Numbers, from the start: let in, done with, turned away or left out.
    private(set) var accepted = 0
    private(set) var settled = 0
    private(set) var dropped = 0

    init(mostEntries: Int, mostBytes: Int) {
        (self.mostEntries, self.mostBytes) = (mostEntries, mostBytes)
    }

    var waiting: Int { entries.count }
    /// Waiting, and taken out and not settled yet.
    var depth: Int { accepted - settled }

    /// - Returns: false where there is no room.
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

    /// All that wait, oldest first. They count until they are settled.
    mutating func takeAll() -> [Waiting] {
        defer { entries = [] }
        return entries
    }

    /// Some that were taken are written, but for `left` that never will be.
    mutating func settle(_ batch: some Collection<Waiting>, left: Int) {
        settled += batch.count
        dropped += left
        bytes -= batch.reduce(0) { $0 + $1.bytes }
    }
}
