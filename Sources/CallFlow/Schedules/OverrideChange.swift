package import Telephony

/// A change of a schedule that a call asks for.
package struct OverrideChange: Hashable, Sendable {
    package let schedule: String
    /// When it was asked for.
    package let moment: Moment
    /// `nil`: the schedule follows its regular hours again.
    package var override: ScheduleOverride?

    package init(schedule: String, override: ScheduleOverride?, at moment: Moment) {
        self.schedule = schedule
        self.moment = moment
        self.override = override
    }
}
