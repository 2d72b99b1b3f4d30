import Glibc
import SystemPackage

/// The same file, whatever it is called.
struct FileIdentity: Hashable {
    let device: DeviceID
    let inode: Inode
    let isFolder: Bool
    let isRegular: Bool

    /// Follows links; nil where there is nothing, with `errno` saying why.
    init?(_ path: FilePath) {
        do throws(Errno) {
            let status = try path.stat()
            (device, inode) = (status.deviceID, status.inode)
            (isFolder, isRegular) = (status.type == .directory, status.type == .regular)
        } catch {
            errno = error.rawValue
            return nil
        }
    }
}
