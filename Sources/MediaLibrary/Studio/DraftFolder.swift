import Glibc
import LocalFiles
import SystemPackage
import TelephoneAudio

/// Where one running program keeps what is not confirmed: `STATE/drafts/…`, empty at the start, and locked, so that another
/// program with the same state folder can tell it from what a dead one has left.
final class DraftFolder: Sendable {
    let path: FilePath
    private let lock: CInt

    /// Makes the folder, and removes those that nobody has locked.
    ///
    /// - Throws: `Errno`.
    init(state: FilePath) throws(Errno) {
        let drafts = state.appending("drafts")
        for folder in [state, drafts] { try MediaStore.makeFolder(folder) }
        // One at a time: a folder that is made and not yet locked would be taken for one that was left.
        let door = Self.open(drafts.appending("lock"))
        guard door >= 0 else { throw Errno(rawValue: errno) }
        defer { close(door) }
        flock(door, LOCK_EX)
        for name in Self.names(in: drafts) {
            let old = drafts.appending(name)
            let lock = Self.open(old.appending("lock"), isNew: false)
            if lock < 0 || flock(lock, LOCK_EX | LOCK_NB) == 0 { Self.removeAll(old) }
            if lock >= 0 { close(lock) }
        }
        path = drafts.appending("\(getpid())-\(UInt64.random(in: .min ... .max))")
        try MediaStore.makeFolder(path)
        lock = Self.open(path.appending("lock"))
        guard lock >= 0 else { throw Errno(rawValue: errno) }
        flock(lock, LOCK_EX)
    }

    deinit {
        Self.removeAll(path)
        close(lock)
    }

    private static func open(_ path: FilePath, isNew: Bool = true) -> CInt {
        path.withPlatformString { Glibc.open($0, O_RDWR | (isNew ? O_CREAT : 0) | O_CLOEXEC | O_NOFOLLOW, 0o600) }
    }

    /// What lies in a folder; nothing where it cannot be read.
    static func names(in folder: FilePath) -> [FilePath.Component] {
        (try? folder.entries()) ?? []
    }

    /// Removes a file, or a folder with everything in it; links are removed, not followed.
    static func removeAll(_ path: FilePath) {
        if path.withPlatformString({ unlink($0) }) == 0 || errno != EISDIR && errno != EPERM { return }
        for name in names(in: path) { removeAll(path.appending(name)) }
        _ = path.withPlatformString { rmdir($0) }
    }
}
