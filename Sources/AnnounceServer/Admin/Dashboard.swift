import CallFlow
package import CallLog
import Logging
package import MediaLibrary

/// What the dashboard works on, besides what the server knows itself.
package struct Dashboard: Sendable {
    /// Nil: no password can be set.
    package var passwords: PasswordFile?
    /// Nil: schedules cannot be overridden.
    package var overrides: OverrideFile?
    /// Nil: there is no file to edit.
    package var configuration: EditedFile?
    /// Nil: what happens on calls is not kept.
    package var callLog: CallLogWriter?
    /// Nil: recordings are looked at and not changed.
    package var studio: RecordingStudio?

    /// More than the table below has; tests put theirs here.
    var further: [any AdminSection] = []

    package init(passwords: PasswordFile? = nil) {
        self.passwords = passwords
    }

    /// The pages, in the order of the navigation. One that has an entry is in it; the first is where `/` leads.
    func sections(
        live: LivePlan, metrics: ServerMetrics, recorder: CallRecorder?, health: @escaping @Sendable () -> Health,
        now: @escaping @Sendable () -> Moment, logger: Logger
    ) -> [any AdminSection] {
        var sections: [any AdminSection] = []
        if let callLog {
            let reader = CallLogReader(callLog.file)
            sections += [
                TodayController(writer: callLog, log: reader, live: live, health: health, now: now),
                CallsController(log: reader, live: live),
            ]
        }
        if let studio { sections.append(AnnouncementsController(live: live, studio: studio)) }
        sections += [
            MetricsController(
                metrics: metrics, gauges: { [callLog] in .init(catalogue: live.catalogue(), log: callLog?.status) },
                now: now),
            NumbersController(live: live, now: now),
            SchedulesController(live: live, overrides: overrides, now: now, logger: logger),
            TrialController(live: live, now: now, log: recorder),
        ]
        if let configuration {
            sections.append(ConfigurationController(file: configuration, live: live, now: now, logger: logger))
        }
        return sections + further
    }
}
