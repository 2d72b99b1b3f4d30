import CLibPQ
import Glibc

/// A connection to a PostgreSQL server.
///
/// Every wait has a deadline: a server that was stopped, or a network that swallows packets, is a server that is gone, and libpq's
/// own limits do not notice it. All methods block the calling thread; one thread uses a connection at a time. After `connectionLost`
/// and `deadlinePassed`, the connection is of no use any more: make another one.
///
/// What the address leaves open is taken from the environment and the files that libpq reads (`PGPASSWORD`, `.pgpass`,
/// https://www.postgresql.org/docs/15/libpq-envars.html).
package final class Connection: @unchecked Sendable {  // Handed from one thread to another, used by one at a time.
    private let functions: announce_libpq
    private let raw: OpaquePointer

    /// - Parameters:
    ///   - address: A URL `postgresql://…` or `key=value …`
    ///     (https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING). Of several hosts in a URL, the first that accepts the
    ///     connection is taken; see `HostList`.
    ///   - limit: The time for connecting, without that for resolving names.
    package init(to address: String, within limit: Duration) throws(PostgreSQLError) {
        let functions = try Library.open().functions
        self.functions = functions
        let list = HostList(address)
        let deadline = ContinuousClock.now + limit
        var (found, reasons) = (nil as OpaquePointer?, [] as [String])
        for host in list.inOrder {
            let left = ContinuousClock.now.duration(to: deadline)
            do throws(PostgreSQLError) {
                found = try Self.connect(to: host, within: min(left, list.limit ?? left), functions)
                list.didConnect(to: host)
                break
            } catch {
                reasons.append("\(error)")
            }
        }
        guard let found else { throw .cannotConnect(reasons.joined(separator: "; ")) }
        raw = found
        _ = functions.setnonblocking(raw, 1)
    }

    private static func connect(
        to address: String, within limit: Duration, _ functions: announce_libpq
    ) throws(PostgreSQLError) -> OpaquePointer {
        guard let raw = functions.connectStart(address) else { throw .cannotConnect("out of memory") }
        let deadline = ContinuousClock.now + limit
        var wanted = announce_pg_polling_writing
        do throws(PostgreSQLError) {
            while wanted != announce_pg_polling_ok {
                guard functions.status(raw) != announce_pg_connection_bad, wanted != announce_pg_polling_failed else {
                    throw .cannotConnect(line(functions.errorMessage(raw)) ?? "the connection is closed")
                }
                do throws(PostgreSQLError) {
                    try wait(
                        functions.socket(raw), for: wanted == announce_pg_polling_reading ? POLLIN : POLLOUT,
                        until: deadline)
                } catch { throw .cannotConnect("no answer in time") }
                wanted = functions.connectPoll(raw)
            }
        } catch {
            functions.finish(raw)
            throw error
        }
        return raw
    }

    deinit { functions.finish(raw) }

    // MARK: Statements

    /// Runs one statement.
    @discardableResult
    package func run(_ statement: Statement, within limit: Duration) throws(PostgreSQLError) -> Rows {
        let deadline = ContinuousClock.now + limit
        try send(statement)
        guard let rows = try answers(until: deadline).last else { throw .connectionLost("no answer") }
        return rows
    }

    /// Runs a statement that returns one column of bytes, and returns its values; null is no bytes.
    package func bytes(_ statement: Statement, within limit: Duration) throws(PostgreSQLError) -> [[UInt8]] {
        let deadline = ContinuousClock.now + limit
        try send(statement, isBinary: true)
        let all = try answers(until: deadline) { result, functions in
            (0..<functions.ntuples(result)).map { row -> [UInt8] in
                guard let value = functions.getvalue(result, row, 0) else { return [] }
                return Array(
                    UnsafeRawBufferPointer(start: value, count: Int(functions.getlength(result, row, 0))))
            }
        }
        return all.last ?? []
    }

    /// Runs statements without values, separated by semicolons, as one transaction unless they say otherwise.
    package func run(script: String, within limit: Duration) throws(PostgreSQLError) {
        let deadline = ContinuousClock.now + limit
        guard functions.sendQuery(raw, script) == 1 else { throw .connectionLost(words) }
        try flush(until: deadline)
        _ = try answers(until: deadline)
    }

    /// Sends all statements at once and waits for the answers: one round trip, however many there are. If one is refused, those
    /// after it are not run. Between `BEGIN` and `COMMIT`, a refusal leaves the transaction open: see `rollBack`.
    package func pipeline(_ statements: [Statement], within limit: Duration) throws(PostgreSQLError) -> [Rows] {
        let deadline = ContinuousClock.now + limit
        guard functions.enterPipelineMode(raw) == 1 else { throw .connectionLost(words) }
        for statement in statements {
            try send(statement)
            try flush(until: deadline)
        }
        guard functions.pipelineSync(raw) == 1 else { throw .connectionLost(words) }
        try flush(until: deadline)
        var (all, refusal) = ([] as [Rows], nil as PostgreSQLError?)
        while true {
            // Between the answers of two statements there is nothing.
            guard let result = try nextResult(until: deadline) else {
                guard isOpen else { throw .connectionLost(words) }
                continue
            }
            defer { functions.clear(result) }
            let status = functions.resultStatus(result)
            if status == announce_pg_pipeline_sync { break }
            if status == announce_pg_pipeline_aborted { continue }
            do throws(PostgreSQLError) { all.append(try rows(result)) } catch { refusal = refusal ?? error }
            guard isOpen else { throw refusal ?? .connectionLost(words) }
        }
        _ = functions.exitPipelineMode(raw)
        if let refusal { throw refusal }
        return all
    }

    /// Ends a transaction that failed.
    package func rollBack(within limit: Duration) throws(PostgreSQLError) { try run(script: "ROLLBACK", within: limit) }

    // MARK: Notifications

    /// Waits for a notification of a channel that the session listens to.
    ///
    /// - Returns: Whether there was one before `limit` had passed. All that have arrived count as one.
    package func waitForNotification(within limit: Duration) throws(PostgreSQLError) -> Bool {
        let deadline = ContinuousClock.now + limit
        while true {
            guard functions.consumeInput(raw) == 1 else { throw .connectionLost(words) }
            if takeNotifications() { return true }
            do throws(PostgreSQLError) { try wait(for: POLLIN, until: deadline) } catch .deadlinePassed { return false }
        }
    }

    private func takeNotifications() -> Bool {
        var isFound = false
        while let notification = functions.notifies(raw) {
            isFound = true
            functions.freemem(notification)
        }
        return isFound
    }

    // MARK: libpq

    private var isOpen: Bool { functions.status(raw) != announce_pg_connection_bad }

    /// The first line of libpq's last message.
    private var words: String { Self.line(functions.errorMessage(raw)) ?? "the connection is closed" }

    private static func line(_ text: UnsafeMutablePointer<CChar>?) -> String? {
        text.flatMap { String(cString: $0).split(separator: "\n").first.map(String.init) }
    }

    private func send(_ statement: Statement, isBinary: Bool = false) throws(PostgreSQLError) {
        let (sql, parameters) = statement.rendered
        let values = parameters.map(\.encoded)
        // One buffer for all values: libpq copies it at once.
        let bytes = values.reduce(into: [] as [UInt8]) { $0 += $1.bytes ?? [] } + [0]
        var start = 0
        let sent = bytes.withUnsafeBytes { buffer in
            let pointers = values.map { value -> UnsafePointer<CChar>? in
                guard let count = value.bytes?.count else { return nil }
                defer { start += count }
                return buffer.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self)
            }
            return functions.sendQueryParams(
                raw, sql, CInt(values.count), values.map(\.type), pointers, values.map { CInt($0.bytes?.count ?? 0) },
                Array(repeating: 1, count: values.count), isBinary ? 1 : 0)
        }
        guard sent == 1 else { throw .connectionLost(words) }
    }

    /// The answers outside pipeline mode, up to the end of what was sent.
    private func answers(until deadline: ContinuousClock.Instant) throws(PostgreSQLError) -> [Rows] {
        try answers(until: deadline) { Rows($0, $1) }
    }

    private func answers<Answer>(
        until deadline: ContinuousClock.Instant, _ read: (OpaquePointer, announce_libpq) -> Answer
    ) throws(PostgreSQLError) -> [Answer] {
        try flush(until: deadline)
        var (all, refusal) = ([] as [Answer], nil as PostgreSQLError?)
        while let result = try nextResult(until: deadline) {
            defer { functions.clear(result) }
            do throws(PostgreSQLError) { all.append(try answer(result, read)) } catch { refusal = refusal ?? error }
        }
        if let refusal { throw refusal }
        guard isOpen else { throw .connectionLost(words) }
        return all
    }

    private func rows(_ result: OpaquePointer) throws(PostgreSQLError) -> Rows { try answer(result) { Rows($0, $1) } }

    private func answer<Answer>(
        _ result: OpaquePointer, _ read: (OpaquePointer, announce_libpq) -> Answer
    ) throws(PostgreSQLError) -> Answer {
        switch functions.resultStatus(result) {
        case announce_pg_tuples_ok, announce_pg_command_ok, announce_pg_empty_query,
            announce_pg_nonfatal_error:
            return read(result, functions)
        default:
            let message = Self.line(functions.resultErrorMessage(result)) ?? words
            guard let state = functions.resultErrorField(result, announce_pg_diag_sqlstate) else {
                throw .connectionLost(message)
            }
            throw .refused(state: String(cString: state), message: message)
        }
    }

    private func flush(until deadline: ContinuousClock.Instant) throws(PostgreSQLError) {
        while true {
            switch functions.flush(raw) {
            case 0: return
            case 1:
                // A server that cannot send its answers does not read either.
                try wait(for: POLLIN | POLLOUT, until: deadline)
                guard functions.consumeInput(raw) == 1 else { throw .connectionLost(words) }
            default: throw .connectionLost(words)
            }
        }
    }

    private func nextResult(until deadline: ContinuousClock.Instant) throws(PostgreSQLError) -> OpaquePointer? {
        while functions.isBusy(raw) == 1 {
            try wait(for: POLLIN, until: deadline)
            guard functions.consumeInput(raw) == 1 else { throw .connectionLost(words) }
        }
        return functions.getResult(raw)
    }

    private func wait(for events: CInt, until deadline: ContinuousClock.Instant) throws(PostgreSQLError) {
        try Self.wait(functions.socket(raw), for: events, until: deadline)
    }

    private static func wait(
        _ socket: CInt, for events: CInt, until deadline: ContinuousClock.Instant
    ) throws(PostgreSQLError) {
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { throw .deadlinePassed }
            var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
            let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
            let count = poll(&descriptor, 1, CInt(min(milliseconds + 1, 60_000)))
            if count > 0 { return }
            guard count == 0 || errno == EINTR else { throw .connectionLost("poll: \(errno)") }
        }
    }
}
