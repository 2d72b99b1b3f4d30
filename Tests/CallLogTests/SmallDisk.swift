import Foundation
import Glibc
import Support
import SystemPackage

/// A file system of a few megabytes in memory. Only root can have one, and not everywhere.
final class SmallDisk {
    static let isPossible = getuid() == 0 && (try? SmallDisk(megabytes: 1)) != nil

    private let folder: TemporaryFolder
    var path: String { folder.file("disk").string }

    init(megabytes: Int) throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.file("disk").string, withIntermediateDirectories: true)
        try Tool.require("chmod", ["a+rx", folder.path.string])
        try Tool.require("mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m,mode=777", "none", path])
    }

    deinit { _ = try? Tool.run("umount", ["-l", path]) }

    func resize(megabytes: Int) throws { try Tool.require("mount", ["-o", "remount,size=\(megabytes)m", path]) }
}
