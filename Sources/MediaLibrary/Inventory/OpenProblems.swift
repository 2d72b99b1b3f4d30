import LocalFiles
import SystemPackage
import Telephony

/// Everything that needs attention, by where it comes from.
struct OpenProblems {
    /// With saving the index.
    var store: LibraryProblem?
    /// With the folder for announcements.
    var place: LibraryProblem?
    /// With the depot.
    var depot: LibraryProblem?
    /// With watching the recordings folder.
    var watch: LibraryProblem?
    /// With files and folders, as they were last looked at.
    private var scan: [LibraryProblem] = []
    private var recordings: [AnnouncementName: LibraryProblem] = [:]
    private var prompts: [Prompt: LibraryProblem] = [:]
    private var texts: [AnnouncementName: LibraryProblem] = [:]

    /// Whether changes in some folder are not reported, so that it has to be looked at.
    var isAnyUnwatched: Bool {
        watch != nil || scan.contains { if case .notWatched = $0 { true } else { false } }
    }

    /// Replaces what the last scan has reported.
    mutating func set(scan problems: [LibraryProblem]) { scan = problems }

    /// Replaces what was reported of a path by its last look.
    mutating func set(_ problem: LibraryProblem?, at path: FilePath) {
        scan.removeAll { $0.path == path.readable }
        if let problem { scan.append(problem) }
    }

    mutating func set(_ problem: LibraryProblem?, with name: AnnouncementName) { recordings[name] = problem }

    mutating func set(_ problem: LibraryProblem?, withTextOf name: AnnouncementName) { texts[name] = problem }

    mutating func set(_ problem: LibraryProblem?, with prompt: Prompt) { prompts[prompt] = problem }

    /// Prompts that the machine could not join, not their parts.
    var promptsToRetry: [Prompt] {
        prompts.values.compactMap { problem in
            guard case .notJoined(let prompt, let failure) = problem, failure.isOfTheMachine else { return nil }
            return prompt
        }
    }

    /// Those of texts; the wordings of one announcement mostly have the same.
    private var distinctTexts: [LibraryProblem] {
        var seen: Set<LibraryProblem> = []
        return texts.sorted { $0.key < $1.key }.map(\.value).filter { seen.insert($0).inserted }
    }

    /// All of them, in an order that does not change.
    ///
    /// - Parameter lost: published prompts whose file has gone.
    func all(beingWritten: Set<FilePath>, lost: [Prompt]) -> [LibraryProblem] {
        let open = beingWritten.map { LibraryProblem.beingWritten(path: $0.readable) }
        let files = lost.map { LibraryProblem.fileLost($0) }.sorted { $0.message < $1.message }
        return files + [place, store, depot, watch].compactMap { $0 } + scan + open.sorted { $0.message < $1.message }
            + recordings.sorted { $0.key < $1.key }.map(\.value) + distinctTexts
            + prompts.values.sorted { $0.message < $1.message }
    }
}

extension LibraryProblem {
    /// The path it was found at, for problems that looking at one file reports.
    fileprivate var path: String? {
        switch self {
        case .badName(let path, _), .linkOut(let path): path
        default: nil
        }
    }
}
