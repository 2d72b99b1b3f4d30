import CLinux
import Glibc
import Synchronization
import SystemPackage

/// Wakes everything that waits for a child, at once and for good.
final class StopPipe: Sendable {
    /// Hangs up when `stop` is called.
    let descriptor: CInt
    private let writing: Mutex<CInt>

    /// - Throws: `Errno` where there are no more descriptors.
    init() throws(Errno) {
        var ends: (CInt, CInt) = (-1, -1)
        guard announce_pipe(&ends.0, &ends.1) == 0 else { throw Errno(rawValue: errno) }
        descriptor = ends.0
        writing = Mutex(ends.1)
    }

    deinit {
        stop()
        close(descriptor)
    }

    func stop() {
        writing.withLock { writing in
            if writing >= 0 { close(writing) }
            writing = -1
        }
    }
}
