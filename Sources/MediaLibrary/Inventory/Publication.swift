import SystemPackage
import Telephony

/// What callers can hear: which file is published for which prompt, under which names files can be fetched, and what is
/// known of each recording.
struct Publication {
    private(set) var catalogue = CatalogueBuilder()
    private var names: PublishedNames

    /// Publishes what was published by an earlier run, as far as the files are still there.
    init(_ index: PublishedIndex, names: PublishedNames, isStored: (StoredFile) -> Bool) {
        self.names = names
        for name in index.names where isStored(name.file) {
            let file = self.names.restore(name.name, name.file, retired: name.retired)
            catalogue.set(file: file, named: name.name)
        }
        for entry in index.prompts {
            guard let parts = try? entry.parts.map({ try AnnouncementName($0) }), let prompt = Prompt(parts),
                let file = self.names.file(named: entry.name)
            else { continue }
            catalogue.publish(self.names.use(entry.name, file), as: prompt)
        }
    }

    /// The file that is published for a prompt.
    func file(of prompt: Prompt) -> PublishedFile? { catalogue.announcement(prompt) }

    func file(of name: AnnouncementName) -> PublishedFile? { catalogue.singles[name] }

    /// The files that can be fetched.
    var files: some Collection<StoredFile> { names.files }

    /// The published prompts whose files have these hashes.
    func prompts(of hashes: Set<String>) -> [Prompt] {
        catalogue.singles.filter { hashes.contains($0.value.hash) }.map { Prompt($0.key) }
            + catalogue.joined.filter { hashes.contains($0.value.hash) }.map(\.key)
    }

    /// The announcements that are published.
    var published: some Collection<AnnouncementName> { catalogue.singles.keys }

    /// The prompts of several announcements that are published.
    var joined: some Collection<Prompt> { catalogue.joined.keys }

    /// Publishes a file for a prompt; nil publishes none.
    ///
    /// - Returns: whether that changes anything.
    mutating func publish(_ file: StoredFile?, as prompt: Prompt) -> Bool {
        let old = catalogue.announcement(prompt)
        guard old?.hash != file?.hash else { return false }
        // The new name first: one that both use is never without a use in between.
        let new = file.map { names.take($0, slug: prompt.slug) }
        if let new { catalogue.set(file: new, named: new.name) }
        catalogue.publish(new, as: prompt)
        if let old { names.release(old.name) }
        return true
    }

    /// Sets the state of the recording at a path; nil if there is none.
    mutating func set(_ state: RecordingState?, at path: FilePath) { catalogue.set(state: state, at: path.string) }

    mutating func count(_ outcome: RenderOutcome, took: Duration) {
        switch outcome {
        case .rendered: catalogue.conversions.done += 1
        case .failed: catalogue.conversions.failed += 1
        case .changed, .stopped: return
        }
        catalogue.conversions.seconds += took / .seconds(1)
    }

    /// Forgets the names that have been unused for long enough.
    ///
    /// - Returns: the hashes of files that no name stands for any more; nil if no name was forgotten.
    mutating func expire() -> Set<String>? {
        let expired = names.expire()
        guard !expired.isEmpty else { return nil }
        let hashes = Set(expired.compactMap { catalogue.files[$0]?.hash }).subtracting(names.hashes)
        for name in expired { catalogue.set(file: nil, named: name) }
        return hashes
    }

    /// The hashes of files that can be fetched.
    var hashes: Set<String> { names.hashes }

    /// What is to be remembered over a restart.
    var index: PublishedIndex {
        var index = PublishedIndex()
        index.names = names.index
        index.prompts =
            catalogue.singles.map { .init(parts: [$0.key.text], name: $0.value.name) }
            + catalogue.joined.map { .init(parts: $0.key.parts.map(\.text), name: $0.value.name) }
        return index
    }
}
