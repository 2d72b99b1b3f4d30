import CallFlow
import CallLog

/// A day's calls: those in progress, a bar for each hour, and the outcomes.
struct DayPicture {
    let date: CivilDate
    let isToday: Bool
    let times: LogTimes
    var callsNow: HTML?
    var hours: [CallHour] = []

    var html: HTML {
        """
        \(progress)
        <section id="day" aria-labelledby="day-title"><h2 id="day-title">\(Texts.Home.callsByHour(total))</h2>\
        \(total > 0 ? HourChart(hours: hours, times: times).html : nil)\(outcomes)</section>
        <p id="days" class="row"><a class="button quiet" href="\(HomePaths.home)?day=\(date.adding(days: -1))">\
        \(Texts.Home.previousDay)</a>\(next)</p>
        """
    }

    private var progress: HTML? {
        callsNow.map { calls in
            """
            <section aria-labelledby="now-title"><h2 id="now-title">\(Texts.Home.inProgress)</h2>\
            <div id="now" aria-live="polite">\(calls)</div></section>
            """
        }
    }

    private var next: HTML? {
        isToday
            ? nil
            : "<a class=\"button quiet\" href=\"\(HomePaths.home)?day=\(date.adding(days: 1))\">\(Texts.Home.nextDay)</a>"
    }

    private var total: Int { hours.reduce(0) { $0 + $1.calls } }

    private var outcomes: HTML? {
        var counts: [CallOutcome: Int] = [:]
        for hour in hours { counts.merge(hour.outcomes, uniquingKeysWith: +) }
        guard total > 0 else { return nil }
        let day = "from=\(date)&to=\(date)"
        let known = CallOutcome.allCases.map { ($0.rawValue, $0.words, counts[$0] ?? 0) }
        let unknown = (CallsSearch.unknownEnd, Texts.Calls.unknownEnd, hours.reduce(0) { $0 + $1.unknownEnds })
        let rows = (known + [unknown]).filter { $0.2 > 0 }.map { value, words, count -> HTML in
            let share = (100 * count + total / 2) / total
            return """
                <tr><th scope="row"><a href="/calls?outcome=\(value)&amp;\(day)">\(words)</a></th>\
                <td>\(count)</td><td>\(share) %</td></tr>
                """
        }
        return """
            <div class="scroll"><table class="narrow"><caption class="hidden">\(Texts.Home.outcomes)</caption>
            <thead><tr><th scope="col">\(Texts.Calls.outcome)</th><th scope="col">\(Texts.Calls.title)</th>\
            <th scope="col">\(Texts.Home.share)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }
}
