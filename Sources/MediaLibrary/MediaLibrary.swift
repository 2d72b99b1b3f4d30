import LocalFiles
import Synchronization
import SystemPackage
import TelephoneAudio
package import Telephony

/// Recordings in, published announcements out.
///
/// Watches a folder; converts new and changed recordings, each in a separate process; gives every announcement a name that
/// changes with its content; joins announcements for prompts of several.
///
/// Promises:
/// - What is published plays: no file gets a name before it has been found to be as the telephone network wants it.
/// - A recording that cannot be converted leaves what was published under its name as it was, and so does a recordings
///   folder that is missing. Only a recording that has been removed is no longer heard.
/// - Unchanged recordings are not even read at the next start: everything is remembered in the state folder.
/// - Files that disappear from the state folder are made again. With a spare folder (`LibrarySettings.spare`), a state folder
///   that cannot be written costs nothing but the memory of what was made.
/// - Links are followed to files in the folder, but not out of it, and not to folders.
///
/// A recording counts as unchanged while its size, date and inode are the same: a program that changes the bytes and sets
/// the date back is not noticed.
package final class MediaLibrary: Sendable {
    package let settings: LibrarySettings
    private let feed = CatalogueFeed()
    private let inbox: AsyncStream<LibraryMessage>
    private let post: AsyncStream<LibraryMessage>.Continuation
    /// While the library runs.
    private let running = Mutex<Running?>(nil)

    private struct Running {
        let store: MediaStore
        /// With a depot.
        let uploads: DepotUploads?
        let reader: DepotReader?

        init(_ store: MediaStore, _ settings: LibrarySettings) {
            self.store = store
            uploads = settings.depot.map { DepotUploads($0) { store.path(of: $0) } }
            reader = settings.depot.map { DepotReader($0, store: store, now: settings.now) }
        }
    }

    package init(_ settings: LibrarySettings) {
        self.settings = settings
        (inbox, post) = AsyncStream.makeStream(of: LibraryMessage.self)
    }

    /// What is published now: a lock and a copy of references.
    package var catalogue: Catalogue { feed.catalogue }

    /// The catalogue now and whenever it changes. A slow reader misses some, but never the last. Ends with `run`.
    package var changes: AsyncStream<Catalogue> { feed.changes }

    /// Sets the prompts that can be heard. Joined ones are made and published; others than these no longer are.
    ///
    /// - Parameter plan: what announcements say; those without a recording are spoken and published.
    package func want(_ prompts: Set<Prompt>, saying plan: SpokenPlan = SpokenPlan()) {
        feed.want(prompts, saying: plan)
        post.yield(.wanted)
    }

    /// Looks through the whole folder again, whatever the system reports.
    package func rescan() {
        post.yield(.changed(FolderChange(needsScan: true)))
    }

    /// Returns when the folder has been looked through and every wanted prompt is published or has failed; also when
    /// `run` has ended.
    package func settled() async {
        for await catalogue in changes where catalogue.isSettled { return }
    }

    /// Returns when every wanted prompt can be heard: those that an earlier run published may be before the folder has been
    /// looked through. Else as `settled`.
    package func audible() async {
        for await catalogue in changes {
            let wanted = feed.wanted.prompts
            let isAudible = !wanted.isEmpty && wanted.allSatisfy { catalogue.announcement($0) != nil }
            if catalogue.isSettled || isAudible { return }
        }
    }

    /// Keeps the library up to date until the task is cancelled. To be called once.
    ///
    /// - Throws: `StateFolderError`, before anything has been done.
    package func run() async throws {
        try await work(.watching)
    }

    /// What can be heard at this moment: looks through the folder once, converts new recordings, joins wanted prompts.
    ///
    /// - Parameters:
    ///   - onlyWanted: leaves recordings alone that no wanted prompt needs.
    ///   - onChange: called with the catalogue whenever it has changed.
    /// - Throws: `StateFolderError`, `CancellationError`.
    package static func survey(
        _ settings: LibrarySettings, wanting prompts: Set<Prompt> = [],
        saying plan: SpokenPlan = SpokenPlan(), onlyWanted: Bool = false,
        onChange: (@Sendable (Catalogue) -> Void)? = nil
    ) async throws -> Catalogue {
        let library = MediaLibrary(settings)
        library.want(prompts, saying: plan)
        let changes = library.changes
        async let follower: Void = { if let onChange { for await catalogue in changes { onChange(catalogue) } } }()
        try await library.work(.once(onlyWanted: onlyWanted))
        await follower
        try Task.checkCancellation()
        return library.catalogue
    }

    /// The names of the recordings in a folder, whether they can be converted or not; no recording is read.
    package static func names(in folder: String) -> Set<AnnouncementName> {
        Set(RecordingScan(FilePath(folder), opensFiles: false).files.map(\.name))
    }

    /// Takes the announcement of a recording that is about to be put into the folder, so that it is published as soon as
    /// the recording is there, without another conversion. Blocks.
    ///
    /// Where that is not possible (another recipe by now, a library that is not running, a file that cannot be linked), the
    /// recording is simply converted.
    func accept(_ conversion: FinishedConversion) {
        guard conversion.key.recipe == settings.recipeText, let running = running.withLock({ $0 }),
            running.store.link(conversion.path, as: conversion.result.file)
        else { return }
        guard let uploads = running.uploads else {
            post.yield(.accepted(conversion))
            return
        }
        Task { [post] in
            await uploads.deliver(conversion.result.file)
            post.yield(.accepted(conversion))
        }
    }

    /// A file that another instance may have published by a name that is unknown here; nil if none can have.
    ///
    /// - Returns: fetches it from the depot; nil if no instance has published it.
    package func lookup(_ name: String) -> (@Sendable () async -> PublishedFile?)? {
        guard let reader = running.withLock({ $0 })?.reader, let key = DepotKey(published: name) else { return nil }
        return { await reader.file(key, named: name) }
    }

    /// Has the files looked at after one could not be read, and waits until it can be.
    ///
    /// - Returns: false if it cannot within the limit, or if nothing plays it any more.
    package func restore(_ file: PublishedFile, within limit: Duration = .seconds(4)) async -> Bool {
        guard catalogue.plays(file.name) else { return false }
        let changes = changes
        post.yield(.fileMissed)
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in changes {
                    let isThere = await onOwnThread { FileStamp(of: FilePath(file.path))?.size == file.size }
                    if isThere { return true }
                }
                return false
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }

    private func work(_ mode: LibraryLoop.Mode) async throws {
        defer {
            post.finish()
            feed.end()
        }
        let settings = settings
        let opening = await onOwnThread { Result { () throws(StateFolderError) in try OpenedState(settings) } }
        let opened = try opening.get()
        let names = PublishedNames(store: opened.store, keeps: settings.keepsReplaced, now: settings.now)
        let publication = Publication(opened.published, names: names, isStored: opened.isStored)
        // Calls are answered with what an earlier run published while the rest is read and the folder is looked through.
        if mode.isWatching {
            // What is in the depot is found out later.
            let catalogue = publication.catalogue.catalogue().delivering(settings.depot == nil ? nil : [])
            feed.publish(catalogue, for: feed.wanted.generation)
        }
        let index = await onOwnThread { LibraryIndex(from: opened.store) }
        var inventory = Inventory(
            index, publication, isStored: opened.isStored, settings: settings, onlyWanted: mode.onlyWanted)
        if opened.published.isEarlier { inventory.unsaved += 1 }
        var watch: FolderWatch?
        if mode.isWatching {
            running.withLock { [settings] in $0 = Running(opened.store, settings) }
            let known = inventory.knownFiles
            await onOwnThread {
                opened.store.removeOrphans(known: known, before: settings.now() - settings.keepsReplaced)
            }
            do throws(Errno) {
                watch = try FolderWatch(settings.folder) { [post] in post.yield(.changed($0)) }
            } catch {
                inventory.problems.watch = .notWatched(path: settings.folder.readable, errno: error.rawValue)
            }
        }
        let isOnNetwork = await onOwnThread { mode.isWatching && settings.folder.isOnNetwork }
        if isOnNetwork { inventory.problems.watch = .onNetwork(path: settings.folder.readable) }
        let context = JobContext(
            settings: settings, store: opened.store, watch: watch, isOnNetwork: isOnNetwork, stop: opened.stop)
        var loop = LibraryLoop(inventory, context, mode, feed, inbox, post, running.withLock { $0 }?.uploads)
        await loop.run()
        running.withLock { $0 = nil }
    }
}
