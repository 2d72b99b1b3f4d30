import PostgreSQL

/// Advisory locks of the log.
enum PostgresLock: Int64 {
    /// Held while events are written. Batches are one after the other, so events get ids in the order in which they become visible: a reader
    /// that asks for events after the last one it has seen misses none.
    case writing = 1
    /// Held while tables are created or changed.
    case changing = 2

    /// Waits for the lock, up to the end of the transaction.
    var taken: Statement { AdvisoryLock(rawValue).taken }
}
