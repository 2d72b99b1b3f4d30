import CallFlow
import HTTPListener
import HTTPTypes
import Sipgate
import Telephony

/// `/menus/{menu}`: the keys of a menu as a table, and what it says; with `?new=1` of one that is not there yet.
struct MenuController: AdminSection {
    let editing: FormEditing

    var routes: [AdminRoute] {
        [
            .form("/menus") { try await create($0, $1) },
            .get("/menus/{menu}") { try await show($0) },
            .form("/menus/{menu}", limit: 1 << 16) { try await save($0, $1) },
            .text("/menus/{menu}/check", limit: 1 << 16) { try await check($0, $1) },
        ]
    }

    /// All fields of a menu, and what they were made from.
    private struct Form {
        var keys: MenuKeysForm
        var settings: MenuSettingsForm
        /// An announcement that is typed with the menu.
        var new = NewAnnouncement()
        /// Nil: a menu that is not there yet.
        let menu: Menu?
        /// The steps that are to end in the new menu.
        var from: StepPlace?

        static func mark(_ menu: Menu?) -> String { EditedFile.mark(of: String(describing: menu)) }
    }

    private func path(_ request: AdminRequest) -> String { "/menus/\(request["menu"].percentEncoded)" }

    private func unknown(_ request: AdminRequest) -> Reply {
        request.unknown(Texts.Numbers.noMenu(request["menu"]))
    }

    // MARK: Opening

    /// Opens the form of a menu that is not there yet.
    private func create(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        await editing.answer(request, Texts.Flows.newMenu) { opened in
            guard let name = NewName.path(fields, in: opened.configuration) else {
                return request.frame.refusal(Texts.Flows.newMenu, .unprocessableContent, Texts.Flows.badName)
            }
            guard opened.configuration.menus[name] == nil else {
                return request.frame.refusal(Texts.Flows.newMenu, .conflict, Texts.Flows.menuExists(name))
            }
            let query = String.query(of: [("new", "1"), ("from", fields["from"] ?? "")])
            return .seeOther("/menus/\(name.percentEncoded)?\(query)")
        }
    }

    private func show(_ request: AdminRequest) async throws -> Reply {
        await editing.answer(request, Texts.Numbers.menuTitle(request["menu"])) { opened in
            let menu = opened.configuration.menus[request["menu"]]
            let name = request["menu"]
            if menu == nil, request.query?["new"] == nil || !NewName.isValid(path: name, in: opened.configuration) {
                return unknown(request)
            }
            let form = Form(
                keys: MenuKeysForm(menu), settings: MenuSettingsForm(menu), menu: menu,
                from: request.query?["from"].flatMap { StepPlace(field: $0) })
            return page(request, form, opened.configuration, note: request.savedNote)
        }
    }

    // MARK: Saving

    /// The fields as they were sent; nil if there is no such menu, and it is not to be made.
    private func form(_ request: AdminRequest, _ fields: FormFields, _ configuration: Configuration) -> Form? {
        let menu = configuration.menus[request["menu"]]
        let name = request["menu"]
        if menu == nil, fields["new"] == nil || !NewName.isValid(path: name, in: configuration) { return nil }
        return Form(
            keys: MenuKeysForm(fields), settings: MenuSettingsForm(fields) ?? MenuSettingsForm(menu),
            new: NewAnnouncement(fields), menu: menu,
            from: fields["from"].flatMap { StepPlace(field: $0) })
    }

    private func changes(
        _ form: Form, _ request: AdminRequest, _ opened: FormEditing.Opened
    ) async -> (FormChanges, FormEditing.Draft?) {
        let configuration = opened.configuration
        let menu = form.menu ?? form.settings.newMenu(request["menu"])
        let (keys, wrong) = form.keys.changes(of: menu, in: configuration)
        let settings = form.settings.changes(of: menu, in: configuration)
        var problems = wrong.sorted { $0.key < $1.key }.map(\.value) + settings.problems
        if form.menu == nil, problems.isEmpty, keys.isEmpty { problems.append(Texts.Flows.noKeys) }
        if !problems.isEmpty { return (.problems(problems), nil) }
        var edits: [ConfigurationEdit]
        var lines: [String]
        do throws(TypedText.Mistake) { (edits, lines) = try form.new.edit(in: configuration) } catch {
            return (.problems([error.sentence]), nil)
        }
        lines += keys.map(\.line) + settings.lines
        if form.menu == nil {
            let choices = keys.compactMap { key in key.step.map { NewChoice(key.keys, $0) } }
            edits.append(.newMenu(menu.name, menu.prompt, choices))
            lines.insert(Texts.Flows.menuAdded(menu.name, hears: "\(menu.prompt)"), at: 0)
        } else {
            edits += keys.map { .choice(menu: menu.name, $0.keys, $0.step) }
        }
        edits += settings.changes.map { .menu(menu.name, $0) }
        if form.menu == nil, let place = form.from,
            let parts = configuration.steps(at: place)?.followed(byMenu: menu.name)
        {
            edits.append(.steps(place, parts))
            lines.append(Texts.Flows.leadsTo(place.title, menu.name))
        }
        return edits.isEmpty ? (.nothing, nil) : await editing.changes(edits, of: opened) { _ in lines }
    }

    private func save(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        await editing.answer(request, Texts.Numbers.menuTitle(request["menu"])) { opened in
            guard let form = form(request, fields, opened.configuration) else { return unknown(request) }
            let (changes, draft) = await changes(form, request, opened)
            // Calls do not come to a new menu before something leads there.
            let place = form.menu == nil ? form.from?.node : .menu(request["menu"])
            let sent = SentForm(
                changes: changes, draft: draft,
                conflict: fields["opened"] != Form.mark(form.menu) ? Texts.Numbers.changedMeanwhile : nil,
                confirmed: fields["confirmed"], isTrial: fields["action"] == "try",
                number: place.flatMap { FlowGraph(opened.configuration).number(leadingTo: $0) })
            // What leads to the new menu now is looked at next.
            let end = form.from.flatMap { draft?.configuration.steps(at: $0)?.steps.last }
            let next = end == .menu(request["menu"]) ? form.from?.path ?? path(request) : path(request)
            return await editing.save(sent, thenSee: "\(next)?saved=1") { status, note in
                page(request, form, opened.configuration, changes: changes, status: status, note: note)
            }
        }
    }

    private func check(_ request: AdminRequest, _ body: String) async throws -> Reply {
        await editing.check(body) { fields, opened in
            guard let form = form(request, fields, opened.configuration) else { return nil }
            return await changes(form, request, opened).0
        }
    }

    // MARK: The page

    private func page(
        _ request: AdminRequest, _ form: Form, _ configuration: Configuration, changes: FormChanges = .nothing,
        status: HTTPResponse.Status = .ok, note: HTML? = nil
    ) -> Reply {
        let menu = form.menu ?? form.settings.newMenu(request["menu"])
        let title = form.menu == nil ? Texts.Flows.newMenuTitle(menu.name) : Texts.Numbers.menuTitle(menu.name)
        let announcements = editing.announcements(with: form.new)
        var keys = form.keys
        if !(keys.rows.last?.isBlank ?? false) { keys.rows.append(MenuKeysForm.Row()) }
        let new: HTML? =
            form.menu != nil
            ? nil
            : """
            <input type="hidden" name="new" value="1"><input type="hidden" name="from" value="\(form.from?.field)">
            """
        let fields: HTML = """
            <input type="hidden" name="opened" value="\(Form.mark(form.menu))">\(new)\
            <input type="hidden" name="rows" value="\(keys.rows.count)">\
            <div class="card">\(keys.html(menu, configuration, announcements: announcements))</div>\
            \(form.settings.html(menu, configuration, announcements: announcements, typed: form.new.html(in: configuration)))\
            \(FormChanges.bar(changes, check: path(request) + "/check", discard: form.menu == nil ? "/numbers" : path(request)))
            """
        return request.page(
            title, status: status, script: HoursController.script,
            """
            <p><a href="/numbers">\(Texts.Numbers.all)</a></p><h1>\(title)</h1>\(note)\
            \(request.form(path(request), kind: "fields", fields))
            """)
    }
}

extension MenuKeysForm {
    /// A row for each key.
    fileprivate func html(_ menu: Menu, _ configuration: Configuration, announcements: [AnnouncementName]) -> [HTML] {
        let problems = changes(of: menu, in: configuration).problems
        return rows.enumerated().map { index, row in
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
    }
}

extension MenuSettingsForm {
    /// The menu that is to be made, without keys; what is not chosen yet has a name that no one sees.
    fileprivate func newMenu(_ name: String) -> Menu {
        Menu(new: name, prompt: (try? prompt.prompt()) ?? Prompt(Self.unnamed), [])
    }

    /// The fields for a menu as it is; nil: a new one.
    fileprivate init(_ menu: Menu?) {
        self.init(menu ?? Menu(new: "", prompt: Prompt(Self.unnamed), []))
        if menu == nil { prompt = PromptChooser(nil) }
    }

    private static let unnamed: AnnouncementName = {
        do { return try AnnouncementName("prompt") } catch { preconditionFailure("a valid literal") }
    }()
}

extension StepList {
    /// The steps with a menu behind them; nil if calls do not come to their end.
    fileprivate func followed(byMenu name: String) -> [FlowPart]? {
        guard let last = steps.last, last.continuation != .noCall else { return nil }
        return steps.indices.map { .kept($0, nil) } + [.new(.end(.menu(name)))]
    }
}
