import CallFlow
import HTTPListener
import HTTPTypes
import LocalFiles
import Logging
import MediaLibrary
import Sipgate
import SystemPackage
import Telephony
import Webhook

/// `/schedules`: the status of all schedules, the days of a year, and temporary overrides.
struct SchedulesController: AdminSection {
    static var entry: AdminEntry? { AdminEntry(title: Texts.Frame.hours, path: "/schedules", place: .bar(.hours)) }

    let live: VisiblePlan
    let store: OverrideStore
    /// Whether the pages of hours can be reached.
    let canEdit: Bool
    let now: @Sendable () -> Moment

    var routes: [AdminRoute] {
        [
            .get("/schedules") { list($0) },
            .get("/schedules/{schedule}") { year($0) },
            .form("/schedules/{schedule}/override") { try await override($0, $1) },
            .get("/rotas/{rota}") { turns($0) },
            .form("/rotas/{rota}/override") { try await swap($0, $1) },
        ]
    }

    /// What callers can be made to hear, by name.
    private var announcements: [AnnouncementName] { live.catalogue().published.map(\.name) }

    private func list(_ request: AdminRequest, problem: String? = nil, status: HTTPResponse.Status = .ok) -> Reply {
        let plan = live.plan
        let page = SchedulesPage(
            plan: plan, announcements: announcements, now: now(), canOverride: store.file != nil, canEdit: canEdit,
            problem: problem, mayPost: request.frame.visitor.mayPost, search: request.query?["q"] ?? "",
            first: request.query?["first"]
        ) { path, fields in
            request.form(path, fields)
        }
        return request.page(Texts.Schedules.title, status: status, page.html)
    }

    private func year(_ request: AdminRequest) -> Reply {
        let plan = live.plan
        guard let schedule = plan.configuration.schedules[request["schedule"]] else { return unknown(request) }
        let today = schedule.clock(in: plan.configuration.timeZone).localTime(at: now()).date
        let year = request.query?["year"].flatMap { Int($0) } ?? today.year
        guard (1970...2200).contains(year) else {
            return request.frame.refusal(Texts.Frame.notFound, .notFound, Texts.Schedules.years)
        }
        return request.page(
            "\(schedule.name) \(year)", YearSheet(schedule: schedule, year: year, today: today).html)
    }

    private func turns(_ request: AdminRequest) -> Reply {
        let plan = live.plan
        guard let rota = plan.configuration.rotas[request["rota"]] else { return unknownRota(request) }
        let today = rota.clock(in: plan.configuration.timeZone).localTime(at: now())
        let year = request.query?["year"].flatMap { Int($0) } ?? today.date.year
        guard (1970...2200).contains(year) else {
            return request.frame.refusal(Texts.Frame.notFound, .notFound, Texts.Schedules.years)
        }
        return request.page("\(rota.name) \(year)", RotaSheet(rota: rota, year: year, now: today).html)
    }

    private func unknown(_ request: AdminRequest) -> Reply {
        request.frame.refusal(Texts.Frame.notFound, .notFound, Texts.Schedules.noSchedule(request["schedule"]))
    }

    private func unknownRota(_ request: AdminRequest) -> Reply {
        request.frame.refusal(Texts.Frame.notFound, .notFound, Texts.Schedules.noRota(request["rota"]))
    }

    // MARK: Overrides

    private func override(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        let configuration = live.configuration
        let name = request["schedule"]
        guard configuration.schedules[name] != nil else { return unknown(request) }
        let now = now()
        let change: ScheduleOverride?
        do throws(OverrideFormError) {
            change = try self.change(of: name, fields, in: configuration.timeZone, at: now)
        } catch {
            return list(request, problem: error.sentence, status: .unprocessableContent)
        }
        let ended = fields["ends"]
        return try await store(
            request, at: now,
            ["schedule": .string(name), "state": .string(change?.state.rawValue ?? "regular hours")], setting: change
        ) { overrides in
            if let change {
                overrides.set(change, at: now)
            } else if let ended {
                for override in overrides.all where override.schedule == name && override.key == ended {
                    overrides.remove(override)
                }
            } else {
                overrides.clear(name, at: now)
            }
        }
    }

    private func swap(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        let configuration = live.configuration
        let name = request["rota"]
        guard configuration.rotas[name] != nil else { return unknownRota(request) }
        let now = now()
        let change: RotaSwap?
        do throws(OverrideFormError) {
            if fields["state"] == "turns" {
                change = nil
            } else {
                guard let person = fields["person"], configuration.people[person] != nil else {
                    throw .noPerson(fields["person"] ?? "")
                }
                change = RotaSwap(
                    rota: name, person: person, until: try Self.end(fields, in: configuration.timeZone, at: now))
            }
        } catch {
            return list(request, problem: error.sentence, status: .unprocessableContent)
        }
        return try await store(
            request, at: now, ["rota": .string(name), "person": .string(change?.person ?? "regular turns")]
        ) { overrides in
            if let change { overrides.set(change) } else { overrides.clear(rota: name) }
        }
    }

    /// Stores a change, and has calls follow it.
    private func store(
        _ request: AdminRequest, at now: Moment, _ metadata: Logger.Metadata,
        setting override: ScheduleOverride? = nil, _ change: @escaping @Sendable (inout ScheduleOverrides) -> Void
    ) async throws -> Reply {
        guard store.file != nil else {
            return list(request, problem: Texts.Schedules.notStored, status: .conflict)
        }
        if let refusal = try await store.change(at: now, metadata, setting: override, change) {
            return list(request, problem: refusal.sentence, status: refusal.status)
        }
        return .seeOther("/schedules")
    }

    /// Reasons a form does not describe an override.
    private enum OverrideFormError: Error {
        case noState
        case noPerson(String)
        case noTime(String)
        case past(LocalTime)
        case endsBefore(LocalTime)
        case noAnnouncement(String)

        var sentence: String {
            switch self {
            case .noPerson(let name): Texts.Schedules.noPerson(name)
            case .noState: Texts.Schedules.noState
            case .noTime(let text): Texts.Schedules.noTime(text)
            case .past(let time): Texts.Schedules.past(time)
            case .endsBefore(let time): Texts.Schedules.endsBefore(time)
            case .noAnnouncement(let name): Texts.Schedules.noAnnouncement(name)
            }
        }
    }

    /// The override of a form; nil to return to the regular hours.
    private func change(
        of schedule: String, _ fields: FormFields, in zone: Zone, at now: Moment
    ) throws(OverrideFormError) -> ScheduleOverride? {
        if fields["state"] == "hours" { return nil }
        guard let state = fields["state"].flatMap({ ScheduleOverride.ForcedStatus(rawValue: $0) }) else {
            throw .noState
        }
        var start: Moment?
        if let text = fields["from"], !text.isEmpty {
            guard let time = Moment.typed(text, from: now, in: zone) else { throw .noTime(text) }
            // Before now is now: the page may have been open for a while.
            start = time > now ? time : nil
        }
        var announcement: AnnouncementName?
        if let text = fields["play"], !text.isEmpty {
            guard let name = try? AnnouncementName(text), live.catalogue().announcement(Prompt(name)) != nil else {
                throw .noAnnouncement(text)
            }
            announcement = name
        }
        let end = try Self.end(fields, in: zone, at: now)
        if let start, end <= start { throw .endsBefore(zone.localTime(at: end)) }
        return ScheduleOverride(
            schedule: schedule, state: state, from: start, until: end, announcement: announcement,
            author: "the dashboard")
    }

    /// The end that a form names: after `hours`, at `until`, or else at midnight.
    private static func end(
        _ fields: FormFields, in zone: Zone, at now: Moment
    ) throws(OverrideFormError) -> Moment {
        let today = zone.localTime(at: now)
        if let hours = fields["hours"].flatMap({ Int64($0) }), (1...24).contains(hours) {
            return Moment(milliseconds: now.milliseconds + hours * 3_600_000)
        }
        let text = fields["until"] ?? ""
        let midnight = LocalTime(date: today.date.adding(days: 1), second: 0)
        guard let end = text.isEmpty ? zone.moment(of: midnight) : Moment.typedEnd(text, from: now, in: zone) else {
            throw .noTime(text)
        }
        guard end > now else { throw .past(zone.localTime(at: end)) }
        return end
    }
}

extension ScheduleOverride {
    /// Tells it from the others of its schedule, in a form.
    var key: String { "\(from?.milliseconds ?? 0)-\(until.milliseconds)-\(state)" }
}
