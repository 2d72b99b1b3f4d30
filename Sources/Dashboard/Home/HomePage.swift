import CallFlow
import CallLog

/// Home: the locations, whom to call back, what needs attention, and the day in a picture. On an earlier day only the latter two.
struct HomePage {
    let date: CivilDate
    let now: LocalTime
    let health: Health
    let times: LogTimes
    let problem: String?
    /// Whether the visitor sees who calls, and what calls reveal.
    let showsCalls: Bool
    /// Nil on an earlier day.
    var locations: LocationsView?
    /// Nil on an earlier day, and before the first call.
    var callBacks: HTML?
    var findings: [CallFinding] = []
    /// Nil if calls are not recorded.
    var day: DayPicture?
    /// The reason the call log cannot be read.
    var fault: CallLogError?

    var html: HTML {
        """
        <h1>\(Texts.Home.today(date, now: now))</h1>
        <p id="connection" class="bad" role="alert" data-lost="\(Texts.Home.disconnected)" hidden></p>
        \(problem.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" as HTML })
        <div id="health">\(condition)</div>
        <div id="locations">\(locations?.html)</div>
        \(callBackSection)
        \(findingSection)
        \(day?.html)
        """
    }

    private var callBackSection: HTML? {
        guard locations != nil, day != nil else { return nil }
        return """
            <section id="call-back" aria-labelledby="call-back-title"><h2 id="call-back-title">\(Texts.CallBacks.title)</h2>
            \(callBacks ?? "<p class=\"faint\">\(Texts.CallBacks.none)</p>")</section>
            """
    }

    private var findingSection: HTML? {
        guard showsCalls else { return nil }
        return """
            <section id="findings" aria-labelledby="findings-title"><h2 id="findings-title">\(Texts.Home.attention)</h2>\(attention)</section>
            """
    }

    private var condition: [HTML] {
        health.reasons.map { "<p class=\"bad\" role=\"alert\">\(health.words($0))</p>" }
            + (fault.map { ["<p class=\"bad\">\(Texts.Home.logUnreadable($0.words))</p>"] } ?? [])
    }

    private var attention: HTML {
        let tunnel: HTML? = health.tunnel.map { "<p id=\"tunnel\">\(Texts.Home.tunnel($0))</p>" }
        let warnings = health.warnings.prefix(10).map { "<li>\(health.words($0))</li>" as HTML }
        let items = warnings + findings.map { "<li>\($0.sentence(times, on: date))</li>" }
        let list: HTML =
            items.isEmpty
            ? "<p class=\"faint\">\(Texts.Home.nothing)</p>" : "<ul class=\"findings\">\(items)</ul>"
        return "\(tunnel)\(list)"
    }
}
