public import FoundationEssentials
import LocalFiles
public import SystemPackage

/// The recording to convert or inspect.
///
/// Pipes and bytes in memory are first copied to an unnamed file in `$TMPDIR`, since decoders seek, and `ffmpeg` reads files.
public enum RecordingInput: Hashable, Sendable {
    /// A file, or a named pipe.
    case file(FilePath)
    /// An open descriptor such as standard input.
    case descriptor(CInt)
    /// What was uploaded, for example.
    case bytes([UInt8])

    /// A file, or a named pipe.
    public static func file(_ path: String) -> Self { .file(FilePath(path)) }

    /// A file, or a named pipe.
    ///
    /// - Throws: ``RecordingError/system(errno:action:)`` for the URL of anything else, such as `https:`.
    public static func file(_ url: URL) throws(RecordingError) -> Self {
        guard url.isFileURL else { throw .system(errno: Errno.protocolNotSupported.rawValue, action: .open) }
        return .file(FilePath(url.path(percentEncoded: false)))
    }

    /// What was uploaded, for example.
    public static func data(_ data: Data) -> Self { .bytes([UInt8](data)) }

    /// Opens it for reading.
    ///
    /// - Throws: `system`.
    package func open() throws(RecordingError) -> ByteSource {
        switch self {
        case .file(let path):
            guard (try? path.stat())?.type == .fifo else { return try ByteSource(path: path) }
            let pipe = try Self.reporting(.open) { () throws(Errno) in
                try FileDescriptor.readingPipe(path, writerTimeout: Self.writerTimeout)
            }
            defer { pipe.closeQuietly() }
            return try Self.spool(pipe)
        case .descriptor(let number):
            let descriptor = FileDescriptor(rawValue: number)
            let status = try Self.reporting(.open) { () throws(Errno) in try errnoOnly { try descriptor.stat() } }
            guard status.type == .regular else { return try Self.spool(descriptor) }
            return try ByteSource(
                owning: try Self.reporting(.open) { () throws(Errno) in try descriptor.duplicated() })
        case .bytes(let bytes):
            return try Self.spool(bytes)
        }
    }

    /// How long to wait until a writer opens a named pipe.
    private static let writerTimeout = Duration.seconds(5)

    private static func spool(_ bytes: [UInt8]) throws(RecordingError) -> ByteSource {
        let spool = try makeSpool()
        var failure: RecordingError?
        bytes.withUnsafeBytes { buffer in
            do throws(RecordingError) {
                try reporting(.spool) { () throws(Errno) in try spool.descriptor.writeWhole(buffer) }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return try ByteSource(spool)
    }

    private static func makeSpool() throws(RecordingError) -> UnnamedFile {
        try reporting(.spool) { () throws(Errno) in try UnnamedFile(in: temporaryFolder(), isForPublishing: false) }
    }

    private static func spool(_ input: FileDescriptor) throws(RecordingError) -> ByteSource {
        let spool = try makeSpool()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try reporting(.read) { () throws(Errno) in try errnoOnly { try input.read(into: buffer) } }
            if count == 0 { break }
            try reporting(.spool) { () throws(Errno) in
                try spool.descriptor.writeWhole(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        }
        return try ByteSource(spool)
    }

    private static func reporting<Value>(
        _ action: RecordingError.Action, _ body: () throws(Errno) -> Value
    ) throws(RecordingError) -> Value {
        do throws(Errno) {
            return try body()
        } catch {
            throw .system(errno: error.rawValue, action: action)
        }
    }
}
