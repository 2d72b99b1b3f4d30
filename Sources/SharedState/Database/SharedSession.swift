import PostgreSQL

/// A connection for the shared state, with limits for everything that could wait.
enum SharedSession {
    /// The time for connecting.
    private static let connecting = Duration.seconds(5)
    /// The longest wait for an answer. The server gives up a second earlier by itself, unless it was stopped.
    static let answering = Duration.seconds(9)
    /// Notified when a version or an instance has changed.
    static let channel = "announce_shared"

    /// Advisory locks, in the space of the call log's (`PostgresSession.Lock`), whose numbers are lower.
    enum Lock: Int64 {
        /// Held while a version is added, so that versions have consecutive numbers.
        case adding = 11
        /// Held while a value is changed.
        case value = 13
        /// Held while tables are created or changed.
        case changing = 12

        private static let space: Int64 = 0x616E_6E6F

        /// Waits for the lock, up to the end of the transaction.
        var taken: Statement {
            "SELECT pg_advisory_xact_lock(\(trusted: "\(Self.space)"), \(trusted: "\(rawValue)"))"
        }
    }

    /// - Parameter name: what the session is called in `pg_stat_activity`.
    static func open(_ address: String, name: String) throws(PostgreSQLError) -> Connection {
        let connection = try Connection(to: address, within: connecting)
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
        try run(statement, within: SharedSession.answering)
    }

    /// Runs statements as a transaction.
    func transact<Value>(_ body: () throws -> Value) throws -> Value {
        try run("BEGIN")
        do {
            let value = try body()
            try run("COMMIT")
            return value
        } catch {
            try? rollBack(within: SharedSession.answering)
            throw error
        }
    }
}
