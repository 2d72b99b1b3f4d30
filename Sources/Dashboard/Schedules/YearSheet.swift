import CallFlow
import HTTPListener

/// The twelve months of a schedule. The status of each day is shown by a mark and a colour, and in words.
struct YearSheet {
    let schedule: Schedule
    let year: Int
    let today: CivilDate

    private typealias Words = Texts.Schedules

    var html: HTML {
        """
        <p><a href="/schedules">\(Words.all)</a></p>
        <h1>\(Words.year(schedule.name, year))</h1>
        \(months.links)\(calendar)
        <h2>\(Texts.Hours.holidays)</h2>\(holidays)
        <h2>\(Texts.Hours.specialDays)</h2>\(specialDays)\(seasons)
        """
    }

    /// The months, and what their marks mean.
    var calendar: HTML {
        """
        <ul class="legend"><li><span class="day o">8</span> \(Words.word(.open))</li>\
        <li><span class="day c">8</span> \(Words.word(.closed))</li>\
        <li><span class="day h">8<sup>★</sup></span> \(Words.word(.holiday))</li>\
        <li><span class="day s">8<sup>◆</sup></span> \(Words.special)</li></ul>
        \(months.grid(cell))
        """
    }

    private var months: YearCalendar {
        YearCalendar(
            year: year, path: "/schedules/\(schedule.name.percentEncoded)",
            near: year == today.year ? today.month...min(12, today.month + 2) : nil)
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
            case .day(let days):
                Texts.Hours.value(
                    SpecialDay(
                        days: days, hours: plan.hours, isHoliday: plan.isHoliday, announcement: plan.announcement))
                    + (days.isOneDate ? "" : " (\(Texts.Hours.days(days)))")
            case .season(let days): "\(Texts.hours(plan.hours)) (\(Texts.Hours.field(days)))"
            case .week: Texts.hours(plan.hours)
            }
        let current: HTML = date == today ? " aria-current=\"date\"" : ""
        return "<td class=\"day \(kind)\" title=\"\(words)\"\(current)>\(date.day)\(mark)</td>"
    }

    private var holidays: HTML {
        let dates = Set(schedule.holidays.holidays(in: year).map(\.date)).sorted()
        guard !dates.isEmpty else { return "<p>\(Words.noHolidays)</p>" }
        let rows = dates.map { date -> HTML in
            let isSpecial = if case .day = schedule.plan(for: date).reason { true } else { false }
            let note: HTML? = isSpecial ? " <span class=\"faint\">(\(Words.special))</span>" : nil
            return """
                <tr><th scope="row">\(Texts.day(date, thisYear: year))</th>\
                <td>\(schedule.holidays.names(on: date).joined(separator: ", "))\(note)</td></tr>
                """
        }
        return "<div class=\"scroll\"><table>\(rows)</table></div>"
    }

    /// The special days that the year has, by their first day; those of every month or week only by their key.
    private var specialDays: HTML {
        let rows = schedule.specialDays.compactMap { day -> (first: CivilDate, row: HTML)? in
            guard let first = firstDay(of: day.days) else { return nil }
            let note = day.days.isOneDate ? "" : " (\(Texts.day(first, thisYear: year)))"
            return (
                first,
                "<tr><th scope=\"row\">\(Texts.Hours.days(day.days, from: today))\(note)</th><td>\(Texts.Hours.value(day))</td></tr>"
            )
        }
        guard !rows.isEmpty else { return "<p>\(Words.noneAtAll)</p>" }
        return "<div class=\"scroll\"><table>\(rows.sorted { $0.first < $1.first }.map(\.row))</table></div>"
    }

    private var seasons: HTML? {
        guard !schedule.seasons.isEmpty else { return nil }
        let rows = schedule.seasons.map { season -> HTML in
            "<tr><th scope=\"row\">\(Texts.Hours.field(season.days))</th><td>\(Words.week(season.week))</td></tr>"
        }
        return "<h2>\(Words.seasons)</h2><div class=\"scroll\"><table>\(rows)</table></div>"
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

extension DayKey {
    /// Whether it is a single day of one year.
    fileprivate var isOneDate: Bool { if case .dates(let first, let last) = self { first == last } else { false } }
    var isYearly: Bool { if case .yearly = self { true } else { false } }
}
