import PostgreSQL

extension Row: LogRow {}

/// A connection that the log's stores use, with limits for everything that could wait.
enum PostgresSession {
    /// The time for connecting.
    static let connecting = Duration.seconds(5)
    /// The longest wait for an answer. The server gives up a second earlier by itself, unless it was stopped.
    static let answering = Duration.seconds(9)

    /// Numbers of advisory locks, with this one in front: `anno`, as in SQLite's files.
    static let lockSpace: Int64 = 0x616E_6E6F

    enum Lock: Int64 {
        /// Held while events are written. Batches are one after the other, so events get ids in the order in which they become visible: a reader
        /// that asks for events after the last one it has seen misses none.
        case writing = 1
        /// Held while tables are created or changed.
        case changing = 2

        /// Waits for the lock, up to the end of the transaction.
        var taken: Statement {
            "SELECT pg_advisory_xact_lock(\(trusted: "\(lockSpace)"), \(trusted: "\(rawValue)"))"
        }
    }

    /// - Parameter name: What the session is called in `pg_stat_activity`.
    static func open(_ address: String, name: String) throws(PostgreSQLError) -> Connection {
        let connection = try Connection(to: address, within: connecting)
        // A writer that is stopped in its transaction must not keep the lock from the others; one that waits gives up.
        try connection.run(
            script: """
                SET application_name = '\(name)'; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on;
                SET lock_timeout = '5s'; SET statement_timeout = '8s'; SET idle_in_transaction_session_timeout = '5s';
                SET client_min_messages = warning
                """, within: answering)
        return connection
    }
}

extension Connection {
    /// Runs a statement within the usual time.
    @discardableResult
    func run(_ statement: Statement) throws(PostgreSQLError) -> Rows {
        try run(statement, within: PostgresSession.answering)
    }

    func pipeline(_ statements: [Statement]) throws(PostgreSQLError) -> [Rows] {
        try pipeline(statements, within: PostgresSession.answering)
    }

    /// Runs statements as a transaction.
    func transact<Value>(_ body: () throws -> Value) throws -> Value {
        try run("BEGIN")
        do {
            let value = try body()
            try run("COMMIT")
            return value
        } catch {
            try? rollBack(within: PostgresSession.answering)
            throw error
        }
    }
}
