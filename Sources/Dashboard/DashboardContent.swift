package import CallFlow
package import CallLog
import HTTPListener
package import LocalFiles
package import Logging
package import MediaLibrary
package import Telephony
package import Webhook

/// What the dashboard shows and edits besides the call plan in use. Nil parts are not shown or cannot be changed.
package struct DashboardContent: Sendable {
    /// Nil: no password can be set.
    package var passwords: StateFile<PasswordHash>?
    /// Nil: schedules cannot be overridden.
    package var overrides: StateFile<ScheduleOverrides>?
    /// Nil: there is no file to edit.
    package var configuration: EditedFile?
    /// The edit of that file that waits to be confirmed.
    package var heldEdit: @Sendable () -> HeldEdit? = { nil }
    /// Nil: calls are not recorded.
    package var callLog: CallLogWriter?
    /// Nil: recordings cannot be changed.
    package var studio: RecordingStudio?

    /// Sections of tests.
    package var further: [any AdminSection] = []

    package init(passwords: StateFile<PasswordHash>? = nil) {
        self.passwords = passwords
    }

    /// Assembles the dashboard.
    ///
    /// - Parameters:
    ///   - endpoint: the address the listener is bound to.
    ///   - isSecure: whether the listener speaks TLS.
    ///   - media: replies to requests for published files, by name.
    ///   - trials: records simulated calls; nil: they are not recorded.
    ///   - further: sections that are not pages.
    ///   - health: reasons calls are not answered, besides a listener that is not open.
    ///   - isPublicOpen: whether the public listener is open.
    package func controller(
        live: LivePlan, endpoint: Endpoint, isSecure: Bool, media: @escaping PublishedMedia, trials: TrialRecording?,
        further: [any AdminSection], health: @escaping @Sendable () -> Health,
        isPublicOpen: @escaping @Sendable () -> Bool, now: @escaping @Sendable () -> Moment, logger: Logger
    ) -> AdminController {
        AdminController(
            host: AdminHost(endpoint.host, isSecure: isSecure), publicName: { live.configuration.publicURL.host },
            access: AdminAccess(
                passwords: passwords, isLoopback: endpoint.isLoopback, isSecure: isSecure, now: now),
            sections: sections(live: live, media: media, trials: trials, health: health, now: now, logger: logger)
                + further + self.further,
            logger: logger
        ) {
            var health = health()
            if !isPublicOpen() { health.reasons.insert("The public listener is not open yet.", at: 0) }
            return health
        }
    }

    /// The pages in the order of the navigation, which lists those with an entry; `/` redirects to the first of them.
    private func sections(
        live: LivePlan, media: @escaping PublishedMedia, trials: TrialRecording?,
        health: @escaping @Sendable () -> Health, now: @escaping @Sendable () -> Moment, logger: Logger
    ) -> [any AdminSection] {
        var sections: [any AdminSection] = []
        if let callLog {
            let reader = CallLogReader(callLog.file)
            sections += [
                TodayController(writer: callLog, log: reader, live: live, health: health, now: now),
                CallsController(log: reader, live: live, configuration: configuration, now: now, logger: logger),
            ]
        }
        if let studio { sections.append(AnnouncementsController(live: live, studio: studio, media: media)) }
        sections += [
            NumbersController(live: live, now: now),
            SchedulesController(live: live, overrides: overrides, now: now, logger: logger),
            TrialController(live: live, now: now, media: media, recording: trials),
        ]
        if let configuration {
            sections.append(
                ConfigurationController(
                    file: configuration, live: live, held: heldEdit, now: now, logger: logger))
        }
        return sections
    }
}
