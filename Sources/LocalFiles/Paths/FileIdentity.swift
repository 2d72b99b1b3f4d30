package import SystemPackage

/// Identifies a file whatever path leads to it: equal for a file, its hard links, and links to it.
package struct FileIdentity: Hashable, Sendable {
    private let device: DeviceID
    private let inode: Inode
    package let isFolder: Bool
    /// Whether it is a regular file: no folder, pipe or device.
    package let isRegular: Bool

    /// Follows links.
    package init(of path: FilePath) throws(Errno) {
        self.init(try path.stat())
    }

    /// Of an open file.
    package init(of file: FileDescriptor) throws(Errno) {
        self.init(try errnoOnly { try file.stat() })
    }

    private init(_ status: Stat) {
        (device, inode) = (status.deviceID, status.inode)
        (isFolder, isRegular) = (status.type == .directory, status.type == .regular)
    }

    /// Follows links; nil if nothing can be found at the path.
    package init?(_ path: FilePath) {
        guard let identity = try? FileIdentity(of: path) else { return nil }
        self = identity
    }
}
