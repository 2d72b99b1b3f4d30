import Glibc
import SystemPackage

/// Files in the state folder that only their owner may read.
enum PrivateFile {
    /// - Throws: `Errno`, `.fileTooLarge` for more than a megabyte.
    static func read(_ path: FilePath) throws(Errno) -> [UInt8] {
        let descriptor = path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            guard count >= 0 else { throw Errno(rawValue: errno) }
            guard count > 0 else { return bytes }
            bytes += block.prefix(count)
            guard bytes.count <= 1 << 20 else { throw .fileTooLarge }
        }
    }

    /// Whole or not at all, mode 0600.
    static func write(_ bytes: [UInt8], to path: FilePath) throws(Errno) {
        let draft = path.removingLastComponent().appending(".\(path.lastComponent?.string ?? "file")-\(getpid())")
        let descriptor = draft.withPlatformString { open($0, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600) }
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        let isWhole = Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let reason = errno
        close(descriptor)
        guard isWhole, draft.withPlatformString({ draft in path.withPlatformString { rename(draft, $0) } }) == 0 else {
            let code = isWhole ? errno : reason
            _ = draft.withPlatformString { unlink($0) }
            throw Errno(rawValue: code)
        }
    }
}
