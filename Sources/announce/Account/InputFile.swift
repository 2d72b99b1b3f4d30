import Glibc
import SystemPackage

/// A file to be sent to the provider, read as a whole; `-` is standard input.
struct InputFile {
    let path: FilePath
    let bytes: [UInt8]

    /// Reasons the file cannot be read.
    enum ReadError: Error {
        case system(errno: CInt, FilePath)
        case tooLarge(FilePath)
        case notUTF8(FilePath)
    }

    private static let largest = 64 << 20

    init(_ argument: PathArgument) throws(ReadError) {
        path = argument.path
        var descriptor = STDIN_FILENO
        if path != "-" {
            descriptor = path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC) }
            guard descriptor >= 0 else { throw .system(errno: errno, path) }
        }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(errno: errno, path) }
            guard count > 0 else { break }
            bytes += block.prefix(count)
            guard bytes.count <= Self.largest else { throw .tooLarge(path) }
        }
        self.bytes = bytes
    }

    /// - Throws: `ReadError.notUTF8`.
    func text() throws(ReadError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8(path) }
        return text
    }

    /// The name as printed.
    var name: String { path == "-" ? "standard input" : path.readable }
}

extension InputFile.ReadError: ReportableError {
    var sentence: String {
        switch self {
        case .system(let code, let path): "\(path.readable) cannot be read: \(systemReason(code))."
        case .tooLarge(let path): "\(path.readable) is larger than 64 MiB, which the provider does not take."
        case .notUTF8(let path): "\(path.readable) is not UTF-8 text. Save it as UTF-8."
        }
    }
}
