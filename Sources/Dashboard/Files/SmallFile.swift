import CLinux
import Glibc
package import SystemPackage

/// Files that fit into memory, read whole and replaced as a whole: whoever reads meanwhile sees the old or the new one.
package enum SmallFile {
    package enum Failure: Error, Hashable, Sendable {
        case tooLarge
        /// An `errno` value.
        case system(errno: CInt)

        /// As an `errno` value.
        package var code: CInt {
            switch self {
            case .tooLarge: EFBIG
            case .system(let errno): errno
            }
        }
    }

    /// Who may read what is written.
    package enum Mode: Hashable, Sendable {
        /// Its owner alone, whatever it was before.
        case owner
        /// Whoever could read the file before; of one that is not there yet, whom these bits permit.
        case kept(else: UInt32)
    }

    /// The content; nil where there is no file.
    package static func read(_ path: FilePath, upTo limit: Int) throws(Failure) -> [UInt8]? {
        let descriptor = path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .system(errno: errno)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(errno: errno) }
            guard count > 0 else { return bytes }
            bytes += block.prefix(count)
            guard bytes.count <= limit else { throw .tooLarge }
        }
    }

    /// Writes beside the file and renames; all of it is on the disk before the old one is gone.
    ///
    /// A file that is there keeps its owner where that is permitted.
    package static func write(_ bytes: [UInt8], to path: FilePath, mode: Mode) throws(Failure) {
        var old = stat()
        let isThere = path.withPlatformString { stat($0, &old) } == 0
        let name = path.lastComponent?.string ?? "file"
        let draft = path.removingLastComponent().appending(".\(name)-\(getpid())-\(UInt32.random(in: .min ... .max))")
        let descriptor = draft.withPlatformString { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
        guard descriptor >= 0 else { throw .system(errno: errno) }
        var failure = fill(descriptor, with: bytes)
        if failure == 0 {
            if isThere { _ = fchown(descriptor, old.st_uid, old.st_gid) }
            let bits =
                switch mode {
                case .owner: 0o600 as mode_t
                case .kept(let new): isThere ? old.st_mode & 0o777 : new
                }
            if fchmod(descriptor, bits) != 0 { failure = errno }
        }
        if failure == 0, fsync(descriptor) != 0 { failure = errno }
        close(descriptor)
        if failure == 0, draft.withPlatformString({ old in path.withPlatformString { rename(old, $0) } }) != 0 {
            failure = errno
        }
        guard failure != 0 else { return }
        _ = draft.withPlatformString { unlink($0) }
        throw .system(errno: failure)
    }

    /// Returns 0 or why not.
    private static func fill(_ descriptor: CInt, with bytes: [UInt8]) -> CInt {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return errno }
            rest = rest.dropFirst(count)
        }
        return 0
    }
}
