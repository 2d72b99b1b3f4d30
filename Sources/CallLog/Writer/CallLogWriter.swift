import Dispatch
import Synchronization
package import SystemPackage

/// Writes the call log behind everybody's back.
///
/// ```swift
/// let log = CallLogWriter(folder.appending("calls.sqlite"), settings: settings)
/// log.record { settings in … }    // from any thread; waits for nothing
/// await log.close(within: .seconds(2))
/// ```
///
/// What is recorded is in the file at the latest a fifth of a second later, whole batches at a time, so that a process that
/// is killed loses no more than that. Whatever happens to the disk or the file is tried again until it works; meanwhile
/// entries wait in a bounded queue, and those that find no room are counted. A file that is damaged or was written over is
/// moved aside and a new one begun; one that was deleted is begun again.
///
/// Not defended against: somebody who cuts off the `-shm` file in place, which SQLite has mapped.
package final class CallLogWriter: Sendable {
    package struct Limits: Hashable, Sendable {
        /// Entries that may wait, and bytes that they may keep alive.
        package var entries = 50_000
        package var bytes = 24 << 20
        /// How long an entry waits for others at most.
        package var interval: Duration = .milliseconds(200)
        /// Entries of one transaction.
        package var batch = 2_000
        package var firstRetry: Duration = .milliseconds(250)
        package var longestRetry: Duration = .seconds(5)
        /// Calls deleted in one go, and how long to wait before the next.
        package var pruned = 200
        package var pruneInterval: Duration = .milliseconds(50)
        /// How often to look for what is older than is kept.
        package var pruneEvery: Duration = .seconds(600)

        package init() {}
    }

    private struct State {
        var queue: EntryQueue
        var settings: CallLogSettings
        var condition = CallLogStatus.Condition.writing
        var setAside: [FilePath] = []
        /// Whether a turn is to come that will see what is recorded now.
        var isTurnComing = true
        var isClosed = false
        /// Entries lost before the trouble that is on now.
        var droppedBefore = 0
        /// Entries that the database refused.
        var leftOut = 0
        var flushes: [(upTo: Int, id: UInt64, done: CheckedContinuation<Bool, Never>)] = []
        var nextID: UInt64 = 0
        var listeners: [UInt64: AsyncStream<Void>.Continuation] = [:]
    }

    package let file: FilePath
    private let limits: Limits
    private let now: @Sendable () -> LogMoment
    private let news: @Sendable (CallLogNews) -> Void
    private let state: Mutex<State>
    private let queue = QuietThread()
    /// Limits are kept even while a disk holds the thread up.
    private let clock = DispatchQueue(label: "call log limits")
    private let turn: Turn

    /// What the thread has in hand.
    private final class Turn: @unchecked Sendable {  // touched on the thread only
        let keeper: LogKeeper
        var backOff: BackOff
        /// Taken out of the queue; the first of them are the batch.
        var taken: ArraySlice<EntryQueue.Waiting> = []
        var batch: [LogEntry] = []
        var isRetryComing = false
        /// The last one begun: new settings begin another, and the one that was to come is left out.
        var prunes = 0
        var isClosed = false

        init(_ keeper: LogKeeper, _ backOff: BackOff) { (self.keeper, self.backOff) = (keeper, backOff) }
    }

    /// Returns at once; the file is opened, or made, in the background.
    ///
    /// - Parameters:
    ///   - file: its folder is made as well, but not that one's.
    ///   - now: what the age of calls is told by.
    ///   - news: called on a thread of the writer's, one at a time.
    package init(
        _ file: FilePath, settings: CallLogSettings, limits: Limits = Limits(),
        now: @escaping @Sendable () -> LogMoment = { .now }, news: @escaping @Sendable (CallLogNews) -> Void = { _ in }
    ) {
        (self.file, self.limits, self.now, self.news) = (file, limits, now, news)
        state = Mutex(
            State(
                queue: EntryQueue(mostEntries: limits.entries, mostBytes: limits.bytes), settings: settings))
        turn = Turn(LogKeeper(file, now: now), BackOff(first: limits.firstRetry, longest: limits.longestRetry))
        turn.keeper.setAside = { [unowned self] path in
            state.withLock { $0.setAside.append(path) }
            self.news(.setAside(path))
        }
        queue.async {
            self.work()
            self.prune()
        }
    }

    /// Has something written. Returns at once, whatever the state of the disk.
    ///
    /// - Parameters:
    ///   - bytes: about how much `entry` keeps alive.
    ///   - entry: makes the entry, later and on another thread, hiding what the settings of then want hidden.
    package func record(bytes: Int = 1024, _ entry: @escaping @Sendable (CallLogSettings) -> LogEntry) {
        enum Next { case nothing, later, now }
        let next = state.withLock { state -> Next in
            guard !state.isClosed, state.queue.put(.init(make: entry, bytes: bytes)) else { return .nothing }
            if !state.isTurnComing {
                state.isTurnComing = true
                return .later
            }
            return state.queue.waiting == limits.batch && state.condition == .writing ? .now : .nothing
        }
        switch next {
        case .nothing: break
        case .later: after(limits.interval) { self.work() }
        case .now: queue.async { self.work() }
        }
    }

    /// From now on others hold, also for entries that wait.
    package func replace(_ settings: CallLogSettings) {
        state.withLock { $0.settings = settings }
        queue.async { self.prune() }
    }

    package var status: CallLogStatus {
        state.withLock { state in
            var status = CallLogStatus()
            status.condition = state.condition
            status.queued = state.queue.depth
            status.dropped = state.queue.dropped
            status.written = state.queue.settled - state.leftOut
            status.setAside = state.setAside
            return status
        }
    }

    /// A value after each batch that was written; of several that nobody has taken yet there is one.
    package func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.nextID += 1
            state.listeners[state.nextID] = continuation
            return state.nextID
        }
        continuation.onTermination = { [weak self] _ in self?.state.withLock { $0.listeners[id] = nil } }
        return stream
    }

    /// Waits until all that was recorded before is written, and tries at once.
    ///
    /// - Returns: false where that took longer than `limit`.
    @discardableResult
    package func flush(within limit: Duration) async -> Bool {
        await withCheckedContinuation { done in
            let id = state.withLock { state -> UInt64? in
                guard state.queue.depth > 0 else { return nil }
                state.nextID += 1
                state.flushes.append((state.queue.accepted, state.nextID, done))
                return state.nextID
            }
            guard let id else { return done.resume(returning: true) }
            queue.async { self.work() }
            clock.asyncAfter(deadline: .now() + limit.dispatched) {
                let late = self.state.withLock { state in
                    state.flushes.firstIndex { $0.id == id }.map { state.flushes.remove(at: $0) }
                }
                late?.done.resume(returning: false)
            }
        }
    }

    /// Writes what waits, and ends the file's use; what is recorded from now on is dropped.
    ///
    /// - Returns: false where that took longer than `limit`; what was not written by then is lost.
    @discardableResult
    package func close(within limit: Duration) async -> Bool {
        state.withLock { $0.isClosed = true }
        let start = ContinuousClock.now
        let isFlushed = await flush(within: limit)
        let left = max(.milliseconds(100), limit - start.duration(to: .now))
        return await withCheckedContinuation { done in
            let once = Once(done)
            queue.async {
                self.turn.isClosed = true
                self.turn.keeper.close()
                once.resume(isFlushed)
            }
            clock.asyncAfter(deadline: .now() + left.dispatched) { once.resume(false) }
        }
    }

    // MARK: On the thread

    private func after(_ wait: Duration, _ body: @escaping @Sendable () -> Void) {
        queue.after(wait.dispatched, body)
    }

    /// Writes until nothing waits or something fails.
    private func work() {
        guard !turn.isClosed else { return }
        do throws(CallLogFault) {
            try turn.keeper.open()
            while takeBatch() {
                let left = try turn.keeper.write(turn.batch)
                let batch = turn.taken.prefix(turn.batch.count)
                turn.taken.removeFirst(batch.count)
                turn.batch = []
                succeeded(batch, left: left)
            }
            if isFailing { succeeded([], left: 0) }
        } catch {
            failed(error)
        }
    }

    /// Whether there is something to write: what was taken before and failed, or the oldest that waits.
    private func takeBatch() -> Bool {
        guard turn.batch.isEmpty else { return true }
        let settings = state.withLock { state in
            if turn.taken.isEmpty { turn.taken = state.queue.takeAll()[...] }
            if turn.taken.isEmpty { state.isTurnComing = false }
            return state.settings
        }
        // Two threads that record at the same time may do so in the other order.
        turn.batch = turn.taken.prefix(limits.batch).map { $0.make(settings) }.enumerated()
            .sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }.map(\.element)
        return !turn.batch.isEmpty
    }

    private var isFailing: Bool { state.withLock { $0.condition != .writing } }

    /// - Parameter left: entries of the batch that were left out.
    private func succeeded(_ batch: ArraySlice<EntryQueue.Waiting>, left: Int) {
        turn.backOff.reset()
        let (flushed, listeners, dropped) = state.withLock { state in
            state.queue.settle(batch, left: left)
            state.leftOut += left
            var dropped: Int?
            if state.condition != .writing {
                dropped = state.queue.dropped - state.droppedBefore
                state.condition = .writing
            }
            let settled = state.queue.settled
            let flushed = state.flushes.filter { $0.upTo <= settled }
            state.flushes.removeAll { $0.upTo <= settled }
            return (flushed, Array(state.listeners.values), dropped)
        }
        // Whoever has waited finds it told.
        if let dropped { news(.resumed(dropped: dropped)) }
        for flush in flushed { flush.done.resume(returning: true) }
        if !batch.isEmpty { for listener in listeners { listener.yield() } }
    }

    private func failed(_ fault: CallLogFault) {
        let isNew = state.withLock { state in
            state.isTurnComing = true
            switch state.condition {
            case .writing:
                state.condition = .failing(since: now(), fault)
                state.droppedBefore = state.queue.dropped
                return true
            case .failing(let since, let old):
                state.condition = .failing(since: since, fault)
                return old != fault
            }
        }
        if isNew { news(.failing(fault)) }
        guard !turn.isRetryComing else { return }
        turn.isRetryComing = true
        after(turn.backOff.wait()) {
            self.turn.isRetryComing = false
            self.work()
        }
    }

    /// Deletes a few of the calls that are older than is kept, and comes back for more.
    private func prune() {
        guard !turn.isClosed else { return }
        let (keep, condition) = state.withLock { ($0.settings.keep, $0.condition) }
        var wait = limits.pruneEvery
        if let keep, condition == .writing {
            // A failure shows at the next writing.
            let isMore = try? turn.keeper.prune(before: now().adding(.zero - keep), most: limits.pruned)
            if isMore == true { wait = limits.pruneInterval }
        }
        turn.prunes += 1
        let number = turn.prunes
        after(wait) { [weak self] in
            guard let self, self.turn.prunes == number else { return }
            self.prune()
        }
    }
}

/// A continuation that is resumed by whoever comes first.
private final class Once: Sendable {
    private let continuation: Mutex<CheckedContinuation<Bool, Never>?>

    init(_ continuation: CheckedContinuation<Bool, Never>) { self.continuation = Mutex(continuation) }

    func resume(_ value: Bool) {
        continuation.withLock { continuation in
            defer { continuation = nil }
            return continuation
        }?.resume(returning: value)
    }
}

extension Duration {
    fileprivate var dispatched: DispatchTimeInterval {
        let (seconds, attoseconds) = components
        return .microseconds(Int(min(seconds, 1_000_000) * 1_000_000 + attoseconds / 1_000_000_000_000))
    }
}
