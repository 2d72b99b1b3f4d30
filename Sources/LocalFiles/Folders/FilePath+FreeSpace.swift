import Glibc
package import SystemPackage

extension FilePath {
    /// Bytes that may still be written to the path's file system without special rights; nil if the system does not say.
    package var freeSpace: UInt64? {
        var disk = statvfs()
        guard withPlatformString({ statvfs($0, &disk) }) == 0 else { return nil }
        return UInt64(disk.f_bavail) * UInt64(disk.f_frsize)
    }
}
