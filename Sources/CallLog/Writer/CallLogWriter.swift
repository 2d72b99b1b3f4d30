import Dispatch
import Synchronization
package import SystemPackage
package import Telephony

/// Writes the call log asynchronously.
///
/// ```swift
/// let log = CallLogWriter(folder.appending("calls.sqlite"), settings: settings)
/// log.record { settings in … }    // from any thread; never blocks
/// await log.close(within: .seconds(2))
/// ```
///
/// Promises: an entry is written `Limits.interval` (0.1 s) after it was recorded, in batches, so that a process that is
/// killed loses what it recorded in the last 0.5 s at most, even where other programs keep the processors busy; not so where
/// more is recorded than the machine can write (some thousand entries per second). A power failure may lose some seconds. After any error of the disk or the file,
/// writing is retried until it works; in the meantime entries wait in a bounded queue, and those that find no room are
/// counted in `status`. A damaged or overwritten file is moved aside and a new one begun; a deleted one is created again.
///
/// In a database (`PostgresStore`), the same holds of its server: entries wait while it is away, and are written once when it is back,
/// also by another server that has taken over.
///
/// Not protected against: truncation of the `-shm` file, which SQLite maps into memory.
package final class CallLogWriter: Sendable {
    package let place: CallLogPlace
    private let limits: Limits
    private let state: WriterState
    private let thread = WritingThread()
    private let writer: BatchWriter
    /// Notices what other instances write; `nil` if there are none.
    private let listener: PostgresListener?
    /// Time limits are kept even while a slow disk blocks the writing thread.
    private let timer = DispatchQueue(label: "call log limits")

    /// Writes to an SQLite file. Its folder is created if missing, but not the one above.
    package convenience init(
        _ file: FilePath, settings: CallLogSettings, limits: Limits = Limits(),
        now: @escaping @Sendable () -> Moment = { .now },
        report: @escaping @Sendable (CallLogIncident) -> Void = { _ in }
    ) {
        self.init(.file(file), settings: settings, limits: limits, now: now, report: report)
    }

    /// Returns at once; the file or database is opened or created in the background.
    ///
    /// - Parameters:
    ///   - place: Where the log is.
    ///   - settings: What is kept and for how long.
    ///   - limits: Bounds of memory and time.
    ///   - now: The current time, for the age of calls.
    ///   - report: Called on the writing thread, one call at a time.
    package init(
        _ place: CallLogPlace, settings: CallLogSettings, limits: Limits? = nil,
        now: @escaping @Sendable () -> Moment = { .now },
        report: @escaping @Sendable (CallLogIncident) -> Void = { _ in }
    ) {
        let limits = limits ?? Limits(for: place)
        (self.place, self.limits) = (place, limits)
        let state = WriterState(settings, limits)
        let store: any EntryStore
        switch place {
        case .file(let file):
            store = RecoveringStore(file, now: now) { path in
                state.didSetAside(path)
                report(.setAside(path))
            }
            listener = nil
        case .database(let address):
            store = PostgresStore(address)
            listener = PostgresListener(address) { state.yieldToListeners() }
        }
        let writer = BatchWriter(
            store: store, state: state, thread: thread, limits: limits, now: now, report: report)
        (self.state, self.writer) = (state, writer)
        thread.async {
            writer.write()
            writer.prune()
            writer.readOldCalls()
        }
    }

    /// Queues an entry to be written. Never blocks, whatever the state of the disk.
    ///
    /// - Parameters:
    ///   - bytes: Approximately the memory that `entry` keeps in use.
    ///   - entry: Makes the entry, later and on the writing thread, masking what the settings of that time want masked.
    package func record(bytes: Int = 1024, _ entry: @escaping @Sendable (CallLogSettings) -> LogEntry) {
        switch state.enqueue(.init(make: entry, bytes: bytes), batch: limits.batch) {
        case .notNeeded: break
        case .afterInterval: thread.async(after: limits.interval) { [writer] in writer.write() }
        case .immediately: thread.async { [writer] in writer.write() }
        }
    }

    /// Replaces the settings, also for entries that are waiting.
    package func replace(_ settings: CallLogSettings) {
        state.settings = settings
        thread.async { [writer] in writer.prune() }
    }

    /// Reads the log that this writes.
    package var reader: CallLogReader { CallLogReader(place) }

    /// The condition of the writer, and its counts since the start.
    package var status: CallLogStatus { state.status }

    /// Emits a value after each batch that was written, in a database also by other instances. A consumer that is slower gets one value for several batches.
    package func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = state.add(continuation)
        listener?.start()
        continuation.onTermination = { [weak state] _ in state?.removeListener(id) }
        return stream
    }

    /// Writes everything that was recorded before the call, and waits for it.
    ///
    /// - Returns: `false` if that took longer than `limit`.
    @discardableResult
    package func flush(within limit: Duration) async -> Bool {
        await withCheckedContinuation { continuation in
            guard let id = state.addFlush(continuation) else { return continuation.resume(returning: true) }
            thread.async { [writer] in writer.write(all: true) }
            timer.asyncAfter(deadline: .now() + limit.dispatchInterval) { [state] in
                state.removeFlush(id)?.resume(returning: false)
            }
        }
    }

    /// Writes what is waiting and closes the file. Entries recorded from now on are dropped.
    ///
    /// - Returns: `false` if that took longer than `limit`; what was not written by then is lost.
    @discardableResult
    package func close(within limit: Duration) async -> Bool {
        state.close()
        listener?.stop()
        let start = ContinuousClock.now
        let isFlushed = await flush(within: limit)
        let left = max(.milliseconds(100), limit - start.duration(to: .now))
        return await withCheckedContinuation { continuation in
            let result = OneShotContinuation(continuation)
            thread.async { [writer] in
                writer.close()
                result.resume(isFlushed)
            }
            timer.asyncAfter(deadline: .now() + left.dispatchInterval) { result.resume(false) }
        }
    }
}

/// A continuation that two sides may resume: the first one counts.
private final class OneShotContinuation: Sendable {
    private let continuation: Mutex<CheckedContinuation<Bool, Never>?>

    init(_ continuation: CheckedContinuation<Bool, Never>) { self.continuation = Mutex(continuation) }

    func resume(_ value: Bool) {
        continuation.withLock { continuation in
            defer { continuation = nil }
            return continuation
        }?.resume(returning: value)
    }
}
