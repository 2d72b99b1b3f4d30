import Synchronization
import SystemPackage
package import Telephony

/// Recordings in, published announcements out.
///
/// Watches a folder; converts what is new or changed, each recording in a process of its own; gives every announcement a
/// name that changes with its content; joins announcements for prompts of several. What is published plays: no file gets
/// a name before it has been found to be as the telephone network wants it. Everything is remembered in the state folder,
/// so that unchanged recordings are not even read at the next start.
///
/// A recording that cannot be converted leaves what was published under its name as it was, and so does a recordings
/// folder that is not there; only a recording that has been removed is no longer heard. Links are followed to files in
/// the folder, not out of it, and not to folders.
package final class MediaLibrary: Sendable {
    package let settings: LibrarySettings
    private let shared = Mutex(Shared())
    private let inbox: AsyncStream<Message>
    private let post: AsyncStream<Message>.Continuation

    private struct Shared {
        var catalogue = Catalogue()
        var wanted: Set<Prompt> = []
        /// Counts calls of `want`: what was settled before the last of them is not settled now.
        var generation = 0
        var readers: [Int: AsyncStream<Catalogue>.Continuation] = [:]
        var nextReader = 0
        var hasEnded = false
    }

    private enum Message: Sendable {
        case changed(FolderChange)
        case wanted
        /// Time has passed.
        case tick
        case read(Sighting, Int, Result<String?, RecordingFailure>)
        case converted(Sighting, Int, String, Renderer.Outcome, took: Duration)
        case joined(Prompt, [PublishedFile], Result<StoredFile, RecordingFailure>)
    }

    package init(_ settings: LibrarySettings) {
        self.settings = settings
        (inbox, post) = AsyncStream.makeStream(of: Message.self)
    }

    /// What is published now: a lock and a copy of references.
    package var catalogue: Catalogue { shared.withLock(\.catalogue) }

    /// Says which prompts can be heard. Joined ones are made and published; others than these no longer are.
    package func want(_ prompts: Set<Prompt>) {
        shared.withLock { shared in
            shared.wanted = prompts
            shared.generation += 1
            shared.catalogue.isSettled = false
        }
        post.yield(.wanted)
    }

    /// The catalogue now and whenever it changes; who reads slowly misses some, but never the last. Ends with `run`.
    package var changes: AsyncStream<Catalogue> {
        let (stream, continuation) = AsyncStream.makeStream(of: Catalogue.self, bufferingPolicy: .bufferingNewest(1))
        // Streams call back when they end, so none is ended with the lock held.
        let reader = shared.withLock { shared -> Int? in
            continuation.yield(shared.catalogue)
            guard !shared.hasEnded else { return nil }
            shared.nextReader += 1
            shared.readers[shared.nextReader] = continuation
            return shared.nextReader
        }
        guard let reader else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.shared.withLock { $0.readers.removeValue(forKey: reader) }
        }
        return stream
    }

    /// Returns when the folder has been looked through and every wanted prompt is published or has failed; also when
    /// `run` has ended.
    package func settled() async {
        for await catalogue in changes where catalogue.isSettled { return }
    }

    /// Keeps the library up to date until the task is cancelled. To be called once.
    ///
    /// - Throws: `StateFolderError`, before anything has been done.
    package func run() async throws {
        try await work(.watching)
    }

    /// What could be heard at this moment: looks through the folder once, converts what is new, joins what is wanted.
    ///
    /// - Parameter onlyWanted: leaves alone what no wanted prompt needs.
    /// - Throws: `StateFolderError`, `CancellationError`.
    package static func survey(
        _ settings: LibrarySettings, wanting prompts: Set<Prompt> = [], onlyWanted: Bool = false
    ) async throws -> Catalogue {
        let library = MediaLibrary(settings)
        library.want(prompts)
        try await library.work(.once(onlyWanted: onlyWanted))
        try Task.checkCancellation()
        return library.catalogue
    }

    /// The names of the recordings in a folder, whether they can be converted or not; nothing is read.
    package static func names(in folder: String) -> Set<AnnouncementName> {
        let scan = RecordingScan(FilePath(folder))
        let open = scan.beingWritten.compactMap { path in
            if case .recording(let name) = RecordingNaming(path) { name } else { nil }
        }
        return Set(scan.sightings.map(\.name) + open)
    }

    // MARK: The loop

    private enum Mode {
        case watching
        case once(onlyWanted: Bool)

        var isWatching: Bool { if case .watching = self { true } else { false } }
        var onlyWanted: Bool { if case .once(true) = self { true } else { false } }
    }

    private func work(_ mode: Mode) async throws {
        defer { end() }
        let settings = settings
        let opened = await onOwnThread { Result { () throws(StateFolderError) in try Opened(settings) } }
        let (store, stop, index, stored) = try opened.get().parts
        var inventory = Inventory(index, stored: stored, store: store, settings: settings, onlyWanted: mode.onlyWanted)
        let watch: FolderWatch?
        if mode.isWatching {
            let known = inventory.knownFiles
            await onOwnThread { store.removeOrphans(known: known, before: settings.now() - settings.keepsReplaced) }
            do throws(Errno) {
                watch = try FolderWatch(settings.folder) { [post] in post.yield(.changed($0)) }
            } catch {
                watch = nil
                inventory.watchProblem = .notWatched(path: settings.folder.readable, errno: error.rawValue)
            }
        } else {
            watch = nil
        }
        let desk = Desk(settings: settings, store: store, watch: watch, stop: stop)
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                if mode.isWatching { group.addTask { await self.tick() } }
                await serve(&inventory, desk, mode, &group)
                stop.stop()
                group.cancelAll()
            }
        } onCancel: {
            stop.stop()
        }
        if inventory.unsaved > 0 { await save(&inventory, desk) }
    }

    private func serve(
        _ inventory: inout Inventory, _ desk: Desk, _ mode: Mode, _ group: inout DiscardingTaskGroup
    ) async {
        var generation = takeWants(&inventory)
        inventory.take(await desk.scan(known: inventory.stamps))
        await forgetOld(&inventory, desk)
        start(&inventory, desk, &group)
        publish(&inventory, generation)
        if !mode.isWatching, inventory.isIdle { return }
        for await message in inbox {
            switch message {
            case .changed(let change): await take(change, &inventory, desk)
            case .wanted: generation = takeWants(&inventory)
            case .tick:
                await forgetOld(&inventory, desk)
                await take(FolderChange(), &inventory, desk)
            case .read(let sighting, let generation, let hash): inventory.didRead(sighting, generation, hash)
            case .converted(let sighting, let generation, let content, let outcome, let took):
                inventory.didConvert(sighting, generation, content, outcome)
                inventory.count(outcome, took)
            case .joined(let prompt, let parts, let result): inventory.didJoin(prompt, parts, result)
            }
            start(&inventory, desk, &group)
            publish(&inventory, generation)
            if inventory.isIdle && inventory.unsaved > 0 || inventory.unsaved >= Self.mostUnsaved {
                await save(&inventory, desk)
                publish(&inventory, generation)
            }
            if !mode.isWatching, inventory.isIdle { return }
        }
    }

    /// Changes after which the index is written although there is more to do.
    private static let mostUnsaved = 500

    private func takeWants(_ inventory: inout Inventory) -> Int {
        let (prompts, generation) = shared.withLock { ($0.wanted, $0.generation) }
        inventory.want(prompts)
        return generation
    }

    private func take(_ change: FolderChange, _ inventory: inout Inventory, _ desk: Desk) async {
        if change.needsScan {
            inventory.take(await desk.scan(known: inventory.stamps))
        }
        // Who writes a file without a name and links it in closes it without a word that can be understood: so whatever
        // is unfinished is looked at whenever anything happens.
        var files = change.files
        for path in inventory.links(to: change.files.keys, in: settings.folder) where files[path] == nil {
            files[path] = false
        }
        let unfinished = inventory.beingWritten.subtracting(files.keys)
        let known = inventory.stamps
        let seen = files
        let looks = await onOwnThread { [folder = settings.folder] in
            seen.map { ($0, Look(at: $0, in: folder, known: nil, isNew: $1), false) }
                + unfinished.map { ($0, Look(at: $0, in: folder, known: known[$0], isNew: true), true) }
        }
        // What has come before what has gone: a recording that takes another's place under another ending leaves no moment
        // in which its name is nobody's.
        for isGone in [false, true] {
            for (path, look, isTrusted) in looks where (look == .nothing) == isGone {
                inventory.take(path, look, isTrusted: isTrusted)
            }
        }
        inventory.retry()
    }

    /// Starts as many jobs as may run.
    private func start(_ inventory: inout Inventory, _ desk: Desk, _ group: inout DiscardingTaskGroup) {
        while inventory.running < settings.jobs, !Task.isCancelled, let job = inventory.next() {
            group.addTask { [post] in
                post.yield(await onOwnThread { Self.result(of: job, desk) })
            }
        }
    }

    private static func result(of job: Inventory.Job, _ desk: Desk) -> Message {
        switch job {
        case .read(let sighting, let generation):
            .read(
                sighting, generation,
                Result { () throws(RecordingFailure) in try desk.renderer.read(sighting) })
        case .convert(let sighting, let generation, let content):
            converted(sighting, generation, content, desk)
        case .join(let prompt, let parts):
            .joined(prompt, parts, Result { () throws(RecordingFailure) in try desk.joiner.join(parts) })
        }
    }

    private static func converted(
        _ sighting: Sighting, _ generation: Int, _ content: String, _ desk: Desk
    ) -> Message {
        let start = ContinuousClock.now
        let outcome = desk.renderer.convert(sighting)
        return .converted(sighting, generation, content, outcome, took: ContinuousClock.now - start)
    }

    private func publish(_ inventory: inout Inventory, _ generation: Int) {
        inventory.catalogue.problems = inventory.problems
        inventory.catalogue.isSettled = inventory.isSettled
        let catalogue = inventory.catalogue
        let (published, readers) = shared.withLock { shared in
            shared.catalogue = catalogue
            shared.catalogue.isSettled = catalogue.isSettled && shared.generation == generation
            return (shared.catalogue, shared.readers)
        }
        for reader in readers.values { reader.yield(published) }
    }

    private func save(_ inventory: inout Inventory, _ desk: Desk) async {
        let index = inventory.index
        let failure = await onOwnThread { () -> Errno? in
            do throws(Errno) { try index.save(to: desk.store) } catch { return error }
            return nil
        }
        inventory.storeProblem = failure.map {
            .notRemembered(path: desk.store.folder.readable, errno: $0.rawValue)
        }
        if failure == nil { inventory.unsaved = 0 }
    }

    private func forgetOld(_ inventory: inout Inventory, _ desk: Desk) async {
        let files = inventory.expire()
        guard !files.isEmpty else { return }
        // Forgotten first: an index that knows a file that is gone would be believed.
        await save(&inventory, desk)
        _ = await onOwnThread { desk.store.remove(files) }
    }

    private func tick() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(600))
            post.yield(.tick)
        }
    }

    private func end() {
        post.finish()
        let readers = shared.withLock { shared in
            shared.hasEnded = true
            return shared.readers
        }
        for reader in readers.values { reader.finish() }
    }
}
