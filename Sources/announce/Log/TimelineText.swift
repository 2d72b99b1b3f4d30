import CallLog
import Dashboard
import Telephony

/// Formats a call with all its events as lines of text.
struct TimelineText {
    let times: LogTimes

    func lines(_ timeline: CallTimeline) -> [String] {
        let call = timeline.call
        let line = CallLine(times: times)
        var lines = [line.text(call)] + line.legs(call)
        if let users = call.users { lines.append("    rings at  \(users)") }
        for event in timeline.events {
            lines.append("")
            let leg = call.legs.firstIndex { $0.callID == event.callID }
            lines += self.lines(event, leg: leg.map { ", leg \($0 + 1)" } ?? "")
        }
        return lines.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
            .map { String($0).printable }
    }

    private func lines(_ event: CallTimeline.Event, leg: String) -> [String] {
        let milliseconds = decimalText(Double(event.latency) / 1000, 1)
        var lines = [
            "\(times.clock(event.at))  \(event.kind.rawValue)\(input(event.input))\(leg), answered in \(milliseconds) ms "
                + "with status \(event.status)"
        ]
        func add(_ name: String, _ text: String?) {
            guard let text, !text.isEmpty else { return }
            let padding = String(repeating: " ", count: 10 - name.count)
            let rows = text.split(separator: "\n").map(String.init)
            for (index, row) in rows.enumerated() {
                lines.append("    " + (index == 0 ? name + padding : String(repeating: " ", count: 10)) + row)
            }
        }
        add("way", event.way)
        add("answer", event.answer)
        add("refused", event.refusal)
        add("missing", event.missing.map { "\($0): not published" })
        add("hung up", event.lostAfter.map { "after \(durationText(Double($0) / 1000)) in menu \(event.menu ?? "?")" })
        add("fetch", event.fetch.map { fetch($0, answered: event.at) })
        add(
            "request",
            event.fields.map { "\($0.name)=\($0.value.replacing("\n", with: "\u{FFFD}"))" }.joined(separator: "\n"))
        add("xml", event.xml)
        return lines
    }

    private func input(_ input: LoggedEvent.Input?) -> String {
        switch input {
        case nil: ""
        case .keys(let keys): " \(keys)"
        case .hidden(1): " (1 key)"
        case .hidden(let count): " (\(count) keys)"
        case .silence: " (no key pressed)"
        case .gone: " (caller hung up)"
        }
    }

    private func fetch(_ fetch: CallTimeline.Fetch, answered: Moment) -> String {
        if fetch.isElsewhere { return "\(fetch.file): not known, since it is fetched from another server" }
        guard let began = fetch.began else {
            let head = fetch.asked == nil ? "" : " (only its header, by HEAD)"
            guard let last = fetch.lastWhole else { return "\(fetch.file): never fetched\(head)" }
            return "\(fetch.file): not fetched\(head); the provider may have cached it at \(times.text(last))"
        }
        let wait = secondsText(Double(began.milliseconds - answered.milliseconds) / 1000)
        let size = fetch.size.map { " of \($0)" } ?? ""
        let bytes = fetch.size.map { ", \($0) bytes" } ?? ""
        guard !fetch.isWhole else { return "\(fetch.file): fetched completely \(wait) after the answer\(bytes)" }
        let state = fetch.ended == nil ? "in progress" : "interrupted"
        return "\(fetch.file): fetch started \(wait) after the answer, \(state) at \(fetch.sent)\(size) bytes"
    }
}
