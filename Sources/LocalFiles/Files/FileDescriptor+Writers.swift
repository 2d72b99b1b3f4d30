import CLinux
package import SystemPackage

extension FileDescriptor {
    /// Whether some process has the file open for writing; `nil` where that cannot be known (another user's file, a network's).
    ///
    /// By asking for a read lease (fcntl(2), `F_SETLEASE`), which the kernel grants only for files without a writer. The
    /// descriptor must be open for reading only.
    package var hasWriter: Bool? {
        switch announce_is_being_written(rawValue) {
        case 0: false
        case 1: true
        default: nil
        }
    }
}
