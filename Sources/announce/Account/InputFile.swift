import LocalFiles
import SystemPackage

/// A file to send to the provider, read as a whole; `-` is standard input.
struct InputFile {
    let path: FilePath
    let bytes: [UInt8]

    /// Reasons the file cannot be read.
    enum ReadError: Error {
        case system(Errno, FilePath)
        case tooLarge(FilePath)
        case notUTF8(FilePath)
    }

    private static let largest = 64 << 20

    init(_ argument: PathArgument) throws(ReadError) {
        path = argument.path
        do throws(Errno) {
            let isInput = path == "-"
            let descriptor: FileDescriptor = isInput ? .standardInput : try .opening(path, .readOnly, .closeOnExec)
            defer { if !isInput { descriptor.closeQuietly() } }
            bytes = try descriptor.readAll(upTo: Self.largest)
        } catch {
            throw error == .fileTooLarge ? .tooLarge(path) : .system(error, path)
        }
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
        case .system(let error, let path): "\(path.readable) cannot be read: \(error.reason)."
        case .tooLarge(let path): "\(path.readable) is too large; the limit is 64 MiB."
        case .notUTF8(let path): "\(path.readable) is not UTF-8 text. Save it as UTF-8."
        }
    }
}
