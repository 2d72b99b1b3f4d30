import Glibc
package import SystemPackage

/// Files that fit into memory, read whole and replaced as a whole: a reader sees the old or the new content.
///
/// Promises: after `write` returns, the new content survives a power failure; if it throws, the old file is untouched and no
/// draft is left behind. A crash in between leaves at most a hidden draft beside the file. Does not protect against two
/// programs that each read, change and write: take a `FileLock` for that.
package enum SmallFile {
    /// Who may read what is written.
    package enum Mode: Hashable, Sendable {
        /// Its owner alone, whatever the permissions were before.
        case owner
        /// Everybody who could read the file before; for a new file, the permissions given (such as `0o644`).
        case kept(else: FilePermissions)
    }

    /// The content; `nil` if there is no file.
    ///
    /// - Throws: `Errno.fileTooLarge` for more than `limit` bytes, else the system's error.
    package static func read(_ path: FilePath, upTo limit: Int, followsLinks: Bool = true) throws(Errno) -> [UInt8]? {
        let descriptor: FileDescriptor
        do throws(Errno) {
            descriptor = try .reading(path, followsLinks: followsLinks)
        } catch {
            // Where a file has the folder's place, there is none in it either.
            guard error == .noSuchFileOrDirectory || error == .notDirectory else { throw error }
            return nil
        }
        defer { descriptor.closeQuietly() }
        return try descriptor.readAll(upTo: limit)
    }

    /// Replaces the file: writes a draft beside it, brings it to the disk, and renames it.
    ///
    /// A file that exists keeps its owner where the system permits that.
    package static func write(_ bytes: some Sequence<UInt8>, to path: FilePath, mode: Mode) throws(Errno) {
        let draft = try draft(of: bytes, for: path, mode: mode)
        do throws(Errno) {
            try draft.rename(to: path)
        } catch {
            draft.removeQuietly()
            throw error
        }
        path.folder.synchronizeFolder()
    }

    /// Writes new content beside its place and brings it to the disk; nothing is left behind after an error.
    ///
    /// - Returns: the path of the draft, which its caller renames or removes.
    static func draft(of bytes: some Sequence<UInt8>, for path: FilePath, mode: Mode) throws(Errno) -> FilePath {
        let old = try? path.stat()
        let name = path.lastComponent?.string ?? "file"
        let draft = path.folder.appending(".\(name)-\(getpid())-\(UInt32.random(in: .min ... .max)).tmp")
        let descriptor = try FileDescriptor.creating(draft)
        do throws(Errno) {
            try fill(descriptor, with: bytes, replacing: old, mode: mode)
        } catch {
            draft.removeQuietly()
            throw error
        }
        // Before the rename, so that watchers see one change under the file's name and not a second when it is closed.
        descriptor.closeQuietly()
        return draft
    }

    private static func fill(
        _ descriptor: FileDescriptor, with bytes: some Sequence<UInt8>, replacing old: Stat?, mode: Mode
    ) throws(Errno) {
        do throws(Errno) {
            try descriptor.writeWhole(bytes)
            if let old { _ = fchown(descriptor.rawValue, old.userID.rawValue, old.groupID.rawValue) }
            let permissions: FilePermissions =
                switch mode {
                case .owner: .ownerReadWrite
                case .kept(let new): old.map { FilePermissions(rawValue: $0.permissions.rawValue & 0o777) } ?? new
                }
            try descriptor.setPermissions(permissions)
            // Before the rename: many file systems write names before contents, and an empty file under the right name is
            // what a power failure would leave.
            try descriptor.synchronize()
        } catch {
            descriptor.closeQuietly()
            throw error
        }
    }

    /// Creates the file with this content unless it exists already, in one step: of several programs that do so at once,
    /// one wins, and no one ever sees half of it.
    ///
    /// - Returns: whether this call created it.
    @discardableResult
    package static func create(_ bytes: some Sequence<UInt8>, at path: FilePath) throws(Errno) -> Bool {
        let draft = path.folder.appending(hiddenName())
        let descriptor = try FileDescriptor.creating(draft)
        defer {
            descriptor.closeQuietly()
            draft.removeQuietly()
        }
        try descriptor.writeWhole(bytes)
        try descriptor.synchronize()
        do throws(Errno) {
            // A link, unlike a rename, never replaces what another process has put there meanwhile.
            try draft.link(as: path)
        } catch .fileExists {
            return false
        }
        path.folder.synchronizeFolder()
        return true
    }
}
