import CallFlow
import HTTPListener

/// The twelve months of a year, a table each, and the way to the years before and after.
struct YearCalendar {
    let year: Int
    /// The page, which takes the year as a parameter.
    let path: String
    /// Months that narrow pages show beside a form, from 1; nil: all.
    var near: ClosedRange<Int>?

    var links: HTML {
        """
        <nav class="row" aria-label="\(Texts.Schedules.yearsNavigation)"><a class="button quiet" href="\(path)?year=\(year - 1)">\(year - 1)</a>\
        <a class="button quiet" href="\(path)?year=\(year + 1)">\(year + 1)</a></nav>
        """
    }

    /// - Parameter cell: the `td` of a day.
    func grid(_ cell: (CivilDate) -> HTML) -> HTML {
        "<div class=\"grid year\">\((1...12).map { table(of: $0, cell) })</div>"
    }

    private func table(of month: Int, _ cell: (CivilDate) -> HTML) -> HTML {
        guard let first = CivilDate(year: year, month: month, day: 1) else { return .empty }
        let dates = (0..<31).map { first.adding(days: $0) }.filter { $0.month == month && $0.year == year }
        var cells = (0..<first.weekday.rawValue).map { _ in "<td></td>" as HTML } + dates.map(cell)
        while cells.count % 7 != 0 { cells.append("<td></td>") }
        let weeks = stride(from: 0, to: cells.count, by: 7).map { "<tr>\(Array(cells[$0..<$0 + 7]))</tr>" as HTML }
        let days = Weekday.allCases.map { "<th>\(Texts.weekday($0, alone: true).prefix(2))" as HTML }
        return """
            <table\(if: near.map { !$0.contains(month) } ?? false, "class=\"later\"")><caption>\(Texts.Schedules.monthName(month))</caption>\
            <thead><tr>\(days)</tr></thead><tbody>\(weeks)</tbody></table>
            """
    }
}
