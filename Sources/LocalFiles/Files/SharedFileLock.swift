import Glibc
package import SystemPackage

/// A lock that several processes hold together while they use something, so that one of them can tell when it is alone
/// (flock(2)). Held until the object is released or the process ends, however it ends.
///
/// Advisory: it tells of those who take it. Held per open file, so two objects in one process count as two.
package final class SharedFileLock: Sendable {
    private let descriptor: FileDescriptor

    /// Takes the lock; waits while someone else is alone with it. Blocks the thread.
    ///
    /// - Parameter path: a file that only serves as a lock; created with mode 0600 if missing.
    package init(_ path: FilePath) throws(Errno) {
        descriptor = try .opening(path, .readWrite, [.create, .closeOnExec, .noFollow], .ownerReadWrite)
        share()
    }

    deinit { descriptor.closeQuietly() }

    /// Runs `body` if no one else holds the lock, and lets no one else take it meanwhile.
    ///
    /// - Returns: whether it has run.
    @discardableResult
    package func ifAlone(_ body: () -> Void) -> Bool {
        let isAlone = flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0
        if isAlone { body() }
        // An attempt that fails gives up the shared lock as well.
        share()
        return isAlone
    }

    private func share() {
        while flock(descriptor.rawValue, LOCK_SH) != 0, Errno.last == .interrupted {}
    }
}
