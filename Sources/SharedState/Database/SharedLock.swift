import PostgreSQL

/// Advisory locks of the shared state. Those of the call log (`PostgresLock`) have lower numbers.
enum SharedLock: Int64 {
    /// Held while a version is added, so that versions have consecutive numbers.
    case adding = 11
    /// Held while tables are created or changed.
    case changing = 12
    /// Held while a value is changed.
    case value = 13

    /// Waits for the lock, up to the end of the transaction.
    var taken: Statement { AdvisoryLock(rawValue).taken }
}
