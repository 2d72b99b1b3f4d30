import SystemPackage

/// The names that can be fetched: those in use, and those that were until a while ago.
struct Shelf {
    private struct Item {
        var file: StoredFile
        /// How many announcements and prompts are heard by this name: several only where their slugs and sounds are equal.
        var uses = 0
        /// Since when there are none, in seconds since 1970.
        var retired: Int?
    }

    private let store: MediaStore
    private let keeps: Int
    private let now: @Sendable () -> Int
    private var items: [String: Item] = [:]

    init(store: MediaStore, keeps: Int, now: @Sendable @escaping () -> Int) {
        self.store = store
        self.keeps = keeps
        self.now = now
    }

    /// Restores a name as it was saved; it has no uses yet.
    mutating func restore(_ name: String, _ file: StoredFile, retired: Int?) -> PublishedFile {
        items[name] = Item(file: file, retired: retired ?? now())
        return published(name, file)
    }

    /// Gives a file a name and counts a use of it.
    mutating func take(_ file: StoredFile, slug: String) -> PublishedFile {
        let name = "\(slug)-\(file.hash.prefix(16)).wav"
        return use(name, file)
    }

    /// Counts one more use of a name.
    mutating func use(_ name: String, _ file: StoredFile) -> PublishedFile {
        var item = items[name] ?? Item(file: file)
        item.uses += 1
        item.retired = nil
        items[name] = item
        return published(name, item.file)
    }

    /// Takes back a use.
    mutating func release(_ name: String) {
        guard var item = items[name] else { return }
        item.uses -= 1
        if item.uses == 0 { item.retired = now() }
        items[name] = item
    }

    func file(named name: String) -> StoredFile? { items[name]?.file }

    /// Forgets the names whose time has come.
    mutating func expire() -> [String] {
        let limit = now() - keeps
        let names = items.filter { $0.value.uses == 0 && ($0.value.retired ?? .max) <= limit }.map(\.key)
        for name in names { items[name] = nil }
        return names
    }

    /// The contents that some name stands for.
    var hashes: Set<String> { Set(items.values.map(\.file.hash)) }

    var index: [StateIndex.Name] {
        items.map { StateIndex.Name(name: $0.key, file: $0.value.file, retired: $0.value.retired) }
    }

    private func published(_ name: String, _ file: StoredFile) -> PublishedFile {
        PublishedFile(
            name: name, path: store.path(of: file.hash).string, size: file.size, hash: file.hash, samples: file.samples,
            modified: file.modified)
    }
}
