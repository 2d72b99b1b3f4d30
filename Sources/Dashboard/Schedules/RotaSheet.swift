import CallFlow
import HTTPListener

/// The twelve months of a rota: whose turn begins on each day, and the next turns and swaps as a list.
struct RotaSheet {
    let rota: Rota
    let year: Int
    let now: LocalTime

    var html: HTML {
        let calendar = YearCalendar(year: year, path: "/rotas/\(rota.name.percentEncoded)")
        let people = rota.people.map { "<li><span class=\"day s\">\(initials($0))</span> \($0)</li>" as HTML }
        return """
            <p><a href="/schedules">\(Texts.Schedules.allWithRotas)</a></p>
            <h1>\(Texts.Schedules.year(rota.name, year))</h1>
            \(calendar.links)
            <ul class="legend">\(people)</ul>
            \(calendar.grid(cell))
            <h2>\(Texts.Schedules.turns)</h2>\(turns)
            <h2>\(Texts.Schedules.swaps)</h2>\(swaps)
            """
    }

    /// The turn in which the rota's day of this date begins.
    private func cell(_ date: CivilDate) -> HTML {
        let turn = rota.turn(at: LocalTime(date: date, second: rota.dayStart))
        let isSwap = if case .swap? = turn?.reason { true } else { false }
        let current: HTML = date == now.date ? " aria-current=\"date\"" : ""
        let person = turn?.person ?? Texts.Schedules.nobody
        return """
            <td class="day \(isSwap ? "s" : "o")" title="\(person)\(turn?.words.map { " (\($0))" } ?? "")"\(current)>\
            \(date.day)<sup>\(initials(person))</sup></td>
            """
    }

    /// As many letters as tell the people apart, two at least.
    private func initials(_ person: String) -> String {
        let others = rota.people.filter { $0 != person }
        for length in 2..<max(3, person.count) {
            let start = person.prefix(length)
            if !others.contains(where: { $0.hasPrefix(start) }) { return String(start) }
        }
        return person
    }

    /// The turns from now on, or from the beginning of another year, a dozen of them.
    private var turns: HTML {
        var rows: [HTML] = []
        var time =
            now.date.year == year
            ? now : LocalTime(date: CivilDate(year: year, month: 1, day: 1) ?? now.date, second: 0)
        // Swaps have no end of their own, so the list is of the turns alone.
        let regular = Rota(name: rota.name, turns: rota.turns, timeZone: rota.timeZone)
        while rows.count < 12, let turn = regular.turn(at: time) {
            let until =
                turn.until.map { Texts.Schedules.untilTime(Texts.time($0, relativeTo: now)) }
                ?? Texts.Schedules.fromThenOn
            rows.append("<tr><th scope=\"row\">\(turn.person)</th><td>\(until)</td></tr>")
            guard let next = turn.until else { break }
            time = next
        }
        return "<div class=\"scroll\"><table>\(rows)</table></div>"
    }

    private var swaps: HTML {
        guard !rota.swaps.isEmpty else { return "<p>\(Texts.Schedules.noneAtAll)</p>" }
        let rows = rota.swaps.map {
            "<tr><th scope=\"row\">\(Texts.Hours.days($0.days))</th><td>\($0.person)</td></tr>" as HTML
        }
        return "<div class=\"scroll\"><table>\(rows)</table></div>"
    }
}
