import Dispatch
import Glibc
import LocalFiles
import Synchronization
import SystemPackage
import TelephoneAudio
import Telephony

/// The drafts of one running program, and their conversions.
final class RecordingDrafts: Sendable {
    let library: @Sendable () -> MediaLibrary
    private let folder: Result<DraftFolder, Errno>
    private let drafts = Mutex<[String: RecordingDraft]>([:])
    private let queue = DispatchQueue(label: "drafts", attributes: .concurrent)
    /// Two conversions at a time: a long one does not hold up everyone else's, and the library's own come first.
    private let turns = DispatchSemaphore(value: 2)
    let stop: StopPipe?

    /// Limit on a draft's conversion: a person is waiting for it.
    private static let longestConversion = Duration.seconds(120)

    init(library: @Sendable @escaping () -> MediaLibrary) {
        self.library = library
        folder = Result { () throws(Errno) in try DraftFolder(state: library().settings.state) }
        stop = try? StopPipe()
    }

    deinit { stop?.stop() }

    /// The folder that uploads are put into, of this program alone.
    var uploads: FilePath {
        (try? folder.get().path) ?? library().settings.state.appending("drafts")
    }

    /// Takes over an uploaded file and begins to convert it. Blocks.
    func begin(
        _ file: FilePath, fileName: String, size: Int, spoken: RecordingDraft.Spoken? = nil
    ) throws(StudioError) -> RecordingDraft {
        removeOld()
        let id = Self.newID()
        let folder = uploads.appending(id)
        let recording = folder.appending("recording")
        do throws(Errno) {
            try folder.makeFolder(permissions: .ownerReadWriteExecute)
            try file.rename(to: recording)
        } catch {
            throw .system(errno: error.rawValue, path: folder.readable)
        }
        let draft = RecordingDraft(
            id: id, fileName: fileName, size: size, recording: recording, spoken: spoken, folder: folder, begun: now)
        drafts.withLock { $0[id] = draft }
        queue.async { [weak self] in self?.convert(draft) }
        // Also if the page is never reloaded.
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(RecordingDraft.longest + 1)) { [weak self] in
            self?.removeOld()
        }
        return draft
    }

    /// Nil if there is none, or no longer.
    func draft(_ id: String) -> RecordingDraft? {
        let now = now
        return drafts.withLock { $0[id] }.flatMap { now - $0.begun < RecordingDraft.longest ? $0 : nil }
    }

    /// Removes a draft. Blocks.
    func discard(_ id: String) {
        drafts.withLock { $0.removeValue(forKey: id) }?.folder.removeAll()
    }

    /// Removes the drafts that were not confirmed in time, and the oldest if there are too many. Blocks.
    func removeOld() {
        let now = now
        let old = drafts.withLock { drafts in
            let byAge = drafts.values.sorted { $0.begun > $1.begun }
            return byAge.enumerated().filter { index, draft in
                index >= RecordingDraft.most - 1 || now - draft.begun >= RecordingDraft.longest
            }.map(\.element.id)
        }
        for id in old { discard(id) }
    }

    private var now: Int { library().settings.now() }

    private func convert(_ draft: RecordingDraft) {
        turns.wait()
        defer { turns.signal() }
        var settings = library().settings
        settings.limits.time = min(settings.limits.time, Self.longestConversion)
        var done = draft
        do throws(RecordingFailure) {
            let conversion = try conversion(of: draft, settings)
            let file = conversion.result.file
            done.conversion = conversion
            done.outcome = .ready(
                PublishedFile(
                    name: "draft-\(file.hash.prefix(16)).wav", path: conversion.path.string, size: file.size,
                    hash: file.hash, samples: file.samples, modified: file.modified), conversion.result.report)
        } catch {
            done.outcome = .failed(error)
        }
        let isWanted = drafts.withLock { [done] drafts in
            guard drafts[draft.id] != nil else { return false }
            drafts[draft.id] = done
            return true
        }
        if !isWanted { draft.folder.removeAll() }
    }

    /// Converts into a store separate from the library's: nothing of it is in the library's before it is published.
    private func conversion(
        of draft: RecordingDraft, _ settings: LibrarySettings
    ) throws(RecordingFailure) -> FinishedConversion {
        guard let stop else { throw .noConverter(errno: EMFILE) }
        let store: MediaStore
        do throws(Errno) {
            store = try MediaStore(state: draft.folder, recordings: settings.folder)
        } catch {
            throw .notStored(errno: error.rawValue)
        }
        guard let stamp = FileStamp(of: draft.recording), let name = try? AnnouncementName("draft") else {
            throw .unreadable(errno: ENOENT)
        }
        let file = ScannedFile(
            path: "draft", name: name, stamp: stamp, file: draft.recording, isLink: false, isAnnouncement: false)
        let renderer = Renderer(settings: settings, store: store, stop: stop)
        guard let content = try renderer.read(file) else { throw .unreadable(errno: ENOENT) }
        switch renderer.convert(file) {
        case .rendered(let result):
            return FinishedConversion(
                key: RenderKey(content: content, recipe: settings.recipeText), stamp: stamp, result: result,
                path: store.path(of: result.file.hash))
        case .failed(let failure): throw failure
        case .changed: throw .unreadable(errno: ENOENT)
        case .stopped: throw .noConverter(errno: EINTR)
        }
    }

    /// 128 random bits in hexadecimal.
    static func newID() -> String {
        (0..<16).map { _ in UInt8.random(in: .min ... .max) }.hexadecimal
    }
}
