import CLinux
import Glibc

/// What `fstat` reports of an open file.
struct FileStatus {
    let isRegular: Bool
    /// Bytes.
    let size: Int
    /// When it was last written, in nanoseconds since 1970.
    let modified: Int

    /// All zeros where the descriptor is not open.
    init(of descriptor: CInt) {
        var status = stat()
        isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        size = Int(status.st_size)
        modified = Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec)
    }
}
