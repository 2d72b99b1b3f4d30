/// A change of a schedule that a call asks for.
package struct OverrideChange: Hashable, Sendable {
    package let schedule: String
    /// `nil`: the schedule follows its regular hours again.
    package var override: ScheduleOverride?

    package init(schedule: String, override: ScheduleOverride?) {
        self.schedule = schedule
        self.override = override
    }
}
