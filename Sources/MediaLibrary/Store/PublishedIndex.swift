import FoundationEssentials
import LocalFiles
import SystemPackage

/// What could be fetched when the library was saved last: the file `published.json` in its store.
///
/// Apart from the index, which is a hundred times as much work to read: a server that starts answers calls with this first.
struct PublishedIndex: Codable, Sendable {
    var names: [Name] = []
    var prompts: [Prompt] = []
    /// Whether it was read from an index of an earlier version, and not saved yet.
    private(set) var isEarlier = false

    private enum CodingKeys: CodingKey { case names, prompts }

    /// A name that can be fetched, and since when nothing refers to it, in seconds since 1970.
    struct Name: Codable, Sendable {
        var name: String
        var file: StoredFile
        var retired: Int?
    }

    /// The name of the file that is published for a prompt.
    struct Prompt: Codable, Sendable {
        /// The announcements that it consists of.
        var parts: [String]
        var name: String
    }

    init() {}

    /// Reads what was saved; nothing if there is none or it cannot be understood.
    init(from store: MediaStore) {
        for folder in store.indexFolders {
            if let saved = Self.read(PublishedIndex.self, folder.appending(Self.name)) {
                self = saved
                return
            }
            if let earlier = Self.read(Earlier.self, folder.appending(LibraryIndex.name)) {
                isEarlier = true
                names = earlier.names
                prompts = earlier.published.map { Prompt(parts: [$0.announcement], name: $0.name) }
                return
            }
        }
    }

    /// Replaces what was saved.
    ///
    /// - Throws: `Errno`.
    func save(to store: MediaStore) throws(Errno) {
        try SmallFile.write(Self.encoded(self), to: store.folder.appending(Self.name), mode: .owner)
    }

    /// The same in indexes of versions 1 to 3.
    private struct Earlier: Decodable {
        var names: [Name]
        var published: [Published]

        struct Published: Decodable {
            var announcement: String
            var name: String
        }
    }

    private static let name = "published.json"

    /// Bytes; a library of 5,000 recordings needs about one million.
    private static let largest = 1 << 28

    private static func read<Value: Decodable>(_ type: Value.Type, _ path: FilePath) -> Value? {
        (try? SmallFile.read(path, upTo: largest)).flatMap { bytes in
            bytes.flatMap { try? JSONDecoder().decode(type, from: Data($0)) }
        }
    }

    /// - Throws: `Errno.invalidArgument`, which cannot happen: what the library saves are strings, whole numbers and finite
    ///   ones.
    static func encoded(_ value: some Encodable) throws(Errno) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else { throw .invalidArgument }
        return data
    }
}
