import CallFlow
import HTTPListener
import HTTPTypes
import Sipgate
import Telephony

/// `/schedules/{schedule}/hours`: the hours of a schedule as a form.
///
/// What is saved was shown in words before: a page with a script shows it while people type and sends its mark along; without a script
/// the first click shows it and the second one saves.
struct HoursController: AdminSection {
    static let script = AdminAsset("forms.js", PackageResources.forms_js)
    private static let week = AdminAsset("week.js", PackageResources.week_js)

    let editing: FormEditing

    /// Bytes of a form: some hundred special days.
    private static let limit = 256 << 10

    var assets: [AdminAsset] { [Self.script, Self.week] }

    var routes: [AdminRoute] {
        [
            .get("/schedules/{schedule}/hours") { try await show($0) },
            .form("/schedules/{schedule}/hours", limit: Self.limit) { try await save($0, $1) },
            .text("/schedules/{schedule}/hours/check", limit: Self.limit) { try await check($0, $1) },
        ]
    }

    private func today(_ schedule: Schedule, _ configuration: Configuration) -> CivilDate {
        schedule.clock(in: configuration.timeZone).localTime(at: editing.now()).date
    }

    private func show(_ request: AdminRequest) async throws -> Reply {
        await editing.answer(request, Texts.Hours.title(request["schedule"])) { opened in
            guard let schedule = opened.configuration.schedules[request["schedule"]] else { return unknown(request) }
            return page(
                request, HoursForm(schedule), schedule, opened.configuration,
                note: request.savedNote)
        }
    }

    private func unknown(_ request: AdminRequest) -> Reply {
        request.unknown(Texts.Schedules.noSchedule(request["schedule"]))
    }

    // MARK: Saving

    private func save(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        await editing.answer(request, Texts.Hours.title(request["schedule"])) { opened in
            guard let schedule = opened.configuration.schedules[request["schedule"]] else { return unknown(request) }
            var form = HoursForm(fields, of: schedule)
            if let day = Weekday.allCases.first(where: { $0.shortName == fields["copy"] }) {
                form.copy(to: day)
                return page(
                    request, form, schedule, opened.configuration, changes: await changes(form, schedule, opened).0)
            }
            let isConflict = form.opened != schedule.mark
            form.opened = schedule.mark
            let (changes, draft) = await changes(form, schedule, opened)
            let sent = SentForm(
                changes: changes, draft: draft, conflict: isConflict ? Texts.Hours.changedMeanwhile : nil,
                confirmed: fields["confirmed"], isTrial: fields["action"] == "try")
            return await editing.save(sent, thenSee: "/schedules/\(schedule.name.percentEncoded)/hours?saved=1") {
                status, note in
                page(
                    request, form, schedule, opened.configuration, changes: changes, status: status,
                    note: note)
            }
        }
    }

    /// What the form would change; the draft, if it can be saved.
    private func changes(
        _ form: HoursForm, _ schedule: Schedule, _ opened: FormEditing.Opened
    ) async -> (FormChanges, FormEditing.Draft?) {
        let today = today(schedule, opened.configuration)
        let (edits, problems) = form.edits(of: schedule, today: today)
        if !problems.isEmpty { return (.problems(problems.map(\.sentence)), nil) }
        if edits.isEmpty { return (.nothing, nil) }
        return await editing.changes(edits, of: opened) { draft in
            let new = draft.configuration.schedules[schedule.name] ?? schedule
            return ScheduleChanges(from: schedule, to: new, today: today).lines
        }
    }

    /// While people type.
    private func check(_ request: AdminRequest, _ body: String) async throws -> Reply {
        await editing.check(body) { fields, opened in
            guard let schedule = opened.configuration.schedules[request["schedule"]] else { return nil }
            return await changes(HoursForm(fields, of: schedule), schedule, opened).0
        }
    }

    private func page(
        _ request: AdminRequest, _ form: HoursForm, _ schedule: Schedule, _ configuration: Configuration,
        changes: FormChanges = .nothing, status: HTTPResponse.Status = .ok, note: HTML? = nil
    ) -> Reply {
        let today = today(schedule, configuration)
        let problems = form.edits(of: schedule, today: today).problems
        let page = HoursPage(
            form: form, schedule: schedule, today: today, problems: problems, changes: changes,
            announcements: editing.announcements, note: note)
        return request.page(
            Texts.Hours.title(schedule.name), status: status, script: Self.script, more: [Self.week],
            page.html { request.form($0, kind: "fields", $1) })
    }
}
