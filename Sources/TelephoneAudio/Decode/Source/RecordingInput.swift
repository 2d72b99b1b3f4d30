import CLinux
import Glibc
public import SystemPackage

/// A recording to convert.
///
/// A pipe, named or not, is first copied to a nameless file in `$TMPDIR`, since decoders seek.
public enum RecordingInput: Hashable, Sendable {
    case file(FilePath)
    /// An open descriptor such as standard input.
    case descriptor(CInt)

    /// Opens it for reading.
    package func open() throws(RecordingError) -> ByteSource {
        switch self {
        case .file(let path):
            var status = stat()
            guard path.withPlatformString({ stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFIFO else {
                return try ByteSource(path: path)
            }
            return try Self.spool(pipe: path)
        case .descriptor(let descriptor):
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw .system(errno: errno, action: .open) }
            if status.st_mode & S_IFMT == S_IFREG {
                let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
                guard copy >= 0 else { throw .system(errno: errno, action: .open) }
                return try ByteSource(owning: copy)
            }
            return try Self.spool(descriptor)
        }
    }

    /// Milliseconds within which a writer must open a named pipe.
    private static let writerTimeout: CInt = 5_000

    private static func spool(pipe path: FilePath) throws(RecordingError) -> ByteSource {
        // Without O_NONBLOCK, opening a pipe without a writer would never return.
        let pipe = path.withPlatformString { Glibc.open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard pipe >= 0 else { throw .system(errno: errno, action: .open) }
        defer { close(pipe) }
        var writer = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
        guard poll(&writer, 1, writerTimeout) > 0 else { throw .system(errno: ETIMEDOUT, action: .open) }
        _ = fcntl(pipe, F_SETFL, 0)
        return try spool(pipe)
    }

    private static func spool(_ input: CInt) throws(RecordingError) -> ByteSource {
        let spool = openNamelessFile(in: temporaryFolder())
        guard spool >= 0 else { throw .system(errno: errno, action: .spool) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let got = Glibc.read(input, buffer.baseAddress, buffer.count)
            if got == 0 { break }
            guard got > 0 else {
                if errno == EINTR { continue }
                let reason = errno
                close(spool)
                throw .system(errno: reason, action: .read)
            }
            guard Glibc.write(spool, buffer.baseAddress, got) == got else {
                let reason = errno
                close(spool)
                throw .system(errno: reason, action: .spool)
            }
        }
        return try ByteSource(owning: spool)
    }
}
