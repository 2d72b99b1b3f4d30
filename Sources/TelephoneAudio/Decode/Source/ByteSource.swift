import LocalFiles
package import SystemPackage

/// A range of an open file that can be read at any offset, by several threads at once.
///
/// Decoders read through this rather than by file name: the bytes that were recognised are the bytes that are decoded,
/// even if the name is given to another file meanwhile, and one link of a chained file looks like a whole file.
/// A file that is overwritten in place meanwhile is not protected against: decoders treat that as damage.
package final class ByteSource: Sendable {
    /// Kept open by every window on it.
    private let file: OpenFile
    /// Where the range begins in the file.
    package let start: Int
    /// Bytes in the range.
    package let count: Int

    /// Opens a regular file.
    ///
    /// - Throws: `system`: `EISDIR` for a folder, `ESPIPE` for other files that are not regular.
    package convenience init(path: FilePath) throws(RecordingError) {
        let descriptor: FileDescriptor
        do throws(Errno) {
            descriptor = try .reading(path)
        } catch {
            throw .system(errno: error.rawValue, action: .open)
        }
        try self.init(owning: descriptor)
    }

    /// Takes over an open, seekable descriptor and closes it at the end.
    package convenience init(owning descriptor: FileDescriptor) throws(RecordingError) {
        try self.init(OpenFile(descriptor))
    }

    /// Reads an unnamed file, which exists as long as this source.
    convenience init(_ file: UnnamedFile) throws(RecordingError) {
        try self.init(OpenFile(file))
    }

    private init(_ file: OpenFile) throws(RecordingError) {
        self.file = file
        start = 0
        let status: Stat
        do throws(Errno) {
            status = try errnoOnly { try file.descriptor.stat() }
        } catch {
            throw .system(errno: error.rawValue, action: .open)
        }
        guard status.type != .directory else { throw .system(errno: Errno.isDirectory.rawValue, action: .open) }
        guard status.type == .regular else { throw .system(errno: Errno.illegalSeek.rawValue, action: .open) }
        count = Int(status.size)
    }

    private init(file: OpenFile, start: Int, count: Int) {
        self.file = file
        self.start = start
        self.count = count
    }

    /// Returns the bytes of `range` as a separate source.
    package func window(_ range: Range<Int>) -> ByteSource {
        let range = range.clamped(to: 0..<count)
        return ByteSource(file: file, start: start + range.lowerBound, count: range.count)
    }

    /// Reads up to `buffer.count` bytes from `offset`; fewer only at the end. A file that shrinks meanwhile ends there.
    package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(RecordingError) -> Int {
        guard offset >= 0, offset < count else { return 0 }
        let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, count - offset)])
        do throws(Errno) {
            return try file.descriptor.readFully(at: start + offset, into: wanted)
        } catch {
            throw .system(errno: error.rawValue, action: .read)
        }
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

    /// Bytes of the whole file, now.
    package var fileSize: Int? { (try? file.descriptor.stat()).map { Int($0.size) } }

    /// Calls `body` with the descriptor of the whole file, to be handed to a child process; its position is undefined.
    package func withDescriptor<Result, Failure: Error>(
        _ body: (FileDescriptor) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(file.descriptor)
    }
}

/// Closes its descriptor when the last window on it is released.
private final class OpenFile: Sendable {
    let descriptor: FileDescriptor
    /// Owns the descriptor; nil if this object does.
    private let unnamed: UnnamedFile?

    init(_ descriptor: FileDescriptor) {
        (self.descriptor, unnamed) = (descriptor, nil)
    }

    init(_ file: UnnamedFile) {
        (descriptor, unnamed) = (file.descriptor, file)
    }

    deinit {
        if unnamed == nil { descriptor.closeQuietly() }
    }
}
