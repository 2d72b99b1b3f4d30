import CallFlow
import HTTPListener
import HTTPTypes
import Sipgate
import Telephony

/// `/schedules/{schedule}/copy`: a new schedule with the hours of another one.
struct ScheduleCopyController: AdminSection {
    let editing: FormEditing

    var routes: [AdminRoute] {
        [
            .get("/schedules/{schedule}/copy") { try await show($0) },
            .form("/schedules/{schedule}/copy") { try await save($0, $1) },
            .text("/schedules/{schedule}/copy/check", limit: 1 << 14) { try await check($0, $1) },
        ]
    }

    private func path(_ request: AdminRequest) -> String { "/schedules/\(request["schedule"].percentEncoded)/copy" }

    private func show(_ request: AdminRequest) async throws -> Reply {
        await editing.answer(request, Texts.Hours.copyTitle(request["schedule"]), leadsToFile: false) { opened in
            guard let schedule = opened.configuration.schedules[request["schedule"]] else { return unknown(request) }
            return page(request, "", schedule.mark)
        }
    }

    private func unknown(_ request: AdminRequest) -> Reply {
        request.unknown(Texts.Schedules.noSchedule(request["schedule"]))
    }

    private func changes(
        _ name: String, _ schedule: Schedule, _ opened: FormEditing.Opened
    ) async -> (FormChanges, FormEditing.Draft?) {
        if name.isEmpty { return (.nothing, nil) }
        // People of customers would not see a schedule that is no one's.
        let owners = CustomerParts(opened.configuration).owners(of: .schedule(schedule.name))
        let theirs = (VisitorScope.customers ?? []).filter { owners.contains(.customer($0)) }.sorted()
        let edits =
            [.newSchedule(name, like: schedule.name)]
            + theirs.map { ConfigurationEdit.customerSchedule(customer: $0, name) }
        return await editing.changes(edits, of: opened) { _ in
            [Texts.Hours.copied(name, schedule.name)]
        }
    }

    private func save(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        await editing.answer(request, Texts.Hours.copyTitle(request["schedule"]), leadsToFile: false) { opened in
            guard let schedule = opened.configuration.schedules[request["schedule"]] else { return unknown(request) }
            let name = (fields["name"] ?? "").trimmed
            let (changes, draft) = await changes(name, schedule, opened)
            let sent = SentForm(
                changes: changes, draft: draft,
                conflict: fields["opened"] == schedule.mark ? nil : Texts.Hours.changedMeanwhile,
                confirmed: fields["confirmed"], isTrial: fields["action"] == "try")
            let next = "/schedules/\(name.percentEncoded)/hours?saved=1"
            return await editing.save(sent, thenSee: next) { status, note in
                page(request, name, schedule.mark, changes: changes, status: status, note: note)
            }
        }
    }

    private func check(_ request: AdminRequest, _ body: String) async throws -> Reply {
        await editing.check(body) { fields, opened in
            guard let schedule = opened.configuration.schedules[request["schedule"]] else { return nil }
            return await changes((fields["name"] ?? "").trimmed, schedule, opened).0
        }
    }

    private func page(
        _ request: AdminRequest, _ name: String, _ opened: String, changes: FormChanges = .nothing,
        status: HTTPResponse.Status = .ok, note: HTML? = nil
    ) -> Reply {
        let title = Texts.Hours.copyTitle(request["schedule"])
        let fields: HTML = """
            <input type="hidden" name="opened" value="\(opened)"><div class="card"><div>\
            <label for="name">\(Texts.Hours.copyName)</label><input id="name" name="name" value="\(name)" maxlength="64" \
            required autocomplete="off" spellcheck="false"></div></div>\
            \(FormChanges.bar(changes, check: path(request) + "/check", discard: "/schedules"))
            """
        return request.page(
            title, status: status, script: HoursController.script,
            """
            <p><a href="/schedules">\(Texts.Schedules.all)</a></p><h1>\(title)</h1>\(note)\
            \(request.form(path(request), kind: "fields", fields))
            """)
    }
}
