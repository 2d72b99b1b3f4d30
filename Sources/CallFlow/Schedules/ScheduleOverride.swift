package import Telephony

/// A temporary status of a schedule: open or closed until a moment, whatever its hours say. Expires by itself.
package struct ScheduleOverride: Hashable, Sendable {
    package enum ForcedStatus: String, Hashable, Sendable, CaseIterable {
        case open
        /// Closed; not a holiday.
        case closed
    }

    /// The name of the schedule.
    package let schedule: String
    package let state: ForcedStatus
    /// The end, not included.
    package let until: Moment
    /// Who set it: `a call from +4915799912345`, `the dashboard`; `nil` if unknown.
    package var author: String?

    package init(schedule: String, state: ForcedStatus, until: Moment, author: String? = nil) {
        self.schedule = schedule
        self.state = state
        self.until = until
        self.author = author
    }
}

/// Overrides, at most one per schedule. Some may have expired, and some may belong to schedules that no longer exist.
package struct ScheduleOverrides: Hashable, Sendable {
    /// By schedule.
    private var overrides: [String: ScheduleOverride] = [:]

    /// - Parameter overrides: Of several for one schedule the last is used.
    package init(_ overrides: [ScheduleOverride] = []) {
        for override in overrides { set(override) }
    }

    /// All overrides, by the names of their schedules.
    package var all: [ScheduleOverride] { overrides.values.sorted { $0.schedule < $1.schedule } }

    /// The override of a schedule that is active at a moment.
    package func override(of schedule: String, at moment: Moment) -> ScheduleOverride? {
        overrides[schedule].flatMap { moment < $0.until ? $0 : nil }
    }

    package mutating func set(_ override: ScheduleOverride) { overrides[override.schedule] = override }
    package mutating func clear(_ schedule: String) { overrides[schedule] = nil }

    package mutating func apply(_ change: OverrideChange) {
        if let override = change.override { set(override) } else { clear(change.schedule) }
    }

    /// The overrides that are active at a moment.
    package func active(at moment: Moment) -> ScheduleOverrides {
        ScheduleOverrides(all.filter { moment < $0.until })
    }
}

extension Schedule {
    /// The status at a moment, and the override that causes it, if any.
    package func status(
        at moment: Moment, in zone: Zone, under overrides: ScheduleOverrides
    ) -> (status: Status, override: ScheduleOverride?) {
        guard let override = overrides.override(of: name, at: moment) else {
            return (status(at: zone.localTime(at: moment)), nil)
        }
        return (override.state == .open ? .open : .closed, override)
    }
}
