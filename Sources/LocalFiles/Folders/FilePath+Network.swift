import CLinux
package import SystemPackage

extension FilePath {
    /// Whether the path is on a file system whose changes other machines can make, of which inotify(7) reports none: NFS, SMB,
    /// FUSE, 9P and the like. `false` where that cannot be known.
    package var isOnNetwork: Bool {
        Self.networkTypes.contains(withPlatformString { announce_file_system_type($0) })
    }

    /// statfs(2) and linux/magic.h.
    private static let networkTypes: Set<UInt32> = [
        0x6969,  // NFS
        0x517B, 0xFF53_4D42, 0xFE53_4D42,  // SMB, CIFS, SMB 2
        0x6573_5546,  // FUSE: sshfs, s3fs and others
        0x0102_1997,  // 9P: folders that a virtual machine shares
        0x00C3_6400,  // Ceph
        0x5346_414F, 0x6B41_4653,  // AFS
        0x7375_7245, 0x564C, 0x786F_4256,  // Coda, NCP, VirtualBox
        0x0116_1970, 0x0BD0_0BD0,  // GFS2, Lustre
    ]
}
