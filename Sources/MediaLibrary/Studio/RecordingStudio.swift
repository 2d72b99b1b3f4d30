import Dispatch
import Glibc
import LocalFiles
import Synchronization
package import SystemPackage
import TelephoneAudio
package import Telephony

/// Where recordings are tried, published, replaced, taken away and brought back by hand.
///
/// Nothing here publishes anything: files are put into the recordings folder and taken out of it, and the library that
/// watches the folder does as always. What is taken out is kept first, so that every step can be undone. Its functions
/// block, but for `draft` and `uploads`.
package final class RecordingStudio: Sendable {
    private let settings: @Sendable () -> LibrarySettings
    private let place: Result<DraftFolder, Errno>
    private let drafts = Mutex<[String: RecordingDraft]>([:])
    private let converting = DispatchQueue(label: "drafts", attributes: .concurrent)
    /// Two conversions at a time: one that takes long holds up nobody else's, and callers' recordings come first.
    private let turns = DispatchSemaphore(value: 2)
    /// One change of the folder at a time.
    private let changing = Mutex(())
    private let stop: StopPipe?

    /// How long the conversion of a draft may take.
    private static let patience = Duration.seconds(120)

    /// - Parameter settings: those of the library that runs.
    package init(settings: @Sendable @escaping () -> LibrarySettings) {
        self.settings = settings
        place = Result { () throws(Errno) in try DraftFolder(state: settings().state) }
        stop = try? StopPipe()
    }

    deinit { stop?.stop() }

    /// The folder that uploads are put into, of this program alone.
    package var uploads: FilePath {
        (try? place.get().path) ?? settings().state.appending("drafts")
    }

    // MARK: Drafts

    /// Takes over an uploaded file in the folder for uploads, and converts it as a recording of the library is converted.
    ///
    /// - Parameter fileName: what the client calls it.
    package func begin(_ file: FilePath, fileName: String, size: Int) throws(StudioFailure) -> RecordingDraft {
        removeOld()
        let id = Self.newID()
        let folder = uploads.appending(id)
        let recording = folder.appending("recording")
        guard folder.withPlatformString({ mkdir($0, 0o700) }) == 0,
            file.withPlatformString({ from in recording.withPlatformString { rename(from, $0) } }) == 0
        else { throw .system(errno: errno, path: folder.readable) }
        let draft = RecordingDraft(
            id: id, fileName: fileName, size: size, recording: recording, folder: folder, begun: settings().now())
        drafts.withLock { $0[id] = draft }
        converting.async { [weak self] in self?.convert(draft) }
        // Also where nobody comes back to ask.
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(RecordingDraft.longest + 1)) { [weak self] in
            self?.removeOld()
        }
        return draft
    }

    /// Nil where there is none, or no longer.
    package func draft(_ id: String) -> RecordingDraft? {
        let now = settings().now()
        return drafts.withLock { $0[id] }.flatMap { now - $0.begun < RecordingDraft.longest ? $0 : nil }
    }

    package func discard(_ id: String) {
        guard let draft = drafts.withLock({ $0.removeValue(forKey: id) }) else { return }
        DraftFolder.removeAll(draft.folder)
    }

    /// Removes the drafts that nobody has confirmed in time, and the oldest where there are too many.
    package func removeOld() {
        let now = settings().now()
        let old = drafts.withLock { drafts in
            let byAge = drafts.values.sorted { $0.begun > $1.begun }
            return byAge.enumerated().filter { index, draft in
                index >= RecordingDraft.most - 1 || now - draft.begun >= RecordingDraft.longest
            }.map(\.element.id)
        }
        for id in old { discard(id) }
    }

    private func convert(_ draft: RecordingDraft) {
        turns.wait()
        defer { turns.signal() }
        var settings = settings()
        settings.limits.time = min(settings.limits.time, Self.patience)
        let outcome = Self.outcome(draft, settings, stop)
        let isWanted = drafts.withLock { drafts in
            drafts[draft.id]?.outcome = outcome
            return drafts[draft.id] != nil
        }
        if !isWanted { DraftFolder.removeAll(draft.folder) }
    }

    private static func outcome(
        _ draft: RecordingDraft, _ settings: LibrarySettings, _ stop: StopPipe?
    ) -> RecordingDraft.Outcome {
        guard let stop else { return .failed(.noConverter(errno: EMFILE)) }
        let store: MediaStore
        do throws(Errno) {
            store = try MediaStore(state: draft.folder, recordings: settings.folder)
        } catch {
            return .failed(.notStored(errno: error.rawValue))
        }
        guard let stamp = FileStamp(of: draft.recording), let name = try? AnnouncementName("draft") else {
            return .failed(.unreadable(errno: errno))
        }
        let sighting = Sighting(
            path: "draft", name: name, stamp: stamp, file: draft.recording, isLink: false, isAnnouncement: false)
        switch Renderer(settings: settings, store: store, stop: stop).convert(sighting) {
        case .rendered(let file, let report):
            let file = PublishedFile(
                name: "draft-\(file.hash.prefix(16)).wav", path: store.path(of: file.hash).string, size: file.size,
                hash: file.hash, samples: file.samples, modified: file.modified)
            return .ready(file, report)
        case .failed(let failure): return .failed(failure)
        case .changed: return .failed(.unreadable(errno: ENOENT))
        case .stopped: return .failed(.noConverter(errno: EINTR))
        }
    }

    /// 128 random bits in hexadecimal.
    private static func newID() -> String {
        (0..<16).map { _ in UInt8.random(in: .min ... .max) }.hexadecimal
    }

    // MARK: The recordings folder

    /// Puts a draft into the recordings folder; what had its name is kept.
    ///
    /// - Parameters:
    ///   - replacing: whether something may have its name.
    ///   - catalogue: what is published now.
    /// - Returns: what will be published of it.
    @discardableResult
    package func publish(
        _ id: String, as name: AnnouncementName, replacing: Bool, _ catalogue: Catalogue
    ) throws(StudioFailure) -> PublishedFile {
        guard let draft = draft(id) else { throw .noDraft }
        guard case .ready(let file, let report) = draft.outcome else { throw .notReady }
        let ending = report.format.container.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        try change { () throws(StudioFailure) in
            guard replacing || place(of: name).isEmpty else { throw .taken(name) }
            try put(draft.recording, as: name, ending: ending.isEmpty ? "audio" : ending, catalogue)
        }
        discard(id)
        return file
    }

    /// Takes an announcement's recordings out of the folder, and keeps them.
    package func remove(_ name: AnnouncementName, _ catalogue: Catalogue) throws(StudioFailure) {
        try change { () throws(StudioFailure) in
            let files = place(of: name)
            guard !files.isEmpty else { throw .noRecording(name) }
            _ = try keep(files, of: name, .deleted, catalogue)
            for file in files { try folder.remove(file) }
            replaced.prune(name)
        }
    }

    /// What was replaced or deleted under a name, the newest first.
    package func versions(of name: AnnouncementName) -> [ReplacedRecording] { replaced.versions(of: name) }

    /// The newest deleted recording of every name that has none now, by name.
    package func deleted() -> [ReplacedRecording] {
        replaced.newest().filter { version in version.name.map { place(of: $0).isEmpty } ?? false }
            .sorted { $0.path < $1.path }
    }

    /// Brings a recording back; what has its name now is kept in its place.
    package func restore(
        _ id: String, of name: AnnouncementName, _ catalogue: Catalogue
    ) throws(StudioFailure) {
        try change { () throws(StudioFailure) in
            guard let version = replaced.versions(of: name).first(where: { $0.id == id }),
                let kept = replaced.file(of: version)
            else { throw .noVersion }
            let file = uploads.appending(Self.newID())
            try RecordingPlace.keep(kept, as: file)
            defer { _ = file.withPlatformString { unlink($0) } }
            try put(file, as: name, ending: version.ending, catalogue)
            replaced.remove(version)
        }
    }

    /// Makes an announcement that was published before the recording of its name.
    package func restore(
        _ published: PublishedFile, of name: AnnouncementName, _ catalogue: Catalogue
    ) throws(StudioFailure) {
        try change { () throws(StudioFailure) in
            let file = uploads.appending(Self.newID())
            // Another file: nobody who works on the recording may touch what is published.
            try RecordingPlace.copy(FilePath(published.path), to: file, mode: 0o600)
            defer { _ = file.withPlatformString { unlink($0) } }
            try put(file, as: name, ending: "wav", catalogue)
        }
    }

    /// The file of a recording that the catalogue knows; nil where it is gone.
    package func file(of recording: RecordingState) -> FilePath? { folder.file(at: recording.path) }

    /// The file of a replaced recording; nil where it is gone.
    package func file(of version: ReplacedRecording) -> FilePath? { replaced.file(of: version) }

    private var folder: RecordingPlace { RecordingPlace(root: settings().folder) }
    private var replaced: ReplacedRecordings {
        let settings = settings()
        return ReplacedRecordings(state: settings.state, recordings: settings.folder)
    }

    private func place(of name: AnnouncementName) -> [FilePath] { folder.files(of: name) }

    private func change(_ body: () throws(StudioFailure) -> Void) throws(StudioFailure) {
        let result = changing.withLock { _ in Result { () throws(StudioFailure) in try body() } }
        try result.get()
    }

    /// The new one is there before the old one of another ending goes: meanwhile both have the name, and what was published
    /// stays. The other way round, callers would hear nothing for a moment.
    private func put(
        _ file: FilePath, as name: AnnouncementName, ending: String, _ catalogue: Catalogue
    ) throws(StudioFailure) {
        let old = place(of: name)
        let kept = try keep(old, of: name, .replaced, catalogue)
        let path: FilePath
        do throws(StudioFailure) {
            path = try folder.put(file, as: name, ending: ending)
        } catch {
            for version in kept { replaced.remove(version) }
            throw error
        }
        for other in old where other != path { try folder.remove(other) }
        replaced.prune(name)
    }

    private func keep(
        _ files: [FilePath], of name: AnnouncementName, _ reason: ReplacedRecording.Reason, _ catalogue: Catalogue
    ) throws(StudioFailure) -> [ReplacedRecording] {
        var kept: [ReplacedRecording] = []
        for file in files {
            do throws(StudioFailure) {
                let version = try replaced.keep(
                    folder.root.pushing(file), at: file, of: name, reason,
                    catalogue.recordings.first { $0.path == file.string }, now: settings().now())
                kept.append(version)
            } catch {
                for version in kept { replaced.remove(version) }
                throw error
            }
        }
        return kept
    }
}
