extension CallLogWriter {
    /// Bounds of memory and time.
    package struct Limits: Hashable, Sendable {
        /// The maximum number of waiting entries.
        package var entries = 50_000
        /// The maximum number of bytes that waiting entries keep in memory.
        package var bytes = 24 << 20
        /// The longest time that an entry waits for others to be written with it.
        package var interval: Duration = .milliseconds(100)
        /// The maximum number of entries per transaction.
        package var batch = 2_000
        /// The delay before the first retry after an error; it doubles with every further one.
        package var firstRetry: Duration = .milliseconds(250)
        /// The longest delay between retries.
        package var longestRetry: Duration = .seconds(5)
        /// How long after its time a fetch is written. Where several instances write one log, the answer that named the file may
        /// still be in the queue of another one.
        package var fetchDelay = Duration.zero
        /// The maximum number of calls deleted at once.
        package var pruned = 200
        /// The pause between two deletions while there is more to delete.
        package var pruneInterval: Duration = .milliseconds(50)
        /// How often calls beyond `CallLogSettings.keep` and `mostBytes` are looked for.
        package var pruneEvery: Duration = .seconds(60)

        package init() {}
    }
}

extension CallLogWriter.Limits {
    /// The usual bounds for a place.
    init(for place: CallLogPlace) {
        self.init()
        guard case .database = place else { return }
        // A database that is back is used at once: the queue is full after some seconds of a busy switchboard.
        longestRetry = .seconds(1)
        fetchDelay = .seconds(2)
    }
}
