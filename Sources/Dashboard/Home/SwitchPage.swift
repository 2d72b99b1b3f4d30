import CallFlow
import HTTPListener
import Sipgate
import Telephony

/// The page that opens or closes a location: one tap for the usual spans, fields for any other.
struct SwitchPage {
    let location: Location
    let state: ScheduleOverride.ForcedStatus
    /// What callers can be made to hear.
    let announcements: [AnnouncementName]
    /// As posted, if it was refused; otherwise the query.
    let fields: FormFields?
    let problem: String?
    let request: AdminRequest

    private var name: String { location.schedule.name }

    /// A span that one button sets: its value for `SwitchForm`, and its words.
    private struct Span {
        let value: String
        let words: String
    }

    var html: HTML {
        let form = request.form(
            HomePaths.location(name) + "/switch", kind: "switch",
            "<input type=\"hidden\" name=\"state\" value=\"\(state.rawValue)\">\(meanwhile)\(buttons)\(times)")
        return """
            <p><a href="/home">\(Texts.Home.back)</a></p>
            <h1>\(Texts.Home.switchTitle(state, name))</h1>
            \(problem.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" as HTML })\(form)
            """
    }

    private var buttons: HTML {
        let buttons = spans.enumerated().map { index, span -> HTML in
            """
            <button\(if: index > 0, "class=\"quiet\"") name="span" value="\(span.value)">\(span.words)</button>
            """
        }
        return "<p class=\"row choices\">\(buttons)</p>"
    }

    /// The most likely first: a closure until it would open again, a longer day until midnight.
    private var spans: [Span] {
        let hours = [1, 2].map { Span(value: "\($0)h", words: Texts.Home.forHours($0)) }
        guard state == .closed else { return hours + [until(midnight)] }
        return openings.map(until) + hours
    }

    private func until(_ time: LocalTime) -> Span {
        Span(value: time.description, words: Texts.Home.now(until: Texts.time(time, relativeTo: location.now)))
    }

    private var midnight: LocalTime { LocalTime(date: location.now.date.adding(days: 1), second: 0) }

    /// When the regular hours open next: later today if they do, and on the next day with hours. Without any it is 9 o'clock tomorrow.
    private var openings: [LocalTime] {
        let today = location.now.date
        var openings: [LocalTime] = []
        for day in 0...14 {
            let date = today.adding(days: day)
            let starts = location.schedule.plan(for: date).hours.spans.map(\.lowerBound)
            // Hours that go on all day have no opening that anyone would wait for.
            guard let minute = starts.first(where: { $0 > 0 && (day > 0 || $0 * 60 > location.now.second) }) else {
                continue
            }
            openings.append(LocalTime(date: date, second: minute * 60))
            if day > 0 { return openings }
        }
        return openings + [LocalTime(date: today.adding(days: 1), second: 9 * 3600)]
    }

    private var meanwhile: HTML {
        let chosen = fields?["play"] ?? ""
        let names = announcements.map { name -> HTML in
            "<option value=\"\(name)\"\(if: name.text == chosen, "selected")>\(name)</option>"
        }
        return """
            <p><label for="play">\(Texts.Home.meanwhile)</label><select id="play" name="play">\
            <option value="">\(Texts.Home.asConfigured)</option>\(names)</select> \
            <a href="/announcements#new">\(Texts.Home.recordOne)</a></p>
            """
    }

    private var times: HTML {
        """
        <fieldset class="card"><legend>\(Texts.Home.otherTimes)</legend><div class="row">
        <div><label for="from">\(Texts.Home.from("\(location.zone)"))</label>\
        <input id="from" name="from" type="datetime-local" value="\(fields?["from"])"></div>
        <div><label for="until">\(Texts.Home.until("\(location.zone)"))</label>\
        <input id="until" name="until" type="datetime-local" value="\(fields?["until"])"></div>
        <button class="quiet">\(Texts.Home.submit(state))</button></div></fieldset>
        """
    }
}
