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
        <h1>\(CallWords.parties(call))</h1>
        <p>\(words.tag(call)) \(words.time(call.began)), \(CallWords.length(call))</p>
        <dl class="card facts">
        \(fact(Texts.Call.id, call.callID))\(fact(Texts.Call.partOf, isPart ? call.originalCallID : nil))\
        \(fact(Texts.Call.direction, direction))\
        \(fact(Texts.Call.forwardedFrom, call.diversion.map { Texts.number($0) }))\(fact(Texts.Call.users, call.users))\
        \(fact(Texts.Call.answeredBy, CallWords.answerer(call)))\(fact(Texts.Call.cause, call.cause.map(Texts.Calls.cause)))
        </dl>
        \(blocking)\(legs)
        <h2>\(Texts.Call.whatHappened)</h2>
        <ol class="timeline">\(timeline.events.enumerated().map { item($1, asked: isAsked($0)) })</ol>
        """
    }

    private var direction: String? {
        call.direction.map { $0 == .incoming ? Texts.Call.incoming : Texts.Call.outgoing }
    }

    private func fact(_ name: String, _ value: String?) -> HTML? {
        guard let value, !value.isEmpty else { return nil }
        return "<div><dt>\(name)</dt><dd>\(value.printable)</dd></div>"
    }

    /// Whether the provider says that the call belongs to one that the log does not have.
    private var isPart: Bool { call.originalCallID != call.callID && call.legs.isEmpty }

    private var legs: HTML? {
        guard !call.legs.isEmpty else { return nil }
        return """
            <h2>\(Texts.Call.legs(call.legs.count))</h2>
            <div class="scroll"><table class="stack short calls">\(CallWords.head)<tbody>\(words.legRows(call))</tbody></table></div>
            """
    }

    /// `, leg 2`
    private func leg(_ event: CallTimeline.Event) -> String? {
        call.legs.firstIndex { $0.callID == event.callID }.map { Texts.Call.ofLeg($0 + 1) }
    }

    /// Whether the answer before an event asked the caller for keys; otherwise it played something, and silence is its end.
    private func isAsked(_ index: Int) -> Bool {
        let event = timeline.events[index]
        let before = timeline.events[..<index].last { $0.callID == event.callID && $0.answer != nil }
        return before?.menu != nil
    }

    private func item(_ event: CallTimeline.Event, asked: Bool) -> HTML {
        """
        <li class="card">
        <h3><time>\(words.times.clock(event.at))</time> \(what(event, asked: asked))\(leg(event) ?? "")</h3>
        \(paragraph(Texts.Call.path, event.way.map(Texts.LogWords.way)))\(paragraph(Texts.Call.answer, event.answer.map(Texts.LogWords.answer)))\
        \(event.refusal.map { "<p class=\"bad\">\(Texts.Call.refused(Texts.LogWords.refusal($0)))</p>" as HTML })\
        \(event.missing.map { "<p class=\"bad\">\(Texts.Call.missing($0))</p>" as HTML })\
        \(event.lostAfter.map { "<p>\(Texts.Call.lost(after: CallWords.length($0), menu: event.menu ?? "?"))</p>" as HTML })\
        \(event.fetch.map { fetch($0, answered: event.at) })
        <details><summary>\(Texts.Call.exchange(latency: latency(event), status: event.status))</summary>
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

    private func what(_ event: CallTimeline.Event, asked: Bool) -> String {
        switch (event.kind, event.input) {
        case (.newCall, _): Texts.Call.started
        case (.answer, _): Texts.Call.answered
        case (.hangup, _): Texts.Call.ended
        case (.dtmf, .keys(let keys)?): Texts.Call.pressed(keys)
        case (.dtmf, .hidden(let count)?): Texts.Call.pressed(count: count)
        case (.dtmf, .gone?): Texts.Call.gone
        case (.dtmf, .silence?), (.dtmf, nil): asked ? Texts.Call.pressedNothing : Texts.Call.promptEnded
        }
    }

    /// Whether the announcement of an answer was fetched, which explains most silent calls.
    private func fetch(_ fetch: CallTimeline.Fetch, answered: Moment) -> HTML {
        if fetch.isElsewhere { return "<p class=\"note\">\(Texts.Call.elsewhere(fetch.file))</p>" }
        guard let began = fetch.began else {
            guard let last = fetch.lastWhole else { return "<p class=\"bad\">\(Texts.Call.never(fetch.file))</p>" }
            return "<p class=\"note\">\(Texts.Call.kept(fetch.file, since: words.times.text(last)))</p>"
        }
        let wait = max(0, began.milliseconds - answered.milliseconds)
        if fetch.isWhole {
            return "<p class=\"good\">\(Texts.Call.whole(fetch.file, wait: wait, bytes: fetch.size ?? fetch.sent))</p>"
        }
        let cut = Texts.Call.cutOff(
            fetch.file, wait: wait, sent: fetch.sent, of: fetch.size ?? 0, isRunning: fetch.ended == nil)
        return "<p class=\"bad\">\(cut)</p>"
    }
}
