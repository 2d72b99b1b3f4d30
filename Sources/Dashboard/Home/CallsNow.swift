import CallLog

/// The calls in progress.
struct CallsNow {
    let calls: [LoggedCall]
    let most: Int
    let words: CallWords

    var html: HTML {
        guard !calls.isEmpty else { return "<p class=\"faint\">\(Texts.Home.noneInProgress)</p>" }
        let rows = calls.prefix(most).map { call -> HTML in
            """
            <tr><th scope="row"><a href="/calls/\(call.id)">\(words.times.text(call.began).suffix(8))</a></th>\
            <td>\(CallWords.parties(call))\(legs(call))</td>\
            <td>\(call.menu.map { Texts.Home.inMenu($0) } ?? CallWords.remarks(call))\(trial(call))</td></tr>
            """
        }
        return """
            <div class="scroll"><table class="stack short">
            <thead><tr><th scope="col">\(Texts.Home.since)</th><th scope="col">\(Texts.Home.parties)</th>\
            <th scope="col">\(Texts.Home.position)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>\(more)
            """
    }

    private func legs(_ call: LoggedCall) -> HTML? {
        call.legs.isEmpty ? nil : " <span class=\"faint\">\(Texts.Home.legs(call.legs.count))</span>"
    }

    private func trial(_ call: LoggedCall) -> HTML? {
        call.isTrial ? " <span class=\"tag override\">\(Texts.Calls.trial)</span>" : nil
    }

    private var more: HTML? { calls.count > most ? "<p>\(Texts.Home.more)</p>" : nil }
}
