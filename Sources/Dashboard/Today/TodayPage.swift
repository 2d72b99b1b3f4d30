import CallFlow
import CallLog

/// The overview of a day.
struct TodayPage {
    let date: CivilDate
    let isToday: Bool
    let health: Health
    let times: LogTimes
    /// The calls in progress.
    let calls: HTML
    var hours: [CallHour] = []
    var findings: [CallFinding] = []
    /// The reason the call log cannot be read.
    var fault: CallLogError?

    var html: HTML {
        """
        <h1>\(isToday ? "Today" : date.description)</h1>
        <div id="health">\(condition)</div>
        \(isToday ? "<section aria-labelledby=\"now-title\"><h2 id=\"now-title\">Calls in progress</h2><div id=\"now\" aria-live=\"polite\">\(calls)</div></section>" as HTML : nil)
        <section id="findings" aria-labelledby="findings-title"><h2 id="findings-title">Needs attention</h2>\(findingsList)</section>
        <section id="day" aria-labelledby="day-title"><h2 id="day-title">\(title)</h2>\(HourChart(hours: hours, times: times).html)\(outcomes)</section>
        <p id="days" class="row"><a class="button quiet" href="/today?day=\(date.adding(days: -1))">Previous day</a>\(next)</p>
        """
    }

    private var next: HTML? {
        isToday ? nil : "<a class=\"button quiet\" href=\"/today?day=\(date.adding(days: 1))\">Next day</a>"
    }

    private var condition: [HTML] {
        health.reasons.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" }
            + (health.tunnel.map { ["<p id=\"tunnel\">The tunnel is open: <code>\($0)</code></p>"] } ?? [])
            + health.warnings.prefix(10).map { "<p class=\"note\">\($0)</p>" }
            + (fault.map { ["<p class=\"bad\">The call log cannot be read: \($0.words)</p>"] } ?? [])
    }

    private var findingsList: HTML {
        guard !findings.isEmpty else { return "<p class=\"faint\">Nothing.</p>" }
        return "<ul class=\"findings\">\(findings.map { "<li>\($0.sentence(times))</li>" as HTML })</ul>"
    }

    private var total: Int { hours.reduce(0) { $0 + $1.calls } }

    private var title: String { total == 1 ? "1 call, by hour" : "\(total) calls, by hour" }

    private var outcomes: HTML? {
        var counts: [CallOutcome: Int] = [:]
        for hour in hours { counts.merge(hour.outcomes, uniquingKeysWith: +) }
        guard total > 0 else { return nil }
        let day = "from=\(date)&to=\(date)"
        let rows = CallOutcome.allCases.compactMap { outcome -> HTML? in
            guard let count = counts[outcome], count > 0 else { return nil }
            let share = (100 * count + total / 2) / total
            return """
                <tr><th scope="row"><a href="/calls?outcome=\(outcome.rawValue)&amp;\(day)">\(outcome.words)</a></th>\
                <td>\(count)</td><td>\(share) %</td></tr>
                """
        }
        return """
            <div class="scroll"><table class="narrow"><caption class="hidden">Outcomes</caption>
            <thead><tr><th scope="col">Outcome</th><th scope="col">Calls</th><th scope="col">Share</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }
}

extension CallFinding {
    /// The finding and its remedy.
    fileprivate func sentence(_ times: LogTimes) -> HTML {
        switch self {
        case .hangUps(let menu, let share, let calls, let after):
            let place = after.map { " at \(CallWords.length($0))" } ?? ""
            return """
                <strong>\(menu): \(Int((100 * share).rounded())) % hang up\(place)</strong> (of \(calls) calls). \
                Is the prompt too long, or is the choice that callers want missing?
                """
        case .neverFetched(let file, let prompt, let answers, let begun):
            let fetched = begun == 0 ? "fetched 0 times" : "requested \(begun) times, never fetched completely"
            return """
                <strong>\(prompt): answered \(answers) times, \(fetched).</strong> Callers heard nothing. Check that \
                <code>/media/\(file)</code> works from outside, without a password or redirect.
                """
        case .slowAnswers(let count, let over, let slowest):
            return """
                <strong>\(count) answers took longer than \(over) ms</strong>, the slowest \(slowest) ms. Check whether the machine is overloaded.
                """
        case .refused(let reason, let status, let count, let last):
            return """
                <strong>\(count) × refused (\(status)):</strong> \(reason) Last \(times.text(last)).
                """
        case .missing(let announcements, let answers, let last):
            return """
                <strong>\(announcements): not published</strong>, so skipped in \(answers) answers, last \
                \(times.text(last)). See <a href="/announcements">Announcements</a> for the reason.
                """
        }
    }
}
