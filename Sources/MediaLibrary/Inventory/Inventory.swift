import SystemPackage
import TelephoneAudio
import Telephony

/// What the library knows, and what is to be done next. It touches no file: the library brings it news, carries out its
/// jobs and brings their results.
struct Inventory {
    /// What is published now.
    var catalogue = Catalogue()
    /// How much has changed since the last time it was saved.
    var unsaved = 0
    /// Of the state folder.
    var storeProblem: LibraryProblem?
    var watchProblem: LibraryProblem?

    /// A recording in the folder.
    struct Source {
        var sighting: Sighting
        /// Counts its changes: a job's result is for the generation it began with.
        var generation = 0
        /// The hash of its bytes, once they have been read.
        var content: String?
        var state = State.waiting

        enum State {
            case waiting
            case rendered(Rendered)
            case failed(RecordingFailure)
        }
    }

    struct Rendered {
        var file: StoredFile
        var report: RenderReport
    }

    /// What a result depends on.
    struct Work: Hashable {
        var content: String
        var recipe: String
    }

    let recipe: String
    private let program: String
    /// Recordings that no wanted prompt needs are left as they are.
    let onlyWanted: Bool
    var shelf: Shelf

    var sources: [FilePath: Source] = [:]
    var paths: [AnnouncementName: Set<FilePath>] = [:]
    /// Somebody has them open for writing.
    var beingWritten: Set<FilePath> = []
    /// From the index, until a scan has seen the file.
    var remembered: [FilePath: StateIndex.Source] = [:]
    var rendered: [Work: Rendered] = [:]
    var failed: [Work: RecordingFailure] = [:]
    /// What is being converted, and who else waits for what comes of it: the same bytes under another name, or looked at
    /// again meanwhile.
    var converting: [Work: Set<FilePath>] = [:]
    /// By the hashes of their parts.
    var joins: [[String]: StoredFile] = [:]

    var wanted: Set<Prompt> = []
    /// The parts of all of them.
    var wantedNames: Set<AnnouncementName> = []
    var promptsByPart: [AnnouncementName: [Prompt]] = [:]
    /// Joined prompts to be looked at again.
    var dirtyPrompts: Set<Prompt> = []
    var joining: Set<Prompt> = []

    var queue = WorkQueue()
    var running = 0
    var hasScanned = false

    var scanProblems: [LibraryProblem] = []
    var recordingProblems: [AnnouncementName: [LibraryProblem]] = [:]
    var promptProblems: [Prompt: LibraryProblem] = [:]

    /// - Parameter stored: the files that are in the store, with their sizes; what is remembered of others is forgotten.
    init(
        _ index: StateIndex, stored: [String: Int], store: MediaStore, settings: LibrarySettings, onlyWanted: Bool
    ) {
        recipe = settings.recipe.description
        program = settings.programVersion
        self.onlyWanted = onlyWanted
        shelf = Shelf(store: store, keeps: settings.keepsReplaced, now: settings.now)
        func isThere(_ file: StoredFile) -> Bool { stored[file.hash] == file.size }
        for source in index.sources { remembered[FilePath(source.path)] = source }
        for result in index.results {
            let work = Work(content: result.content, recipe: result.recipe)
            if let file = result.file, let report = result.report, isThere(file) {
                rendered[work] = Rendered(file: file, report: report)
            } else if let failure = result.failure, index.program == program {
                failed[work] = failure
            }
        }
        for join in index.joins where isThere(join.file) { joins[join.parts] = join.file }
        for name in index.names where isThere(name.file) {
            catalogue.set(file: shelf.restore(name.name, name.file, retired: name.retired), named: name.name)
        }
        for entry in index.published {
            guard let name = try? AnnouncementName(entry.announcement), let file = shelf.file(named: entry.name) else {
                continue
            }
            catalogue.set(name, shelf.use(entry.name, file))
        }
    }

    /// What is to be remembered.
    var index: StateIndex {
        var index = StateIndex()
        index.program = program
        // Of what has not been seen for lack of a folder, nothing is forgotten.
        index.sources = Array(remembered.values)
        for (path, source) in sources {
            guard let content = source.content else { continue }
            index.sources.append(.init(path: path.string, stamp: source.sighting.stamp, content: content))
        }
        let contents = Set(index.sources.map(\.content))
        let named = shelf.hashes
        for (work, result) in rendered where contents.contains(work.content) || named.contains(result.file.hash) {
            index.results.append(
                .init(content: work.content, recipe: work.recipe, file: result.file, report: result.report))
        }
        for (work, failure) in failed where failure.isLasting && contents.contains(work.content) {
            index.results.append(.init(content: work.content, recipe: work.recipe, failure: failure))
        }
        for (parts, file) in joins where named.contains(file.hash) {
            index.joins.append(.init(parts: parts, file: file))
        }
        index.names = shelf.index
        index.published = catalogue.singles.map { .init(announcement: $0.key.text, name: $0.value.name) }
        return index
    }

    /// Every file of the store that something refers to.
    var knownFiles: Set<String> {
        shelf.hashes.union(rendered.values.map(\.file.hash)).union(joins.values.map(\.hash))
    }

    /// Forgets the replaced versions whose time has come.
    ///
    /// - Returns: the files that nothing refers to any more.
    mutating func expire() -> Set<String> {
        let names = shelf.expire()
        guard !names.isEmpty else { return [] }
        var hashes = Set(names.compactMap { catalogue.file(named: $0)?.hash }).subtracting(shelf.hashes)
        for source in sources.values {
            if case .rendered(let result) = source.state { hashes.remove(result.file.hash) }
        }
        for name in names { catalogue.set(file: nil, named: name) }
        rendered = rendered.filter { !hashes.contains($0.value.file.hash) }
        joins = joins.filter { !hashes.contains($0.value.hash) }
        unsaved += 1
        return hashes
    }
}
