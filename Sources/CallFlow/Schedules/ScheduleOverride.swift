/// Somebody's word over a schedule: open or closed until a moment, whatever its hours say. Ends by itself.
package struct ScheduleOverride: Hashable, Sendable {
    package enum State: String, Hashable, Sendable, CaseIterable {
        case open
        /// Closed, not a holiday.
        case closed
    }

    /// The schedule's name.
    package let schedule: String
    package let state: State
    /// When it holds no longer.
    package let until: Moment

    package init(schedule: String, state: State, until: Moment) {
        self.schedule = schedule
        self.state = state
        self.until = until
    }
}

/// The overrides there are, one a schedule at most. Some may have ended, and some may be of schedules that are no more.
package struct ScheduleOverrides: Hashable, Sendable {
    /// By schedule.
    private var overrides: [String: ScheduleOverride] = [:]

    /// - Parameter overrides: of two of one schedule the later in the list holds.
    package init(_ overrides: [ScheduleOverride] = []) {
        for override in overrides { set(override) }
    }

    /// By the names of schedules.
    package var all: [ScheduleOverride] { overrides.values.sorted { $0.schedule < $1.schedule } }

    /// What holds over a schedule at a moment.
    package func override(of schedule: String, at moment: Moment) -> ScheduleOverride? {
        overrides[schedule].flatMap { moment < $0.until ? $0 : nil }
    }

    package mutating func set(_ override: ScheduleOverride) { overrides[override.schedule] = override }
    package mutating func clear(_ schedule: String) { overrides[schedule] = nil }

    /// Without those that have ended.
    package func holding(at moment: Moment) -> ScheduleOverrides {
        ScheduleOverrides(all.filter { moment < $0.until })
    }
}

extension Schedule {
    /// Whether somebody is there at a moment, and by whose word where it is not by the hours.
    package func status(
        at moment: Moment, in zone: Zone, under overrides: ScheduleOverrides
    ) -> (status: Status, override: ScheduleOverride?) {
        guard let override = overrides.override(of: name, at: moment) else {
            return (status(at: zone.localTime(at: moment)), nil)
        }
        return (override.state == .open ? .open : .closed, override)
    }
}
