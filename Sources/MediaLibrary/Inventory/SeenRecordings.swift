import LocalFiles
import SystemPackage
import Telephony

/// The recordings in the folder: which files there are, which of them would make the same announcement, and how far each
/// has come.
///
/// Knows nothing of conversions and of what is published.
struct SeenRecordings {
    /// A recording in the folder.
    struct Recording {
        var file: ScannedFile
        /// Counts its changes: a job's result applies to the generation it began with.
        var generation = 0
        /// SHA-256 of its bytes, once they have been read.
        var content: String?
        var progress = Progress.waiting
    }

    enum Progress {
        case waiting
        case rendered(RenderedFile)
        case failed(RecordingFailure)
    }

    private(set) var recordings: [FilePath: Recording] = [:]
    private var paths: [AnnouncementName: Set<FilePath>] = [:]
    /// Files that a program has open for writing, or that change while they are read.
    var beingWritten: Set<FilePath> = []
    /// Recordings from the index that no scan has looked for yet. While their folder is missing they stay.
    private var remembered: [FilePath: LibraryIndex.Source] = [:]
    /// The contents of files that are about to appear in the folder; the latest last.
    private var expected: [(stamp: FileStamp, content: String)] = []

    /// Files that are expected at a time, at most; one that never comes is forgotten at last.
    private static let mostExpected = 32

    init(remembering sources: [LibraryIndex.Source] = []) {
        for source in sources { remembered[FilePath(source.path)] = source }
    }

    // MARK: Looking up

    subscript(path: FilePath) -> Recording? { recordings[path] }

    /// The paths of all recordings of a name.
    func paths(of name: AnnouncementName) -> Set<FilePath> { paths[name] ?? [] }

    /// The recordings that compete for a name, in order: a file made by this program gives way to the one it may be made
    /// from, and the sound of a text to any recording.
    func candidates(for name: AnnouncementName) -> [FilePath] {
        let all = paths(of: name)
        guard all.count > 1 else { return Array(all) }
        let recorded = all.filter { recordings[$0]?.file.isSpoken == false }
        let originals = recorded.filter { recordings[$0]?.file.isAnnouncement == false }
        return (originals.isEmpty ? recorded : originals).sorted { $0.string < $1.string }
    }

    /// Whether a name's recording is still to be converted. One that is being written may never be.
    func isPending(_ name: AnnouncementName) -> Bool {
        let candidates = candidates(for: name)
        guard candidates.count == 1, case .waiting = recordings[candidates[0]]?.progress else { return false }
        return !beingWritten.contains(candidates[0])
    }

    /// The stamps of all files, also of remembered ones.
    var stamps: [FilePath: FileStamp] {
        remembered.mapValues(\.stamp).merging(recordings.mapValues(\.file.stamp)) { $1 }
    }

    /// The links that lead to one of these files: inotify reports the change of a file, not of links to it.
    func links(to files: some Sequence<FilePath>, in root: FilePath) -> [FilePath] {
        let targets = Set(files.map { root.pushing($0) })
        return recordings.values.filter { $0.file.isLink && targets.contains($0.file.file) }.map(\.file.path)
    }

    /// What the index has to keep of recordings.
    var indexed: [LibraryIndex.Source] {
        recordings.reduce(into: Array(remembered.values)) { sources, entry in
            guard let content = entry.value.content else { return }
            sources.append(.init(path: entry.key.string, stamp: entry.value.file.stamp, content: content))
        }
    }

    // MARK: Changing

    /// Takes in a file that a scan or a change has reported.
    ///
    /// - Parameter isTrusted: whether a file with the same stamp is the same file. Not so for a file that was reported to
    ///   change: its old and new content may have been written within one tick of the clock.
    mutating func see(_ file: ScannedFile, isTrusted: Bool) {
        let path = file.path
        let expected = takeExpected(file.stamp)
        if var recording = recordings[path] {
            if isTrusted, recording.file.stamp == file.stamp, recording.file.file == file.file { return }
            recording.file = file
            recording.generation += 1
            recording.content = expected
            recording.progress = .waiting
            recordings[path] = recording
        } else {
            var recording = Recording(file: file, content: expected)
            if let known = remembered.removeValue(forKey: path), isTrusted, known.stamp == file.stamp {
                recording.content = known.content
            }
            recordings[path] = recording
            paths[file.name, default: []].insert(path)
        }
    }

    /// Forgets a recording.
    ///
    /// - Returns: its name, if there was one.
    mutating func remove(_ path: FilePath) -> AnnouncementName? {
        remembered[path] = nil
        guard let recording = recordings.removeValue(forKey: path) else { return nil }
        let name = recording.file.name
        paths[name]?.remove(path)
        if paths[name]?.isEmpty == true { paths[name] = nil }
        return name
    }

    /// Forgets the remembered recordings that a scan has looked for; those it has found are no longer among them.
    mutating func forgetRemembered(except isUnread: (FilePath) -> Bool) {
        remembered = remembered.filter { isUnread($0.key) }
    }

    /// Announces that a file of this stamp, with this content, is about to appear.
    mutating func expect(_ content: String, _ stamp: FileStamp) {
        expected.append((stamp, content))
        if expected.count > Self.mostExpected { expected.removeFirst() }
    }

    private mutating func takeExpected(_ stamp: FileStamp) -> String? {
        guard let index = expected.firstIndex(where: { $0.stamp == stamp }) else { return nil }
        return expected.remove(at: index).content
    }

    mutating func set(content: String, of path: FilePath) { recordings[path]?.content = content }

    mutating func set(_ progress: Progress, of path: FilePath) { recordings[path]?.progress = progress }
}
