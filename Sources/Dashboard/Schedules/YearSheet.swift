import CallFlow
import HTTPListener

/// The twelve months of a schedule. The status of each day is shown by a mark and a colour, and in words.
struct YearSheet {
    let schedule: Schedule
    let year: Int
    let today: CivilDate

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    var html: HTML {
        let path = "/schedules/\(schedule.name.percentEncoded)"
        return """
            <p><a href="/schedules">All schedules</a></p>
            <h1>\(schedule.name) in \(year)</h1>
            <nav class="row" aria-label="Years"><a class="button quiet" href="\(path)?year=\(year - 1)">\(year - 1)</a>\
            <a class="button quiet" href="\(path)?year=\(year + 1)">\(year + 1)</a></nav>
            <ul class="legend"><li><span class="day o">8</span> open</li><li><span class="day c">8</span> closed</li>\
            <li><span class="day h">8<sup>★</sup></span> holiday</li>\
            <li><span class="day s">8<sup>◆</sup></span> special hours</li></ul>
            <div class="grid year">\((1...12).map(month))</div>
            <h2>Holidays</h2>\(holidays)
            <h2>Special days</h2>\(specialDays)
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

    private func cell(_ date: CivilDate) -> HTML {
        let plan = schedule.plan(for: date)
        let (kind, mark): (HTML, HTML) =
            switch plan.kind {
            case .holiday: ("h", "<sup>★</sup>")
            case .special: ("s", "<sup>◆</sup>")
            case .weekday: (plan.hours.spans.isEmpty ? "c" : "o", "")
            }
        let words = plan.kind == .holiday ? names(on: date).joined(separator: ", ") : plan.hours.description
        let current: HTML = date == today ? " aria-current=\"date\"" : ""
        return "<td class=\"day \(kind)\" title=\"\(words)\"\(current)>\(date.day)\(mark)</td>"
    }

    private func names(on date: CivilDate) -> [String] {
        var names: [String] = []
        for region in schedule.holidays.sorted(by: { $0.rawValue < $1.rawValue }) {
            for holiday in region.holidays(in: date.year) where holiday.date == date && !names.contains(holiday.name) {
                names.append(holiday.name)
            }
        }
        return names
    }

    private var holidays: HTML {
        let dates = Set(schedule.holidays.flatMap { $0.holidays(in: year) }.map(\.date)).sorted()
        guard !dates.isEmpty else { return "<p>None: the schedule has no <code>holidays:</code> region.</p>" }
        let rows = dates.map { date -> HTML in
            let isSpecial = schedule.plan(for: date).kind == .special
            let note: HTML? = isSpecial ? " <span class=\"faint\">(special hours)</span>" : nil
            return """
                <tr><th scope="row">\(date)</th><td>\("\(date.weekday)".capitalizedWord)</td>\
                <td>\(names(on: date).joined(separator: ", "))\(note)</td></tr>
                """
        }
        return "<div class=\"scroll\"><table>\(rows)</table></div>"
    }

    private var specialDays: HTML {
        let days = schedule.specialDays.filter { $0.first.year <= year && year <= $0.last.year }
            .sorted { $0.first < $1.first }
        guard !days.isEmpty else { return "<p>None.</p>" }
        let rows = days.map { day -> HTML in
            let dates = day.first == day.last ? "\(day.first)" : "\(day.first) to \(day.last)"
            return "<tr><th scope=\"row\">\(dates)</th><td>\(day.hours)</td></tr>"
        }
        return "<div class=\"scroll\"><table>\(rows)</table></div>"
    }
}
