import NIOCore
import Synchronization

/// When a connection was last of use: opened, a request received whole, or some of an answer taken. Written on its event loop,
/// read by the register.
final class ConnectionActivity: Sendable {
    private let moment = Atomic(NIODeadline.now().uptimeNanoseconds)
    private let leaving = Atomic(false)

    /// Nanoseconds of the system's monotonic clock.
    var last: UInt64 { moment.load(ordering: .relaxed) }
    var isLeaving: Bool { leaving.load(ordering: .relaxed) }

    func touch() { moment.store(NIODeadline.now().uptimeNanoseconds, ordering: .relaxed) }
    func leave() { leaving.store(true, ordering: .relaxed) }
}

/// The place of this connection is needed by another.
struct ConnectionEviction {}
