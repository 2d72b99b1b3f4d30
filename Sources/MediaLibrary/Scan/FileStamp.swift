import CLinux
import Glibc
import SystemPackage

/// What tells that a file is as it was, without reading it.
struct FileStamp: Hashable, Sendable, Codable {
    /// Bytes.
    let size: Int
    /// Nanoseconds since 1970.
    let modified: Int
    let inode: UInt64

    init(_ status: stat) {
        size = Int(status.st_size)
        modified = Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec)
        inode = UInt64(status.st_ino)
    }

    /// Of the file itself or what a link leads to; nil with `errno` where there is none.
    init?(of path: FilePath) {
        var status = stat()
        guard path.withPlatformString({ stat($0, &status) }) == 0 else { return nil }
        self.init(status)
    }
}
