import SystemPackage

/// Keeps a database open and sound, and writes batches into it. Belongs to the writer's queue.
final class LogKeeper {
    private let file: LogFile
    private let now: @Sendable () -> LogMoment
    private var store: LogStore?
    private var lastSetAside: LogMoment?

    init(_ path: FilePath, now: @escaping @Sendable () -> LogMoment) {
        file = LogFile(path: path)
        self.now = now
    }

    /// Told of what was moved out of the way, when it was.
    var setAside: (FilePath) -> Void = { _ in }

    /// Has the file open, and finds out whether it can be.
    func open() throws(CallLogFault) { _ = try withStore { _ in } }

    /// - Returns: how many entries were left out.
    func write(_ entries: [LogEntry]) throws(CallLogFault) -> Int { try withStore { try $0.write(entries) } }

    /// - Returns: whether there may be more to delete.
    func prune(before moment: LogMoment, most: Int) throws(CallLogFault) -> Bool {
        try withStore { try $0.prune(before: moment, most: most) }
    }

    func close() {
        store?.close()
        store = nil
    }

    private func withStore<Value>(_ body: (LogStore) throws -> Value) throws(CallLogFault) -> Value {
        do {
            return try body(try sound())
        } catch {
            var fault = CallLogFault(error)
            if fault == .damaged {
                try moveAway()
                do { return try body(try sound()) } catch { fault = CallLogFault(error) }
            }
            // Opened anew at the next try: whatever it was, nothing of it is left then. A lock is nobody's fault.
            if fault != .locked { close() }
            throw fault
        }
    }

    private func sound() throws -> LogStore {
        switch store?.standing() {
        case .fine?: break
        case .overwritten?: try moveAway()
        case .gone?:
            store?.abandon()
            store = nil
        case nil: break
        }
        if let store { return store }
        let opened = try LogStore(file)
        store = opened
        return opened
    }

    /// Not more often than once a minute: a disk that breaks every file would be filled with them.
    private func moveAway() throws(CallLogFault) {
        let moment = now()
        if let last = lastSetAside, moment < last.adding(.seconds(60)), moment >= last { throw .damaged }
        // Before it is closed: SQLite would move its newest pages into a file that is no longer its own.
        let target = file.setAside(at: moment)
        close()
        guard let target else { throw .damaged }
        lastSetAside = moment
        setAside(target)
    }
}
