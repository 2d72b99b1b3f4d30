import CallFlow
import HTTPListener
import Telephony

/// All schedules: their current status, and buttons to override it.
struct SchedulesPage {
    let plan: CallPlan
    /// What callers can be made to hear during an override.
    let announcements: [AnnouncementName]
    let now: Moment
    let canOverride: Bool
    let canEdit: Bool
    let problem: String?
    /// Whether the visitor may post to a path.
    let mayPost: (String) -> Bool
    /// What schedules are looked for.
    let search: String
    /// The first schedule of the page, as its address has it.
    let first: String?
    /// A form with its token: path and fields.
    let form: (String, HTML) -> HTML

    private var zone: Zone { plan.configuration.timeZone }

    /// Schedules of a page: so many that it is not longer than three screens.
    private static let length = 10
    /// With more schedules than these, the forms that override them are folded.
    private static let mostOpen = 3

    private typealias Words = Texts.Schedules

    private var announcementField: AnnouncementField { AnnouncementField(announcements: announcements) }

    var html: HTML {
        let all = plan.configuration.schedules.values.sorted { $0.name < $1.name }
        let found = search.isEmpty ? all : all.filter { SearchedText(search).isIn($0.name) }
        let paging = Paging(found.count, length: Self.length, first: first)
        let schedules = found[paging.rows]
        let rotas = plan.configuration.rotas.values.sorted { $0.name < $1.name }
        let time = zone.localTime(at: now)
        let trouble: HTML? = problem.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" }
        let none: HTML? = found.isEmpty ? "<p>\(search.isEmpty ? Words.none : Words.noMatch)</p>" : nil
        return """
            <h1>\(Words.title)</h1>\(trouble)
            <p class="faint">\(Words.now(time, zone))</p>
            \(searchForm(all.count))\(none)\(canOverride ? announcementField.suggestions : nil)\(schedules.map(card))\
            \(paging.links("/schedules", [("q", search)]))\(rotas.isEmpty ? nil : "<h2>\(Words.rotas)</h2>" as HTML)\(rotas.map(card))
            """
    }

    private func searchForm(_ count: Int) -> HTML? {
        guard count > Self.length else { return nil }
        return """
            <form class="row" method="get" action="/schedules" role="search"><p><label for="q">\(Words.search)</label>\
            <input id="q" name="q" type="search" value="\(search)"></p><p><button class="quiet">\(Texts.Search.button)</button></p>\
            <p><a class="button quiet" href="\(SeveralLocationsController.path)">\(Texts.Home.closeSeveral)</a></p></form>
            """
    }

    /// A moment as people say it today.
    private func words(_ moment: Moment) -> String {
        Texts.time(zone.localTime(at: moment), relativeTo: zone.localTime(at: now))
    }

    private func card(_ schedule: Schedule) -> HTML {
        let (status, reason, override, _) = schedule.status(at: now, in: zone, under: plan.overrides)
        let year = zone.localTime(at: now).date.year
        let path = "/schedules/\(schedule.name.percentEncoded)"
        let note: HTML? = override.map { override in
            let hours = schedule.status(at: schedule.clock(in: zone).localTime(at: now))
            return """
                <p class="note">\(Words.overridden(override.state, until: words(override.until), by: override.author)) \
                \(override.announcement.map { "\(Words.hears($0)) " as HTML })\
                \(Words.regularNow(hours))</p>
                """
        }
        let because: HTML? = override == nil ? reason.sentence.map { " <small>(\($0))</small>" } : nil
        let clock: HTML? = schedule.timeZone.map { zone in
            "<p class=\"faint\">\(Words.ownClock(zone, zone.localTime(at: now)))</p>"
        }
        let seasons = schedule.seasons.map { season -> HTML in
            """
            <tr><th scope="row">\(Texts.Hours.field(season.days))</th><td>\(Words.week(season.week))</td></tr>
            """
        }
        let week = Weekday.allCases.map { day -> HTML in
            let hours = schedule.week.indices.contains(day.rawValue) ? schedule.week[day.rawValue] : .closed
            return "<tr><th scope=\"row\">\(Texts.weekdayName(day))</th><td>\(Texts.hours(hours))</td></tr>"
        }
        let copy: HTML? =
            mayPost(path + "/copy")
            ? "<a class=\"button quiet\" href=\"\(path)/copy\">\(Texts.Hours.copy) \(hidden(schedule))</a>" : nil
        let edit: HTML? =
            canEdit && mayPost(path + "/hours")
            ? """
            <a class="button quiet" href="\(path)/hours">\(Texts.Hours.change) \(hidden(schedule))</a>\(copy)
            """ : nil
        return """
            <section class="card" aria-labelledby="s-\(schedule.name.percentEncoded)">
            <h2 id="s-\(schedule.name.percentEncoded)">\(schedule.name) \
            <span class="tag \(status.rawValue)">\(Words.isNow(status))</span>\(because)</h2>
            \(clock)\(note)\(planned(schedule, path))\(canOverride ? buttons(schedule, path, isOverridden: override != nil) : nil)
            <details><summary>\(Words.regular)</summary><table>\(week)\(seasons)</table></details>
            <p class="row">\(edit)<a href="\(path)">\(Words.calendar(year))</a></p>
            </section>
            """
    }

    /// The overrides that have not begun, each with a button that removes it.
    private func planned(_ schedule: Schedule, _ path: String) -> HTML? {
        let rows = plan.overrides.list(at: now).compactMap { override -> HTML? in
            guard override.schedule == schedule.name, let from = override.from, now < from else { return nil }
            let hears: HTML? = override.announcement.map { " \(Words.hears($0))" }
            let button: HTML = """
                <input type="hidden" name="state" value="hours"><button class="quiet" name="ends" value="\(override.key)">\
                \(Words.remove) <span class="hidden">\(Words.span(override.state, from: words(from)))</span></button>
                """
            return """
                <li><strong>\(Words.span(override.state, from: words(from), until: words(override.until)))</strong>\
                \(Words.by(override.author)).\(hears) \(canOverride ? form(path + "/override", button) : nil)</li>
                """
        }
        return rows.isEmpty ? nil : "<p class=\"note\">\(Words.planned)</p><ul class=\"planned\">\(rows)</ul>"
    }

    // MARK: Rotas

    private func card(_ rota: Rota) -> HTML {
        let sentences = RotaSentences(rota, plan.configuration)
        let path = "/rotas/\(rota.name.percentEncoded)"
        let swap = plan.overrides.swap(of: rota.name, at: now)
        let note: HTML? = swap.map { swap in
            let regular = turn(of: rota, under: ScheduleOverrides())
            let sentence = Words.swapped(swap.person, until: words(swap.until), regular: regular)
            return "<p class=\"note\">\(sentence)</p>"
        }
        let edit: HTML? =
            canEdit && mayPost(path + "/turns")
            ? """
            <a class="button quiet" href="\(path)/turns">\(Texts.Flows.change) <span class="hidden">\(rota.name)</span></a>
            """ : nil
        return """
            <section class="card" aria-labelledby="r-\(rota.name.percentEncoded)">
            <h2 id="r-\(rota.name.percentEncoded)">\(rota.name) \
            <span class="tag open">\(turn(of: rota, under: plan.overrides))</span></h2>
            \(note)\(canOverride ? swapForm(rota, path, isSwapped: swap != nil) : nil)
            <p>\(sentences.turns)</p>
            <p class="row">\(edit)<a href="\(path)">\(Words.turnCalendar(zone.localTime(at: now).date.year))</a></p>
            </section>
            """
    }

    /// Whose turn it is, and until when.
    private func turn(of rota: Rota, under overrides: ScheduleOverrides) -> String {
        guard let turn = rota.turn(at: now, in: zone, under: overrides) else { return Words.nobody }
        let time = rota.clock(in: zone).localTime(at: now)
        return Words.turn(turn.person, until: turn.until.map { Texts.time($0, relativeTo: time) })
    }

    private func swapForm(_ rota: Rota, _ path: String, isSwapped: Bool) -> HTML {
        let id = "swap-\(rota.name.percentEncoded)"
        let midnight = LocalTime(date: zone.localTime(at: now).date.adding(days: 1), second: 0)
        let clear: HTML? =
            isSwapped
            ? form(path + "/override", "<button name=\"state\" value=\"turns\">\(Words.removeSwap)</button>") : nil
        let people = plan.configuration.people.keys.sorted().map { name -> HTML in
            "<option value=\"\(name)\">\(name)</option>"
        }
        let fields: HTML = """
            <div class="row"><div><label for="\(id)">\(Words.until) <small>(\(zone))</small></label>\
            <input id="\(id)" name="until" type="datetime-local" value="\(midnight)" required></div>
            <div><label for="\(id)-person">\(Words.who)</label><select id="\(id)-person" name="person">\(people)</select></div>
            <button class="quiet">\(Words.swap) <span class="hidden">\(rota.name)</span></button></div>
            """
        return "\(clear)\(form(path + "/override", fields))"
    }

    private func buttons(_ schedule: Schedule, _ path: String, isOverridden: Bool) -> HTML {
        let id = "until-\(schedule.name.percentEncoded)"
        let midnight = LocalTime(date: zone.localTime(at: now).date.adding(days: 1), second: 0)
        let clear: HTML? =
            isOverridden
            ? form(path + "/override", "<button name=\"state\" value=\"hours\">\(Words.removeOverride)</button>") : nil
        let fields: HTML = """
            <div><label for="\(id)-from">\(Words.from) <small>\(Words.empty)</small></label>\
            <input id="\(id)-from" name="from" type="datetime-local"></div>
            <div><label for="\(id)">\(Words.until) <small>(\(zone))</small></label>\
            <input id="\(id)" name="until" type="datetime-local" value="\(midnight)" required></div>
            <div><label for="\(id)-play">\(Words.callersHear)</label>\
            \(announcementField.input("play", id: id + "-play", none: Words.asConfigured))</div>
            <button class="quiet" name="state" value="closed">\(Words.close) \(hidden(schedule))</button>\
            <button class="quiet" name="state" value="open">\(Words.open) \(hidden(schedule))</button>
            """
        let wrapped = form(path + "/override", "<div class=\"row\">\(fields)</div>")
        guard plan.configuration.schedules.count > Self.mostOpen, !wrapped.text.isEmpty else {
            return "\(clear)\(wrapped)"
        }
        return "\(clear)<details><summary>\(Words.forAWhile)</summary>\(wrapped)</details>"
    }

    /// Names the schedule for screen readers, to distinguish the buttons.
    private func hidden(_ schedule: Schedule) -> HTML { "<span class=\"hidden\">\(schedule.name)</span>" }
}

extension DayReason {
    /// What the hours of a day come from, for people; nil for the week, which needs no explanation.
    var sentence: String? {
        switch self {
        case .week: nil
        case .season(let days): Texts.Hours.field(days)
        case .day(let days): Texts.Hours.days(days)
        case .holiday(let names): names.joined(separator: ", ")
        }
    }
}
