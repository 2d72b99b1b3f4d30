import Glibc
package import NIOCore
import NIOPosix

/// An open regular file whose ranges are read without blocking event loops. Replacing the file's name afterwards changes
/// nothing; truncating it does, and is noticed.
package final class OpenFile: Sendable {
    /// Bytes that are read at once.
    static let chunk = 256 * 1024

    private let descriptor: CInt
    /// Bytes.
    package let size: Int
    /// When it was last written, in nanoseconds since 1970.
    package let modified: Int

    /// Opens a file, and no link. Blocks.
    ///
    /// - Parameter size: the size it must have, in bytes; nil: any.
    /// - Throws: `OpenFileError`.
    package init(at path: String, size: Int? = nil) throws(OpenFileError) {
        descriptor = Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let gone = [ENOENT, ELOOP, ENOTDIR].contains(errno)
            throw gone ? .changed(path) : .unreadable(path, errno: errno)
        }
        let status = FileStatus(of: descriptor)
        self.size = status.size
        modified = status.modified
        // A folder, a pipe or a device has no bytes of its own. All properties are set, so `deinit` closes the descriptor.
        guard status.isRegular, size == nil || self.size == size else { throw .changed(path) }
    }

    deinit { close(descriptor) }

    /// Opens a file on NIO's thread pool.
    ///
    /// - Throws: `OpenFileError`.
    package static func open(_ path: String, size: Int? = nil) async throws -> OpenFile {
        try await NIOThreadPool.singleton.runIfActive { try OpenFile(at: path, size: size) }
    }

    /// - Throws: `OpenFileError.cutShort` where the file has become shorter.
    package func read(_ range: Range<Int>) async throws -> ByteBuffer {
        try await NIOThreadPool.singleton.runIfActive { try self.readNow(range) }
    }

    private func readNow(_ range: Range<Int>) throws -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: range.count)
        while buffer.readableBytes < range.count {
            let offset = range.lowerBound + buffer.readableBytes
            let missing = range.count - buffer.readableBytes
            let count = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: missing) { bytes in
                max(0, pread(descriptor, bytes.baseAddress, missing, offset))
            }
            guard count > 0 else { throw OpenFileError.cutShort }
        }
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
