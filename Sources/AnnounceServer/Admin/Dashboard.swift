import CallFlow
import Logging

/// What the dashboard works on, besides what the server knows itself.
package struct Dashboard: Sendable {
    /// Nil: no password can be set.
    package var passwords: PasswordFile?

    package init(passwords: PasswordFile? = nil) {
        self.passwords = passwords
    }

    /// The pages, in the order of the navigation. One that has an entry is in it; the first is where `/` leads.
    func sections(live: LivePlan, now: @escaping @Sendable () -> Moment, logger: Logger) -> [any AdminSection] {
        []
    }
}
