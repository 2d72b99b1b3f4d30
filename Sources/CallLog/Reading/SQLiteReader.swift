import GRDB
import Synchronization
import SystemPackage
import Telephony

/// Reads the call log in an SQLite file.
final class SQLiteReader: LogReading {
    private struct Opened {
        var pool: DatabasePool
        var device: UInt64
        var inode: UInt64
    }

    private let file: DatabaseFile
    private let opened = Mutex<Opened?>(nil)

    /// The file is opened by the first read.
    init(_ file: FilePath) { self.file = DatabaseFile(path: file) }

    func calls(_ query: CallQuery, _ start: CallSearch.Start, limit: Int) async throws -> [LoggedCall] {
        try await read { try CallSearch(query: query).page($0, start, limit: limit) }
    }

    func count(_ query: CallQuery, limit: Int) async throws -> Int {
        try await read { try CallSearch(query: query).count($0, limit: limit) }
    }

    func callsNow(
        of scope: CallScope?, at moment: Moment, age: Duration, limit: Int
    ) async throws -> [LoggedCall] {
        try await read { try LoggedCall.now($0, of: scope, at: moment, age: age, limit: limit) }
    }

    func timeline(of id: Int64) async throws -> CallTimeline? {
        try await read { try CallTimeline.fetch(id, $0) }
    }

    func call(withID callID: String) async throws -> LoggedCall? {
        try await read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM call WHERE callID = ? ORDER BY id DESC LIMIT 1", arguments: [callID.stored]
            ).map { LoggedCall($0) }
        }
    }

    func hours(
        of scope: CallScope?, from begin: Moment, to end: Moment, now: Moment?
    ) async throws -> [CallHour] {
        try await read { try CallHour.fetch($0, of: scope, from: begin, to: end, now: now) }
    }

    func hearing(of calls: [Int64], at now: Moment) async throws -> [Int64: CallHearing] {
        try await read { try CallHearing.fetch(calls, at: now, $0) }
    }

    func findings(
        of scope: CallScope?, from begin: Moment, to end: Moment, thresholds: CallFinding.Thresholds
    ) async throws -> [CallFinding] {
        try await read { try CallFinding.fetch($0, of: scope, from: begin, to: end, thresholds: thresholds) }
    }

    func unfetched(
        from begin: Moment, to end: Moment, settling: Duration, thresholds: CallFinding.Thresholds
    ) async throws -> [CallFinding] {
        try await read { db in
            try CallFinding.neverFetched(db, nil, begin, end, thresholds, settling: settling)
        }
    }

    func refusals(status: Int, from begin: Moment) async throws -> Int {
        try await read { db in
            try Int.fetchOne(
                db, sql: "SELECT coalesce(sum(count), 0) FROM refused WHERE hour >= ? AND last >= ? AND status = ?",
                arguments: [begin.milliseconds / 3_600_000, begin.milliseconds, status]) ?? 0
        }
    }

    func callBacks(
        of scope: CallScope?, from begin: Moment, to end: Moment, limit: Int
    ) async throws -> [CallBack] {
        try await read { try CallBack.fetch($0, of: scope, from: begin, to: end, limit: limit) }
    }

    func changed(after: Int64?, limit: Int) async throws -> (calls: [LoggedCall], last: Int64) {
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
