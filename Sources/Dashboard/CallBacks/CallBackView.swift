import CallFlow
import CallLog
import HTTPListener
import Telephony

/// The list of callers to call back, as a part of a page.
struct CallBackView {
    let list: CallBackList
    /// The part of the list that the page shows; nil: its beginning, as a part of another page.
    var paging: Paging?
    let times: LogTimes
    let now: Moment
    /// Rows at most, of those to call back and of those done; nil: all.
    let most: Int?
    /// The caller whose row was just changed.
    let changed: String?
    let problem: String?
    let request: AdminRequest

    var html: HTML {
        let open = list.open
        let done = list.done
        let shown = paging.map { open[$0.rows] } ?? open.prefix(most ?? .max)
        // The next call is the main thing on the page; the others can wait.
        let rows = shown.enumerated().map { row($1, isMain: $0 == 0) }
        let none: HTML? = open.isEmpty ? "<p class=\"faint\">\(Texts.CallBacks.none)</p>" : nil
        return """
            \(problem.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" as HTML })\(confirmation)\(none)
            \(rows.isEmpty ? nil : "<ul class=\"rows\">\(rows)</ul>" as HTML)
            \(paging?.links(CallBackPaths.list))\(without)\(finished(done))\(links(isCut: most != nil && open.count > rows.count))
            """
    }

    private func row(_ row: CallBackList.Row, isMain: Bool = false) -> HTML {
        let caller = row.caller
        let number = Texts.number(caller.caller)
        let link: HTML =
            caller.number.map {
                "<a class=\"button\(isMain ? "" : " quiet") dial\" href=\"tel:\($0)\">\(number)</a>"
            }
            ?? "<strong>\(number)</strong>"
        let called: HTML? = caller.called.map {
            " <span class=\"faint\">\(Texts.CallBacks.to(Texts.number($0)))</span>"
        }
        let style = row.isDone ? "tag" : "tag closed"
        return """
            <li\(if: row.isDone, "class=\"is-done\"")>\(link) <span class="grow">\(row.name.map { "<strong>\($0)</strong> " as HTML })\
            <a href="/calls/\(caller.call)">\(tries(caller))</a>\(called)</span> \
            <span class="\(style)">\(caller.hasVoicemail ? CallOutcome.voicemail.words : caller.outcome.words)</span> \
            \(form(row, number))</li>

            """
    }

    /// `2 tries, last today 14:05`
    private func tries(_ caller: CallBack) -> String {
        let local = times.local(now)
        let last = caller.tries.first.map { Texts.CallBacks.time(times.local($0), relativeTo: local) } ?? ""
        return Texts.CallBacks.tries(caller.tries.count, last: last)
    }

    private func form(_ row: CallBackList.Row, _ number: String) -> HTML {
        let last = row.caller.tries.first?.milliseconds ?? 0
        let all: HTML? = most == nil ? "<input type=\"hidden\" name=\"all\" value=\"1\">" : nil
        let (state, word) = row.isDone ? ("open", Texts.CallBacks.undo) : ("done", Texts.CallBacks.done)
        return request.form(
            CallBackPaths.mark, kind: "inline",
            """
            <input type="hidden" name="caller" value="\(row.caller.caller)"><input type="hidden" name="last" value="\(last)">\
            \(all)<button class="quiet" name="state" value="\(state)">\(word) <span class="hidden">\(number)</span></button>
            """)
    }

    private var confirmation: HTML? {
        guard let changed, let row = list.rows.first(where: { $0.caller.caller == changed }), row.isDone else {
            return nil
        }
        let number = Texts.number(changed)
        return """
            <div class="good row" role="status"><span class="grow">\(Texts.CallBacks.isDone(number))</span>\(form(row, number))</div>
            """
    }

    private var without: HTML? {
        list.withoutNumber == 0
            ? nil
            : "<p class=\"faint\">\(Texts.CallBacks.withoutNumber(list.withoutNumber, days: CallBackList.days))</p>"
    }

    private func finished(_ done: [CallBackList.Row]) -> HTML? {
        guard !done.isEmpty, paging?.first ?? 0 == 0 else { return nil }
        return """
            <details\(if: most == nil && done.count <= 10, "open")><summary>\(Texts.CallBacks.finished(done.count))</summary>
            <ul class="rows">\(done.prefix(most ?? CallBackController.length).map { row($0) })</ul></details>
            """
    }

    private func links(isCut: Bool) -> HTML? {
        guard !list.rows.isEmpty else { return nil }
        let all: HTML? =
            isCut ? "<a href=\"\(CallBackPaths.list)\">\(Texts.CallBacks.all(list.open.count))</a> " : nil
        return "<p>\(all)<a href=\"\(CallBackPaths.csv)\" download>\(Texts.CallBacks.csv)</a></p>"
    }
}

/// The paths of the list.
enum CallBackPaths {
    static let list = "/call-back"
    static let mark = "/call-back/mark"
    static let csv = "/call-back/call-back.csv"
}
