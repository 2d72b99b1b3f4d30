import CallFlow
import HTTPListener
import HTTPTypes
import Sipgate
import Telephony

/// `/menus/{menu}`: the keys of a menu as a table.
struct MenuController: AdminSection {
    let editing: FormEditing

    var routes: [AdminRoute] {
        [
            .get("/menus/{menu}") { try await show($0) },
            .form("/menus/{menu}", limit: 1 << 16) { try await save($0, $1) },
            .text("/menus/{menu}/check", limit: 1 << 16) { try await check($0, $1) },
        ]
    }

    /// A key with what it does.
    private struct Row {
        /// The keys in the file that the row was made from; nil: a new row.
        var old: KeyPattern?
        var keys: String
        var chooser: StepChooser
        var isRemoved = false

        var isBlank: Bool { old == nil && keys.trimmed.isEmpty }
    }

    private func rows(_ menu: Menu) -> [Row] {
        menu.choices.sorted { $0.keys.text < $1.keys.text }.map {
            Row(old: $0.keys, keys: $0.keys.text, chooser: StepChooser($0.steps))
        }
    }

    private func rows(_ fields: FormFields) -> [Row] {
        let count = min(200, Int(fields["rows"] ?? "") ?? 0)
        return (0..<max(0, count)).map { index in
            Row(
                old: fields["key\(index)-old"].flatMap { try? KeyPattern($0) }, keys: fields["key\(index)-keys"] ?? "",
                chooser: StepChooser(fields, "key\(index)"), isRemoved: fields["key\(index)-remove"] != nil)
        }
    }

    private func mark(_ menu: Menu) -> String {
        EditedFile.mark(of: String(describing: menu))
    }

    private func menu(_ request: AdminRequest, _ opened: FormEditing.Opened) -> Menu? {
        opened.configuration.menus[request["menu"]]
    }

    private func path(_ request: AdminRequest) -> String { "/menus/\(request["menu"].percentEncoded)" }

    private func show(_ request: AdminRequest) async throws -> Reply {
        do throws(FormEditing.Failure) {
            let opened = try await editing.open()
            guard let menu = menu(request, opened) else { return unknown(request) }
            return page(
                request, rows(menu), MenuSettingsForm(menu), menu, mark(menu), opened.configuration,
                note: request.query?["saved"] == nil
                    ? nil : "<p class=\"good\" role=\"status\">\(Texts.Hours.saved)</p>")
        } catch {
            return failed(request, error)
        }
    }

    private func unknown(_ request: AdminRequest) -> Reply {
        request.frame.refusal(Texts.Frame.notFound, .notFound, Texts.Numbers.noMenu(request["menu"]))
    }

    private func failed(_ request: AdminRequest, _ failure: FormEditing.Failure) -> Reply {
        editing.refusal(request, Texts.Numbers.menuTitle(request["menu"]), failure)
    }

    // MARK: Saving

    /// The edits with a line about each, and what is wrong with rows by their index.
    private func edits(
        _ rows: [Row], _ menu: Menu, _ configuration: Configuration
    ) -> (edits: [ConfigurationEdit], lines: [String], problems: [Int: String]) {
        let sentences = StepSentences(configuration)
        var (edits, lines, problems) = ([ConfigurationEdit](), [String](), [Int: String]())
        for (index, row) in rows.enumerated() where !row.isBlank {
            let old = row.old.flatMap { keys in menu.choices.first { $0.keys == keys } }
            let before = old.map { sentences.line($0.steps) } ?? Texts.Numbers.noAction
            if row.isRemoved {
                guard let old else { continue }
                edits.append(.choice(menu: menu.name, old.keys, nil))
                lines.append("\(Texts.Numbers.key(old.keys.text)): \(before) → \(Texts.Numbers.noAction)")
                continue
            }
            if let old, row.chooser == StepChooser(old.steps) { continue }
            do throws(StepChooser.Mistake) {
                guard let keys = try? old?.keys ?? KeyPattern(row.keys.trimmed) else {
                    throw StepChooser.Mistake(Texts.Numbers.notAKey(row.keys))
                }
                if old == nil, menu.choices.contains(where: { $0.keys == keys }) {
                    throw StepChooser.Mistake(Texts.Numbers.keyTwice(keys.text))
                }
                guard let step = try row.chooser.step(in: configuration) else { continue }
                edits.append(.choice(menu: menu.name, keys, step))
                let after = sentences.line(StepList(path: "", steps: step.steps))
                lines.append("\(Texts.Numbers.key(keys.text)): \(before) → \(after)")
            } catch {
                problems[index] = error.sentence
            }
        }
        return (edits, lines, problems)
    }

    private func changes(
        _ rows: [Row], _ settings: MenuSettingsForm, _ menu: Menu, _ opened: FormEditing.Opened
    ) async -> (FormChanges, FormEditing.Draft?) {
        var (edits, lines, problems) = edits(rows, menu, opened.configuration)
        let others = settings.changes(of: menu, in: opened.configuration)
        let sentences = problems.sorted { $0.key < $1.key }.map(\.value) + others.problems
        if !sentences.isEmpty { return (.problems(sentences), nil) }
        edits += others.changes.map { .menu(menu.name, $0) }
        lines += others.lines
        if edits.isEmpty { return (.nothing, nil) }
        do throws(FormEditing.Failure) {
            let draft = try await editing.draft(edits, of: opened)
            return (.changes(lines, failures: draft.failures, mark: draft.mark), draft)
        } catch {
            return (.failure(error.sentence(editing.name)), nil)
        }
    }

    private func save(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        do throws(FormEditing.Failure) {
            let opened = try await editing.open()
            guard let menu = menu(request, opened) else { return unknown(request) }
            let rows = rows(fields)
            let settings = MenuSettingsForm(fields) ?? MenuSettingsForm(menu)
            let (changes, draft) = await changes(rows, settings, menu, opened)
            let sent = SentForm(
                changes: changes, draft: draft,
                conflict: fields["opened"] != mark(menu) ? Texts.Numbers.changedMeanwhile : nil,
                confirmed: fields["confirmed"], isTrial: fields["action"] == "try",
                number: FlowGraph(opened.configuration).number(leadingTo: .menu(menu.name)))
            return await editing.save(sent, thenSee: "\(path(request))?saved=1") { status, note in
                page(
                    request, rows, settings, menu, mark(menu), opened.configuration, changes: changes, status: status,
                    note: note)
            }
        } catch {
            return failed(request, error)
        }
    }

    private func check(_ request: AdminRequest, _ body: String) async throws -> Reply {
        do throws(FormEditing.Failure) {
            let opened = try await editing.open()
            guard let menu = menu(request, opened), let fields = try? FormFields(Array(body.utf8)) else {
                return .notFound
            }
            return .html(
                await changes(rows(fields), MenuSettingsForm(fields) ?? MenuSettingsForm(menu), menu, opened).0.html)
        } catch {
            return .html(FormChanges.failure(error.sentence(editing.name)).html)
        }
    }

    // MARK: The page

    private func page(
        _ request: AdminRequest, _ rows: [Row], _ settings: MenuSettingsForm, _ menu: Menu, _ opened: String,
        _ configuration: Configuration,
        changes: FormChanges = .nothing, status: HTTPResponse.Status = .ok, note: HTML? = nil
    ) -> Reply {
        let title = Texts.Numbers.menuTitle(menu.name)
        let problems = edits(rows, menu, configuration).problems
        var rows = rows
        if !(rows.last?.isBlank ?? false) { rows.append(Row(keys: "", chooser: StepChooser(kind: "voicemail"))) }
        let announcements = editing.announcements
        let items = rows.enumerated().map { index, row -> HTML in
            let name = "key\(index)"
            let words = row.old.map { Texts.Numbers.key($0.text) } ?? Texts.Numbers.newKey
            let steps = row.old.flatMap { keys in menu.choices.first { $0.keys == keys }?.steps }
            let kept = steps.flatMap { steps in
                ChosenStep(steps) == nil ? Texts.Steps.kept(StepSentences(configuration).line(steps)) : nil
            }
            let key: HTML =
                if let old = row.old {
                    "<kbd>\(old)</kbd><input type=\"hidden\" name=\"\(name)-old\" value=\"\(old)\">"
                } else {
                    """
                    <label for="\(name)-keys">\(Texts.Numbers.newKey)</label><input id="\(name)-keys" name="\(name)-keys" \
                    value="\(row.keys)" size="4" autocomplete="off">
                    """
                }
            let remove: HTML? =
                row.old == nil
                ? nil
                : """
                <label class="inline"><input type="checkbox" name="\(name)-remove"\(if: row.isRemoved, "checked")>\
                \(Texts.Hours.remove) <span class="hidden">\(words)</span></label>
                """
            let chooser = row.chooser.html(
                name, words, kept: kept, isInMenu: true, problem: problems[index], configuration,
                announcements: announcements)
            return
                "<div class=\"keyrow\" role=\"group\" aria-label=\"\(words)\"><div>\(key)</div>\(chooser)\(remove)</div>"
        }
        let fields: HTML = """
            <input type="hidden" name="opened" value="\(opened)"><input type="hidden" name="rows" value="\(rows.count)">\
            <div class="card">\(items)</div>\(settings.html(menu, configuration, announcements: announcements))\
            \(FormChanges.bar(changes, check: path(request) + "/check", discard: path(request)))
            """
        return request.page(
            title, status: status, script: HoursController.script,
            """
            <p><a href="/numbers">\(Texts.Numbers.all)</a></p><h1>\(title)</h1>\(note)\
            \(request.form(path(request), kind: "fields", fields))
            """)
    }
}
