package import MediaLibrary
import Synchronization
import Telephony

/// The media library of a running project, which another one replaces when the recordings' folder or sound is changed.
///
/// The old library's catalogue is in use until the new one has scanned its folder, so that no call finds it empty.
package final class ReplaceableLibrary: Sendable {
    private struct State {
        /// The one whose catalogue is in use.
        var library: MediaLibrary
        /// The one that runs; another than `library` only shortly after a replacement.
        var running: MediaLibrary
        var task: Task<Void, Never>?
        var prompts: Set<Prompt>
        var plan: SpokenPlan
    }

    private let state: Mutex<State>
    /// One element for any number of changes in the catalogue since the last, and one at a failure.
    let changes: AsyncStream<Void>
    private let changed: AsyncStream<Void>.Continuation
    private let failure = Mutex<(any Error)?>(nil)

    init(_ settings: LibrarySettings, wanting prompts: Set<Prompt>, saying plan: SpokenPlan) {
        let library = MediaLibrary(settings)
        library.want(prompts, saying: plan)
        state = Mutex(State(library: library, running: library, prompts: prompts, plan: plan))
        (changes, changed) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// What can be played now.
    package var catalogue: Catalogue { state.withLock(\.library).catalogue }

    /// The library that runs.
    package var running: MediaLibrary { state.withLock(\.running) }

    /// The error that ended the library.
    var error: (any Error)? { failure.withLock { $0 } }

    /// Starts converting and following the folder.
    func start() {
        let library = state.withLock(\.running)
        let task = Task { [self] in
            do {
                try await withThrowingTaskGroup { group in
                    group.addTask { try await library.run() }
                    group.addTask { [self] in
                        for await catalogue in library.changes {
                            // The first catalogue is empty: nothing has been scanned yet.
                            if catalogue.isSettled || !catalogue.recordings.isEmpty { use(library) }
                            changed.yield()
                        }
                    }
                    try await group.waitForAll()
                }
            } catch is CancellationError {
                // By `stop`.
            } catch {
                failure.withLock { $0 = error }
                changed.yield()
            }
        }
        state.withLock { $0.task = task }
    }

    /// Stops, and returns when the index is stored.
    func stop() async {
        let task = state.withLock(\.task)
        task?.cancel()
        await task?.value
    }

    /// Sets the prompts that calls may play, and what announcements say that have no recording.
    func want(_ prompts: Set<Prompt>, saying plan: SpokenPlan) {
        let library = state.withLock { state in
            state.prompts = prompts
            state.plan = plan
            return state.running
        }
        library.want(prompts, saying: plan)
    }

    /// Sets what announcements say that have no recording.
    func say(_ plan: SpokenPlan) {
        let (isNew, prompts) = state.withLock { ($0.plan != plan, $0.prompts) }
        if isNew { want(prompts, saying: plan) }
    }

    /// Replaces the library by one with other settings.
    func replace(_ settings: LibrarySettings) async {
        await stop()
        let library = MediaLibrary(settings)
        let (prompts, plan) = state.withLock { ($0.prompts, $0.plan) }
        library.want(prompts, saying: plan)
        state.withLock { $0.running = library }
        start()
    }

    /// Returns when every wanted prompt can be heard or has failed.
    func audible() async {
        await state.withLock(\.running).audible()
    }

    /// Returns when every wanted prompt is published or has failed.
    func settled() async {
        await state.withLock(\.running).settled()
    }

    private func use(_ library: MediaLibrary) {
        state.withLock { if $0.running === library { $0.library = library } }
    }
}
