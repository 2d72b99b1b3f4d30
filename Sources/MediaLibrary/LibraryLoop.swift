import LocalFiles
import SystemPackage
import Telephony

/// The library at work: takes one message after the other, keeps the inventory, starts jobs and publishes catalogues.
///
/// The inventory is changed here and nowhere else, so it needs no lock; everything that blocks runs on its own threads.
struct LibraryLoop {
    enum Mode {
        case watching
        /// Looks through the folder once, and returns when nothing is left to do.
        case once(onlyWanted: Bool)

        var isWatching: Bool { if case .watching = self { true } else { false } }
        var onlyWanted: Bool { if case .once(true) = self { true } else { false } }
    }

    let context: JobContext
    let mode: Mode
    let feed: CatalogueFeed
    let inbox: AsyncStream<LibraryMessage>
    let post: AsyncStream<LibraryMessage>.Continuation
    /// Nil without a depot.
    let uploads: DepotUploads?
    var inventory: Inventory
    /// Of the wanted prompts that the inventory knows.
    private var generation = 0

    /// The number of changes after which the index is saved although there is more to do.
    private static let mostUnsaved = 500
    /// How often recordings that are still being written are looked at before the first of all are published.
    private static let looksAtUnfinished = 10
    private static let pauseBetweenLooks = Duration.milliseconds(50)
    /// Between two looks at the files of the store, and at folders in which the kernel does not report changes.
    private static let tick = Duration.seconds(5)
    /// Ticks between two looks at everything else that the kernel does not report.
    private static let ticksUntilAll = 120
    /// Ticks between two looks at what is in the depot.
    private static let ticksUntilDepot = 720
    /// Ticks after which calls are answered although texts are still being spoken.
    private static let ticksOfPatience = 2
    /// Ticks between two attempts to have a text spoken.
    private static let ticksUntilSpoken = 12
    private var ticks = 0

    init(
        _ inventory: Inventory, _ context: JobContext, _ mode: Mode, _ feed: CatalogueFeed,
        _ inbox: AsyncStream<LibraryMessage>, _ post: AsyncStream<LibraryMessage>.Continuation,
        _ uploads: DepotUploads?
    ) {
        self.uploads = uploads
        self.inventory = inventory
        self.context = context
        self.mode = mode
        self.feed = feed
        self.inbox = inbox
        self.post = post
    }

    /// Works until the task is cancelled, or until nothing is left to do in a survey. Saves the index at the end.
    mutating func run() async {
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                if mode.isWatching { group.addTask { [post] in await Self.tick(post) } }
                if let uploads { group.addTask { await uploads.run() } }
                await serve(&group)
                context.stop.stop()
                group.cancelAll()
            }
        } onCancel: { [context] in
            context.stop.stop()
        }
        if inventory.unsaved > 0 { await save() }
    }

    private mutating func serve(_ group: inout DiscardingTaskGroup) async {
        takeWanted()
        inventory.take(await firstScan())
        await takeKnownTexts()
        await forgetOld()
        uploads?.add(inventory.publication.files)
        start(&group)
        publish()
        if !mode.isWatching, inventory.isIdle { return }
        for await message in inbox {
            await take(message)
            start(&group)
            publish()
            if inventory.isIdle && inventory.unsaved > 0 || inventory.unsaved >= Self.mostUnsaved {
                await save()
                publish()
            }
            if !mode.isWatching, inventory.isIdle { return }
        }
    }

    /// Waits a moment for what is just being written: the copy that the user has started before, or a file that a process
    /// between fork(2) and exec(2) still holds open. A survey hears of no change later, and the first callers of a server that
    /// has just started would hear nothing.
    private func firstScan() async -> RecordingScan {
        var scan = await context.scan(known: inventory.seen.stamps)
        var looks = 1
        while !scan.beingWritten.isEmpty, looks < Self.looksAtUnfinished, !Task.isCancelled {
            try? await Task.sleep(for: Self.pauseBetweenLooks)
            scan = await context.scan(known: inventory.seen.stamps)
            looks += 1
        }
        return scan
    }

    private mutating func take(_ message: LibraryMessage) async {
        switch message {
        case .changed(let change): await take(change)
        case .wanted:
            takeWanted()
            await takeKnownTexts()
        case .tick: await lookAround()
        case .fileMissed: await compareFiles(isCertain: true)
        case .read(let file, let generation, let hash): inventory.didRead(file, generation, hash)
        case .converted(let file, let generation, let key, let outcome, let took):
            inventory.didConvert(file, generation, key, outcome, took: took)
        case .joined(let prompt, let parts, let result): inventory.didJoin(prompt, parts, result)
        case .spoken(let name, let text, let result, let stamp):
            inventory.speech.endSpeaking(name)
            inventory.didSpeak(name, text, result, stamp: stamp)
        case .accepted(let conversion):
            // A file of the same content may have been deleted at the same moment, its day being over.
            let isStored = await onOwnThread { [store = context.store] in store.contains(conversion.result.file) }
            if isStored { inventory.accept(conversion) }
        }
    }

    /// Looks at what the kernel does not report, and tries again what failed for the sake of the state folder.
    private mutating func lookAround() async {
        ticks += 1
        let needsAll = ticks.isMultiple(of: Self.ticksUntilAll)
        if ticks >= Self.ticksOfPatience { inventory.speech.holdsBack = false }
        if ticks.isMultiple(of: Self.ticksUntilSpoken) { inventory.speech.retry() }
        let store = context.store
        if ticks.isMultiple(of: Self.ticksUntilDepot) { uploads?.forget() }
        uploads?.add(inventory.publication.files)
        if inventory.hasStorageFailure, await onOwnThread({ store.leaveUnwritable() }) { inventory.retry() }
        if await onOwnThread({ store.returnHome() }) {
            inventory.unsaved += 1
            inventory.retry()
        }
        await compareFiles(isCertain: needsAll)
        if needsAll { await forgetOld() }
        if context.isOnNetwork || inventory.problems.isAnyUnwatched {
            inventory.take(await context.scan(known: inventory.seen.stamps))
        }
        if needsAll { await take(FolderChange()) }
    }

    /// Compares the files of the store with what is published.
    ///
    /// - Parameter isCertain: whether they are looked at even if none has come or gone, as far as the folder says.
    private mutating func compareFiles(isCertain: Bool) async {
        let (wasRemoved, files) = await onOwnThread { [store = context.store] in
            let wasRemoved = store.restoreFolder()
            let files = store.changedFiles()
            return (wasRemoved, isCertain || wasRemoved ? files ?? store.files() : files)
        }
        if wasRemoved { inventory.unsaved += 1 }
        // Conversions that end meanwhile are reported after this message, so files are missed only if they are.
        if let files { inventory.compare(withStored: files) }
    }

    /// Takes in what was spoken before, so that it is heard without waiting for an engine.
    private mutating func takeKnownTexts() async {
        for case .spoken(let name, let text, let result, let stamp) in await context.known(inventory.speech.waiting) {
            inventory.didSpeak(name, text, result, stamp: stamp)
        }
    }

    private mutating func takeWanted() {
        let wanted = feed.wanted
        generation = wanted.generation
        // Without an engine, what would follow the time is not there either.
        let plan = context.settings.speaker == nil ? SpokenPlan() : wanted.plan
        inventory.want(wanted.prompts, saying: plan)
    }

    private mutating func take(_ change: FolderChange) async {
        if change.needsScan { inventory.take(await context.scan(known: inventory.seen.stamps)) }
        let folder = context.settings.folder
        var files = change.files
        for path in inventory.seen.links(to: change.files.keys, in: folder) where files[path] == nil {
            files[path] = false
        }
        // A program that writes a nameless file and links it in closes it without an event that can be understood. So every
        // unfinished file is looked at whenever anything happens.
        let unfinished = inventory.seen.beingWritten.subtracting(files.keys)
        let known = inventory.seen.stamps
        let changed = files
        let entries = await onOwnThread {
            changed.map { ($0, ScanEntry(at: $0, in: folder, known: nil, isNew: $1), false) }
                + unfinished.map { ($0, ScanEntry(at: $0, in: folder, known: known[$0], isNew: true), true) }
        }
        // What has come before what has gone: a recording that takes another's place under another extension leaves no
        // moment in which its name has no recording.
        for isGone in [false, true] {
            for (path, entry, isTrusted) in entries where (entry == .nothing) == isGone {
                inventory.take(path, entry, isTrusted: isTrusted)
            }
        }
        inventory.retry()
    }

    /// Starts as many jobs as may run at once.
    private mutating func start(_ group: inout DiscardingTaskGroup) {
        inventory.compareWithRecordings()
        while inventory.work.running < context.settings.jobs, !Task.isCancelled, let job = inventory.next() {
            group.addTask { [post, context, uploads] in
                let result = await onOwnThread { context.result(of: job) }
                // In the depot before any answer names it.
                if let uploads, let file = result.newFile { await uploads.deliver(file) }
                post.yield(result)
            }
        }
        while !Task.isCancelled, let (name, text) = inventory.nextText() {
            group.addTask { [post, context] in post.yield(await context.speak(name, text)) }
        }
    }

    private mutating func publish() {
        inventory.problems.depot = uploads?.fault.map { .notShared($0) }
        inventory.problems.place = context.store.fault.map {
            .storedElsewhere(path: context.store.home.readable, errno: $0.rawValue)
        }
        feed.publish(inventory.catalogue.delivering(uploads?.delivered), for: generation)
    }

    private mutating func save() async {
        let (index, published) = (inventory.index, inventory.publication.index)
        let store = context.store
        let failure = await onOwnThread { () -> Errno? in
            do throws(Errno) {
                try published.save(to: store)
                try index.save(to: store)
            } catch {
                return error
            }
            return nil
        }
        inventory.problems.store = failure.map { .notRemembered(path: store.folder.readable, errno: $0.rawValue) }
        if failure == nil { inventory.unsaved = 0 }
    }

    private mutating func forgetOld() async {
        if let speaker = context.settings.speaker {
            await onOwnThread { [sounds = inventory.speech.sounds] in speaker.forget(except: sounds) }
        }
        let files = inventory.expire()
        guard !files.isEmpty else { return }
        // Saved first: an index that knows a file that no longer exists would be believed.
        await save()
        _ = await onOwnThread { [store = context.store] in store.remove(files) }
    }

    private static func tick(_ post: AsyncStream<LibraryMessage>.Continuation) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: tick)
            post.yield(.tick)
        }
    }
}
