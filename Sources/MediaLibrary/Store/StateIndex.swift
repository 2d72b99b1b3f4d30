import FoundationEssentials
import Glibc
import SystemPackage

/// What is remembered over restarts, so that nothing is read or converted twice.
struct StateIndex: Codable, Sendable {
    var version = Self.version
    /// Failures of another version of the program are forgotten.
    var program = ""
    var sources: [Source] = []
    var results: [Result] = []
    var joins: [Join] = []
    var names: [Name] = []
    var published: [Published] = []

    static let version = 1

    /// A recording as it was when it was read.
    struct Source: Codable, Sendable {
        var path: String
        var stamp: FileStamp
        /// SHA-256 of its bytes.
        var content: String
    }

    /// What became of a content under a recipe.
    struct Result: Codable, Sendable {
        var content: String
        var recipe: String
        var file: StoredFile?
        var report: RenderReport?
        var failure: RecordingFailure?
    }

    /// A file joined of others, by their hashes.
    struct Join: Codable, Sendable {
        var parts: [String]
        var file: StoredFile
    }

    /// A name that can be fetched, and since when nothing refers to it, in seconds since 1970.
    struct Name: Codable, Sendable {
        var name: String
        var file: StoredFile
        var retired: Int?
    }

    /// What is heard under the name of an announcement.
    struct Published: Codable, Sendable {
        var announcement: String
        var name: String
    }

    /// Reads what was saved; an empty index where there is none or it cannot be understood.
    init(from store: MediaStore) {
        let path = store.folder.appending(Self.fileName).string
        guard let data = try? Data(contentsOf: URL(filePath: path)),
            let index = try? JSONDecoder().decode(StateIndex.self, from: data), index.version == Self.version
        else { return }
        self = index
    }

    init() {}

    /// Written beside and renamed: either the old one or the new one is there, whatever happens.
    ///
    /// - Throws: `Errno`.
    func save(to store: MediaStore) throws(Errno) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        // Strings, whole numbers and finite ones only.
        guard let data = try? encoder.encode(self) else { throw .invalidArgument }
        let new = store.folder.appending(".\(Self.fileName)-\(getpid()).tmp")
        let target = store.folder.appending(Self.fileName)
        let written = new.withPlatformString { path in
            let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { return false }
            defer { close(descriptor) }
            return data.withUnsafeBytes { write($0, to: descriptor) } && fsync(descriptor) == 0
        }
        guard written, new.withPlatformString({ from in target.withPlatformString { rename(from, $0) } }) == 0 else {
            let code = errno
            _ = new.withPlatformString { unlink($0) }
            throw Errno(rawValue: code)
        }
        let folder = store.folder.withPlatformString { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    private static let fileName = "index.json"
}

private func write(_ bytes: UnsafeRawBufferPointer, to descriptor: CInt) -> Bool {
    var sent = 0
    while sent < bytes.count, let base = bytes.baseAddress {
        let put = Glibc.write(descriptor, base + sent, bytes.count - sent)
        if put < 0 && errno == EINTR { continue }
        guard put > 0 else { return false }
        sent += put
    }
    return true
}
