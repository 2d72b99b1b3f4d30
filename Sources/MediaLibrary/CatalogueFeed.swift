import Synchronization
import Telephony

/// The catalogue as everyone reads it, and the prompts that were asked for: what the library's loop shares with others.
///
/// Readers never wait for the loop.
final class CatalogueFeed: Sendable {
    private struct State {
        var catalogue = Catalogue()
        var wanted: Set<Prompt> = []
        /// What announcements without recordings say.
        var plan = SpokenPlan()
        /// Counts calls of `want`: what was settled before the last of them is not settled now.
        var generation = 0
        var readers: [Int: AsyncStream<Catalogue>.Continuation] = [:]
        var nextReader = 0
        var hasEnded = false
    }

    private let state = Mutex(State())

    /// The catalogue of this moment.
    var catalogue: Catalogue { state.withLock(\.catalogue) }

    /// The prompts that were asked for last, and the number of times that some were.
    var wanted: (prompts: Set<Prompt>, plan: SpokenPlan, generation: Int) {
        state.withLock { ($0.wanted, $0.plan, $0.generation) }
    }

    /// Asks for prompts. From now on the catalogue is not settled.
    func want(_ prompts: Set<Prompt>, saying plan: SpokenPlan) {
        state.withLock { state in
            state.wanted = prompts
            state.plan = plan
            state.generation += 1
            state.catalogue = state.catalogue.unsettled
        }
    }

    /// The catalogue now and whenever it changes. A slow reader misses some, but never the last. Ends with the library.
    var changes: AsyncStream<Catalogue> {
        let (stream, continuation) = AsyncStream.makeStream(of: Catalogue.self, bufferingPolicy: .bufferingNewest(1))
        let reader = state.withLock { state -> Int? in
            continuation.yield(state.catalogue)
            guard !state.hasEnded else { return nil }
            state.nextReader += 1
            state.readers[state.nextReader] = continuation
            return state.nextReader
        }
        // Streams call back when they finish, so none is finished with the lock held.
        guard let reader else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.readers.removeValue(forKey: reader) }
        }
        return stream
    }

    /// Publishes a catalogue.
    ///
    /// - Parameter generation: of the wanted prompts that it was made for.
    func publish(_ catalogue: Catalogue, for generation: Int) {
        let (published, readers) = state.withLock { state in
            state.catalogue = state.generation == generation ? catalogue : catalogue.unsettled
            return (state.catalogue, state.readers)
        }
        for reader in readers.values { reader.yield(published) }
    }

    /// Finishes all streams.
    func end() {
        let readers = state.withLock { state in
            state.hasEnded = true
            return state.readers
        }
        for reader in readers.values { reader.finish() }
    }
}
