import CLinux
import Glibc
import SystemPackage

/// The database's file, and what else of it lies beside it.
struct LogFile: Sendable {
    let path: FilePath

    /// Which file it is, and whether anybody has written it since.
    struct Identity: Equatable {
        var device: UInt64
        var inode: UInt64
        var size: Int64
        /// Nanoseconds since 1970.
        var modified: Int64

        func isSameFile(as other: Identity) -> Bool { device == other.device && inode == other.inode }
    }

    /// Nil where there is no file. Looked at from outside: a process that closes a descriptor of the file, any one, gives up
    /// the locks that SQLite holds on it in the same process (fcntl(2)).
    var identity: Identity? {
        var status = stat()
        guard path.withPlatformString({ stat($0, &status) }) == 0 else { return nil }
        return Identity(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
            modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
    }

    /// To look at it. Never to be closed, for the sake of the locks.
    func openForever() -> CInt { path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) } }

    /// Whether what is open begins as SQLite's files do.
    static func beginsAsDatabase(_ descriptor: CInt) -> Bool {
        var header = [UInt8](repeating: 0, count: 16)
        return pread(descriptor, &header, header.count, 0) == header.count
            && header == Array("SQLite format 3\0".utf8)
    }

    /// Makes the folder and an empty file that nobody else can read; what is there already stays as it is.
    func create() {
        guard identity == nil else { return }
        let folder = path.removingLastComponent()
        if !folder.isEmpty { _ = folder.withPlatformString { mkdir($0, 0o700) } }
        let descriptor = path.withPlatformString { open($0, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
        if descriptor >= 0 { close(descriptor) }
    }

    /// Its write-ahead log.
    var journal: LogFile { LogFile(path: FilePath(path.string + "-wal")) }

    /// Deletes the write-ahead log and its index.
    func removeJournal() {
        for part in ["-wal", "-shm"] { _ = FilePath(path.string + part).withPlatformString { unlink($0) } }
    }

    /// Renames it and what belongs to it to `….damaged-20261224T135900Z`; nothing that has such a name is replaced.
    ///
    /// - Returns: the new name; nil where it could not be renamed.
    func setAside(at moment: LogMoment) -> FilePath? {
        for attempt in 0..<100 {
            let suffix = ".damaged-" + Self.stamp(moment) + (attempt == 0 ? "" : "-\(attempt)")
            let target = FilePath(path.string + suffix)
            if rename(path, target) {
                // With the newest pages: `sqlite3 FILE .recover` finds them beside it.
                for part in ["-wal", "-shm"] {
                    _ = rename(FilePath(path.string + part), FilePath(target.string + part))
                }
                return target
            }
            guard errno == EEXIST else { return nil }
        }
        return nil
    }

    private func rename(_ from: FilePath, _ to: FilePath) -> Bool {
        from.withPlatformString { from in to.withPlatformString { announce_rename_new(from, $0) } } == 0
    }

    private static func stamp(_ moment: LogMoment) -> String {
        var seconds = time_t(moment.milliseconds / 1000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func padded(_ number: CInt) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)\(padded(parts.tm_mon + 1))\(padded(parts.tm_mday))T"
            + "\(padded(parts.tm_hour))\(padded(parts.tm_min))\(padded(parts.tm_sec))Z"
    }
}
