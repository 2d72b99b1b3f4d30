import Foundation
import PostgreSQL
import Synchronization

/// Notices that a server has written to the log: by `LISTEN`, and by a look once a second, since a pooler between may keep
/// notifications to itself (PgBouncer, where a connection is lent for a transaction).
final class PostgresListener: Sendable {
    static let channel = "announce_log"
    /// The longest time after which a change is noticed without a notification.
    private static let pause = Duration.seconds(1)

    private enum State { case idle, running, stopped }

    private let address: String
    private let didChange: @Sendable () -> Void
    private let state = Mutex(State.idle)

    /// - Parameter didChange: Called on a thread of its own after batches of any server.
    init(_ address: String, didChange: @escaping @Sendable () -> Void) {
        (self.address, self.didChange) = (address, didChange)
    }

    /// Begins to listen, the first time. Returns at once.
    func start() {
        let isFirst = state.withLock { state in
            defer { if state == .idle { state = .running } }
            return state == .idle
        }
        guard isFirst else { return }
        Thread.detachNewThread { [weak self] in
            while let self, self.isRunning {
                // Without a connection, nothing can be noticed, and those who look read for themselves.
                do { try self.listen() } catch { Thread.sleep(forTimeInterval: 1) }
            }
        }
    }

    func stop() { state.withLock { $0 = .stopped } }

    private var isRunning: Bool { state.withLock { $0 == .running } }

    private func listen() throws {
        let connection = try Session.open(address, name: "announce live pages")
        try connection.run("LISTEN \(trusted: Self.channel)")
        var last: Int64?
        while isRunning {
            let isNotified = try connection.waitForNotification(within: Self.pause)
            let now = try connection.run("SELECT last_value FROM event_id").first?.integer("last_value")
            if isNotified || now != last { didChange() }
            last = now
        }
    }
}
