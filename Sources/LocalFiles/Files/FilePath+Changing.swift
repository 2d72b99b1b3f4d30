import CLinux
import Glibc
package import SystemPackage

extension FilePath {
    /// Renames the file, replacing whatever has the new name, in one step.
    package func rename(to target: FilePath) throws(Errno) {
        guard withPlatformString({ from in target.withPlatformString { Glibc.rename(from, $0) } }) == 0 else {
            throw .last
        }
    }

    /// Renames the file unless the new name is taken (`EEXIST`), in one step.
    package func renameNew(to target: FilePath) throws(Errno) {
        guard withPlatformString({ from in target.withPlatformString { announce_rename_new(from, $0) } }) == 0 else {
            throw .last
        }
    }

    /// Exchanges the names of two files in one step: each has the other's name afterwards.
    ///
    /// - Throws: `EINVAL` on file systems that cannot do this (some network file systems), `ENOENT` if one is missing.
    package func exchange(with other: FilePath) throws(Errno) {
        guard withPlatformString({ from in other.withPlatformString { announce_rename_exchange(from, $0) } }) == 0
        else { throw .last }
    }

    /// Gives the file a second name, unless that is taken (`EEXIST`). Links are not followed.
    package func link(as target: FilePath) throws(Errno) {
        guard withPlatformString({ from in target.withPlatformString { Glibc.link(from, $0) } }) == 0 else {
            throw .last
        }
    }

    /// Makes a symbolic link of this name, or turns the one that exists, in one step.
    ///
    /// - Parameter target: relative to the folder of the link unless it is absolute.
    package func turnLink(to target: FilePath) throws(Errno) {
        let draft = folder.appending(
            ".\(lastComponent?.string ?? "link")-\(getpid())-\(UInt32.random(in: .min ... .max)).tmp")
        guard draft.withPlatformString({ draft in target.withPlatformString { symlink($0, draft) } }) == 0 else {
            throw .last
        }
        do throws(Errno) {
            try draft.rename(to: self)
        } catch {
            draft.removeQuietly()
            throw error
        }
        folder.synchronizeFolder()
    }

    /// Removes the file, or the link itself.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    package func remove() throws(Errno) -> Bool {
        guard withPlatformString({ unlink($0) }) != 0 else { return true }
        let error = Errno.last
        guard error == .noSuchFileOrDirectory else { throw error }
        return false
    }

    /// Removes the file where that is possible: for drafts, whose loss or stay changes nothing.
    package func removeQuietly() { _ = withPlatformString { unlink($0) } }

    /// Copies the file to a name that must not be taken (`EEXIST`); the copy is on the disk when this returns. Nothing is
    /// left behind after an error.
    package func copy(to target: FilePath, permissions: FilePermissions) throws(Errno) {
        let source = try FileDescriptor.reading(self)
        defer { source.closeQuietly() }
        let copy = try FileDescriptor.creating(target, permissions: permissions)
        defer { copy.closeQuietly() }
        do throws(Errno) {
            try source.copyRest(to: copy)
            try copy.synchronize()
        } catch {
            target.removeQuietly()
            throw error
        }
    }
}
