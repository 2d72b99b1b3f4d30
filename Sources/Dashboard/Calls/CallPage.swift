import CallLog
import Telephony

/// One call, event by event: request, answer, reasons, and fetched announcements.
struct CallPage {
    let timeline: CallTimeline
    let words: CallWords
    /// The button that blocks the caller, or takes that back.
    var blocking: HTML?

    private var call: LoggedCall { timeline.call }

    var html: HTML {
        """
        <h1>\(LoggedCall.words(call.from)) → \(LoggedCall.words(call.to))</h1>
        <p>\(CallWords.tag(call)) \(words.times.text(call.began)), \(CallWords.length(call))</p>
        <dl class="card facts">
        \(fact("Call", call.callID))\(fact("Part of", call.originalCallID))\
        \(fact("Direction", call.direction?.rawValue))\(fact("Users", call.users))\
        \(fact("Answered by", call.answeredBy))\(fact("Cause", call.cause))
        </dl>
        \(blocking)\(related)
        <h2>What happened</h2>
        <ol class="timeline">\(timeline.events.map(item))</ol>
        """
    }

    private func fact(_ name: String, _ value: String?) -> HTML? {
        guard let value, !value.isEmpty else { return nil }
        return "<div><dt>\(name)</dt><dd>\(value.printable)</dd></div>"
    }

    private var related: HTML? {
        guard !timeline.related.isEmpty else { return nil }
        return """
            <h2>Transfers of the same call</h2>
            <div class="scroll"><table class="stack short">\(CallWords.head)<tbody>\(timeline.related.map(words.row))</tbody></table></div>
            """
    }

    private func item(_ event: CallTimeline.Event) -> HTML {
        """
        <li class="card">
        <h3><time>\(words.times.clock(event.at))</time> \(what(event))</h3>
        \(paragraph("Path", event.way))\(paragraph("Answer", event.answer))\
        \(event.refusal.map { "<p class=\"bad\">Not answered: \($0)</p>" as HTML })\
        \(event.missing.map { "<p class=\"bad\">Skipped because not published: \($0)</p>" as HTML })\
        \(event.lostAfter.map { "<p>Hung up after \(CallWords.length($0)) in the menu \(event.menu ?? "?").</p>" as HTML })\
        \(event.fetch.map { fetch($0, answered: event.at) })
        <details><summary>Request and answer, \(latency(event)), status \(event.status)</summary>
        <pre>\(event.fields.map { "\($0.name)=\($0.value)".printable }.joined(separator: "\n"))</pre>
        \(event.xml.map { "<pre>\($0)</pre>" as HTML })
        </details>
        </li>
        """
    }

    private func paragraph(_ name: String, _ text: String?) -> HTML? {
        text.map { "<p><strong>\(name)</strong> \($0.printable)</p>" }
    }

    private func latency(_ event: CallTimeline.Event) -> String {
        event.latency < 1000 ? "\(event.latency) µs" : "\(event.latency / 1000) ms"
    }

    private func what(_ event: CallTimeline.Event) -> String {
        switch (event.kind, event.input) {
        case (.newCall, _): "Call started"
        case (.answer, _): "Call answered"
        case (.hangup, _): "Call ended"
        case (.dtmf, .keys(let keys)?): "Caller pressed \(keys)"
        case (.dtmf, .hidden(let count)?): "Caller pressed \(count == 1 ? "a key" : "\(count) keys")"
        case (.dtmf, .gone?): "Caller had hung up"
        case (.dtmf, .silence?), (.dtmf, nil): "Caller pressed nothing"
        }
    }

    /// Whether the announcement of an answer was fetched, which explains most silent calls.
    private func fetch(_ fetch: CallTimeline.Fetch, answered: Moment) -> HTML {
        guard let began = fetch.began else {
            guard let last = fetch.lastWhole else {
                return """
                    <p class="bad"><strong>Never fetched:</strong> \(fetch.file). The telephone network did not request this file, so the \
                    caller did not hear it. Check that its URL works from outside.</p>
                    """
            }
            return
                "<p class=\"note\">\(fetch.file) was not fetched; the network may have cached it on \(words.times.text(last)).</p>"
        }
        let wait = "\(max(0, began.milliseconds - answered.milliseconds)) ms after the answer"
        if fetch.isWhole {
            return "<p class=\"good\">\(fetch.file) was fetched \(wait), all \(fetch.size ?? fetch.sent) bytes.</p>"
        }
        let state = fetch.ended == nil ? "is still being fetched" : "was cut off"
        return """
            <p class="bad">\(fetch.file) was requested \(wait) and \(state) at \(fetch.sent) of \(fetch.size ?? 0) bytes.</p>
            """
    }
}
