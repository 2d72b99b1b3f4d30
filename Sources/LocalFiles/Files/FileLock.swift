import Glibc
package import SystemPackage

/// A lock between processes, held until the object is released or the process ends, however it ends (flock(2)).
///
/// Advisory: it keeps out those who ask for it. Held per open file, so a second lock in the same process waits as well.
package final class FileLock: Sendable {
    private let descriptor: FileDescriptor

    /// Waits until the lock is free. Blocks the thread.
    ///
    /// - Parameter path: a file that only serves as a lock; created with mode 0600 if missing.
    package init(_ path: FilePath) throws(Errno) {
        descriptor = try Self.open(path)
        while flock(descriptor.rawValue, LOCK_EX) != 0 {
            let error = Errno.last
            guard error == .interrupted else {
                descriptor.closeQuietly()
                throw error
            }
        }
    }

    /// Takes the lock if it is free now; `nil` if someone else holds it.
    ///
    /// - Parameters:
    ///   - creates: whether the file is created if missing; otherwise `ENOENT` is thrown.
    ///   - isReadOnly: opens the file for reading only, which suffices for a lock, where it cannot be written.
    package init?(ifFree path: FilePath, creates: Bool = true, isReadOnly: Bool = false) throws(Errno) {
        descriptor =
            isReadOnly
            ? try .opening(path, .readOnly, [.closeOnExec, .noFollow]) : try Self.open(path, creates: creates)
        guard flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            let error = Errno.last
            descriptor.closeQuietly()
            guard error == .wouldBlock else { throw error }
            return nil
        }
    }

    /// Takes over the lock of another process, by a descriptor that it has sent: the lock belongs to the open file, and is held
    /// until the last descriptor of that is closed.
    package init(adopting descriptor: FileDescriptor) { self.descriptor = descriptor }

    /// The open file that has the lock, to be sent to another process.
    package var file: FileDescriptor { descriptor }

    private static func open(_ path: FilePath, creates: Bool = true) throws(Errno) -> FileDescriptor {
        try .opening(
            path, .readWrite, creates ? [.create, .closeOnExec, .noFollow] : [.closeOnExec, .noFollow],
            creates ? .ownerReadWrite : nil)
    }

    deinit { descriptor.closeQuietly() }

    /// Replaces the content of the lock's file, for programs that find the lock taken.
    package func write(_ text: String) throws(Errno) {
        try descriptor.truncate(to: 0)
        try errnoOnly { _ = try descriptor.seek(offset: 0, from: .start) }
        try descriptor.writeWhole(text.utf8)
    }
}
