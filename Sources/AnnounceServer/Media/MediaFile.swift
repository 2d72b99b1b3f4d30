import Glibc
import MediaLibrary
import NIOCore
import NIOPosix

/// A published file, opened: what replaces it by name from now on does not matter.
final class MediaFile: Sendable {
    /// Bytes that are read in one go.
    static let chunk = 256 * 1024

    private let descriptor: CInt
    /// Bytes.
    let size: Int
    /// When it was written last, in nanoseconds since 1970.
    let modified: Int

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
    convenience init(_ file: PublishedFile) throws(Failure) {
        try self.init(at: file.path, size: file.size)
    }

    /// Opens a file, and no link. Blocks.
    ///
    /// - Parameter size: nil: whatever it has.
    /// - Throws: `Failure`.
    init(at path: String, size: Int? = nil) throws(Failure) {
        descriptor = Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let gone = [ENOENT, ELOOP, ENOTDIR].contains(errno)
            throw gone ? .changed(path) : .unreadable(path, errno: errno)
        }
        let status = FileStatus(of: descriptor)
        self.size = status.size
        modified = status.modified
        // A folder, a pipe or a device has no bytes of its own.
        // Whoever has all it needs is deinitialised although its initialiser throws, and closes the descriptor then.
        guard status.isRegular, size == nil || self.size == size else { throw .changed(path) }
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
