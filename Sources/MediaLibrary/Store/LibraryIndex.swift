import FoundationEssentials
import LocalFiles
import SystemPackage
import TelephoneAudio

/// What the library remembers over restarts, so that no recording is read or converted twice: the file `index.json` in its
/// store.
struct LibraryIndex: Codable, Sendable {
    var version = Self.currentVersion
    /// The program's version; failures of another one are forgotten.
    var program = ""
    var sources: [Source] = []
    var results: [Result] = []
    var joins: [Join] = []

    /// Reports of versions 1 and 2 lack findings: their results are left out, and recordings are converted again. What
    /// they published stays published until then.
    static let currentVersion = 4
    private static let readableVersions = 1...currentVersion
    private static let versionsWithFindings = 3...currentVersion

    /// A recording as it was when it was read.
    struct Source: Codable, Sendable {
        var path: String
        var stamp: FileStamp
        /// SHA-256 of its bytes.
        var content: String
    }

    /// The result of converting a content with a recipe: a file and a report, or the reason why it cannot be converted.
    struct Result: Codable, Sendable {
        var content: String
        var recipe: String
        var file: StoredFile?
        var report: RenderReport?
        var refusal: RecordingError?
    }

    /// A file joined from others, which are given by their hashes.
    struct Join: Codable, Sendable {
        var parts: [String]
        var file: StoredFile
    }

    /// Reads the saved index; an empty one if there is none or it cannot be understood.
    init(from store: MediaStore) {
        for folder in store.indexFolders {
            guard let bytes = try? SmallFile.read(Self.path(in: folder), upTo: Self.largest),
                let index = try? JSONDecoder().decode(LibraryIndex.self, from: Data(bytes)),
                Self.readableVersions.contains(index.version)
            else { continue }
            self = index
            version = Self.currentVersion
            return
        }
    }

    init() {}

    init(from decoder: any Swift.Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        version = try values.decode(Int.self, forKey: .version)
        program = try values.decode(String.self, forKey: .program)
        sources = try values.decode([Source].self, forKey: .sources)
        if Self.versionsWithFindings.contains(version) { results = try values.decode([Result].self, forKey: .results) }
        joins = try values.decode([Join].self, forKey: .joins)
    }

    /// Replaces the saved index.
    ///
    /// - Throws: `Errno`.
    func save(to store: MediaStore) throws(Errno) {
        try SmallFile.write(PublishedIndex.encoded(self), to: Self.path(in: store.folder), mode: .owner)
    }

    static let name = "index.json"
    private static func path(in folder: FilePath) -> FilePath { folder.appending(name) }

    /// Bytes; a library of 5,000 recordings needs about three million.
    private static let largest = 1 << 30
}
