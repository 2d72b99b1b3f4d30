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

    /// The fields, and what they were made from.
    private struct Form {
        var number = ""
        var chooser = StepChooser(kind: "connect")
        var isRemoved = false
        /// The steps of the number when the page was made, as a digest.
        var opened = ""
    }

    private func entry(_ request: AdminRequest, _ configuration: Configuration) -> NumberTable.Entry? {
        let pattern = try? NumberPattern(request["number"])
        return configuration.numbers.incoming.entries.first { $0.pattern == pattern }
    }

    private func mark(_ entry: NumberTable.Entry?) -> String { EditedFile.mark(of: "\(String(describing: entry))") }

    private func isNew(_ request: AdminRequest) -> Bool { request["number"].isEmpty }

    private func path(_ request: AdminRequest) -> String {
        isNew(request) ? "/numbers/new" : "/numbers/in/\(request["number"].percentEncoded)/edit"
    }

    private func form(_ fields: FormFields) -> Form {
        Form(
            number: fields["number"] ?? "", chooser: StepChooser(fields, "number"), isRemoved: fields["remove"] != nil,
            opened: fields["opened"] ?? "")
    }

    private func show(_ request: AdminRequest) async throws -> Reply {
        do throws(FormEditing.Failure) {
            let opened = try await editing.open()
            let entry = entry(request, opened.configuration)
            if entry == nil, !isNew(request) { return unknown(request, opened.configuration) }
            var form = Form(opened: mark(entry))
            if let entry { (form.number, form.chooser) = (entry.pattern.spaced, StepChooser(entry.steps)) }
            return page(
                request, form, entry, opened.configuration,
                note: request.query?["saved"] == nil
                    ? nil : "<p class=\"good\" role=\"status\">\(Texts.Hours.saved)</p>")
        } catch {
            return failed(request, error)
        }
    }

    private func unknown(_ request: AdminRequest, _ configuration: Configuration) -> Reply {
        let call = NumberCall(direction: "in", name: request["number"], in: configuration.numbers)
        let words = call.flatMap { call in call.table.map { Texts.Numbers.inLargeTable(call.title, $0) } }
        return request.frame.refusal(
            Texts.Frame.notFound, .notFound, words ?? Texts.Numbers.noNumber(request["number"]))
    }

    private func failed(_ request: AdminRequest, _ failure: FormEditing.Failure) -> Reply {
        editing.refusal(request, Texts.Numbers.title, failure)
    }

    // MARK: Saving

    private func edits(
        _ form: Form, _ entry: NumberTable.Entry?, _ configuration: Configuration
    ) throws(StepChooser.Mistake) -> (edits: [ConfigurationEdit], line: String)? {
        let sentences = StepSentences(configuration)
        if form.isRemoved, let entry {
            return (
                [.removeNumber(entry.pattern)],
                "\(entry.pattern.spaced): \(sentences.line(entry.steps)) → \(Texts.Numbers.notListed)"
            )
        }
        guard let pattern = NumberPattern(typed: form.number, in: configuration.timeZone) else {
            throw StepChooser.Mistake(Texts.Steps.notANumber(form.number))
        }
        let step = try form.chooser.step(in: configuration)
        let isSame = StepChooser(entry?.steps) == form.chooser
        let text = pattern == entry?.pattern ? nil : form.number.hasPrefix("+") ? form.number.trimmed : pattern.spaced
        if entry != nil, text == nil, isSame { return nil }
        let before = entry.map { "\($0.pattern.spaced): \(sentences.line($0.steps))" } ?? Texts.Numbers.notListed
        let after =
            step.map { sentences.line(StepList(path: "", steps: $0.steps)) } ?? entry.map { sentences.line($0.steps) }
            ?? ""
        return (
            [.number(entry?.pattern, text: text, isSame && entry != nil ? nil : step)],
            "\(before) → \(pattern.spaced): \(after)"
        )
    }

    private func changes(
        _ form: Form, _ entry: NumberTable.Entry?, _ opened: FormEditing.Opened
    ) async -> (FormChanges, FormEditing.Draft?) {
        do throws(StepChooser.Mistake) {
            guard let (edits, line) = try edits(form, entry, opened.configuration) else { return (.nothing, nil) }
            do throws(FormEditing.Failure) {
                let draft = try await editing.draft(edits, of: opened)
                return (.changes([line], failures: draft.failures, mark: draft.mark), draft)
            } catch {
                return (.failure(error.sentence(editing.name)), nil)
            }
        } catch {
            return (.problems([error.sentence]), nil)
        }
    }

    private func save(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        do throws(FormEditing.Failure) {
            let opened = try await editing.open()
            let entry = entry(request, opened.configuration)
            if entry == nil, !isNew(request) { return unknown(request, opened.configuration) }
            var form = form(fields)
            let isConflict = form.opened != mark(entry)
            form.opened = mark(entry)
            let (changes, draft) = await changes(form, entry, opened)
            let sent = SentForm(
                changes: changes, draft: draft, conflict: isConflict ? Texts.Numbers.changedMeanwhile : nil,
                confirmed: fields["confirmed"], isTrial: fields["action"] == "try",
                number: NumberPattern(typed: form.number, in: opened.configuration.timeZone).map {
                    NumberCall(direction: .incoming, pattern: $0, steps: nil).example
                })
            return await editing.save(sent, thenSee: "/numbers?saved=1") { status, note in
                page(
                    request, form, entry, opened.configuration, changes: changes, status: status,
                    note: note)
            }
        } catch {
            return failed(request, error)
        }
    }

    private func check(_ request: AdminRequest, _ body: String) async throws -> Reply {
        do throws(FormEditing.Failure) {
            let opened = try await editing.open()
            guard let fields = try? FormFields(Array(body.utf8)) else { return .notFound }
            return .html(await changes(form(fields), entry(request, opened.configuration), opened).0.html)
        } catch {
            return .html(FormChanges.failure(error.sentence(editing.name)).html)
        }
    }

    private func page(
        _ request: AdminRequest, _ form: Form, _ entry: NumberTable.Entry?, _ configuration: Configuration,
        changes: FormChanges = .nothing, status: HTTPResponse.Status = .ok, note: HTML? = nil
    ) -> Reply {
        let title = entry.map { $0.pattern.spaced } ?? Texts.Numbers.new
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
            inputmode="tel" autocomplete="off" required></div>\(chooser)\(steps)\(remove)</div>\
            \(AnnouncementField(announcements: editing.announcements).suggestions)\
            \(FormChanges.bar(changes, check: path + "/check", discard: "/numbers"))
            """
        return request.page(
            title, status: status, script: HoursController.script,
            "<p><a href=\"/numbers\">\(Texts.Numbers.all)</a></p><h1>\(title)</h1>\(note)\(request.form(path, kind: "fields", fields))"
        )
    }
}

extension NumberPattern {
    /// A number as people type it, also without its country code, which is guessed from the time zone.
    init?(typed text: String, in zone: Zone) {
        if let pattern = try? NumberPattern(text.trimmed) {
            self = pattern
        } else if let pattern = try? NumberPattern(PhoneNumber.international(text.trimmed, inZone: "\(zone)")) {
            self = pattern
        } else {
            return nil
        }
    }
}
