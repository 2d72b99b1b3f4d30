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

/// A temporary swap: one person takes all turns of a rota until a moment, then it expires.
package struct RotaSwap: Hashable, Sendable {
    /// The name of the rota.
    package let rota: String
    package let person: String
    /// The end, not included.
    package let until: Moment

    package init(rota: String, person: String, until: Moment) {
        self.rota = rota
        self.person = person
        self.until = until
    }
}

/// Overrides, at most one per schedule and one swap per rota. Some may have expired, and some may belong to schedules that no longer exist.
package struct ScheduleOverrides: Hashable, Sendable {
    /// By schedule.
    private var overrides: [String: ScheduleOverride] = [:]
    /// By rota.
    private var swaps: [String: RotaSwap] = [:]

    /// - Parameters:
    ///   - overrides: Of several for one schedule the last is used.
    ///   - swaps: Of several for one rota the last is used.
    package init(_ overrides: [ScheduleOverride] = [], swaps: [RotaSwap] = []) {
        for override in overrides { set(override) }
        for swap in swaps { set(swap) }
    }

    /// All overrides, by the names of their schedules.
    package var all: [ScheduleOverride] { overrides.values.sorted { $0.schedule < $1.schedule } }

    /// The override of a schedule that is active at a moment.
    package func override(of schedule: String, at moment: Moment) -> ScheduleOverride? {
        overrides[schedule].flatMap { moment < $0.until ? $0 : nil }
    }

    /// All swaps, by the names of their rotas.
    package var allSwaps: [RotaSwap] { swaps.values.sorted { $0.rota < $1.rota } }

    /// The swap of a rota that is active at a moment.
    package func swap(of rota: String, at moment: Moment) -> RotaSwap? {
        swaps[rota].flatMap { moment < $0.until ? $0 : nil }
    }

    package mutating func set(_ swap: RotaSwap) { swaps[swap.rota] = swap }
    package mutating func clear(rota: String) { swaps[rota] = nil }
    package mutating func set(_ override: ScheduleOverride) { overrides[override.schedule] = override }
    package mutating func clear(_ schedule: String) { overrides[schedule] = nil }

    package mutating func apply(_ change: OverrideChange) {
        if let override = change.override { set(override) } else { clear(change.schedule) }
    }

    /// The overrides that are active at a moment.
    package func active(at moment: Moment) -> ScheduleOverrides {
        ScheduleOverrides(all.filter { moment < $0.until }, swaps: allSwaps.filter { moment < $0.until })
    }
}

extension Schedule {
    /// The status at a moment, what it comes from, and the override that causes it instead, if any.
    ///
    /// - Parameter zone: the configuration's; a schedule with a clock of its own uses that.
    package func status(
        at moment: Moment, in zone: Zone, under overrides: ScheduleOverrides
    ) -> (status: Status, reason: DayReason, override: ScheduleOverride?) {
        let state = state(at: clock(in: zone).localTime(at: moment))
        guard let override = overrides.override(of: name, at: moment) else { return (state.status, state.reason, nil) }
        return (override.state == .open ? .open : .closed, state.reason, override)
    }

    /// The clock of the schedule: its own, or the configuration's.
    package func clock(in zone: Zone) -> Zone { timeZone ?? zone }
}
