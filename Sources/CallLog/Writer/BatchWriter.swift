import Telephony

/// Writes queued entries to a store in batches, retries after errors, and deletes old calls.
///
/// All methods run on the writing thread, one at a time.
final class BatchWriter: @unchecked Sendable {  // Its mutable state is touched on `thread` only.
    private let store: any EntryStore
    private let state: WriterState
    private let thread: WritingThread
    private let limits: CallLogWriter.Limits
    private let now: @Sendable () -> Moment
    private let report: @Sendable (CallLogIncident) -> Void

    private var backOff: BackOff
    /// Taken out of the queue and not yet in a batch.
    private var taken: ArraySlice<EntryQueue.Waiting> = []
    /// What is being written. Kept after an error, so that a retry writes the same.
    private var batch: [Made] = []
    /// Fetches that wait for answers of other instances; see `CallLogWriter.Limits.fetchDelay`.
    private var held: [Made] = []
    private var isHeldScheduled = false
    /// Entries in the batches before this one.
    private var written: Int64 = 0
    private var isRetryScheduled = false
    /// The number of prunings begun. One that finds a later one begun ends: new settings begin one at once.
    private var prunings = 0
    private var isClosed = false

    init(
        store: any EntryStore, state: WriterState, thread: WritingThread, limits: CallLogWriter.Limits,
        now: @escaping @Sendable () -> Moment, report: @escaping @Sendable (CallLogIncident) -> Void
    ) {
        (self.store, self.state, self.thread, self.limits) = (store, state, thread, limits)
        (self.now, self.report) = (now, report)
        backOff = BackOff(first: limits.firstRetry, longest: limits.longestRetry)
    }

    /// An entry, and what it was made of.
    private struct Made {
        var waiting: EntryQueue.Waiting
        var entry: LogEntry
    }

    /// Writes until the queue is empty or an error occurs; after an error, schedules a retry.
    ///
    /// - Parameter all: writes fetches as well that would have to wait.
    func write(all: Bool = false) {
        guard !isClosed else { return }
        do throws(CallLogError) {
            try store.open()
            while takeBatch(all: all) {
                let refused = try store.write(batch.map(\.entry), from: written + 1)
                let done = batch.map(\.waiting)
                written += Int64(done.count)
                batch = []
                succeed(done, refused: refused)
            }
            scheduleHeld()
            // The store opened again, and there was nothing to write.
            if !state.isWriting { succeed([], refused: 0) }
        } catch {
            fail(error)
        }
    }

    /// Fills `batch` unless the one before is still to be written. Returns `false` if there is nothing to write.
    private func takeBatch(all: Bool) -> Bool {
        guard batch.isEmpty else { return true }
        while batch.isEmpty {
            if taken.isEmpty { taken = state.takeAll()[...] }
            let settings = state.settings
            let made = taken.prefix(limits.batch).map { Made(waiting: $0, entry: $0.make(settings)) }
            taken.removeFirst(made.count)
            batch = mayBeWritten(held + made, all: all)
            if made.isEmpty { break }
        }
        // Two threads that record at the same time may queue their entries in the other order. The sort is stable.
        batch = batch.enumerated()
            .sorted { ($0.element.entry.order, $0.offset) < ($1.element.entry.order, $1.offset) }.map(\.element)
        return !batch.isEmpty
    }

    /// Holds back the fetches whose answers other instances may not have written yet, and returns the others.
    private func mayBeWritten(_ made: [Made], all: Bool) -> [Made] {
        held = []
        guard limits.fetchDelay > .zero, !all else { return made }
        let due = now().adding(.zero - limits.fetchDelay)
        return made.filter { one in
            guard one.entry.order.isFetch, one.entry.at > due else { return true }
            held.append(one)
            return false
        }
    }

    private func scheduleHeld() {
        guard !held.isEmpty, !isHeldScheduled else { return }
        isHeldScheduled = true
        thread.async(after: limits.fetchDelay) { [weak self] in
            self?.isHeldScheduled = false
            self?.write()
        }
    }

    private func succeed(_ written: [EntryQueue.Waiting], refused: Int) {
        backOff.reset()
        let outcome = state.didWrite(written, refused: refused)
        // Before the continuations resume: a caller that waited for a flush can rely on the report.
        if let lost = outcome.resumedAfterLosing { report(.resumed(dropped: lost)) }
        for continuation in outcome.flushed { continuation.resume(returning: true) }
        if !written.isEmpty { for listener in outcome.listeners { listener.yield() } }
    }

    private func fail(_ error: CallLogError) {
        if state.didFail(error, at: now()) { report(.failing(error)) }
        guard !isRetryScheduled else { return }
        isRetryScheduled = true
        thread.async(after: backOff.delayAfterFailure()) {
            self.isRetryScheduled = false
            self.write()
        }
    }

    /// Deletes a few of the calls that are older than the settings allow, or for which there is no more room, and schedules
    /// the next deletion.
    func prune() {
        guard !isClosed else { return }
        var delay = limits.pruneEvery
        let settings = state.settings
        if settings.keep != nil || settings.mostBytes != nil, state.isWriting {
            // An error will show again at the next write, which handles it.
            let hasMore = try? store.prune(
                before: settings.keep.map { now().adding(.zero - $0) }, beyond: settings.mostBytes, most: limits.pruned)
            if hasMore == true { delay = limits.pruneInterval }
        }
        if let keep = settings.keepRequests, state.isWriting {
            let hasMore = try? store.forgetRequests(before: now().adding(.zero - keep), most: limits.pruned)
            if hasMore == true { delay = limits.pruneInterval }
        }
        prunings += 1
        let number = prunings
        thread.async(after: delay) { [weak self] in
            guard let self, self.prunings == number else { return }
            self.prune()
        }
    }

    /// Reads a few of the calls again that an older version wrote, and schedules the next ones. After an error the rest is read
    /// after the next start: nothing depends on it but which old calls are shown as one.
    func readOldCalls() {
        guard !isClosed, let hasMore = try? store.readOldCalls(most: limits.pruned), hasMore else { return }
        thread.async(after: limits.pruneInterval) { [weak self] in self?.readOldCalls() }
    }

    /// Closes the store; nothing is written from now on.
    func close() {
        isClosed = true
        store.close()
    }
}
