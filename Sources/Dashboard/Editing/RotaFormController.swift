import CallFlow
import HTTPListener
import HTTPTypes
import Sipgate
import Telephony

/// `/rotas/{rota}/turns`: the order of a rota's people, and the days when another person takes the turn, as a form.
struct RotaFormController: AdminSection {
    let editing: FormEditing

    var routes: [AdminRoute] {
        [
            .get("/rotas/{rota}/turns") { try await show($0) },
            .form("/rotas/{rota}/turns") { try await save($0, $1) },
            .text("/rotas/{rota}/turns/check", limit: 1 << 16) { try await check($0, $1) },
        ]
    }

    private struct SwapRow {
        /// The days in the file that the row was made from; nil: a new row.
        var old: DayKey?
        var days = ""
        var person = ""
        var isRemoved = false
    }

    /// The fields, and what they were made from.
    private struct Form {
        /// Nil for a plan by date, which the file has.
        var people: [String]?
        var swaps: [SwapRow]
        var opened: String

        init(_ rota: Rota) {
            if case .regular(_, _, let people) = rota.turns { self.people = people }
            swaps = rota.swaps.map { SwapRow(old: $0.days, days: Texts.Hours.field($0.days), person: $0.person) }
            opened = Form.mark(rota)
        }

        init(_ fields: FormFields, of rota: Rota) {
            if case .regular = rota.turns {
                people = (0..<100).compactMap { fields["turn\($0)"] }.filter { !$0.isEmpty }
            }
            let count = min(100, Int(fields["swaps"] ?? "") ?? 0)
            swaps = (0..<max(0, count)).map { index in
                SwapRow(
                    old: fields["swap\(index)-old"].flatMap { try? DayKey($0) },
                    days: fields["swap\(index)-days"] ?? "",
                    person: fields["swap\(index)-person"] ?? "", isRemoved: fields["swap\(index)-remove"] != nil)
            }
            opened = fields["opened"] ?? ""
        }

        static func mark(_ rota: Rota) -> String { EditedFile.mark(of: "\(rota.turns) \(rota.swaps)") }
    }

    private func path(_ request: AdminRequest) -> String { "/rotas/\(request["rota"].percentEncoded)/turns" }

    private func show(_ request: AdminRequest) async throws -> Reply {
        await editing.answer(request, Texts.Flows.turnsTitle(request["rota"]), leadsToFile: false) { opened in
            guard let rota = opened.configuration.rotas[request["rota"]] else { return unknown(request) }
            return page(
                request, Form(rota), rota, opened.configuration,
                note: request.savedNote)
        }
    }

    private func unknown(_ request: AdminRequest) -> Reply {
        request.unknown(Texts.Schedules.noRota(request["rota"]))
    }

    // MARK: Saving

    private func edits(
        _ form: Form, _ rota: Rota, _ configuration: Configuration
    ) -> (edits: [ConfigurationEdit], lines: [String], problems: [String]) {
        var (edits, lines, problems) = ([ConfigurationEdit](), [String](), [String]())
        if let people = form.people, case .regular(_, _, let old) = rota.turns, people != old {
            if people.isEmpty { problems.append(Texts.Flows.noTurns) }
            edits.append(.turns(rota: rota.name, people))
            lines.append("\(Texts.Flows.turns): \(old.joined(separator: ", ")) → \(people.joined(separator: ", "))")
        }
        let today = rota.clock(in: configuration.timeZone).localTime(at: editing.now()).date
        for row in form.swaps {
            let old = row.old.flatMap { key in rota.swaps.first { $0.days == key } }
            if row.isRemoved {
                guard let old else { continue }
                edits.append(.swap(rota: rota.name, old.days, nil))
                lines.append("\(Texts.Hours.days(old.days)): \(old.person) → \(Texts.Flows.removed)")
                continue
            }
            if row.old == nil, row.days.trimmed.isEmpty { continue }
            let isSame = row.old.map { row.days == Texts.Hours.field($0) } ?? false
            guard let key = isSame ? row.old : DayKey(typed: row.days, isYearly: false, today: today) else {
                problems.append(Texts.Hours.notDays(row.days))
                continue
            }
            guard configuration.people[row.person] != nil else {
                problems.append(Texts.Flows.choosePerson)
                continue
            }
            let new = Rota.Swap(days: key, person: row.person)
            if new == old { continue }
            edits.append(.swap(rota: rota.name, old?.days, new))
            let before = old.map { "\($0.person) → " } ?? ""
            lines.append("\(Texts.Hours.days(key)): \(before)\(row.person)")
        }
        return (edits, lines, problems)
    }

    private func changes(
        _ form: Form, _ rota: Rota, _ opened: FormEditing.Opened
    ) async -> (FormChanges, FormEditing.Draft?) {
        let (edits, lines, problems) = edits(form, rota, opened.configuration)
        if !problems.isEmpty { return (.problems(problems), nil) }
        if edits.isEmpty { return (.nothing, nil) }
        return await editing.changes(edits, of: opened) { _ in lines }
    }

    private func save(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        await editing.answer(request, Texts.Flows.turnsTitle(request["rota"]), leadsToFile: false) { opened in
            guard let rota = opened.configuration.rotas[request["rota"]] else { return unknown(request) }
            var form = Form(fields, of: rota)
            let isConflict = form.opened != Form.mark(rota)
            form.opened = Form.mark(rota)
            let (changes, draft) = await changes(form, rota, opened)
            let sent = SentForm(
                changes: changes, draft: draft, conflict: isConflict ? Texts.Numbers.changedMeanwhile : nil,
                confirmed: fields["confirmed"], isTrial: fields["action"] == "try")
            return await editing.save(sent, thenSee: path(request) + "?saved=1") { status, note in
                page(request, form, rota, opened.configuration, changes: changes, status: status, note: note)
            }
        }
    }

    private func check(_ request: AdminRequest, _ body: String) async throws -> Reply {
        await editing.check(body) { fields, opened in
            guard let rota = opened.configuration.rotas[request["rota"]] else { return nil }
            return await changes(Form(fields, of: rota), rota, opened).0
        }
    }

    // MARK: The page

    private func page(
        _ request: AdminRequest, _ form: Form, _ rota: Rota, _ configuration: Configuration,
        changes: FormChanges = .nothing, status: HTTPResponse.Status = .ok, note: HTML? = nil
    ) -> Reply {
        let people = configuration.people.keys.sorted()
        func select(_ name: String, _ label: String, _ chosen: String, none: String) -> HTML {
            let options = people.map { person -> HTML in
                "<option value=\"\(person)\"\(if: person == chosen, "selected")>\(person)</option>"
            }
            return """
                <div><label for="\(name)">\(label)</label><select id="\(name)" name="\(name)">\
                <option value="">\(none)</option>\(options)</select></div>
                """
        }
        let turns = form.people.map { order -> HTML in
            let rows = (order + [""]).enumerated().map { index, person in
                select("turn\(index)", Texts.Flows.turn(index + 1), person, none: Texts.Schedules.nobody)
            }
            return "<fieldset class=\"card\"><legend><h2>\(Texts.Flows.turns)</h2></legend>\(rows)</fieldset>"
        }
        let swaps =
            (form.swaps + (form.swaps.last.map { $0.old == nil && $0.days.isEmpty } ?? false ? [] : [SwapRow()]))
        let rows = swaps.enumerated().map { index, row -> HTML in
            let name = "swap\(index)"
            let old: HTML? = row.old.map { "<input type=\"hidden\" name=\"\(name)-old\" value=\"\($0)\">" }
            let remove: HTML? =
                row.old == nil
                ? nil
                : """
                <label class="inline"><input type="checkbox" name="\(name)-remove"\(if: row.isRemoved, "checked")>\
                \(Texts.Hours.remove) <span class="hidden">\(row.days)</span></label>
                """
            return """
                <div class="dayrow" role="group" aria-label="\(row.old == nil ? Texts.Hours.newDay(index) : row.days)">\(old)\
                <div><label for="\(name)-days">\(Texts.Hours.day)</label><input id="\(name)-days" name="\(name)-days" \
                value="\(row.days)" autocomplete="off"></div>\
                \(select(name + "-person", Texts.Flows.person, row.person, none: Texts.Schedules.nobody))<p>\(remove)</p></div>
                """
        }
        let inTheFile: HTML? = form.people == nil ? "<p class=\"faint\">\(Texts.Flows.planInTheFile)</p>" : nil
        let fields: HTML = """
            <input type="hidden" name="opened" value="\(form.opened)">\
            <input type="hidden" name="swaps" value="\(swaps.count)">\(turns)\(inTheFile)\
            <fieldset class="card"><legend><h2>\(Texts.Schedules.swaps)</h2></legend>\(rows)</fieldset>\
            \(FormChanges.bar(changes, check: path(request) + "/check", discard: path(request)))
            """
        let title = Texts.Flows.turnsTitle(rota.name)
        return request.page(
            title, status: status, script: HoursController.script,
            """
            <p><a href="/schedules">\(Texts.Schedules.allWithRotas)</a></p><h1>\(title)</h1>\(note)\
            \(request.form(path(request), kind: "fields", fields))
            """)
    }
}
