import CallFlow
import HTTPListener
import HTTPTypes
import Sipgate
import Telephony

/// `/numbers/new`, `/numbers/in/{number}/edit`: what a number does, as a form.
struct NumberFormController: AdminSection {
    let editing: FormEditing

    var routes: [AdminRoute] {
        [
            .get("/numbers/new") { try await show($0) },
            .form("/numbers/new") { try await save($0, $1) },
            .text("/numbers/new/check", limit: 1 << 14) { try await check($0, $1) },
            .get("/numbers/in/{number}/edit") { try await show($0) },
            .form("/numbers/in/{number}/edit") { try await save($0, $1) },
            .text("/numbers/in/{number}/edit/check", limit: 1 << 14) { try await check($0, $1) },
        ]
    }

    private func entry(_ request: AdminRequest, _ configuration: Configuration) -> NumberTable.Entry? {
        let pattern = try? NumberPattern(request["number"])
        return configuration.numbers.incoming.entries.first { $0.pattern == pattern }
    }

    private func isNew(_ request: AdminRequest) -> Bool { request["number"].isEmpty }

    private func path(_ request: AdminRequest) -> String {
        isNew(request) ? "/numbers/new" : "/numbers/in/\(request["number"].percentEncoded)/edit"
    }

    /// The fields as they were sent. People of customers do not say whose a number is.
    private func form(_ fields: FormFields) -> NumberForm {
        var form = NumberForm(fields)
        if VisitorScope.customers != nil { form.customer = nil }
        return form
    }

    private func show(_ request: AdminRequest) async throws -> Reply {
        await editing.answer(request, Texts.Numbers.title) { opened in
            let entry = entry(request, opened.configuration)
            if entry == nil, !isNew(request) { return unknown(request, opened.configuration) }
            return page(
                request, NumberForm(entry, in: opened.configuration), entry, opened.configuration,
                note: request.savedNote)
        }
    }

    private func unknown(_ request: AdminRequest, _ configuration: Configuration) -> Reply {
        let call = NumberCall(direction: "in", name: request["number"], in: configuration.numbers)
        let words = call.flatMap { call in call.table.map { Texts.Numbers.inLargeTable(call.title, $0) } }
        return request.unknown(words ?? Texts.Numbers.noNumber(request["number"]))
    }

    // MARK: Saving

    private func changes(
        _ form: NumberForm, _ entry: NumberTable.Entry?, _ opened: FormEditing.Opened
    ) async -> (FormChanges, FormEditing.Draft?) {
        do throws(StepChooser.Mistake) {
            let (edits, lines) = try form.edits(of: entry, in: opened.configuration)
            return edits.isEmpty ? (.nothing, nil) : await editing.changes(edits, of: opened) { _ in lines }
        } catch {
            return (.problems([error.sentence]), nil)
        }
    }

    private func save(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        await editing.answer(request, Texts.Numbers.title) { opened in
            let entry = entry(request, opened.configuration)
            if entry == nil, !isNew(request) { return unknown(request, opened.configuration) }
            var form = form(fields)
            let mark = NumberForm.mark(entry, in: opened.configuration)
            let isConflict = form.opened != mark
            form.opened = mark
            let (changes, draft) = await changes(form, entry, opened)
            let sent = SentForm(
                changes: changes, draft: draft, conflict: isConflict ? Texts.Numbers.changedMeanwhile : nil,
                confirmed: fields["confirmed"], isTrial: fields["action"] == "try",
                number: NumberPattern(typed: form.number, in: opened.configuration.timeZone).map {
                    NumberCall(direction: .incoming, pattern: $0, steps: nil).example
                })
            return await editing.save(sent, thenSee: "/numbers?saved=1") { status, note in
                page(request, form, entry, opened.configuration, changes: changes, status: status, note: note)
            }
        }
    }

    private func check(_ request: AdminRequest, _ body: String) async throws -> Reply {
        await editing.check(body) { fields, opened in
            await changes(form(fields), entry(request, opened.configuration), opened).0
        }
    }

    // MARK: The page

    private func page(
        _ request: AdminRequest, _ form: NumberForm, _ entry: NumberTable.Entry?, _ configuration: Configuration,
        changes: FormChanges = .nothing, status: HTTPResponse.Status = .ok, note: HTML? = nil
    ) -> Reply {
        let title = entry.map { Texts.pattern($0.pattern) } ?? Texts.Numbers.new
        let kept = entry.flatMap { entry in
            ChosenStep(entry.steps) == nil ? Texts.Steps.kept(StepSentences(configuration).line(entry.steps)) : nil
        }
        let path = path(request)
        let remove: HTML? =
            entry == nil
            ? nil
            : """
            <label class="inline"><input type="checkbox" name="remove"\(if: form.isRemoved, "checked")>\(Texts.Numbers.remove)</label>
            """
        let steps: HTML? = entry.map {
            "<p><a href=\"\(StepPlace.number($0.pattern).path)\">\(Texts.Flows.steps)</a></p>"
        }
        let chooser = form.chooser.html(
            "number", title, kept: kept, isInMenu: false, problem: nil, configuration,
            announcements: editing.announcements)
        let fields: HTML = """
            <input type="hidden" name="opened" value="\(form.opened)"><div class="card">\
            <div><label for="number">\(Texts.Numbers.number)</label><input id="number" name="number" value="\(form.number)" \
            inputmode="tel" autocomplete="off" required></div>\
            <div><label for="name">\(Texts.Numbers.name) <small>(\(Texts.Numbers.nameHelp))</small></label>\
            <input id="name" name="name" value="\(form.name)" maxlength="80" autocomplete="off"></div>\
            \(customer(form, entry, configuration))\(chooser)\(steps)\(remove)</div>\
            \(AnnouncementField(announcements: editing.announcements).suggestions)\
            \(FormChanges.bar(changes, check: path + "/check", discard: "/numbers"))
            """
        return request.page(
            title, status: status, script: HoursController.script,
            "<p><a href=\"/numbers\">\(Texts.Numbers.all)</a></p><h1>\(title)</h1>\(note)\(request.form(path, kind: "fields", fields))"
        )
    }

    /// Whose number it is, for people who see all customers.
    private func customer(
        _ form: NumberForm, _ entry: NumberTable.Entry?, _ configuration: Configuration
    ) -> HTML? {
        guard VisitorScope.customers == nil, !configuration.customers.isEmpty else { return nil }
        let customers = configuration.customers.values.sorted { $0.title < $1.title }
        let options = customers.map { customer -> HTML in
            "<option value=\"\(customer.name)\"\(if: form.customer == customer.name, "selected")>\(customer.title)</option>"
        }
        // A number within a range of a customer is the customer's without being named.
        let around = entry.flatMap { entry in
            customers.first { $0.numbers.contains { $0 != entry.pattern && $0.covers(entry.pattern) } }
        }
        return """
            <div><label for="customer">\(Texts.Customers.customer)</label><select id="customer" name="customer">\
            <option value="">\(around.map { Texts.Customers.byRange($0.title) } ?? Texts.Customers.none)</option>\(options)</select></div>
            """
    }
}
