import Glibc
import LocalFiles
package import NIOCore
import NIOPosix
import SystemPackage

/// An open regular file whose ranges are read without blocking event loops. Replacing the file's name afterwards changes
/// nothing; truncating it does, and is noticed.
package final class OpenFile: Sendable {
    /// Bytes that are read at once.
    static let chunk = 256 * 1024

    private let descriptor: SystemPackage.FileDescriptor
    /// Bytes.
    package let size: Int
    /// When it was last written, in nanoseconds since 1970.
    package let modified: Int

    /// Opens a file, and no link. Blocks.
    ///
    /// - Parameter size: the size it must have, in bytes; nil: any.
    /// - Throws: `OpenFileError`.
    package init(at path: String, size: Int? = nil) throws(OpenFileError) {
        let status: Stat
        do throws(Errno) {
            descriptor = try .reading(FilePath(path), followsLinks: false)
            status = try Self.status(of: descriptor)
        } catch .noSuchFileOrDirectory, .tooManySymbolicLinkLevels, .notDirectory {
            throw .changed(path)
        } catch {
            throw .unreadable(path, errno: error.rawValue)
        }
        self.size = Int(status.size)
        modified = Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec)
        // A folder, a pipe or a device has no bytes of its own. All properties are set, so `deinit` closes the descriptor.
        guard status.type == .regular, size == nil || self.size == size else { throw .changed(path) }
    }

    private static func status(of descriptor: SystemPackage.FileDescriptor) throws(Errno) -> Stat {
        do throws(Errno) {
            return try descriptor.stat()
        } catch {
            // Not initialised completely, so `deinit` does not run.
            descriptor.closeQuietly()
            throw error
        }
    }

    deinit { descriptor.closeQuietly() }

    /// Opens a file on NIO's thread pool.
    ///
    /// - Throws: `OpenFileError`.
    package static func open(_ path: String, size: Int? = nil) async throws -> OpenFile {
        try await NIOThreadPool.singleton.runIfActive { try OpenFile(at: path, size: size) }
    }

    /// - Throws: `OpenFileError.cutShort` where the file has become shorter, and `Errno`.
    package func read(_ range: Range<Int>) async throws -> ByteBuffer {
        try await NIOThreadPool.singleton.runIfActive { try self.readNow(range) }
    }

    private func readNow(_ range: Range<Int>) throws -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: range.count)
        let count = try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: range.count) { bytes in
            try descriptor.readFully(at: range.lowerBound, into: .init(rebasing: bytes.prefix(range.count)))
        }
        guard count == range.count else { throw OpenFileError.cutShort }
        return buffer
    }
}

/// Why a file cannot be served.
package enum OpenFileError: Error, Hashable, Sendable {
    /// Gone, a link, not a regular file, or not of the expected size.
    case changed(String)
    /// An `errno` value.
    case unreadable(String, errno: CInt)
    case cutShort
}
