import FoundationEssentials
import LocalFiles
import SystemPackage

/// What could be fetched when the library was saved last: the file `published.json` in its store.
///
/// Apart from the index, which is much more work to read: a server that starts answers calls with this first. It is saved by
/// columns for the same reason: a list of texts is read ten times as fast as a list of objects with one text each.
struct PublishedIndex: Sendable {
    var names: [Name] = []
    var prompts: [Prompt] = []
    /// Whether it was read from an index of an earlier version, and not saved yet.
    private(set) var isEarlier = false

    /// A name that can be fetched, and since when nothing refers to it, in seconds since 1970.
    struct Name: Decodable, Sendable {
        var name: String
        var file: StoredFile
        var retired: Int?
    }

    /// The name of the file that is published for a prompt.
    struct Prompt: Sendable {
        /// The announcements that it consists of.
        var parts: [String]
        var name: String
    }

    init() {}

    /// Reads what was saved; nothing if there is none or it cannot be understood.
    init(from store: MediaStore) {
        for folder in store.indexFolders {
            if let saved = Self.read(Columns.self, folder.appending(Self.name)), let index = saved.index {
                self = index
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
        try SmallFile.write(Self.encoded(Columns(self)), to: store.folder.appending(Self.name), mode: .owner)
    }

    /// The file: one list for each property.
    private struct Columns: Codable {
        var name: [String]
        var hash: [String]
        var size: [Int]
        var samples: [Int]
        var modified: [Int]
        /// -1 for names in use.
        var retired: [Int]
        var prompt: [[String]]
        var plays: [String]

        init(_ index: PublishedIndex) {
            name = index.names.map(\.name)
            hash = index.names.map(\.file.hash)
            size = index.names.map(\.file.size)
            samples = index.names.map(\.file.samples)
            modified = index.names.map(\.file.modified)
            retired = index.names.map { $0.retired ?? -1 }
            prompt = index.prompts.map(\.parts)
            plays = index.prompts.map(\.name)
        }

        /// Nil if the lists are not of one length.
        var index: PublishedIndex? {
            let lengths = [hash.count, size.count, samples.count, modified.count, retired.count]
            guard lengths.allSatisfy({ $0 == name.count }), prompt.count == plays.count else { return nil }
            var index = PublishedIndex()
            index.names = name.indices.map { row in
                Name(
                    name: name[row],
                    file: StoredFile(
                        hash: hash[row], size: size[row], samples: samples[row], modified: modified[row]),
                    retired: retired[row] < 0 ? nil : retired[row])
            }
            index.prompts = zip(prompt, plays).map { Prompt(parts: $0, name: $1) }
            return index
        }
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
