import GRDB
import Synchronization
package import SystemPackage

/// Reads the call log, while somebody writes it or not. Nothing is changed, and nobody waits for a reader.
///
/// ```swift
/// let log = CallLogReader(folder.appending("calls.sqlite"))
/// let page = try await log.calls(CallQuery(number: "0157"), limit: 50)
/// let next = try await log.calls(CallQuery(number: "0157"), before: page.last?.id, limit: 50)
/// ```
///
/// All throw `CallLogFault`, but `CancellationError` where the task was cancelled. A file that was moved aside or deleted is
/// followed to the new one of its name.
package final class CallLogReader: Sendable {
    private struct Opened {
        var pool: DatabasePool
        var device: UInt64
        var inode: UInt64
    }

    private let file: LogFile
    private let opened = Mutex<Opened?>(nil)

    /// Opens nothing yet.
    package init(_ file: FilePath) {
        self.file = LogFile(path: file)
    }

    /// Calls, newest first.
    ///
    /// - Parameter before: the id of the last call of the page before.
    package func calls(_ query: CallQuery, before: Int64? = nil, limit: Int) async throws -> [LoggedCall] {
        try await read { try CallSearch(query: query).page($0, .newest(before: before), limit: limit) }
    }

    /// Calls, oldest first.
    ///
    /// - Parameter after: the id of the last call of the page before.
    package func oldestCalls(_ query: CallQuery, after: Int64? = nil, limit: Int) async throws -> [LoggedCall] {
        try await read { try CallSearch(query: query).page($0, .oldest(after: after), limit: limit) }
    }

    /// How many calls there are, but no more than `limit`.
    package func count(_ query: CallQuery, limit: Int) async throws -> Int {
        try await read { try CallSearch(query: query).count($0, limit: limit) }
    }

    /// Calls that are on at `moment`, newest first.
    ///
    /// - Parameter age: how long ago they may have begun; an end is not always told.
    package func callsNow(
        at moment: LogMoment = .now, age: Duration = .seconds(7200), limit: Int = 100
    ) async throws -> [LoggedCall] {
        try await read { try LoggedCall.now($0, at: moment, age: age, limit: limit) }
    }

    /// Everything about a call; nil where there is none.
    package func timeline(of id: Int64) async throws -> CallTimeline? {
        try await read { try CallTimeline.fetch(id, $0) }
    }

    /// The latest call with an id of the provider's; nil where there is none.
    package func call(withID callID: String) async throws -> LoggedCall? {
        try await read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM call WHERE callID = ? ORDER BY id DESC LIMIT 1", arguments: [callID.stored]
            ).map { LoggedCall($0) }
        }
    }

    /// Calls of a day by the hour. A day on which the clocks change has 23 or 25 of them.
    package func hours(from begin: LogMoment, to end: LogMoment) async throws -> [CallHour] {
        try await read { try CallHour.fetch($0, from: begin, to: end) }
    }

    /// What wants a person's eye.
    package func findings(
        from begin: LogMoment, to end: LogMoment = .now, thresholds: CallFinding.Thresholds = .init()
    ) async throws -> [CallFinding] {
        try await read { try CallFinding.fetch($0, from: begin, to: end, thresholds: thresholds) }
    }

    /// Calls that something happened to after the event `after`, the one longest ago first, and the last event there is.
    ///
    /// - Parameter after: nil for no calls, to begin with.
    package func changed(after: Int64?, limit: Int) async throws -> (calls: [LoggedCall], last: Int64) {
        try await read { db in
            let newest = try Int64.fetchOne(db, sql: "SELECT max(id) FROM event") ?? 0
            guard let after, newest != after else { return ([], newest) }
            // Fewer than before: another file has begun.
            let start = newest < after ? 0 : after
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT call.* FROM call JOIN (SELECT DISTINCT call FROM event WHERE id > ? AND id <= ?) AS recent
                    ON call.id = recent.call ORDER BY call.lastEvent LIMIT ?
                    """, arguments: [start, newest, limit])
            return (rows.map { LoggedCall($0) }, newest)
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
            // Opened anew next time.
            opened.withLock { $0 = nil }
            throw CallLogFault(error)
        }
    }

    private func pool() throws -> DatabasePool {
        guard let identity = file.identity else {
            opened.withLock { $0 = nil }
            throw CallLogFault.missing
        }
        guard identity.size > 0 else { throw CallLogFault.missing }
        let known = opened.withLock { opened in
            opened?.inode == identity.inode && opened?.device == identity.device ? opened?.pool : nil
        }
        if let known { return known }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "call log reading"
        configuration.maximumReaderCount = 3
        configuration.busyMode = .timeout(2)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192") }
        let pool = try DatabasePool(path: file.path.string, configuration: configuration)
        try pool.read { db in
            // Somebody is just making it, or it is somebody else's.
            guard try db.tableExists("grdb_migrations"), try db.tableExists("event") else { throw CallLogFault.missing }
            if try Schema.migrator.hasBeenSuperseded(db) { throw CallLogFault.newer }
        }
        opened.withLock { $0 = Opened(pool: pool, device: identity.device, inode: identity.inode) }
        return pool
    }
}
