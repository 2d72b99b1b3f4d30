import LocalFiles
import Synchronization
package import SystemPackage
package import Telephony

/// Tries, publishes, replaces, deletes and restores recordings by hand.
///
/// Publishes nothing itself: it puts files into the recordings folder and takes them out, and the library that watches the
/// folder does the rest. What is taken out is kept first, so that every step can be undone. The announcement of a draft goes
/// to the library with its recording, so that callers hear what was listened to, at once. All functions block but `draft`
/// and `uploads`.
package final class RecordingStudio: Sendable {
    private let library: @Sendable () -> MediaLibrary
    private let drafts: RecordingDrafts
    /// One change of the folder at a time.
    private let changing = Mutex(())

    /// - Parameter library: the library that runs now.
    package init(library: @Sendable @escaping () -> MediaLibrary) {
        self.library = library
        drafts = RecordingDrafts(library: library)
    }

    /// The catalogues of the library that runs now, until another replaces it.
    package var changes: AsyncStream<Catalogue> { library().changes }

    // MARK: Drafts

    /// The folder that uploads are put into, of this program alone.
    package var uploads: FilePath { drafts.uploads }

    /// Takes over a file from the folder for uploads, and begins to convert it as the library would.
    ///
    /// - Parameter fileName: the client's name for the file.
    package func begin(_ file: FilePath, fileName: String, size: Int) throws(StudioError) -> RecordingDraft {
        try drafts.begin(file, fileName: fileName, size: size)
    }

    /// Whether something speaks texts.
    package var speaks: Bool { library().settings.speaker != nil }

    /// Has a text spoken as the library would, and begins to convert the sound.
    package func begin(speaking text: SpokenText) async throws(SpeechFailure) -> RecordingDraft {
        try await drafts.begin(speaking: text)
    }

    /// Nil if there is none, or no longer.
    package func draft(_ id: String) -> RecordingDraft? { drafts.draft(id) }

    package func discard(_ id: String) { drafts.discard(id) }

    /// Removes the drafts that were not confirmed in time.
    package func removeOld() { drafts.removeOld() }

    /// Puts a draft into the recordings folder; a recording of the same name is kept.
    ///
    /// - Parameters:
    ///   - replacing: whether there may be a recording of the same name.
    ///   - catalogue: what is published now.
    /// - Returns: the file that will be published for it, under another name.
    @discardableResult
    package func publish(
        _ id: String, as name: AnnouncementName, replacing: Bool, _ catalogue: Catalogue
    ) throws(StudioError) -> PublishedFile {
        guard let draft = draft(id) else { throw .noDraft }
        guard case .ready(let file, let report) = draft.outcome, let conversion = draft.conversion else {
            throw .notReady
        }
        let ending = report.format.container.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        try change { () throws(StudioError) in
            guard replacing || folder.files(of: name).isEmpty else { throw .taken(name) }
            // Before the recording appears, so that the library knows its announcement by then.
            library().accept(conversion)
            try exchange.put(
                draft.recording, as: name, ending: ending.isEmpty ? "audio" : ending, catalogue.recordings)
        }
        discard(id)
        return file
    }

    // MARK: The recordings folder

    /// Takes an announcement's recordings out of the folder, and keeps them.
    package func remove(_ name: AnnouncementName, _ catalogue: Catalogue) throws(StudioError) {
        try change { () throws(StudioError) in
            let files = folder.files(of: name)
            guard !files.isEmpty else { throw .noRecording(name) }
            _ = try exchange.keep(files, of: name, .deleted, catalogue.recordings)
            for file in files { try folder.remove(file) }
            replaced.prune(name)
        }
    }

    /// The replaced and deleted recordings of a name, the newest first.
    package func versions(of name: AnnouncementName) -> [ReplacedRecording] { replaced.versions(of: name) }

    /// The newest deleted recording of every name that has none now, by path.
    package func deleted() -> [ReplacedRecording] {
        replaced.newest().filter { version in version.name.map { folder.files(of: $0).isEmpty } ?? false }
            .sorted { $0.path < $1.path }
    }

    /// The newest replaced recording of every name that has a recording now.
    package func replacedRecordings() -> [ReplacedRecording] {
        replaced.newest().filter { version in
            version.reason == .replaced && (version.name.map { !folder.files(of: $0).isEmpty } ?? false)
        }
    }

    /// Brings a recording back; one that has its name now is kept.
    package func restore(
        _ id: String, of name: AnnouncementName, _ catalogue: Catalogue
    ) throws(StudioError) {
        try change { () throws(StudioError) in
            guard let version = replaced.versions(of: name).first(where: { $0.id == id }),
                let kept = replaced.file(of: version)
            else { throw .noVersion }
            let file = uploads.appending(RecordingDrafts.newID())
            try RecordingsFolder.keep(kept, as: file)
            defer { file.removeQuietly() }
            try exchange.put(file, as: name, ending: version.ending, catalogue.recordings)
            replaced.remove(version)
        }
    }

    /// Makes an announcement that was published earlier the recording of its name.
    package func restore(
        _ published: PublishedFile, of name: AnnouncementName, _ catalogue: Catalogue
    ) throws(StudioError) {
        try change { () throws(StudioError) in
            let file = uploads.appending(RecordingDrafts.newID())
            // A second file: programs that edit the recording must not touch the published one.
            try RecordingsFolder.copy(FilePath(published.path), to: file, permissions: .ownerReadWrite)
            defer { file.removeQuietly() }
            try exchange.put(file, as: name, ending: "wav", catalogue.recordings)
        }
    }

    /// The file of a recording that the catalogue knows; nil if it no longer exists.
    package func file(of recording: RecordingState) -> FilePath? { folder.file(at: recording.path) }

    /// The file of a replaced recording; nil if it no longer exists.
    package func file(of version: ReplacedRecording) -> FilePath? { replaced.file(of: version) }

    private var exchange: RecordingExchange { RecordingExchange(library().settings) }
    private var folder: RecordingsFolder { exchange.folder }
    private var replaced: ReplacedRecordings { exchange.replaced }

    private func change(_ body: () throws(StudioError) -> Void) throws(StudioError) {
        let result = changing.withLock { _ in Result { () throws(StudioError) in try body() } }
        try result.get()
    }
}
