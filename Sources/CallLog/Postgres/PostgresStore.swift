import PostgreSQL
import Telephony

/// A call log in a PostgreSQL database, which any number of servers write at once. Used by the writing thread only.
///
/// A batch takes two round trips: what it needs is read, then all is written with `COMMIT`. The number of the last entry goes into the table
/// `writer` in the same transaction, so after a `COMMIT` whose answer was lost the table says whether it counted: no entry is lost then, and
/// none is written twice. If a standby has taken over that does not have the last transactions, they are written again.
final class PostgresStore: EntryStore {
    private let address: String
    /// Names this process and its numbers in the table `writer`.
    private let writer: String
    private var session: Connection?
    private var weeks = PostgresWeeks()
    private var fetches = FetchMatcher()
    private var settled = SettledEntries()
    /// A batch that was sent and whose answer has not arrived: the number of its last entry, and what it leaves in memory.
    private var sent: (last: Int64, fetches: FetchMatcher)?
    /// Set after a call got the id of another one.
    private var firstAttempt: Int64 = 0

    init(_ address: String) {
        self.address = address
        writer = String(UInt64.random(in: 1 ... .max), radix: 36)
    }

    func open() throws(CallLogError) { try withConnection { _ in } }

    func close() { session = nil }

    /// There is no older version.
    func readOldCalls(most: Int) -> Bool { false }

    func prune(before moment: Moment?, beyond bytes: Int?, most: Int) throws(CallLogError) -> Bool {
        guard let moment else { return false }
        return try withConnection { connection in
            defer { weeks.forget() }
            return try PostgresPruning(connection: connection).prune(before: moment, most: most)
        }
    }

    func forgetRequests(before moment: Moment, most: Int) throws(CallLogError) -> Bool {
        try withConnection { try PostgresPruning(connection: $0).forgetRequests(before: moment, most: most) }
    }

    func write(_ entries: [LogEntry], from number: Int64) throws(CallLogError) -> Int {
        let numbered = entries.enumerated().map { (number: number + Int64($0.offset), entry: $0.element) }
        return try withConnection { try write(numbered, $0) }
    }

    // MARK: The connection

    private func withConnection<Value>(_ body: (Connection) throws -> Value) throws(CallLogError) -> Value {
        do {
            return try body(try connection())
        } catch {
            // The next attempt connects anew, so that nothing of the failed state is left.
            session = nil
            if (error as? PostgreSQLError)?.state == "23505" { firstAttempt = .random(in: 1..<8000) }
            throw CallLogError(error)
        }
    }

    private func connection() throws -> Connection {
        if let session { return session }
        let connection = try Session.open(address, name: "announce \(writer)")
        try PostgresSchema.migrate(connection)
        // Another server may be in charge now, and have less than the one before.
        weeks.forget()
        session = connection
        return connection
    }

    // MARK: Writing

    /// Writes a batch; if an entry of it is refused in any state of the database, all but that.
    ///
    /// - Returns: How many were refused.
    private func write(_ entries: [SettledEntries.Numbered], _ connection: Connection) throws -> Int {
        do {
            try transact(entries, connection)
            return 0
        } catch let error as PostgreSQLError where Self.isCausedByEntry(error) {
            try connection.rollBack(within: Session.answering)
            guard entries.count > 1 else { return 1 }
            let half = entries.count / 2
            return try write(Array(entries[..<half]), connection) + write(Array(entries[half...]), connection)
        }
    }

    private func transact(_ entries: [SettledEntries.Numbered], _ connection: Connection) throws {
        guard let last = entries.last?.number else { return }
        let all = entries.map(\.entry)
        try weeks.prepare(for: all.map(\.at), connection)
        let earliest = all.map(\.at).min() ?? all[0].at
        let values = PostgresBatch.values(all)
        let running = fetches.rows(of: all.ends)
        let fetchQuery = PostgresFetches.query(all, running: running)
        let answers = try connection.pipeline(
            [
                "BEGIN", PostgresLock.writing.taken, "SELECT seq FROM writer WHERE id = \(writer)",
                Self.eventIDs(all.count),
            ] + values.map { PostgresBatch.query($0.column, $0.values, earliest: earliest) }
                + (fetchQuery.map { [$0] } ?? []))
        let seen = answers[2].first?.integer("seq") ?? 0
        if seen >= last {
            // The answer to COMMIT was lost, and it counted.
            try connection.rollBack(within: Session.answering)
            if let sent, sent.last == last { fetches = sent.fetches }
            return didWrite(entries)
        }
        let lost = settled.after(seen).filter { $0.number < entries[0].number }
        let missing = lost + entries.filter { $0.number > seen }
        var firstEvent = (answers[3].first?.integer("last") ?? 0) - Int64(all.count) + 1
        if !lost.isEmpty {
            try connection.rollBack(within: Session.answering)
            try weeks.prepare(for: missing.map(\.entry.at), connection)
            let again = try connection.pipeline([
                "BEGIN", PostgresLock.writing.taken, Self.eventIDs(missing.count),
            ])
            firstEvent = (again[2].first?.integer("last") ?? 0) - Int64(missing.count) + 1
        }
        let fetchTable = PostgresFetches()
        let batch = PostgresBatch(
            connection, firstEvent: firstEvent, earliest: missing.map(\.entry.at).min() ?? earliest, fetches: fetches,
            fetchTable: fetchTable, firstAttempt: firstAttempt)
        if lost.isEmpty {
            for (index, one) in values.enumerated() { batch.didLoad(one.column, one.values, answers[4 + index]) }
            if fetchQuery != nil, let rows = answers.last { fetchTable.take(rows) }
        } else if let query = PostgresFetches.query(missing.map(\.entry), running: running) {
            fetchTable.take(try connection.run(query))
        }
        try batch.loadLegs()
        for one in missing { try batch.write(one.entry) }
        try batch.foldLateEvents()
        sent = (last, batch.fetches)
        _ = try connection.pipeline(
            batch.changes + [
                """
                INSERT INTO writer (id, seq) VALUES (\(writer), \(last))
                ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, seen = now()
                """,
                "NOTIFY \(trusted: PostgresListener.channel)", "COMMIT",
            ])
        fetches = batch.fetches
        firstAttempt = 0
        didWrite(entries)
    }

    private func didWrite(_ entries: [SettledEntries.Numbered]) {
        sent = nil
        settled.add(entries)
    }

    /// Reserves ids for events. Others cannot, before the transaction has ended.
    private static func eventIDs(_ count: Int) -> Statement {
        "SELECT setval('event_id', nextval('event_id') + \(Int64(count)) - 1) AS last"
    }

    /// Whether the database would refuse an entry whatever its state: what it cannot store, and what is too long for an index. A call with
    /// the id of another one is written again with another id.
    private static func isCausedByEntry(_ error: PostgreSQLError) -> Bool {
        guard let state = error.state, state != "23505", state != "23514" else { return false }
        return ["22", "23", "54"].contains(state.prefix(2))
    }
}

extension [LogEntry] {
    fileprivate var ends: [FetchEnd] {
        compactMap { if case .fetchEnded(let end) = $0 { end } else { nil } }
    }
}
