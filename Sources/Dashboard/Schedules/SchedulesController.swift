import CallFlow
import HTTPListener
import HTTPTypes
import LocalFiles
import Logging
import NIOPosix
import Sipgate
import SystemPackage
import Telephony
import Webhook

/// `/schedules`: the status of all schedules, the days of a year, and temporary overrides.
struct SchedulesController: AdminSection {
    static let entry: AdminEntry? = AdminEntry(title: "Schedules", path: "/schedules")

    let live: LivePlan
    /// Nil: schedules cannot be overridden.
    let overrides: StateFile<ScheduleOverrides>?
    let now: @Sendable () -> Moment
    let logger: Logger

    var routes: [AdminRoute] {
        [
            .get("/schedules") { list($0) },
            .get("/schedules/{schedule}") { year($0) },
            .form("/schedules/{schedule}/override") { try await override($0, $1) },
            .get("/rotas/{rota}") { turns($0) },
            .form("/rotas/{rota}/override") { try await swap($0, $1) },
        ]
    }

    private func list(_ request: AdminRequest, problem: String? = nil, status: HTTPResponse.Status = .ok) -> Reply {
        let plan = live.plan
        let page = SchedulesPage(plan: plan, now: now(), canOverride: overrides != nil, problem: problem) {
            path, fields in
            request.form(path, fields)
        }
        return request.page("Schedules", status: status, page.html)
    }

    private func year(_ request: AdminRequest) -> Reply {
        let plan = live.plan
        guard let schedule = plan.configuration.schedules[request["schedule"]] else { return unknown(request) }
        let today = schedule.clock(in: plan.configuration.timeZone).localTime(at: now()).date
        let year = request.query?["year"].flatMap { Int($0) } ?? today.year
        guard (1970...2200).contains(year) else {
            return request.frame.refusal("Not found", .notFound, "Only the years 1970 to 2200 can be shown.")
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
            return request.frame.refusal("Not found", .notFound, "Only the years 1970 to 2200 can be shown.")
        }
        return request.page("\(rota.name) \(year)", RotaSheet(rota: rota, year: year, now: today).html)
    }

    private func unknown(_ request: AdminRequest) -> Reply {
        request.frame.refusal(
            "Not found", .notFound, "The configuration has no schedule \(request["schedule"]).")
    }

    private func unknownRota(_ request: AdminRequest) -> Reply {
        request.frame.refusal("Not found", .notFound, "The configuration has no rota \(request["rota"]).")
    }

    // MARK: Overrides

    private func override(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        let configuration = live.configuration
        let name = request["schedule"]
        guard configuration.schedules[name] != nil else { return unknown(request) }
        let now = now()
        let change: ScheduleOverride?
        do throws(OverrideFormError) {
            change = try Self.change(of: name, fields, in: configuration.timeZone, at: now)
        } catch {
            return list(request, problem: error.sentence, status: .unprocessableContent)
        }
        return try await store(
            request, at: now,
            ["schedule": .string(name), "state": .string(change?.state.rawValue ?? "regular hours")]
        ) { overrides in
            if var change {
                change.author = "the dashboard"
                overrides.set(change)
            } else {
                overrides.clear(name)
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
        _ change: @escaping @Sendable (inout ScheduleOverrides) -> Void
    ) async throws -> Reply {
        guard let overrides else {
            return list(
                request, problem: "This server has no state folder, so overrides cannot be stored.", status: .conflict)
        }
        let held: ScheduleOverrides
        do {
            held = try await NIOThreadPool.singleton.runIfActive { try overrides.change(at: now, change) }
        } catch let failure as StateFileError {
            logger.error("An override could not be stored", metadata: ["reason": .string("\(failure)")])
            return list(request, problem: failure.pageSentence, status: .internalServerError)
        }
        // The file watcher will find nothing new.
        live.override(held)
        logger.notice(
            metadata["rota"] == nil ? "A schedule was overridden" : "A turn was swapped", metadata: metadata)
        return .seeOther("/schedules")
    }

    /// Reasons a form does not describe an override.
    private enum OverrideFormError: Error {
        case noState
        case noPerson(String)
        case noTime(String)
        case past(LocalTime)

        var sentence: String {
            switch self {
            case .noPerson(let name): "The configuration has no person “\(name)”."
            case .noState: "Choose whether the schedule is open or closed."
            case .noTime(let text): "“\(text)” is not a date and time; write 2026-12-24T18:00."
            case .past(let time):
                "\(time.description(relativeTo: time)) on \(time.date) is in the past. Nothing was changed."
            }
        }
    }

    /// The override of a form; nil to return to the regular hours.
    private static func change(
        of schedule: String, _ fields: FormFields, in zone: Zone, at now: Moment
    ) throws(OverrideFormError) -> ScheduleOverride? {
        if fields["state"] == "hours" { return nil }
        guard let state = fields["state"].flatMap({ ScheduleOverride.ForcedStatus(rawValue: $0) }) else {
            throw .noState
        }
        return ScheduleOverride(schedule: schedule, state: state, until: try end(fields, in: zone, at: now))
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
        guard let end = text.isEmpty ? midnight : LocalTime(text) else { throw .noTime(text) }
        guard zone.moment(of: end) > now else { throw .past(end) }
        return zone.moment(of: end)
    }
}

extension StateFileError {
    fileprivate var pageSentence: String {
        switch self {
        case .damaged(let path): "\(path) is damaged. Delete it and try again."
        case .system(let error, let path):
            "\(path) cannot be written (\(error)). Nothing was changed."
        }
    }
}
