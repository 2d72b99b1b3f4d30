import SystemPackage

/// The names that can be fetched: those in use, and those that were in use until a while ago.
struct PublishedNames {
    private struct Entry {
        var file: StoredFile
        /// The number of prompts that are heard by this name: several only if their slugs and sounds are equal.
        var uses = 0
        /// When the last use ended, in seconds since 1970.
        var retired: Int?
    }

    private let store: MediaStore
    private let keeps: Int
    private let now: @Sendable () -> Int
    private var entries: [String: Entry] = [:]

    /// - Parameter keeps: seconds for which a name can be fetched after its last use.
    init(store: MediaStore, keeps: Int, now: @Sendable @escaping () -> Int) {
        self.store = store
        self.keeps = keeps
        self.now = now
    }

    /// Restores a name as it was saved; it has no uses yet.
    mutating func restore(_ name: String, _ file: StoredFile, retired: Int?) -> PublishedFile {
        entries[name] = Entry(file: file, retired: retired ?? now())
        return published(name, file)
    }

    /// Gives a file a name and counts a use of it.
    mutating func take(_ file: StoredFile, slug: String) -> PublishedFile {
        use("\(slug)-\(file.hash.prefix(16)).wav", file)
    }

    /// Counts one more use of a name.
    mutating func use(_ name: String, _ file: StoredFile) -> PublishedFile {
        var entry = entries[name] ?? Entry(file: file)
        entry.uses += 1
        entry.retired = nil
        entries[name] = entry
        return published(name, entry.file)
    }

    /// Ends a use.
    mutating func release(_ name: String) {
        guard var entry = entries[name] else { return }
        entry.uses -= 1
        if entry.uses == 0 { entry.retired = now() }
        entries[name] = entry
    }

    func file(named name: String) -> StoredFile? { entries[name]?.file }

    /// Forgets the names whose time is up.
    ///
    /// - Returns: these names.
    mutating func expire() -> [String] {
        let limit = now() - keeps
        let names = entries.filter { $0.value.uses == 0 && ($0.value.retired ?? .max) <= limit }.map(\.key)
        for name in names { entries[name] = nil }
        return names
    }

    /// The files that some name stands for; one with several names as often.
    var files: [StoredFile] { entries.values.map(\.file) }

    /// The hashes of the files that some name stands for.
    var hashes: Set<String> { Set(entries.values.map(\.file.hash)) }

    /// What is to be remembered over a restart.
    var index: [PublishedIndex.Name] {
        entries.map { PublishedIndex.Name(name: $0.key, file: $0.value.file, retired: $0.value.retired) }
    }

    private func published(_ name: String, _ file: StoredFile) -> PublishedFile {
        PublishedFile(
            name: name, path: store.pathText(of: file.hash), size: file.size, hash: file.hash, samples: file.samples,
            modified: file.modified)
    }
}
