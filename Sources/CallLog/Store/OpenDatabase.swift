import GRDB
import SystemPackage
import Telephony

/// The database, open for writing. Not thread-safe: used by the writing thread only.
final class OpenDatabase {
    let file: DatabaseFile
    private let database: DatabaseQueue
    /// The file as it was at the last check.
    private var identity: DatabaseFile.Identity?
    private var writeAheadLog: DatabaseFile.Identity?
    /// Opened at the first change of the file that needs a look at its bytes.
    private lazy var descriptor = file.openForever()
    private var fetches = FetchMatcher()
    /// Numbers the calls of one millisecond. Starts anywhere, so that after a restart within the same millisecond the first
    /// key is rarely taken.
    private var counter = Int64.random(in: 0..<CallKey.perMillisecond)

    /// Opens the file, creates it if it is missing, and migrates its tables to the current schema.
    ///
    /// - Throws: `CallLogError`, or an error of GRDB that `CallLogError.init` classifies.
    init(_ file: DatabaseFile) throws {
        self.file = file
        file.create()
        database = try DatabaseQueue(path: file.path.string, configuration: Self.configuration)
        try database.inDatabase { db in
            let id = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let isEmpty = try Bool.fetchOne(db, sql: "SELECT NOT EXISTS (SELECT 1 FROM sqlite_master)") ?? true
            guard isEmpty || id == Schema.applicationID else { throw CallLogError.damaged }
            if isEmpty { try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)") }
            if try Schema.migrator.hasBeenSuperseded(db) { throw CallLogError.newer }
        }
        try Schema.migrator.migrate(database)
        identity = file.identity
        writeAheadLog = file.writeAheadLog.identity
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "call log"
        configuration.journalMode = .wal
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(0.5)
        configuration.prepareDatabase { db in
            // With NORMAL, a commit survives the end of the process at once, but a power failure only after the next
            // checkpoint (https://sqlite.org/pragma.html#pragma_synchronous): no fsync per batch, and never a damaged file.
            try db.execute(
                sql: """
                    PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192;
                    PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 4000
                    """)
        }
        return configuration
    }

    /// Changes of the file that SQLite does not notice.
    enum FileState {
        case intact
        /// Deleted, or another file has the path. SQLite would continue to write into the old file, which no one can open.
        case replaced
        /// Overwritten or truncated by another program.
        case overwritten
    }

    /// Returns the state of the file. To be checked before each write.
    func checkFile() -> FileState {
        guard let now = file.identity, let identity, now.isSameFile(as: identity) else { return .replaced }
        // With a write-ahead log, SQLite writes the file itself only at checkpoints. A change may be one of those, or
        // another program's, or both.
        guard now != identity else { return .intact }
        // A file that cannot be opened for the check counts as intact.
        if let descriptor, !DatabaseFile.beginsAsDatabase(descriptor) { return .overwritten }
        if now.size < identity.size {
            // SQLite's VACUUM shrinks the file, and so does a truncation by another program.
            let result = try? database.inDatabase { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            guard result == "ok" else { return .overwritten }
        }
        self.identity = now
        return .intact
    }

    /// Writes the entries in one transaction: all of them or none, except for those that the database would refuse in any
    /// state.
    ///
    /// - Returns: The number of entries refused.
    func write(_ entries: [LogEntry]) throws -> Int {
        do {
            try transact(entries, skippingRefused: false)
            return 0
        } catch  where CallLogError.isCausedByEntry(error) {
            return try transact(entries, skippingRefused: true)
        }
    }

    /// - Parameter skippingRefused: Writes each entry within a savepoint of its own, which costs time, and skips those that
    ///   fail.
    @discardableResult
    private func transact(_ entries: [LogEntry], skippingRefused: Bool) throws -> Int {
        var refused = 0
        var fetches = fetches
        var counter = counter
        try database.inTransaction(.immediate) { db in
            var writer = RowWriter(db: db, fetches: fetches, counter: counter)
            // On a processor that is never idle, each yield waits for its turn again, and the transaction would take
            // seconds, during which nothing of it is safe. So only for the first 0.05 s.
            let lastYield = ContinuousClock.now + .milliseconds(50)
            for entry in entries {
                if ContinuousClock.now < lastYield { WritingThread.yield() }
                guard skippingRefused else {
                    try writer.write(entry)
                    continue
                }
                let before = writer
                do {
                    try db.inSavepoint {
                        try writer.write(entry)
                        return .commit
                    }
                } catch  where CallLogError.isCausedByEntry(error) {
                    writer = before
                    refused += 1
                }
            }
            (fetches, counter) = (writer.fetches, writer.counter)
            return .commit
        }
        // Only after the commit: a transaction that failed leaves nothing behind in memory either.
        (self.fetches, self.counter) = (fetches, counter)
        writeAheadLog = writeAheadLog ?? file.writeAheadLog.identity
        return refused
    }

    /// Deletes at most `most` calls: those that began before `moment`, or the oldest if the database is larger than `bytes`.
    ///
    /// - Returns: Whether there may be more of them.
    func prune(before moment: Moment?, beyond bytes: Int?, most: Int) throws -> Bool {
        var count = 0
        try database.inTransaction(.immediate) { db in
            if let moment { count = try Pruning.prune(db, before: moment, most: most) }
            if count < most, let bytes, try Pruning.usedBytes(db) > bytes {
                count = try Pruning.prune(db, before: nil, most: most)
            }
            return .commit
        }
        return count >= most
    }

    /// Reads at most `most` calls of an older version again. See `OldCalls`.
    ///
    /// - Returns: Whether there may be more of them.
    func readOldCalls(most: Int) throws -> Bool {
        var hasMore = false
        try database.inTransaction(.immediate) { db in
            hasMore = try OldCalls.readAgain(db, most: most)
            return .commit
        }
        return hasMore
    }

    /// Closes a file whose path is gone, and deletes its write-ahead log: SQLite leaves that in this case, and would take it
    /// for the log of the next file with the path.
    func abandon() {
        close()
        guard let old = writeAheadLog, let now = file.writeAheadLog.identity, now.isSameFile(as: old) else { return }
        file.removeWriteAheadLog()
    }

    /// Closes the file; SQLite copies the rest of the write-ahead log into it.
    func close() {
        try? database.close()
    }
}
