import ArgumentParser
import Glibc
import SystemPackage

/// `--config FILE`, as every command that reads the configuration takes it.
struct ConfigurationOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("The configuration; without it announce.yaml in the working directory.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: PathArgument?

    var path: FilePath { config?.path ?? ConfigurationText.standardPath }
    var isGiven: Bool { config != nil }
}

/// `announce.yaml` as it was read.
struct ConfigurationText: Hashable {
    static let standardPath: FilePath = "announce.yaml"
    /// Bytes. Ten thousand numbers with two thousand menus are a twentieth of it.
    static let largest = 32 << 20

    /// As the user named it.
    let path: FilePath
    let text: String

    /// Why there is none.
    enum Unreadable: Error, Hashable {
        case missing(FilePath)
        case folder(FilePath)
        case tooLarge(FilePath)
        /// `line`: of the first byte that is no UTF-8.
        case notUTF8(FilePath, line: Int)
        case system(errno: CInt, FilePath)
    }

    init(path: FilePath, text: String) {
        self.path = path
        self.text = text
    }

    /// Reads the file; a pipe will do.
    init(at path: FilePath) throws(Unreadable) {
        let descriptor = path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else {
            throw errno == ENOENT ? .missing(path) : .system(errno: errno, path)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw errno == EISDIR ? .folder(path) : .system(errno: errno, path) }
            guard count > 0 else { break }
            bytes += block.prefix(count)
            guard bytes.count <= Self.largest else { throw .tooLarge(path) }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .notUTF8(path, line: Self.firstLineThatIsNoUTF8(bytes))
        }
        self.init(path: path, text: text)
    }

    /// What relative paths in it start from: absolute.
    var folder: FilePath { path.absolute.removingLastComponent() }

    private static func firstLineThatIsNoUTF8(_ bytes: [UInt8]) -> Int {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return 1 + (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0)
    }
}

extension FilePath {
    /// From the root on, without `.` and `..`.
    var absolute: FilePath {
        guard isRelative else { return lexicallyNormalized() }
        guard let buffer = getcwd(nil, 0) else { return lexicallyNormalized() }
        defer { free(buffer) }
        return FilePath(platformString: buffer).pushing(self).lexicallyNormalized()
    }
}
