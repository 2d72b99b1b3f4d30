import Glibc
package import SystemPackage

/// A range of an open file that can be read at any offset, by several threads at once.
///
/// Decoders read through this rather than by file name: the bytes that were recognised are the bytes that are decoded,
/// even if the name is given to another file meanwhile, and one link of a chained file looks like a file of its own.
/// A file that is overwritten in place meanwhile is not protected against: decoders treat that as damage.
package final class ByteSource: Sendable {
    /// Kept open by every window on it.
    private let file: OpenFile
    /// Where the range begins in the file.
    package let start: Int
    /// Bytes in the range.
    package let count: Int

    /// Opens a regular file.
    package convenience init(path: FilePath) throws(RecordingError) {
        let descriptor = path.withPlatformString { Glibc.open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else { throw .system(errno: errno, action: .open) }
        try self.init(owning: descriptor)
    }

    /// Takes over an open, seekable descriptor and closes it at the end.
    package init(owning descriptor: CInt) throws(RecordingError) {
        file = OpenFile(descriptor: descriptor)
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno: errno, action: .open) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .system(errno: EISDIR, action: .open) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .system(errno: ESPIPE, action: .open) }
        start = 0
        count = Int(status.st_size)
    }

    private init(file: OpenFile, start: Int, count: Int) {
        self.file = file
        self.start = start
        self.count = count
    }

    /// Returns the bytes of `range` as a source of their own.
    package func window(_ range: Range<Int>) -> ByteSource {
        let range = range.clamped(to: 0..<count)
        return ByteSource(file: file, start: start + range.lowerBound, count: range.count)
    }

    /// Reads up to `buffer.count` bytes from `offset`; fewer only at the end. A file that shrinks meanwhile ends there.
    package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(RecordingError) -> Int {
        guard offset >= 0, offset < count, let base = buffer.baseAddress else { return 0 }
        let wanted = min(buffer.count, count - offset)
        var done = 0
        while done < wanted {
            let got = pread(file.descriptor, base + done, wanted - done, off_t(start + offset + done))
            if got < 0 {
                if errno == EINTR { continue }
                throw .system(errno: errno, action: .read)
            }
            if got == 0 { break }
            done += got
        }
        return done
    }

    /// Returns a copy of up to `count` bytes from `offset`.
    package func bytes(at offset: Int, count: Int) throws(RecordingError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(0, min(count, self.count - offset)))
        var failure: RecordingError?
        let got = bytes.withUnsafeMutableBytes { buffer in
            do throws(RecordingError) {
                return try read(at: offset, into: buffer)
            } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        bytes.removeLast(bytes.count - got)
        return bytes
    }

    /// Calls `body` with the descriptor of the whole file, to be handed to a child process; its position is undefined.
    package func withDescriptor<Result, Failure: Error>(
        _ body: (CInt) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(file.descriptor)
    }
}

/// Closes its descriptor when the last window on it is gone.
private final class OpenFile: Sendable {
    let descriptor: CInt

    init(descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
