import CallFlow
import HTTPListener
import Telephony

/// All schedules: their current status, and buttons to override it.
struct SchedulesPage {
    let plan: CallPlan
    let now: Moment
    let canOverride: Bool
    let problem: String?
    /// A form with its token: path and fields.
    let form: (String, HTML) -> HTML

    private var zone: Zone { plan.configuration.timeZone }

    var html: HTML {
        let schedules = plan.configuration.schedules.values.sorted { $0.name < $1.name }
        let rotas = plan.configuration.rotas.values.sorted { $0.name < $1.name }
        let time = zone.localTime(at: now)
        let trouble: HTML? = problem.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" }
        let none: HTML? =
            schedules.isEmpty
            ? "<p>The configuration has no schedules. Add them under <code>schedules:</code> in announce.yaml.</p>"
            : nil
        return """
            <h1>Schedules</h1>\(trouble)
            <p class="faint">It is \("\(time.date.weekday)".capitalizedWord), \(time.date), \(time.clock) in \(zone).</p>
            \(none)\(schedules.map(card))\(rotas.isEmpty ? nil : "<h1>Rotas</h1>" as HTML)\(rotas.map(card))
            """
    }

    private func card(_ schedule: Schedule) -> HTML {
        let (status, reason, override) = schedule.status(at: now, in: zone, under: plan.overrides)
        let today = zone.localTime(at: now)
        let path = "/schedules/\(schedule.name.percentEncoded)"
        let note: HTML? = override.map { override in
            let end = zone.localTime(at: override.until).description(relativeTo: today)
            let hours = schedule.status(at: schedule.clock(in: zone).localTime(at: now)).rawValue
            let author = override.author.map { " by \($0)" } ?? ""
            return """
                <p class="note">Overridden: <strong>\(override.state.rawValue) until \(end)</strong>\(author). \
                Its regular hours say \(hours) now.</p>
                """
        }
        let because: HTML? = override == nil ? reason.words.map { " <small>(\($0))</small>" } : nil
        let clock: HTML? = schedule.timeZone.map { zone in
            "<p class=\"faint\">Its own clock, \(zone), shows \(zone.localTime(at: now).clock).</p>"
        }
        let seasons = schedule.seasons.map { season -> HTML in
            "<tr><th scope=\"row\">\(season.days)</th><td>\(ScheduleSentences.week(season.week))</td></tr>"
        }
        let week = Weekday.allCases.map { day -> HTML in
            let hours = schedule.week.indices.contains(day.rawValue) ? schedule.week[day.rawValue] : .closed
            return "<tr><th scope=\"row\">\("\(day)".capitalizedWord)</th><td>\(hours)</td></tr>"
        }
        return """
            <section class="card" aria-labelledby="s-\(schedule.name.percentEncoded)">
            <h2 id="s-\(schedule.name.percentEncoded)">\(schedule.name) \
            <span class="tag \(status.rawValue)">\(status.rawValue) now</span>\(because)</h2>
            \(clock)\(note)\(canOverride ? buttons(schedule, path, isOverridden: override != nil) : nil)
            <details><summary>Regular hours</summary><table>\(week)\(seasons)</table></details>
            <p><a href="\(path)">Calendar \(today.date.year) with holidays and special days</a></p>
            </section>
            """
    }

    private func card(_ rota: Rota) -> HTML {
        let sentences = RotaSentences(rota, plan.configuration)
        let path = "/rotas/\(rota.name.percentEncoded)"
        let swap = plan.overrides.swap(of: rota.name, at: now)
        let note: HTML? = swap.map { swap in
            let end = zone.localTime(at: swap.until).description(relativeTo: zone.localTime(at: now))
            let regular = sentences.now(at: now, under: ScheduleOverrides()) ?? "nobody"
            return """
                <p class="note">Swapped: <strong>\(swap.person) until \(end)</strong>. By its turns it is \(regular).</p>
                """
        }
        return """
            <section class="card" aria-labelledby="r-\(rota.name.percentEncoded)">
            <h2 id="r-\(rota.name.percentEncoded)">\(rota.name) \
            <span class="tag open">\(sentences.now(at: now, under: plan.overrides) ?? "nobody")</span></h2>
            \(note)\(canOverride ? swapForm(rota, path, isSwapped: swap != nil) : nil)
            <p>\(sentences.turns)</p>
            <p><a href="\(path)">Calendar \(zone.localTime(at: now).date.year) with turns and swaps</a></p>
            </section>
            """
    }

    private func swapForm(_ rota: Rota, _ path: String, isSwapped: Bool) -> HTML {
        let id = "swap-\(rota.name.percentEncoded)"
        let midnight = LocalTime(date: zone.localTime(at: now).date.adding(days: 1), second: 0)
        let clear: HTML? =
            isSwapped ? form(path + "/override", "<button name=\"state\" value=\"turns\">Remove swap</button>") : nil
        let people = plan.configuration.people.keys.sorted().map { name -> HTML in
            "<option value=\"\(name)\">\(name)</option>"
        }
        let fields: HTML = """
            <div class="row"><div><label for="\(id)">Until <small>(\(zone))</small></label>\
            <input id="\(id)" name="until" type="datetime-local" value="\(midnight)" required></div>
            <div><label for="\(id)-person">Who</label><select id="\(id)-person" name="person">\(people)</select></div>
            <button class="quiet">Swap <span class="hidden">\(rota.name)</span></button></div>
            """
        return "\(clear)\(form(path + "/override", fields))"
    }

    private func buttons(_ schedule: Schedule, _ path: String, isOverridden: Bool) -> HTML {
        let id = "until-\(schedule.name.percentEncoded)"
        let midnight = LocalTime(date: zone.localTime(at: now).date.adding(days: 1), second: 0)
        let clear: HTML? =
            isOverridden
            ? form(path + "/override", "<button name=\"state\" value=\"hours\">Remove override</button>") : nil
        let fields: HTML = """
            <div><label for="\(id)">Until <small>(\(zone))</small></label>\
            <input id="\(id)" name="until" type="datetime-local" value="\(midnight)" required></div>
            <button class="quiet" name="state" value="closed">Close \(hidden(schedule))</button>\
            <button class="quiet" name="state" value="open">Open \(hidden(schedule))</button>
            """
        let wrapped: HTML = "<div class=\"row\">\(fields)</div>"
        return "\(clear)\(form(path + "/override", wrapped))"
    }

    /// Names the schedule for screen readers, to distinguish the buttons.
    private func hidden(_ schedule: Schedule) -> HTML { "<span class=\"hidden\">\(schedule.name)</span>" }
}
