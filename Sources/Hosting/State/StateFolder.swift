import Glibc
import LocalFiles
package import SystemPackage

/// The folder for everything that survives a restart: secrets, overrides, the call log, converted recordings. Mode 0700.
package struct StateFolder: Hashable, Sendable {
    package let path: FilePath

    /// Reasons the folder cannot be used.
    package enum OpenError: Error, Hashable, Sendable {
        /// Neither `XDG_STATE_HOME` nor a home folder.
        case noHome
        case notAFolder(FilePath)
        case system(Errno, FilePath)
    }

    /// Opens the folder, creating it if it does not exist, and checks that it is writable.
    ///
    /// - Parameter path: nil for `$XDG_STATE_HOME/announce`, which is `~/.local/state/announce` if that is not set.
    package init(_ path: FilePath?) throws(OpenError) {
        self.path = try Self.location(path)
        do throws(Errno) {
            try self.path.makeFolders(permissions: .ownerReadWriteExecute)
        } catch {
            throw error == .notDirectory ? .notAFolder(self.path) : .system(error, self.path)
        }
        try checkWritable()
    }

    /// The folder's absolute path, without creating it.
    package static func location(_ path: FilePath?) throws(OpenError) -> FilePath {
        if let path { return path.absolute }
        // The XDG base directory specification says that relative paths are to be ignored.
        if let state = getenv("XDG_STATE_HOME").map({ FilePath(platformString: $0) }), state.isAbsolute {
            return state.appending("announce")
        }
        let home = getenv("HOME") ?? getpwuid(getuid())?.pointee.pw_dir
        guard let path = home.map({ FilePath(platformString: $0) }), path.isAbsolute else { throw .noHome }
        return path.appending(".local/state/announce")
    }

    /// Creates a file and removes it: permissions alone do not tell whether a file system is mounted read-only.
    private func checkWritable() throws(OpenError) {
        let trial = path.appending(hiddenName())
        do throws(Errno) {
            try FileDescriptor.creating(trial).closeQuietly()
        } catch {
            throw .system(error, path)
        }
        trial.removeQuietly()
    }
}
