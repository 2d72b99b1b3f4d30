/// A connection as announce uses it, with limits for everything that could wait.
package enum Session {
    /// The time for connecting.
    package static let connecting = Duration.seconds(5)
    /// The longest wait for an answer. The server gives up a second earlier by itself, unless it was stopped.
    package static let answering = Duration.seconds(9)

    /// - Parameter name: what the session is called in `pg_stat_activity`.
    package static func open(_ address: String, name: String) throws(PostgreSQLError) -> Connection {
        let connection = try Connection(to: address, within: connecting)
        // A writer that is stopped in its transaction must not keep a lock from the others; one that waits gives up.
        try connection.run(
            script: """
                SET application_name = '\(name)'; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on;
                SET lock_timeout = '5s'; SET statement_timeout = '8s'; SET idle_in_transaction_session_timeout = '5s';
                SET client_min_messages = warning
                """, within: answering)
        return connection
    }
}

/// A lock that all sessions of announce know by its number.
package struct AdvisoryLock: Hashable, Sendable {
    private let number: Int64

    /// In front of the numbers: `anno`, as in SQLite's files.
    private static let space: Int64 = 0x616E_6E6F

    package init(_ number: Int64) { self.number = number }

    /// Waits for the lock, up to the end of the transaction.
    package var taken: Statement {
        "SELECT pg_advisory_xact_lock(\(trusted: "\(Self.space)"), \(trusted: "\(number)"))"
    }
}

extension Connection {
    /// Runs a statement within the usual time.
    @discardableResult
    package func run(_ statement: Statement) throws(PostgreSQLError) -> Rows {
        try run(statement, within: Session.answering)
    }

    /// Runs statements without waiting for one before the next is sent, within the usual time.
    package func pipeline(_ statements: [Statement]) throws(PostgreSQLError) -> [Rows] {
        try pipeline(statements, within: Session.answering)
    }

    /// Runs statements as a transaction.
    package func transact<Value>(_ body: () throws -> Value) throws -> Value {
        try run("BEGIN")
        do {
            let value = try body()
            try run("COMMIT")
            return value
        } catch {
            try? rollBack(within: Session.answering)
            throw error
        }
    }
}
