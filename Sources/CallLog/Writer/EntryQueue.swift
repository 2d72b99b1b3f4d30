/// What waits to be written, bounded. Pure; the writer locks it.
struct EntryQueue {
    typealias Entry = @Sendable (CallLogSettings) -> LogEntry

    /// Entries, and the bytes that they keep alive.
    let mostEntries: Int
    let mostBytes: Int

    private var entries: [(make: Entry, bytes: Int)] = []
    private var waitingBytes = 0
    /// Taken out and not written yet: they count as well.
    private var taken = (entries: 0, bytes: 0)
    /// Numbers, from the start: let in, done with, turned away.
    private(set) var accepted = 0
    private(set) var settled = 0
    private(set) var dropped = 0

    init(mostEntries: Int, mostBytes: Int) {
        (self.mostEntries, self.mostBytes) = (mostEntries, mostBytes)
    }

    var waiting: Int { entries.count }
    /// Waiting and taken.
    var depth: Int { accepted - settled }

    /// - Returns: false where there is no room.
    mutating func put(_ make: @escaping Entry, bytes: Int) -> Bool {
        guard depth < mostEntries, waitingBytes + taken.bytes + bytes <= mostBytes else {
            dropped += 1
            return false
        }
        entries.append((make, bytes))
        waitingBytes += bytes
        accepted += 1
        return true
    }

    /// The oldest entries. What was taken before must be settled.
    mutating func take(most: Int) -> [Entry] {
        let batch = entries.prefix(most)
        let bytes = batch.reduce(0) { $0 + $1.bytes }
        // All at once as a rule: an array that is emptied keeps its room, and no event loop waits for it to grow again.
        if batch.count == entries.count {
            let all = batch.map(\.make)
            entries.removeAll(keepingCapacity: entries.capacity <= 8192)
            taken = (all.count, bytes)
            waitingBytes = 0
            return all
        }
        let some = batch.map(\.make)
        entries.removeFirst(some.count)
        taken = (some.count, bytes)
        waitingBytes -= bytes
        return some
    }

    /// What was taken is written, but for `left` that never will be.
    mutating func settle(left: Int) {
        settled += taken.entries
        dropped += left
        taken = (0, 0)
    }
}
