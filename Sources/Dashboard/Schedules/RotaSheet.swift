import CallFlow
import HTTPListener

/// The twelve months of a rota: whose turn begins on each day, and the next turns and swaps as a list.
struct RotaSheet {
    let rota: Rota
    let year: Int
    let now: LocalTime

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    var html: HTML {
        let path = "/rotas/\(rota.name.percentEncoded)"
        let people = rota.people.map { "<li><span class=\"day s\">\(initials($0))</span> \($0)</li>" as HTML }
        return """
            <p><a href="/schedules">All schedules and rotas</a></p>
            <h1>\(rota.name) in \(year)</h1>
            <nav class="row" aria-label="Years"><a class="button quiet" href="\(path)?year=\(year - 1)">\(year - 1)</a>\
            <a class="button quiet" href="\(path)?year=\(year + 1)">\(year + 1)</a></nav>
            <ul class="legend">\(people)</ul>
            <div class="grid year">\((1...12).map(month))</div>
            <h2>Turns</h2>\(turns)
            <h2>Swaps</h2>\(swaps)
            """
    }

    private func month(_ month: Int) -> HTML {
        guard let first = CivilDate(year: year, month: month, day: 1) else { return .empty }
        let days = (0..<31).map { first.adding(days: $0) }.filter { $0.month == month && $0.year == year }
        var cells = (0..<first.weekday.rawValue).map { _ in "<td></td>" as HTML } + days.map(cell)
        while cells.count % 7 != 0 { cells.append("<td></td>") }
        let weeks = stride(from: 0, to: cells.count, by: 7).map { "<tr>\(Array(cells[$0..<$0 + 7]))</tr>" as HTML }
        return """
            <table><caption>\(Self.months[month - 1])</caption>\
            <thead><tr><th>Mo<th>Tu<th>We<th>Th<th>Fr<th>Sa<th>Su</tr></thead><tbody>\(weeks)</tbody></table>
            """
    }

    /// The turn in which the rota's day of this date begins.
    private func cell(_ date: CivilDate) -> HTML {
        let turn = rota.turn(at: LocalTime(date: date, second: rota.dayStart))
        let isSwap = if case .swap? = turn?.reason { true } else { false }
        let current: HTML = date == now.date ? " aria-current=\"date\"" : ""
        let person = turn?.person ?? "nobody"
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
            let until = turn.until.map { "until \($0.date) \($0.clock)" } ?? "from then on"
            rows.append("<tr><th scope=\"row\">\(turn.person)</th><td>\(until)</td></tr>")
            guard let next = turn.until else { break }
            time = next
        }
        return "<div class=\"scroll\"><table>\(rows)</table></div>"
    }

    private var swaps: HTML {
        guard !rota.swaps.isEmpty else { return "<p>None.</p>" }
        let rows = rota.swaps.map { "<tr><th scope=\"row\">\($0.days)</th><td>\($0.person)</td></tr>" as HTML }
        return "<div class=\"scroll\"><table>\(rows)</table></div>"
    }
}
