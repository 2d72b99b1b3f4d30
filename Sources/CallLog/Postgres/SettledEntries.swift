/// The entries written last. When a standby takes over that does not have the last transactions of the server before it, they are
/// written again.
struct SettledEntries {
    typealias Numbered = (number: Int64, entry: LogEntry)

    private struct Settled {
        var numbered: Numbered
        var bytes: Int
        var at: ContinuousClock.Instant
    }

    private static let most = 20_000
    private static let mostBytes = 24 << 20
    /// No standby is further behind. Less than the time after which a writer that is silent is forgotten (`PostgresPruning`): who is
    /// forgotten must not write anything again.
    private static let longest = Duration.seconds(3600)

    private var entries: [Settled] = []
    private var first = 0
    private var bytes = 0

    /// Adds entries that were just written.
    mutating func add(_ written: [Numbered], at now: ContinuousClock.Instant = .now) {
        for numbered in written {
            let size = numbered.entry.bytes
            entries.append(Settled(numbered: numbered, bytes: size, at: now))
            bytes += size
        }
        trim(at: now)
    }

    /// The entries with higher numbers than the last one that the server has.
    func after(_ number: Int64, at now: ContinuousClock.Instant = .now) -> [Numbered] {
        entries[first...].filter { $0.numbered.number > number && $0.at + Self.longest > now }.map(\.numbered)
    }

    private mutating func trim(at now: ContinuousClock.Instant) {
        while first < entries.count,
            entries.count - first > Self.most || bytes > Self.mostBytes || entries[first].at + Self.longest <= now
        {
            bytes -= entries[first].bytes
            first += 1
        }
        if first > entries.count / 2 {
            entries.removeFirst(first)
            first = 0
        }
    }
}

extension LogEntry {
    /// Approximately the memory that the entry keeps in use.
    fileprivate var bytes: Int {
        guard case .event(let event) = self else { return 300 }
        return event.fields.reduce(600 + (event.xml?.utf8.count ?? 0) + (event.way?.utf8.count ?? 0)) {
            $0 + 64 + $1.name.utf8.count + $1.value.utf8.count
        }
    }
}
