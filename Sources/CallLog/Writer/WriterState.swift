import Synchronization
import SystemPackage
import Telephony

/// The state that the recording threads and the writing thread share, behind one lock that is never held for long: no disk
/// access and no loop over waiting entries happens under it.
final class WriterState: Sendable {
    /// When the writing thread has to run after an entry was queued.
    enum WakeUp { case notNeeded, afterInterval, immediately }

    /// Who is to be informed about a batch that was written.
    struct Outcome {
        var flushed: [CheckedContinuation<Bool, Never>]
        var listeners: [AsyncStream<Void>.Continuation]
        /// Set if writing failed before: the number of entries lost since.
        var resumedAfterLosing: Int?
    }

    private struct Flush {
        var id: UInt64
        /// The number of entries accepted when the flush began.
        var upTo: Int
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct Content {
        var queue: EntryQueue
        var settings: CallLogSettings
        var condition = CallLogStatus.Condition.writing
        var setAside: [FilePath] = []
        /// Whether the writing thread will look at the queue again by itself.
        var isWriteScheduled = true
        var isClosed = false
        /// Entries dropped before the current failure began.
        var droppedBefore = 0
        /// Entries that the store refused.
        var refused = 0
        var flushes: [Flush] = []
        var listeners: [UInt64: AsyncStream<Void>.Continuation] = [:]
        var lastID: UInt64 = 0

        mutating func newID() -> UInt64 {
            lastID += 1
            return lastID
        }
    }

    private let content: Mutex<Content>

    init(_ settings: CallLogSettings, _ limits: CallLogWriter.Limits) {
        let queue = EntryQueue(mostEntries: limits.entries, mostBytes: limits.bytes)
        content = Mutex(Content(queue: queue, settings: settings))
    }

    var status: CallLogStatus {
        content.withLock { content in
            var status = CallLogStatus()
            status.condition = content.condition
            status.queued = content.queue.depth
            status.dropped = content.queue.dropped
            status.written = content.queue.settled - content.refused
            status.setAside = content.setAside
            return status
        }
    }

    var settings: CallLogSettings {
        get { content.withLock { $0.settings } }
        set { content.withLock { $0.settings = newValue } }
    }

    var isWriting: Bool { content.withLock { $0.condition == .writing } }

    // MARK: Recording

    /// Queues an entry, or drops it if the queue is full or the writer closed.
    ///
    /// - Parameter batch: The number of waiting entries that are worth a transaction at once.
    func enqueue(_ entry: EntryQueue.Waiting, batch: Int) -> WakeUp {
        content.withLock { content in
            guard !content.isClosed, content.queue.put(entry) else { return .notNeeded }
            if !content.isWriteScheduled {
                content.isWriteScheduled = true
                return .afterInterval
            }
            return content.queue.waiting == batch && content.condition == .writing ? .immediately : .notNeeded
        }
    }

    /// Drops everything recorded from now on.
    func close() { content.withLock { $0.isClosed = true } }

    // MARK: Listeners

    func add(_ listener: AsyncStream<Void>.Continuation) -> UInt64 {
        content.withLock { content in
            let id = content.newID()
            content.listeners[id] = listener
            return id
        }
    }

    /// Says that the log has changed.
    func yieldToListeners() {
        for listener in content.withLock({ Array($0.listeners.values) }) { listener.yield() }
    }

    func removeListener(_ id: UInt64) { content.withLock { $0.listeners[id] = nil } }

    /// Registers a continuation for the moment when everything queued so far is written.
    ///
    /// - Returns: `nil` if nothing waits: the continuation is not kept then.
    func addFlush(_ continuation: CheckedContinuation<Bool, Never>) -> UInt64? {
        content.withLock { content in
            guard content.queue.depth > 0 else { return nil }
            let id = content.newID()
            content.flushes.append(Flush(id: id, upTo: content.queue.accepted, continuation: continuation))
            return id
        }
    }

    /// Returns the continuation of a flush that is still waiting, and forgets it.
    func removeFlush(_ id: UInt64) -> CheckedContinuation<Bool, Never>? {
        content.withLock { content in
            content.flushes.firstIndex { $0.id == id }.map { content.flushes.remove(at: $0).continuation }
        }
    }

    // MARK: Writing

    /// Takes all waiting entries, oldest first. They count as queued until `didWrite`.
    func takeAll() -> [EntryQueue.Waiting] {
        content.withLock { content in
            let entries = content.queue.takeAll()
            if entries.isEmpty { content.isWriteScheduled = false }
            return entries
        }
    }

    /// Notes that a batch was written.
    ///
    /// - Parameter refused: The number of its entries that the store refused.
    func didWrite(_ batch: some Collection<EntryQueue.Waiting>, refused: Int) -> Outcome {
        content.withLock { content in
            content.queue.settle(batch, dropped: refused)
            content.refused += refused
            var lost: Int?
            if content.condition != .writing {
                lost = content.queue.dropped - content.droppedBefore
                content.condition = .writing
            }
            let settled = content.queue.settled
            let flushed = content.flushes.filter { $0.upTo <= settled }.map(\.continuation)
            content.flushes.removeAll { $0.upTo <= settled }
            return Outcome(flushed: flushed, listeners: Array(content.listeners.values), resumedAfterLosing: lost)
        }
    }

    /// Notes that writing failed.
    ///
    /// - Returns: Whether the error is another than that of the attempt before.
    func didFail(_ error: CallLogError, at moment: Moment) -> Bool {
        content.withLock { content in
            content.isWriteScheduled = true
            switch content.condition {
            case .writing:
                content.condition = .failing(since: moment, error)
                content.droppedBefore = content.queue.dropped
                return true
            case .failing(let since, let before):
                content.condition = .failing(since: since, error)
                return before != error
            }
        }
    }

    /// Notes that a damaged file was moved aside.
    func didSetAside(_ path: FilePath) { content.withLock { $0.setAside.append(path) } }
}
