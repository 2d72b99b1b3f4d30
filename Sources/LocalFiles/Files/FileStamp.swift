import Glibc
package import SystemPackage

/// Identifies the content of a file without reading it: another size, modification time or file is another content.
///
/// Not proof: a program can write without changing any of them.
package struct FileStamp: Hashable, Sendable, Codable {
    /// Bytes.
    package let size: Int
    /// Nanoseconds since 1970.
    package let modified: Int
    package let inode: UInt64

    package init(_ status: Stat) {
        size = Int(status.size)
        let time = status.st_mtim
        modified = Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
        inode = UInt64(status.inode.rawValue)
    }

    /// Of the file itself or the target of a link; nil if there is none.
    package init?(of path: FilePath) {
        guard let status = try? path.stat() else { return nil }
        self.init(status)
    }
}
