package import SystemPackage

extension FileDescriptor {
    /// Opens a file that must exist, for reading.
    ///
    /// Never blocks on a pipe without a writer, and never passes the descriptor on to a child process.
    ///
    /// - Parameter followsLinks: `false` refuses a link as the last component (`ELOOP`).
    package static func reading(_ path: FilePath, followsLinks: Bool = true) throws(Errno) -> FileDescriptor {
        try opening(
            path, .readOnly, followsLinks ? [.closeOnExec, .nonBlocking] : [.closeOnExec, .nonBlocking, .noFollow])
    }

    /// Creates a file that must not exist yet (`EEXIST`), for writing.
    package static func creating(
        _ path: FilePath, permissions: FilePermissions = .ownerReadWrite
    ) throws(Errno) -> FileDescriptor {
        try opening(path, .readWrite, [.create, .exclusiveCreate, .closeOnExec], permissions)
    }

    /// `open(2)`, repeated while a signal interrupts it.
    ///
    /// swift-system throws untyped errors, all of which are `Errno`; here the type says so.
    package static func opening(
        _ path: FilePath, _ mode: AccessMode, _ options: OpenOptions, _ permissions: FilePermissions? = nil
    ) throws(Errno) -> FileDescriptor {
        try errnoOnly { try open(path, mode, options: options, permissions: permissions) }
    }

    /// Closes the descriptor. An error of close(2) says nothing that can still be acted on; where the
    /// bytes must be on the disk, call `synchronize()` before.
    package func closeQuietly() { try? close() }
}
