import GRDB
import Synchronization
package import SystemPackage
package import Telephony

/// Reads the call log, whether or not a server is writing it. Changes nothing and never blocks the writer.
///
/// ```swift
/// let log = CallLogReader(folder.appending("calls.sqlite"))
/// let page = try await log.calls(CallQuery(number: "0157"), limit: 50)
/// let next = try await log.calls(CallQuery(number: "0157"), before: page.last?.id, limit: 50)
/// ```
///
/// All methods throw `CallLogError`, or `CancellationError` if the task was cancelled. Each method reads one consistent
/// state of the log. If the file was moved aside or deleted, the next call reads the new file with the path.
package final class CallLogReader: Sendable {
    private struct Opened {
        var pool: DatabasePool
        var device: UInt64
        var inode: UInt64
    }

    private let file: DatabaseFile
    private let opened = Mutex<Opened?>(nil)

    /// The file is opened by the first read.
    package init(_ file: FilePath) {
        self.file = DatabaseFile(path: file)
    }

    /// Finds calls, newest first.
    ///
    /// - Parameter before: The id of the last call of the previous page.
    package func calls(_ query: CallQuery, before: Int64? = nil, limit: Int) async throws -> [LoggedCall] {
        try await read { try CallSearch(query: query).page($0, .newest(before: before), limit: limit) }
    }

    /// Finds calls, oldest first.
    ///
    /// - Parameter after: The id of the last call of the previous page.
    package func oldestCalls(_ query: CallQuery, after: Int64? = nil, limit: Int) async throws -> [LoggedCall] {
        try await read { try CallSearch(query: query).page($0, .oldest(after: after), limit: limit) }
    }

    /// Counts calls, up to `limit`.
    package func count(_ query: CallQuery, limit: Int) async throws -> Int {
        try await read { try CallSearch(query: query).count($0, limit: limit) }
    }

    /// Finds calls that are in progress at `moment`, newest first.
    ///
    /// - Parameter age: The longest time since their beginning; the provider does not report every end.
    package func callsNow(
        of scope: CallScope? = nil, at moment: Moment = .now, age: Duration = LoggedCall.longestUnreported,
        limit: Int = 100
    ) async throws -> [LoggedCall] {
        try await read { try LoggedCall.now($0, of: scope, at: moment, age: age, limit: limit) }
    }

    /// Returns everything about a call; `nil` if there is no such call. The id of a further leg is as good as the first one's.
    package func timeline(of id: Int64) async throws -> CallTimeline? {
        try await read { try CallTimeline.fetch(id, $0) }
    }

    /// Returns the latest leg with an id of the provider's, by itself; `nil` if there is none. Its `timeline` is the whole call's.
    package func call(withID callID: String) async throws -> LoggedCall? {
        try await read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM call WHERE callID = ? ORDER BY id DESC LIMIT 1", arguments: [callID.stored]
            ).map { LoggedCall($0) }
        }
    }

    /// Counts calls by hour. A day on which the clocks change has 23 or 25 hours.
    ///
    /// - Parameter now: tells calls in progress from those whose end was never reported; nil: all count as open.
    package func hours(
        of scope: CallScope? = nil, from begin: Moment, to end: Moment, now: Moment? = nil
    ) async throws -> [CallHour] {
        try await read { try CallHour.fetch($0, of: scope, from: begin, to: end, now: now) }
    }

    /// How the announcements of calls were heard, by the calls' ids. Calls without announcements are left out.
    package func hearing(of calls: [Int64], at now: Moment) async throws -> [Int64: CallHearing] {
        try await read { try CallHearing.fetch(calls, at: now, $0) }
    }

    /// Finds problems that the log reveals.
    ///
    /// - Parameter scope: the calls that count; requests that belong to no call are left out then.
    package func findings(
        of scope: CallScope? = nil, from begin: Moment, to end: Moment = .now,
        thresholds: CallFinding.Thresholds = .init()
    ) async throws -> [CallFinding] {
        try await read { try CallFinding.fetch($0, of: scope, from: begin, to: end, thresholds: thresholds) }
    }

    /// Finds published files that answers named and no client ever received completely, soon after the answers.
    ///
    /// - Parameters:
    ///   - settling: how long a file may still be fetched after an answer. The provider fetches it at once.
    ///   - answers: The minimum number of answers that named a file.
    /// - Returns: `CallFinding.neverFetched` only.
    package func unfetched(
        from begin: Moment, to end: Moment, settling: Duration, answers: Int
    ) async throws -> [CallFinding] {
        var thresholds = CallFinding.Thresholds()
        thresholds.answers = answers
        return try await read { [thresholds] db in
            try CallFinding.neverFetched(db, nil, begin, end, thresholds, settling: settling)
        }
    }

    /// Counts requests refused with an HTTP status from about `begin` on: whole hours are counted.
    package func refusals(status: Int, from begin: Moment) async throws -> Int {
        try await read { db in
            try Int.fetchOne(
                db, sql: "SELECT coalesce(sum(count), 0) FROM refused WHERE hour >= ? AND last >= ? AND status = ?",
                arguments: [begin.milliseconds / 3_600_000, begin.milliseconds, status]) ?? 0
        }
    }

    /// Finds the callers who reached no one and were not spoken to since, those with the latest try first.
    package func callBacks(
        of scope: CallScope? = nil, from begin: Moment, to end: Moment, limit: Int
    ) async throws -> [CallBack] {
        try await read { try CallBack.fetch($0, of: scope, from: begin, to: end, limit: limit) }
    }

    /// Finds calls with events later than the event `after`, the least recently changed first.
    ///
    /// - Parameter after: The `last` of the previous call of this method; `nil` to find no calls, only `last`.
    /// - Returns: The calls, and the id of the latest event in the log.
    package func changed(after: Int64?, limit: Int) async throws -> (calls: [LoggedCall], last: Int64) {
        try await read { db in
            let newest = try Int64.fetchOne(db, sql: "SELECT max(id) FROM event") ?? 0
            guard let after, newest != after else { return ([], newest) }
            // A lower id than before means that a new file was begun.
            let start = newest < after ? 0 : after
            let ids = try Int64.fetchAll(
                db,
                sql: """
                    SELECT coalesce(call.firstLeg, call.id) AS first FROM call
                    JOIN (SELECT DISTINCT call FROM event WHERE id > ? AND id <= ?) AS recent ON call.id = recent.call
                    GROUP BY first ORDER BY max(call.lastEvent) LIMIT ?
                    """, arguments: [start, newest, limit])
            return (try LoggedCall.whole(ids, db), newest)
        }
    }

    // MARK: The file

    private func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await pool().read(body)
        } catch let error as CancellationError {
            throw error
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT && Task.isCancelled {
            throw CancellationError()
        } catch {
            // The next read opens the file again.
            opened.withLock { $0 = nil }
            throw CallLogError(error)
        }
    }

    private func pool() throws -> DatabasePool {
        guard let identity = file.identity else {
            opened.withLock { $0 = nil }
            throw CallLogError.missing
        }
        guard identity.size > 0 else { throw CallLogError.missing }
        let known = opened.withLock { opened in
            opened?.inode == identity.inode && opened?.device == identity.device ? opened?.pool : nil
        }
        if let known { return known }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "call log reading"
        configuration.maximumReaderCount = 3
        configuration.busyMode = .timeout(2)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192")
            try Schema.completeForReading(db)
        }
        let pool = try DatabasePool(path: file.path.string, configuration: configuration)
        try pool.read { db in
            // The file is being created, or belongs to another program.
            guard try db.tableExists("grdb_migrations"), try db.tableExists("event") else { throw CallLogError.missing }
            if try Schema.migrator.hasBeenSuperseded(db) { throw CallLogError.newer }
        }
        opened.withLock { $0 = Opened(pool: pool, device: identity.device, inode: identity.inode) }
        return pool
    }
}
