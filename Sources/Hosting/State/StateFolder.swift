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
        /// Another server uses the folder; its process ID, if that can be read.
        case inUse(FilePath, process: Int?)
    }

    /// Opens the folder, creating it if it does not exist, and checks that it is writable.
    package init(_ path: FilePath) throws(OpenError) {
        self.path = path.absolute
        do throws(Errno) {
            try self.path.makeFolders(permissions: .ownerReadWriteExecute)
        } catch {
            throw error == .notDirectory ? .notAFolder(self.path) : .system(error, self.path)
        }
        try checkWritable()
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
