import Glibc
import LocalFiles
import SystemPackage

/// The folder for one running program's drafts: `STATE/drafts/…`, empty at the start, and locked, so that another program
/// with the same state folder can tell it from one that a dead program has left.
final class DraftFolder: Sendable {
    let path: FilePath
    private let lock: FileLock

    /// Creates the folder, and removes those that no one has locked.
    ///
    /// - Throws: `Errno`.
    init(state: FilePath) throws(Errno) {
        let drafts = state.appending("drafts")
        try drafts.makeFolders(permissions: .ownerReadWriteExecute)
        // One program at a time: a folder that is made and not locked yet would be taken for one that was left.
        let making = try FileLock(drafts.appending("lock"))
        for name in (try? drafts.entries()) ?? [] where name.string != "lock" {
            let old = drafts.appending(name)
            do throws(Errno) {
                // Keeps its lock while it is removed.
                guard let lock = try FileLock(ifFree: old.appending("lock"), creates: false) else { continue }
                withExtendedLifetime(lock) { old.removeAll() }
            } catch {
                old.removeAll()
            }
        }
        path = drafts.appending("\(getpid())-\(UInt64.random(in: .min ... .max))")
        try path.makeFolder(permissions: .ownerReadWriteExecute)
        lock = try FileLock(path.appending("lock"))
        withExtendedLifetime(making) {}
    }

    deinit { path.removeAll() }
}
