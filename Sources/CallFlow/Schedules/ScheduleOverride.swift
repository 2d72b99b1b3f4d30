package import Telephony

/// A temporary status of a schedule: open or closed for a while, whatever its hours say. Expires by itself.
package struct ScheduleOverride: Hashable, Sendable {
    package enum ForcedStatus: String, Hashable, Sendable, CaseIterable {
        case open
        /// Closed; not a holiday.
        case closed
    }

    /// The name of the schedule.
    package let schedule: String
    package let state: ForcedStatus
    /// The start; nil for one that took effect when it was set.
    package let from: Moment?
    /// The end, not included.
    package let until: Moment
    /// What callers hear in place of the first announcement of the branch that the override leads to; nil for what the
    /// configuration says.
    package var announcement: AnnouncementName?
    /// Who set it: `a call from +4915799912345`, `the dashboard`; `nil` if unknown.
    package var author: String?

    package init(
        schedule: String, state: ForcedStatus, from: Moment? = nil, until: Moment,
        announcement: AnnouncementName? = nil, author: String? = nil
    ) {
        (self.schedule, self.state, self.from, self.until) = (schedule, state, from, until)
        (self.announcement, self.author) = (announcement, author)
    }

    /// Whether it has begun and not ended.
    package func isActive(at moment: Moment) -> Bool { moment < until && from.map { $0 <= moment } ?? true }

    /// Whether nothing is left of another one once this one is set.
    fileprivate func covers(_ other: ScheduleOverride) -> Bool {
        guard schedule == other.schedule, other.until <= until else { return false }
        guard let from else { return true }
        return other.from.map { from <= $0 } ?? false
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

/// Overrides, also planned ones, and one swap per rota. Some may have expired, and some may belong to schedules that no longer
/// exist. Where several hold for a schedule, the one that was set last counts.
package struct ScheduleOverrides: Hashable, Sendable {
    /// In the order in which they were set.
    private var overrides: [ScheduleOverride] = []
    /// By rota.
    private var swaps: [String: RotaSwap] = [:]

    /// - Parameters:
    ///   - overrides: In the order in which they were set.
    ///   - swaps: Of several for one rota the last is used.
    package init(_ overrides: [ScheduleOverride] = [], swaps: [RotaSwap] = []) {
        for override in overrides { set(override) }
        for swap in swaps { set(swap) }
    }

    /// All overrides, in the order in which they were set.
    package var all: [ScheduleOverride] { overrides }

    /// All overrides that have not ended at a moment, by their schedules and starts.
    package func list(at moment: Moment) -> [ScheduleOverride] {
        overrides.filter { moment < $0.until }.sorted {
            ($0.schedule, $0.from ?? moment, $0.until) < ($1.schedule, $1.from ?? moment, $1.until)
        }
    }

    /// The override of a schedule that counts at a moment.
    package func override(of schedule: String, at moment: Moment) -> ScheduleOverride? {
        overrides.last { $0.schedule == schedule && $0.isActive(at: moment) }
    }

    /// All swaps, by the names of their rotas.
    package var allSwaps: [RotaSwap] { swaps.values.sorted { $0.rota < $1.rota } }

    /// The swap of a rota that is active at a moment.
    package func swap(of rota: String, at moment: Moment) -> RotaSwap? {
        swaps[rota].flatMap { moment < $0.until ? $0 : nil }
    }

    package mutating func set(_ swap: RotaSwap) { swaps[swap.rota] = swap }
    package mutating func clear(rota: String) { swaps[rota] = nil }

    /// Adds an override, and removes those that it leaves nothing of.
    ///
    /// - Parameter moment: now. One that takes effect at once also replaces those in effect with the same state, since it
    ///   corrects them: "closed until 18:00" ends at 18:00, even if "closed until Friday" was said before.
    package mutating func set(_ override: ScheduleOverride, at moment: Moment? = nil) {
        overrides.removeAll { other in
            if override.covers(other) { return true }
            guard let moment, override.from == nil, override.schedule == other.schedule else { return false }
            return override.state == other.state && other.isActive(at: moment)
        }
        overrides.append(override)
    }

    /// Removes one override.
    package mutating func remove(_ override: ScheduleOverride) { overrides.removeAll { $0 == override } }

    /// Has a schedule follow its regular hours at a moment: what is planned for later stays.
    package mutating func clear(_ schedule: String, at moment: Moment) {
        overrides.removeAll { $0.schedule == schedule && $0.isActive(at: moment) }
    }

    package mutating func apply(_ change: OverrideChange) {
        if let override = change.override {
            set(override, at: change.moment)
        } else {
            clear(change.schedule, at: change.moment)
        }
    }

    /// The overrides that have not ended at a moment.
    package func remaining(at moment: Moment) -> ScheduleOverrides {
        var remaining = self
        remaining.overrides.removeAll { $0.until <= moment }
        remaining.swaps = swaps.filter { moment < $0.value.until }
        return remaining
    }
}

extension Schedule {
    /// The status at a moment, what it comes from, the override that causes it instead, if any, and what that or the day has
    /// callers hear meanwhile.
    ///
    /// - Parameter zone: the configuration's; a schedule with a clock of its own uses that.
    package func status(
        at moment: Moment, in zone: Zone, under overrides: ScheduleOverrides
    ) -> (status: Status, reason: DayReason, override: ScheduleOverride?, announcement: AnnouncementName?) {
        let state = state(at: clock(in: zone).localTime(at: moment))
        guard let override = overrides.override(of: name, at: moment) else {
            return (state.status, state.reason, nil, state.announcement)
        }
        return (override.state == .open ? .open : .closed, state.reason, override, override.announcement)
    }

    /// The clock of the schedule: its own, or the configuration's.
    package func clock(in zone: Zone) -> Zone { timeZone ?? zone }
}
