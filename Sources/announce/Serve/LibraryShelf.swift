import Logging
import MediaLibrary
import Synchronization
import Telephony

/// The media library of now, which another replaces when recordings are to be found elsewhere or to sound otherwise.
///
/// The one before answers until the other has looked around: nobody calls into a gap.
final class LibraryShelf: Sendable {
    private struct State {
        /// Answers.
        var library: MediaLibrary
        /// Runs; the same as `library`, but for the first moments after a replacement.
        var running: MediaLibrary
        var task: Task<Void, Never>?
        var prompts: Set<Prompt>
    }

    private let state: Mutex<State>
    /// A change in the library, or the end of it.
    let news: AsyncStream<Void>
    private let tell: AsyncStream<Void>.Continuation
    private let failure = Mutex<(any Error)?>(nil)

    init(_ settings: LibrarySettings, wanting prompts: Set<Prompt>) {
        let library = MediaLibrary(settings)
        library.want(prompts)
        state = Mutex(State(library: library, running: library, prompts: prompts))
        (news, tell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// What can be heard now.
    var catalogue: Catalogue { state.withLock(\.library).catalogue }

    /// What recordings are turned into, and where they are.
    var settings: LibrarySettings { state.withLock(\.running).settings }

    /// What ended the library before its time.
    var error: (any Error)? { failure.withLock { $0 } }

    /// Begins to work.
    func start() {
        let library = state.withLock(\.running)
        let task = Task { [self] in
            do {
                try await withThrowingTaskGroup { group in
                    group.addTask { try await library.run() }
                    group.addTask { [self] in
                        for await catalogue in library.changes {
                            // The first is empty, before anything has been looked at.
                            if catalogue.isSettled || !catalogue.recordings.isEmpty { answer(with: library) }
                            tell.yield()
                        }
                    }
                    try await group.waitForAll()
                }
            } catch is CancellationError {
                // As it was told.
            } catch {
                failure.withLock { $0 = error }
                tell.yield()
            }
        }
        state.withLock { $0.task = task }
    }

    /// Ends, with everything remembered.
    func stop() async {
        let task = state.withLock(\.task)
        task?.cancel()
        await task?.value
    }

    /// Says which prompts can be heard.
    func want(_ prompts: Set<Prompt>) {
        let library = state.withLock { state in
            state.prompts = prompts
            return state.running
        }
        library.want(prompts)
    }

    /// Another library takes over.
    func replace(_ settings: LibrarySettings) async {
        await stop()
        let library = MediaLibrary(settings)
        library.want(state.withLock(\.prompts))
        state.withLock { $0.running = library }
        start()
    }

    /// Returns when everything wanted is published or has failed.
    func settled() async {
        await state.withLock(\.running).settled()
    }

    private func answer(with library: MediaLibrary) {
        state.withLock { if $0.running === library { $0.library = library } }
    }
}
