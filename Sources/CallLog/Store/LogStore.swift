import GRDB
import SystemPackage

/// The open database, for the one who writes it. Not shared: it belongs to the writer's queue.
final class LogStore {
    let file: LogFile
    private let database: DatabaseQueue
    /// What the file was when last looked at.
    private var identity: LogFile.Identity?
    private var journal: LogFile.Identity?
    /// Opened where there is reason to look, while the file has its name.
    private lazy var descriptor = file.openForever()
    private var fetches = FetchDesk()
    private var counter = Int64.random(in: 0..<CallKey.perMillisecond)

    /// Opens the file, makes it if there is none, and brings its tables up to date.
    ///
    /// - Throws: what `CallLogFault` can be made of.
    init(_ file: LogFile) throws {
        self.file = file
        file.create()
        database = try DatabaseQueue(path: file.path.string, configuration: Self.configuration)
        try database.inDatabase { db in
            let id = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let isEmpty = try Bool.fetchOne(db, sql: "SELECT NOT EXISTS (SELECT 1 FROM sqlite_master)") ?? true
            guard isEmpty || id == Schema.applicationID else { throw CallLogFault.damaged }
            if isEmpty { try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)") }
            if try Schema.migrator.hasBeenSuperseded(db) { throw CallLogFault.newer }
        }
        try Schema.migrator.migrate(database)
        identity = file.identity
        journal = file.journal.identity
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "call log"
        configuration.journalMode = .wal
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(0.5)
        configuration.prepareDatabase { db in
            // What is committed survives the process's death at once, and the machine's at the next checkpoint.
            try db.execute(
                sql: """
                    PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192;
                    PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 4000
                    """)
        }
        return configuration
    }

    /// What has become of the file behind SQLite's back.
    enum Standing {
        case fine
        /// Deleted, or another file has its name. SQLite does not notice: it goes on writing into a file nobody can see.
        case gone
        /// Written over by somebody else.
        case overwritten
    }

    /// To be asked before anything is written.
    func standing() -> Standing {
        guard let now = file.identity, let identity, now.isSameFile(as: identity) else { return .gone }
        // With a write-ahead log the file itself is written now and then, and by us as a rule. That is not taken for granted:
        // somebody else may have done it at the same time.
        guard now != identity else { return .fine }
        // Where it cannot be looked at, it is believed.
        guard descriptor < 0 || LogFile.beginsAsDatabase(descriptor) else { return .overwritten }
        if now.size < identity.size {
            // SQLite's own VACUUM makes it smaller; so does somebody who cuts it off.
            let verdict = try? database.inDatabase { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            guard verdict == "ok" else { return .overwritten }
        }
        self.identity = now
        return .fine
    }

    /// Writes all or nothing.
    ///
    /// - Returns: how many entries were left out, because the database refuses them whatever its state.
    func write(_ entries: [LogEntry]) throws -> Int {
        do {
            try transact(entries, one: false)
            return 0
        } catch  where CallLogFault.isOfEntry(error) {
            return try transact(entries, one: true)
        }
    }

    /// - Parameter one: each entry for itself, those that fail left out.
    @discardableResult
    private func transact(_ entries: [LogEntry], one: Bool) throws -> Int {
        var left = 0
        var fetches = fetches
        var counter = counter
        try database.inTransaction(.immediate) { db in
            var writing = Writing(db: db, fetches: fetches, counter: counter)
            // Where others are always in want of the processor, it would be waited for at every entry.
            let patience = ContinuousClock.now + .milliseconds(100)
            for entry in entries {
                if ContinuousClock.now < patience { QuietThread.letOthersGo() }
                guard one else {
                    try writing.write(entry)
                    continue
                }
                let before = writing
                do {
                    try db.inSavepoint {
                        try writing.write(entry)
                        return .commit
                    }
                } catch  where CallLogFault.isOfEntry(error) {
                    writing = before
                    left += 1
                }
            }
            (fetches, counter) = (writing.fetches, writing.counter)
            return .commit
        }
        (self.fetches, self.counter) = (fetches, counter)
        journal = journal ?? file.journal.identity
        return left
    }

    /// Deletes some calls that began before `moment`.
    ///
    /// - Returns: whether there may be more of them.
    func prune(before moment: LogMoment, most: Int) throws -> Bool {
        var count = 0
        try database.inTransaction(.immediate) { db in
            count = try Pruning.prune(db, before: moment, most: most)
            return .commit
        }
        return count >= most
    }

    /// Ends the use of a file that has no name any more. Its write-ahead log, which SQLite leaves in this case, would be
    /// taken for that of the next file.
    func abandon() {
        close()
        guard let journal, let now = file.journal.identity, now.isSameFile(as: journal) else { return }
        file.removeJournal()
    }

    /// Ends the file's use; what was not yet moved from the write-ahead log into it is.
    func close() {
        try? database.close()
    }
}
