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

    /// A folder that may not exist, or may not be usable.
    init(unchecked path: FilePath) { self.path = path.absolute }

    /// Opens the folder, creating it if it does not exist, and checks that it is writable.
    package init(_ path: FilePath) throws(OpenError) {
        self.path = path.absolute
        do throws(Errno) {
            try self.path.makeFolders(permissions: .ownerReadWriteExecute)
        } catch {
            throw error == .notDirectory ? .notAFolder(self.path) : .system(error, self.path)
        }
        do throws(Errno) { try self.path.checkWritable() } catch { throw .system(error, self.path) }
    }
}
