import CallFlow
import Logging

/// What the dashboard works on, besides what the server knows itself.
package struct Dashboard: Sendable {
    /// Nil: no password can be set.
    package var passwords: PasswordFile?
    /// Nil: schedules cannot be overridden.
    package var overrides: OverrideFile?
    /// Nil: there is no file to edit.
    package var configuration: EditedFile?

    /// More than the table below has; tests put theirs here.
    var further: [any AdminSection] = []

    package init(passwords: PasswordFile? = nil) {
        self.passwords = passwords
    }

    /// The pages, in the order of the navigation. One that has an entry is in it; the first is where `/` leads.
    func sections(live: LivePlan, now: @escaping @Sendable () -> Moment, logger: Logger) -> [any AdminSection] {
        var sections: [any AdminSection] = [
            NumbersController(live: live, now: now),
            SchedulesController(live: live, overrides: overrides, now: now, logger: logger),
            TrialController(live: live, now: now),
        ]
        if let configuration {
            sections.append(ConfigurationController(file: configuration, live: live, now: now, logger: logger))
        }
        return sections + further
    }
}
