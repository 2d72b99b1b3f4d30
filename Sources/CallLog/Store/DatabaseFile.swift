import Glibc
import LocalFiles
import SystemPackage
import Telephony

/// The database's file, and the write-ahead log (`-wal`) and its index (`-shm`) that SQLite keeps beside it.
struct DatabaseFile: Sendable {
    let path: FilePath

    /// Which file has the path, and when it was last written.
    struct Identity: Equatable {
        var device: UInt64
        var inode: UInt64
        var size: Int64
        /// Nanoseconds since 1970.
        var modified: Int64

        func isSameFile(as other: Identity) -> Bool { device == other.device && inode == other.inode }
    }

    /// `nil` if there is no file.
    ///
    /// Found by path, without opening the file: a process that closes any descriptor of a file releases all locks it holds
    /// on it, among them those of SQLite (fcntl(2), "advisory record locking").
    var identity: Identity? {
        guard let status = try? path.stat() else { return nil }
        let modified = status.st_mtim
        return Identity(
            device: UInt64(status.deviceID.rawValue), inode: UInt64(status.inode.rawValue), size: status.size,
            modified: Int64(modified.tv_sec) * 1_000_000_000 + Int64(modified.tv_nsec))
    }

    /// Opens the file for `beginsAsDatabase`. The descriptor must never be closed, for the same reason.
    func openForever() -> FileDescriptor? { try? .reading(path) }

    /// Whether an open file begins with SQLite's magic string.
    static func beginsAsDatabase(_ descriptor: FileDescriptor) -> Bool {
        let magic = "SQLite format 3\0".utf8
        var header = [UInt8](repeating: 0, count: magic.count)
        let count = header.withUnsafeMutableBytes { (try? descriptor.readFully(at: 0, into: $0)) ?? 0 }
        return count == magic.count && header.elementsEqual(magic)
    }

    /// Creates the folder and an empty file that only their owner can read. Existing ones stay as they are. Errors show
    /// when SQLite opens the file.
    func create() {
        guard identity == nil else { return }
        try? path.folder.makeFolder(permissions: .ownerReadWriteExecute)
        (try? FileDescriptor.creating(path))?.closeQuietly()
    }

    /// The write-ahead log.
    var writeAheadLog: DatabaseFile { DatabaseFile(path: FilePath(path.string + "-wal")) }

    /// Deletes the write-ahead log and its index.
    func removeWriteAheadLog() {
        for suffix in ["-wal", "-shm"] { FilePath(path.string + suffix).removeQuietly() }
    }

    /// Renames the file and its write-ahead log to `….damaged-20261224T135900Z`, replacing nothing.
    ///
    /// - Returns: The new path, or `nil` if the file could not be renamed.
    func setAside(at moment: Moment) -> FilePath? {
        for attempt in 0..<100 {
            let suffix = ".damaged-" + Self.stamp(moment) + (attempt == 0 ? "" : "-\(attempt)")
            let target = FilePath(path.string + suffix)
            do throws(Errno) {
                try path.renameNew(to: target)
            } catch .fileExists {
                continue
            } catch {
                return nil
            }
            // The newest pages are in the write-ahead log; `sqlite3 FILE .recover` finds it under the matching name.
            for part in ["-wal", "-shm"] {
                try? FilePath(path.string + part).renameNew(to: FilePath(target.string + part))
            }
            return target
        }
        return nil
    }

    /// `20261224T135900Z`: ISO 8601 in UTC, without characters that are special in file names.
    private static func stamp(_ moment: Moment) -> String {
        var seconds = time_t(moment.milliseconds / 1000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func padded(_ number: CInt) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)\(padded(parts.tm_mon + 1))\(padded(parts.tm_mday))T"
            + "\(padded(parts.tm_hour))\(padded(parts.tm_min))\(padded(parts.tm_sec))Z"
    }
}
