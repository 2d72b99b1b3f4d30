import CallFlow
import HTTPListener
import HTTPTypes
import Logging
import Sipgate
import Telephony
import Webhook

/// `/home/several`: closes or opens several locations at once, and shows how each of them is afterwards.
struct SeveralLocationsController: AdminSection {
    static let path = "/home/several"

    let live: VisiblePlan
    let store: OverrideStore
    let now: @Sendable () -> Moment

    var routes: [AdminRoute] {
        [.get(Self.path) { page($0) }, .form(Self.path) { try await change($0, $1) }]
    }

    private func page(
        _ request: AdminRequest, _ fields: FormFields? = nil, problem: String? = nil,
        status: HTTPResponse.Status = .ok
    ) -> Reply {
        let (moment, plan) = (now(), live.plan)
        let zone = plan.configuration.timeZone
        let chosen = Set(fields?.values(of: "location") ?? request.query?.values(of: "location") ?? [])
        let locations = Location.all(of: plan.configuration).filter { live.owns(schedule: $0.schedule.name) }
        let boxes = locations.map { schedule, _ -> HTML in
            let status = schedule.status(at: moment, in: zone, under: plan.overrides).status
            let word = status == .open ? Texts.Home.openNow : Texts.Home.closedNow
            return """
                <li><label class="inline"><input type="checkbox" name="location" value="\(schedule.name)"\
                \(if: chosen.contains(schedule.name), "checked")> \(schedule.name)</label> \
                <span class="\(status == .open ? "is-open" : "is-closed")">\(word)</span></li>
                """
        }
        let time = zone.localTime(at: moment)
        let midnight = LocalTime(date: time.date.adding(days: 1), second: 0)
        let spans = [
            ("2h", Texts.Home.forHours(2)), ("4h", Texts.Home.forHours(4)),
            (midnight.description, Texts.Home.now(until: Texts.time(midnight, relativeTo: time))),
        ].map { "<button class=\"quiet\" name=\"span\" value=\"\($0.0)\">\($0.1)</button>" as HTML }
        let form = request.form(
            Self.path, kind: "switch",
            """
            <ul class="checks">\(boxes)</ul>
            <h2>\(Texts.Home.submit(.closed))</h2><p class="row choices">\(spans)</p>
            <div class="row"><div><label for="until">\(Texts.Home.until("\(zone)"))</label>\
            <input id="until" name="until" type="datetime-local" value="\(fields?["until"])"></div>\
            <button>\(Texts.Home.submit(.closed))</button>\
            <button class="quiet" name="span" value="hours">\(Texts.Home.regularHours)</button></div>
            <input type="hidden" name="state" value="closed">
            """)
        let done: HTML? = request.query?["done"].flatMap { Int($0) }.map { count in
            "<p class=\"good\" role=\"status\">\(Texts.Home.changed(count))</p>"
        }
        return request.page(
            Texts.Home.several, status: status,
            """
            <p><a href="/home">\(Texts.Home.back)</a></p><h1>\(Texts.Home.several)</h1>
            \(problem.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" as HTML })\(done)\(form)
            """)
    }

    private func change(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        let (now, configuration) = (now(), live.configuration)
        let names = fields.values(of: "location").filter {
            configuration.schedules[$0] != nil && live.owns(schedule: $0)
        }
        guard !names.isEmpty else {
            return page(request, fields, problem: Texts.Home.noneChosen, status: .unprocessableContent)
        }
        let isCleared = fields["span"] == "hours"
        var overrides: [ScheduleOverride] = []
        if !isCleared {
            do throws(SwitchForm.Failure) {
                let form = SwitchForm(fields: fields, zone: configuration.timeZone, now: now)
                for name in names { overrides.append(try form.override(of: name) { _ in false }) }
            } catch {
                let time = configuration.timeZone.localTime(at: now)
                return page(request, fields, problem: error.sentence(now: time), status: .unprocessableContent)
            }
        }
        let what = names.joined(separator: ", ")
        let refusal = try await store.change(at: now, ["schedules": .string(what)]) { [overrides] stored in
            if isCleared { for name in names { stored.clear(name, at: now) } }
            for override in overrides { stored.set(override, at: now) }
        }
        if let refusal { return page(request, fields, problem: refusal.sentence, status: refusal.status) }
        AuditNote.current?.note { note in
            var values = overrides.first?.auditValues(in: configuration.timeZone) ?? ["state": "hours"]
            values["schedule"] = what
            note.values = values
        }
        let chosen = names.map { "location=\($0.percentEncoded)" }.joined(separator: "&")
        return .seeOther("\(Self.path)?done=\(names.count)&\(chosen)")
    }
}
