import Foundation
import PostgreSQL
import Synchronization
import Telephony

/// Reads the call log in a PostgreSQL database.
final class PostgresReader: LogReading {
    private let address: String
    private let idle = Mutex<[Connection]>([])
    /// Statements block their thread, so they run on threads of their own, and on few: the writers come first.
    private let threads: OperationQueue

    /// The database is opened by the first read.
    init(_ address: String) {
        self.address = address
        threads = OperationQueue()
        threads.maxConcurrentOperationCount = 3
    }

    func calls(_ query: CallQuery, _ start: CallSearch.Start, limit: Int) async throws -> [LoggedCall] {
        try await read { try PostgresSearch(query: query).page($0, start, limit: limit) }
    }

    func count(_ query: CallQuery, limit: Int) async throws -> Int {
        try await read { try PostgresSearch(query: query).count($0, limit: limit) }
    }

    func callsNow(of scope: CallScope?, at moment: Moment, age: Duration, limit: Int) async throws -> [LoggedCall] {
        try await read { connection in
            let own = scope.condition(row: "own")
            let ids = try connection.run(
                """
                SELECT first FROM (\(LoggedCall.progressing(at: moment, age: age))) AS calls JOIN call AS own ON own.id = first
                WHERE \(own) ORDER BY first DESC LIMIT \(limit)
                """)
            return try LoggedCall.whole(ids.compactMap { $0.integer("first") }, connection)
        }
    }

    func timeline(of id: Int64) async throws -> CallTimeline? {
        try await read { try CallTimeline.fetch(id, $0) }
    }

    func call(withID callID: String) async throws -> LoggedCall? {
        try await read { connection in
            try connection.run(
                """
                SELECT \(trusted: LoggedCall.columns) FROM call WHERE callID = \(callID.stored) ORDER BY id DESC LIMIT 1
                """
            ).first.map { LoggedCall($0) }
        }
    }

    func hours(of scope: CallScope?, from begin: Moment, to end: Moment, now: Moment?) async throws -> [CallHour] {
        try await read { try CallHour.fetch($0, of: scope, from: begin, to: end, now: now) }
    }

    func hearing(of calls: [Int64], at now: Moment) async throws -> [Int64: CallHearing] {
        try await read { try CallHearing.fetch(calls, at: now, $0) }
    }

    func findings(
        of scope: CallScope?, from begin: Moment, to end: Moment, thresholds: CallFinding.Thresholds
    ) async throws -> [CallFinding] {
        try await read {
            try PostgresFindings(connection: $0, scope: scope, begin: begin, end: end, thresholds: thresholds).all()
        }
    }

    func unfetched(
        from begin: Moment, to end: Moment, settling: Duration, thresholds: CallFinding.Thresholds
    ) async throws -> [CallFinding] {
        try await read {
            try PostgresFindings(connection: $0, scope: nil, begin: begin, end: end, thresholds: thresholds)
                .neverFetched(settling: settling)
        }
    }

    func refusals(status: Int, from begin: Moment) async throws -> Int {
        try await read { connection in
            try connection.run(
                """
                SELECT sum(count) AS count FROM refused
                WHERE hour >= \(begin.milliseconds / 3_600_000) AND last >= \(begin.milliseconds) AND status = \(status)
                """
            ).first?.count("count") ?? 0
        }
    }

    func callBacks(of scope: CallScope?, from begin: Moment, to end: Moment, limit: Int) async throws -> [CallBack] {
        try await read { try CallBack.fetch($0, of: scope, from: begin, to: end, limit: limit) }
    }

    func changed(after: Int64?, limit: Int) async throws -> (calls: [LoggedCall], last: Int64) {
        try await read { connection in
            let newest = try connection.run("SELECT max(id) AS newest FROM event").first?.integer("newest") ?? 0
            guard let after, newest != after else { return ([], newest) }
            // A lower id than before means that another database was begun.
            let start = newest < after ? 0 : after
            let ids = try connection.run(
                """
                SELECT coalesce(call.firstLeg, call.id) AS first FROM call
                JOIN (SELECT DISTINCT call FROM event WHERE id > \(start) AND id <= \(newest)) AS recent ON call.id = recent.call
                GROUP BY 1 ORDER BY max(call.lastEvent) LIMIT \(limit)
                """)
            return (try LoggedCall.whole(ids.compactMap { $0.integer("first") }, connection), newest)
        }
    }

    // MARK: The database

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        try Task.checkCancellation()
        do {
            return try await withCheckedThrowingContinuation { continuation in
                threads.addOperation { continuation.resume(with: Result { try self.perform(body) }) }
            }
        } catch {
            try Task.checkCancellation()
            throw CallLogError(error)
        }
    }

    private func perform<Value>(_ body: (Connection) throws -> Value) throws -> Value {
        if let known = idle.withLock({ $0.popLast() }) {
            // The server may have been restarted since the last read.
            do { return try snapshot(known, body) } catch  where CallLogError(error).isNoConnection {}
        }
        let new = try Session.open(address, name: "announce reading")
        try PostgresSchema.check(new)
        return try snapshot(new, body)
    }

    /// Runs statements on one consistent state of the log.
    private func snapshot<Value>(_ connection: Connection, _ body: (Connection) throws -> Value) throws -> Value {
        try connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        // After an error, the connection is closed.
        let value = try body(connection)
        try connection.run("COMMIT")
        idle.withLock { $0.append(connection) }
        return value
    }
}

extension CallLogError {
    fileprivate var isNoConnection: Bool { if case .noConnection = self { true } else { false } }
}
