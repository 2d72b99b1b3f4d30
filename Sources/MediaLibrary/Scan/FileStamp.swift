import Glibc
import SystemPackage

/// Identifies the content of a file without reading it.
struct FileStamp: Hashable, Sendable, Codable {
    /// Bytes.
    let size: Int
    /// Nanoseconds since 1970.
    let modified: Int
    let inode: UInt64

    init(_ status: Stat) {
        size = Int(status.size)
        let time = status.st_mtim
        modified = Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
        inode = UInt64(status.inode.rawValue)
    }

    /// Of the file itself or the target of a link; nil if there is none.
    init?(of path: FilePath) {
        guard let status = try? path.stat() else { return nil }
        self.init(status)
    }
}
