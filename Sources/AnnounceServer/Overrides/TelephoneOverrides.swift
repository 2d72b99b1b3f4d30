import CallFlow
import Dashboard
import LocalFiles
import Logging
import Sipgate
import Synchronization
import SystemPackage
import Telephony
import Webhook

/// Schedules that are opened and closed from the telephone.
///
/// An event's road touches no disk, so a change takes effect in memory before its answer goes out, and is written to the file of
/// overrides afterwards, on another thread. The provider may push an event twice: the position in its URL is signed for one
/// moment of one call, so the second push with the same one changes nothing. The positions are remembered in memory only: a
/// push that is repeated after a restart, or to another instance, changes the schedules again.
final class TelephoneOverrides: Sendable {
    /// Pushes remembered, so that memory is bounded.
    private static let mostPushes = 2_000

    private struct Pushes {
        var known: Set<String> = []
        /// The oldest first.
        var order: [String] = []

        /// Returns whether a push is new.
        mutating func insert(_ push: String) -> Bool {
            guard known.insert(push).inserted else { return false }
            order.append(push)
            if order.count > TelephoneOverrides.mostPushes {
                let old = order.count / 2
                for push in order.prefix(old) { known.remove(push) }
                order.removeFirst(old)
            }
            return true
        }
    }

    private let live: LivePlan
    /// Nil: changes are kept in memory only.
    private let file: StateFile<ScheduleOverrides>?
    private let numbers: LoggedNumbers
    private let now: @Sendable () -> Moment
    private let logger: Logger
    /// Nil: what callers do is not recorded.
    private let audit: AuditTrail?
    private let pushes = Mutex(Pushes())
    /// Entries that are not in the trail yet.
    private let entries = Mutex<[AuditEntry]>([])
    /// Held while the file is written, so that changes are written in their order.
    private let writing = Mutex(())

    init(
        _ live: LivePlan, file: StateFile<ScheduleOverrides>?, numbers: LoggedNumbers,
        audit: AuditTrail?, now: @escaping @Sendable () -> Moment, logger: Logger
    ) {
        (self.live, self.file, self.numbers, self.audit) = (live, file, numbers, audit)
        (self.now, self.logger) = (now, logger)
    }

    /// Applies what an event decided, in memory. Test calls change nothing.
    ///
    /// - Parameter token: the last path segment of the event's URL, if it is that of a position.
    func take(_ event: AnsweredEvent, token: String?) {
        guard let changes = event.outcome.decision?.overrides, !changes.isEmpty, !event.isTrial,
            pushes.withLock({ $0.insert("\(token ?? "") \(event.event.callID)") })
        else { return }
        let author = "a call from " + author(of: event)
        let signed = changes.map { change in
            var change = change
            change.override?.author = author
            return change
        }
        live.change(signed, areStored: file == nil)
        if audit != nil { entries.withLock { $0 += changes.map { entry($0, event) } } }
        for change in changes {
            let state = change.override?.state.rawValue ?? "regular hours"
            logger.notice(
                "A schedule was overridden by telephone",
                metadata: [
                    "schedule": .string(change.schedule), "state": .string(state), "author": .string(author),
                    "call": .string(event.event.callID),
                ])
        }
    }

    /// The entry of the list of changes.
    private func entry(_ change: OverrideChange, _ event: AnsweredEvent) -> AuditEntry {
        var values = change.override?.auditValues(in: live.configuration.timeZone) ?? ["schedule": change.schedule]
        values["call"] = event.event.callID
        return AuditEntry(
            at: change.moment, user: nil, from: author(of: event), action: "override", values: values, way: .telephone)
    }

    private var hasMore: Bool { file != nil && live.hasUnstoredChanges || entries.withLock { !$0.isEmpty } }

    /// Has the changes written, after the answer is out.
    func store() {
        guard hasMore else { return }
        WaitingThreads.start { [self] in write() }
    }

    /// Returns when the changes so far are written, or could not be.
    func finish() async {
        guard hasMore else { return }
        _ = try? await WaitingThreads.run { self.write() }
    }

    private func write() {
        for entry in entries.withLock({ entries in
            defer { entries = [] }
            return entries
        }) {
            do throws(Errno) {
                try audit?.add(entry)
            } catch {
                logger.error("What a caller opened or closed could not be recorded: \(error)")
            }
        }
        guard let file else { return }
        writing.withLock { _ in
            let changes = live.unstoredChanges
            guard !changes.isEmpty else { return }
            do throws(StateFileError) {
                let held = try file.change(at: now()) { overrides in
                    for change in changes { overrides.apply(change) }
                }
                live.stored(changes.count, in: held)
            } catch {
                logger.error(
                    "What callers opened and closed is in effect, but could not be stored; it will be tried again with the next change",
                    metadata: ["reason": .string("\(error)")])
            }
        }
    }

    private func author(of event: AnsweredEvent) -> String {
        switch event.event {
        case .newCall(let call): numbers.text(call.from)
        case .dtmf: event.outcome.position.map { numbers.text($0.from) } ?? "unknown"
        case .answer, .hangup: "unknown"
        }
    }
}
