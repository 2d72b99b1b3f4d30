import CallLog

/// The calls in progress.
struct CallsNow {
    let calls: [LoggedCall]
    let most: Int
    let words: CallWords

    var html: HTML {
        guard !calls.isEmpty else { return "<p class=\"faint\">No calls in progress.</p>" }
        let rows = calls.prefix(most).map { call -> HTML in
            """
            <tr><th scope="row"><a href="/calls/\(call.id)">\(words.times.text(call.began).suffix(8))</a></th>\
            <td>\(LoggedCall.words(call.from)) → \(LoggedCall.words(call.to))</td>\
            <td>\(call.menu.map { "in the menu \($0)" } ?? call.remarks)\(trial(call))</td></tr>
            """
        }
        return """
            <div class="scroll"><table class="stack short">
            <thead><tr><th scope="col">Since</th><th scope="col">From → to</th><th scope="col">Position</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>\(more)
            """
    }

    private func trial(_ call: LoggedCall) -> HTML? {
        call.isTrial ? " <span class=\"tag override\">trial</span>" : nil
    }

    private var more: HTML? { calls.count > most ? "<p>… and more.</p>" : nil }
}
