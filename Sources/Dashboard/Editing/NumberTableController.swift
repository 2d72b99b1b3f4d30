import CallFlow
import HTTPListener
import HTTPTypes
import Sipgate
import Telephony

/// `/tables/{index}`: a CSV table of numbers, to download, to change, and to replace by another file.
struct NumberTableController: AdminSection {
    let editing: FormEditing

    private static let limit = 4 << 20

    var routes: [AdminRoute] {
        [
            .get("/tables") { try await list($0) },
            .get("/tables/{index}") { try await show($0) },
            .get("/tables/{index}/csv") { try await download($0) },
            .form("/tables/{index}", limit: Self.limit) { try await save($0, $1) },
            .text("/tables/{index}/check", limit: Self.limit) { try await check($0, $1) },
        ]
    }

    private func path(_ request: AdminRequest) -> String { "/tables/\(request["index"].percentEncoded)" }

    /// The name of the table and its text.
    private func table(_ request: AdminRequest, _ opened: FormEditing.Opened) -> (name: String, text: String)? {
        let names = ConfigurationFile.numberTables(of: opened.written)
        guard let index = Int(request["index"]), names.indices.contains(index),
            let text = opened.written.files.text(of: names[index])
        else { return nil }
        return (names[index], text)
    }

    private func unknown(_ request: AdminRequest) -> Reply {
        request.unknown(Texts.Numbers.noTable)
    }

    private func show(_ request: AdminRequest) async throws -> Reply {
        await editing.answer(request, Texts.Numbers.title, leadsToFile: false) { opened in
            guard let (name, text) = table(request, opened) else { return unknown(request) }
            return page(request, name, text, EditedFile.mark(of: text), note: request.savedNote)
        }
    }

    private func download(_ request: AdminRequest) async throws -> Reply {
        await editing.answer(request, Texts.Numbers.title, leadsToFile: false) { opened in
            if request["index"] == "all" { return everything(opened.configuration) }
            guard let (_, text) = table(request, opened) else { return unknown(request) }
            return Self.csv(text)
        }
    }

    private func changes(
        _ text: String, _ name: String, _ old: String, _ opened: FormEditing.Opened
    ) async -> (FormChanges, FormEditing.Draft?) {
        if text == old { return (.nothing, nil) }
        do throws(FormEditing.Failure) {
            let draft = try await editing.draft(replacing: name, with: text, of: opened)
            return (.changes(Self.lines(draft), failures: draft.failures, mark: draft.mark), draft)
        } catch {
            return (.failure(error.sentence(editing.name)), nil)
        }
    }

    /// What happens to which numbers, some of them by name.
    private static func lines(_ draft: FormEditing.Draft) -> [String] {
        func steps(_ configuration: Configuration) -> [NumberPattern: [Step]] {
            Dictionary(configuration.numbers.incoming.entries.map { ($0.pattern, $0.steps.steps) }) { $1 }
        }
        let (old, new) = (steps(draft.before.configuration), steps(draft.configuration))
        func line(_ words: (Int, String) -> String, _ numbers: [NumberPattern]) -> String? {
            guard !numbers.isEmpty else { return nil }
            let names = numbers.map(\.spaced).sorted()
            return words(names.count, names.prefix(10).joined(separator: ", ") + (names.count > 10 ? " …" : ""))
        }
        return [
            line(Texts.Numbers.added, new.keys.filter { old[$0] == nil }),
            line(Texts.Numbers.changed, new.keys.filter { old[$0] != nil && old[$0] != new[$0] }),
            line(Texts.Numbers.removed, old.keys.filter { new[$0] == nil }),
        ].compactMap(\.self)
    }

    private func save(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        await editing.answer(request, Texts.Numbers.title, leadsToFile: false) { opened in
            guard let (name, old) = table(request, opened) else { return unknown(request) }
            let text = EditedFile.text(fields["text"] ?? "", like: old)
            let (changes, draft) = await changes(text, name, old, opened)
            let sent = SentForm(
                changes: changes, draft: draft,
                conflict: fields["opened"] != EditedFile.mark(of: old) ? Texts.Numbers.changedMeanwhile : nil,
                confirmed: fields["confirmed"], isTrial: fields["action"] == "try")
            return await editing.save(sent, thenSee: path(request) + "?saved=1") { status, note in
                page(
                    request, name, text, EditedFile.mark(of: old), changes: changes, status: status,
                    note: note)
            }
        }
    }

    private func check(_ request: AdminRequest, _ body: String) async throws -> Reply {
        await editing.check(body) { fields, opened in
            guard let (name, old) = table(request, opened) else { return nil }
            return await changes(EditedFile.text(fields["text"] ?? "", like: old), name, old, opened).0
        }
    }

    private func page(
        _ request: AdminRequest, _ name: String, _ text: String, _ opened: String, changes: FormChanges = .nothing,
        status: HTTPResponse.Status = .ok, note: HTML? = nil
    ) -> Reply {
        // Browsers drop a line break at the beginning of a textarea, so one is added for that.
        let fields: HTML = """
            <input type="hidden" name="opened" value="\(opened)"><div class="card">\
            <div data-script hidden><label for="file">\(Texts.Numbers.importFile)</label>\
            <input id="file" type="file" accept=".csv,text/csv" data-into="text"></div>\
            <div data-script hidden><label for="rows">\(Texts.Numbers.addFile)</label>\
            <input id="rows" type="file" accept=".csv,text/csv" data-into="text" data-append></div>\
            <div><label for="text">\(name)</label><textarea id="text" name="text" rows="16" spellcheck="false" wrap="off">
            \(text)</textarea></div></div>\
            \(FormChanges.bar(changes, check: path(request) + "/check", discard: path(request)))
            """
        return request.page(
            Texts.Numbers.table(name), status: status, script: HoursController.script,
            """
            <p><a href="/numbers">\(Texts.Numbers.all)</a></p><h1>\(Texts.Numbers.table(name))</h1>\(note)\
            <p class="faint">\(Texts.Numbers.tableHelp)</p>\
            <p><a class="button quiet" href="\(path(request))/csv" download>\(Texts.Numbers.export)</a></p>\
            \(request.form(path(request), kind: "hours", fields))
            """)
    }
}
