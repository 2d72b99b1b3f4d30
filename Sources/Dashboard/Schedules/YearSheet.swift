import CallFlow
import HTTPListener

/// The twelve months of a schedule. The status of each day is shown by a mark and a colour, and in words.
struct YearSheet {
    let schedule: Schedule
    let year: Int
    let today: CivilDate

    var html: HTML {
        let calendar = YearCalendar(year: year, path: "/schedules/\(schedule.name.percentEncoded)")
        return """
            <p><a href="/schedules">All schedules</a></p>
            <h1>\(schedule.name) in \(year)</h1>
            \(calendar.links)
            <ul class="legend"><li><span class="day o">8</span> open</li><li><span class="day c">8</span> closed</li>\
            <li><span class="day h">8<sup>★</sup></span> holiday</li>\
            <li><span class="day s">8<sup>◆</sup></span> special hours</li></ul>
            \(calendar.grid(cell))
            <h2>Holidays</h2>\(holidays)
            <h2>Special days</h2>\(specialDays)\(seasons)
            """
    }

    private func cell(_ date: CivilDate) -> HTML {
        let plan = schedule.plan(for: date)
        let (kind, mark): (HTML, HTML) =
            switch plan.reason {
            case .holiday: ("h", "<sup>★</sup>")
            case .day where plan.isHoliday && plan.hours.spans.isEmpty: ("h", "<sup>★</sup>")
            case .day: ("s", "<sup>◆</sup>")
            case .week, .season: (plan.hours.spans.isEmpty ? "c" : "o", "")
            }
        let words: String =
            switch plan.reason {
            case .holiday(let names): names.joined(separator: ", ")
            case .day(.dates(let first, let last)) where first == last && !plan.isHoliday: plan.hours.description
            case .day(let days): "\(plan.isHoliday ? "holiday " : "")\(plan.hours) (\(days))"
            case .season(let days): "\(plan.hours) (\(days))"
            case .week: plan.hours.description
            }
        let current: HTML = date == today ? " aria-current=\"date\"" : ""
        return "<td class=\"day \(kind)\" title=\"\(words)\"\(current)>\(date.day)\(mark)</td>"
    }

    private var holidays: HTML {
        let dates = Set(schedule.holidays.holidays(in: year).map(\.date)).sorted()
        guard !dates.isEmpty else { return "<p>None: the schedule has no <code>holidays:</code> region.</p>" }
        let rows = dates.map { date -> HTML in
            let isSpecial = if case .day = schedule.plan(for: date).reason { true } else { false }
            let note: HTML? = isSpecial ? " <span class=\"faint\">(special hours)</span>" : nil
            return """
                <tr><th scope="row">\(date)</th><td>\("\(date.weekday)".capitalizedWord)</td>\
                <td>\(schedule.holidays.names(on: date).joined(separator: ", "))\(note)</td></tr>
                """
        }
        return "<div class=\"scroll\"><table>\(rows)</table></div>"
    }

    /// The special days that the year has, by their first day; those of every month or week only by their key.
    private var specialDays: HTML {
        let rows = schedule.specialDays.compactMap { day -> (first: CivilDate, row: HTML)? in
            guard let first = firstDay(of: day.days) else { return nil }
            let dates =
                switch day.days {
                case .dates(let first, let last): first == last ? "\(first)" : "\(first) to \(last)"
                case .easter, .ordinal(_, _, month: .some): "\(first) (\(day.days))"
                case .yearly, .ordinal, .weeks: "\(day.days)"
                }
            return (first, "<tr><th scope=\"row\">\(dates)</th><td>\(day.value)</td></tr>")
        }
        guard !rows.isEmpty else { return "<p>None.</p>" }
        return "<div class=\"scroll\"><table>\(rows.sorted { $0.first < $1.first }.map(\.row))</table></div>"
    }

    private var seasons: HTML? {
        guard !schedule.seasons.isEmpty else { return nil }
        let rows = schedule.seasons.map { season -> HTML in
            "<tr><th scope=\"row\">\(season.days)</th><td>\(ScheduleSentences.week(season.week))</td></tr>"
        }
        return "<h2>Seasons</h2><div class=\"scroll\"><table>\(rows)</table></div>"
    }

    /// Nil if the year has none of the days.
    private func firstDay(of days: DayKey) -> CivilDate? {
        guard var date = CivilDate(year: year, month: 1, day: 1) else { return nil }
        while date.year == year {
            if days.contains(date) { return date }
            date = date.adding(days: 1)
        }
        return nil
    }
}
