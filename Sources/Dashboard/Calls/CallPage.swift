import CallLog
import Telephony

/// One call, event by event: the request, the answer and its reasons, and what was fetched of its sounds.
struct CallPage {
    let timeline: CallTimeline
    let words: CallWords

    private var call: LoggedCall { timeline.call }

    var html: HTML {
        """
        <h1>\(LoggedCall.words(call.from)) → \(LoggedCall.words(call.to))</h1>
        <p>\(CallWords.tag(call)) \(words.times.text(call.began)), \(CallWords.length(call))</p>
        <dl class="card facts">
        \(fact("Call", call.callID))\(fact("Part of", call.originalCallID))\
        \(fact("Direction", call.direction?.rawValue))\(fact("Rings at", call.users))\
        \(fact("Answered by", call.answeredBy))\(fact("Cause", call.cause))
        </dl>
        \(related)
        <h2>What happened</h2>
        <ol class="timeline">\(timeline.events.map(item))</ol>
        """
    }

    private func fact(_ name: String, _ value: String?) -> HTML? {
        guard let value, !value.isEmpty else { return nil }
        return "<div><dt>\(name)</dt><dd>\(value)</dd></div>"
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
        \(paragraph("Way", event.way))\(paragraph("Answer", event.answer))\
        \(event.refusal.map { "<p class=\"bad\">Left alone: \($0)</p>" as HTML })\
        \(event.missing.map { "<p class=\"bad\">Not published, so left out: \($0)</p>" as HTML })\
        \(event.lostAfter.map { "<p>Hung up after \(CallWords.length($0)) in the menu \(event.menu ?? "?").</p>" as HTML })\
        \(event.fetch.map { fetch($0, answered: event.at) })
        <details><summary>Request and answer, \(latency(event)), status \(event.status)</summary>
        <pre>\(event.fields.map { "\($0.name)=\($0.value)" }.joined(separator: "\n"))</pre>
        \(event.xml.map { "<pre>\($0)</pre>" as HTML })
        </details>
        </li>
        """
    }

    private func paragraph(_ name: String, _ text: String?) -> HTML? {
        text.map { "<p><strong>\(name)</strong> \($0)</p>" }
    }

    private func latency(_ event: CallTimeline.Event) -> String {
        event.latency < 1000 ? "\(event.latency) µs" : "\(event.latency / 1000) ms"
    }

    private func what(_ event: CallTimeline.Event) -> String {
        switch (event.kind, event.input) {
        case (.newCall, _): "The call comes in"
        case (.answer, _): "Somebody answers"
        case (.hangup, _): "The call ends"
        case (.dtmf, .keys(let keys)?): "The caller presses \(keys)"
        case (.dtmf, .hidden(let count)?): "The caller presses \(count == 1 ? "a key" : "\(count) keys")"
        case (.dtmf, .gone?): "The caller has hung up"
        case (.dtmf, .silence?), (.dtmf, nil): "The caller presses nothing"
        }
    }

    /// Whether the sound of an answer was fetched, which explains most calls on which nothing was heard.
    private func fetch(_ fetch: CallTimeline.Fetch, answered: Moment) -> HTML {
        guard let began = fetch.began else {
            guard let last = fetch.lastWhole else {
                return """
                    <p class="bad"><strong>Never fetched:</strong> \(fetch.file). The network did not ask for this file, so the \
                    caller heard nothing of it. Does its address work from outside?</p>
                    """
            }
            return
                "<p class=\"note\">\(fetch.file) was not fetched; the network may have kept it from \(words.times.text(last)).</p>"
        }
        let wait = "\(max(0, began.milliseconds - answered.milliseconds)) ms after the answer"
        if fetch.isWhole {
            return "<p class=\"good\">\(fetch.file) was fetched \(wait), all \(fetch.size ?? fetch.sent) bytes.</p>"
        }
        let state = fetch.ended == nil ? "is still being fetched" : "was cut off"
        return """
            <p class="bad">\(fetch.file) was begun \(wait) and \(state) at \(fetch.sent) of \(fetch.size ?? 0) bytes.</p>
            """
    }
}
