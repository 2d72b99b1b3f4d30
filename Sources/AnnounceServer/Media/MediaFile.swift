import Glibc
import MediaLibrary
import NIOCore
import NIOPosix

/// A published file, opened: what replaces it by name from now on does not matter.
final class MediaFile: Sendable {
    /// Bytes that are read in one go.
    static let chunk = 256 * 1024

    private let descriptor: CInt

    enum Failure: Error, Hashable {
        /// Gone, a link, no file, or not of the size that was published.
        case changed(String)
        /// An `errno` value.
        case unreadable(String, errno: CInt)
        case cutShort
    }

    /// Blocks.
    ///
    /// - Throws: `Failure`.
    init(_ file: PublishedFile) throws(Failure) {
        descriptor = Glibc.open(file.path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let gone = [ENOENT, ELOOP, ENOTDIR].contains(errno)
            throw gone ? .changed(file.path) : .unreadable(file.path, errno: errno)
        }
        // A folder, a pipe or a device has no such size, or cannot be read.
        guard lseek(descriptor, 0, SEEK_END) == file.size else {
            Glibc.close(descriptor)
            throw .changed(file.path)
        }
    }

    deinit { close(descriptor) }

    /// Opens a file without blocking anybody.
    static func open(_ file: PublishedFile) async throws -> MediaFile {
        try await NIOThreadPool.singleton.runIfActive { try MediaFile(file) }
    }

    /// - Throws: `Failure.cutShort` where not all of it is there.
    func read(_ range: Range<Int>) async throws -> ByteBuffer {
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
            guard count > 0 else { throw Failure.cutShort }
        }
        return buffer
    }
}
