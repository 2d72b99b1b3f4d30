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
    /// Nil: only the owner logs in.
    package var users: StateFile<DashboardUsers>?
    /// Nil: what people do is not recorded.
    package var audit: AuditTrail?
    /// Nil: sessions, and the forms of open pages, end with the server.
    package var sessions: StateFile<Sessions>?
    /// Nil: schedules cannot be overridden.
    package var overrides: StateFile<ScheduleOverrides>?
    /// Nil: callers cannot be marked as called back.
    package var callBacks: StateFile<CallBackMarks>?
    /// Nil: there is no file to edit.
    package var configuration: EditedFile?
    /// The edit of that file that waits to be confirmed.
    package var heldEdit: @Sendable () -> HeldEdit? = { nil }
    /// Nil: calls are not recorded.
    package var callLog: CallLogWriter?
    /// Nil: no alerts are sent.
    package var alerts: AlertsAccess?
    /// Runs the checks of the doctor, and returns their report as JSON. Blocks. Nil: they cannot be run.
    package var doctor: (@Sendable () -> [UInt8])?
    /// The instances that have the configuration in common; none where it is in a file.
    package var instances: @Sendable () -> [InstanceRow] = { [] }
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
        let live = VisiblePlan(live)
        return AdminController(
            host: AdminHost(endpoint.host, isSecure: isSecure), live: live,
            access: AdminAccess(
                passwords: passwords, users: users, sessions: sessions, isLoopback: endpoint.isLoopback,
                isSecure: isSecure, now: now),
            audit: audit.map { AuditRecorder($0, now: now, logger: logger) },
            sections: sections(live: live, media: media, trials: trials, health: health, now: now, logger: logger)
                + people(live: live, isSecure: isSecure, now: now, logger: logger) + further + self.further,
            logger: logger
        ) {
            var health = health()
            if !isPublicOpen() { health.reasons.insert(Health.publicListenerClosed, at: 0) }
            return health
        }
    }

    /// Who may use the dashboard, and what they did.
    private func people(
        live: VisiblePlan, isSecure: Bool, now: @escaping @Sendable () -> Moment, logger: Logger
    ) -> [any AdminSection] {
        var sections: [any AdminSection] = []
        if let audit {
            sections.append(AuditController(trail: audit, live: live, configuration: configuration, now: now))
        }
        if let users {
            sections.append(
                UsersController(
                    users: users, passwords: passwords, live: live, isSecure: isSecure, now: now, logger: logger))
        }
        return sections
    }

    /// The pages in the order of the navigation, which lists those with an entry; `/` redirects to the first of them.
    private func sections(
        live: VisiblePlan, media: @escaping PublishedMedia, trials: TrialRecording?,
        health: @escaping @Sendable () -> Health, now: @escaping @Sendable () -> Moment, logger: Logger
    ) -> [any AdminSection] {
        let reader = callLog?.reader
        let health: @Sendable () -> Health = { [heldEdit] in
            var health = health()
            guard Language.current == .german else { return health }
            health.german = Health.german(
                live.whole.catalogue().problems, held: heldEdit().map { ($0.sentence, $0.inGerman) })
            return health
        }
        let list = reader.map { CallBackController(log: $0, live: live, marks: callBacks, now: now) }
        var calls: HomeController.Calls?
        if let callLog, let reader, let list { calls = .init(writer: callLog, log: reader, callBacks: list) }
        let drafts = TrialDrafts()
        let store = OverrideStore(file: overrides, live: live, logger: logger)
        var sections: [any AdminSection] = [
            HomeController(calls: calls, live: live, store: store, users: users, health: health, now: now),
            SeveralLocationsController(live: live, store: store, now: now),
        ]
        if let reader {
            sections.append(
                CallsController(log: reader, live: live, configuration: configuration, now: now, logger: logger))
        }
        let editing = configuration.map {
            FormEditing(file: $0, live: live, now: now, logger: logger, drafts: drafts)
        }
        if let studio {
            sections.append(
                AnnouncementsController(live: live, studio: studio, media: media, editing: editing, now: now))
        }
        sections += [
            SchedulesController(
                live: live, store: store, canEdit: configuration != nil, now: now),
            NumbersController(live: live, canEdit: configuration != nil, now: now),
            AdvancedController(), SearchController(log: reader, live: live, now: now),
            TrialController(live: live, now: now, media: media, recording: trials, drafts: drafts),
        ]
        if let list { sections.append(list) }
        if let alerts {
            sections.append(AlertsController(alerts: alerts, live: live, editing: editing, now: now))
        }
        if let configuration, let editing {
            sections += [
                HoursController(editing: editing), NumberFormController(editing: editing),
                MenuController(editing: editing), FlowController(editing: editing),
                ScheduleCopyController(editing: editing), RotaFormController(editing: editing),
                NumberTableController(editing: editing),
            ]
            sections.append(
                ConfigurationController(
                    file: configuration, live: live, audit: audit, held: heldEdit, now: now, logger: logger))
        }
        sections.append(HealthController(health: health, instances: instances))
        if let doctor { sections.append(DoctorController(run: doctor)) }
        return sections
    }
}
