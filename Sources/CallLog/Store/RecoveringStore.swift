import SystemPackage
import Telephony

/// A call log in an SQLite file that recovers from what can happen to the file: a damaged or overwritten file is moved
/// aside and a new one begun; a deleted one is created again. Used by the writing thread only.
///
/// Not protected against: truncation of the `-shm` file, which SQLite maps into memory: the process gets SIGBUS.
final class RecoveringStore: EntryStore {
    private let file: DatabaseFile
    private let now: @Sendable () -> Moment
    private let didSetAside: (FilePath) -> Void
    private var database: OpenDatabase?
    private var lastSetAside: Moment?

    /// - Parameters:
    ///   - now: The current time.
    ///   - didSetAside: Called with the new path of a damaged file that was moved aside.
    init(_ path: FilePath, now: @escaping @Sendable () -> Moment, didSetAside: @escaping (FilePath) -> Void) {
        file = DatabaseFile(path: path)
        (self.now, self.didSetAside) = (now, didSetAside)
    }

    func open() throws(CallLogError) { try withDatabase { _ in } }

    func write(_ entries: [LogEntry], from number: Int64) throws(CallLogError) -> Int {
        try withDatabase { try $0.write(entries) }
    }

    func prune(before moment: Moment?, beyond bytes: Int?, most: Int) throws(CallLogError) -> Bool {
        try withDatabase { try $0.prune(before: moment, beyond: bytes, most: most) }
    }

    /// The size of the file is limited instead.
    func forgetRequests(before moment: Moment, most: Int) -> Bool { false }

    func readOldCalls(most: Int) throws(CallLogError) -> Bool { try withDatabase { try $0.readOldCalls(most: most) } }

    func close() {
        database?.close()
        database = nil
    }

    private func withDatabase<Value>(_ body: (OpenDatabase) throws -> Value) throws(CallLogError) -> Value {
        do {
            return try body(try intactDatabase())
        } catch {
            var error = CallLogError(error)
            if error == .damaged {
                try setAside()
                do { return try body(try intactDatabase()) } catch let second { error = CallLogError(second) }
            }
            // The next attempt opens the file anew, so that nothing of the failed state is left. A lock says nothing against
            // the connection.
            if error != .locked { close() }
            throw error
        }
    }

    private func intactDatabase() throws -> OpenDatabase {
        switch database?.checkFile() {
        case .intact?: break
        case .overwritten?: try setAside()
        case .replaced?:
            database?.abandon()
            database = nil
        case nil: break
        }
        if let database { return database }
        let opened = try OpenDatabase(file)
        database = opened
        return opened
    }

    /// Moves a damaged file aside, at most once per minute: a disk that damages every file would fill up with them.
    private func setAside() throws(CallLogError) {
        let moment = now()
        if let last = lastSetAside, moment < last.adding(.seconds(60)), moment >= last { throw .damaged }
        // Before closing: SQLite would copy the newest pages into a file that is no longer its own.
        let target = file.setAside(at: moment)
        close()
        guard let target else { throw .damaged }
        lastSetAside = moment
        didSetAside(target)
    }
}
