import CallFlow
import Glibc
import SystemPackage
import Telephony

/// The text of an `announce.yaml`.
struct ConfigurationText: Hashable {
    static let standardPath: FilePath = "announce.yaml"
    /// Bytes at most; twenty times as many as ten thousand numbers with two thousand menus take.
    static let largest = 32 << 20

    /// As it was given on the command line.
    let path: FilePath
    let text: String

    /// Reasons the file cannot be read.
    enum ReadError: Error, Hashable {
        case missing(FilePath)
        case folder(FilePath)
        case tooLarge(FilePath)
        /// `line`: the first line that is not UTF-8.
        case notUTF8(FilePath, line: Int)
        case system(errno: CInt, FilePath)
    }

    init(path: FilePath, text: String) {
        self.path = path
        self.text = text
    }

    /// Reads a file, which may be a pipe.
    init(at path: FilePath) throws(ReadError) {
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
            throw .notUTF8(path, line: Self.firstInvalidLine(bytes))
        }
        self.init(path: path, text: text)
    }

    /// The folder that relative paths in the file start from; absolute.
    var folder: FilePath { path.absolute.removingLastComponent() }

    private static func firstInvalidLine(_ bytes: [UInt8]) -> Int {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return 1 + (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0)
    }
}

extension ConfigurationText {
    /// Validates the text.
    ///
    /// - Parameter announcements: those that exist; nil to accept any name.
    func reading(announcements: Set<AnnouncementName>?) -> ConfigurationFile.Reading {
        ConfigurationFile.read(text, folder: folder.string, announcements: announcements)
    }
}
