/// A public holiday.
package struct Holiday: Hashable, Sendable {
    package let date: CivilDate
    /// The name in German, as in the law: `Christi Himmelfahrt`.
    package let name: String
}

extension HolidayRegion {
    /// The holidays of a year by date; empty outside the years 1...9999. Two can share a day, as Tag der Arbeit and
    /// Christi Himmelfahrt did in 2008.
    package func holidays(in year: Int) -> [Holiday] {
        guard (1...9999).contains(year) else { return [] }
        return HolidayRule.all
            .filter { $0.regions.contains(self) && $0.years.contains(year) }
            .map { Holiday(date: $0.date(in: year), name: $0.name) }
            .sorted { $0.date < $1.date }
    }

    /// Whether a day is one of `holidays(in:)`. Asked for every call, so the list is not made.
    package func isHoliday(_ date: CivilDate) -> Bool {
        let afterEaster = date.dayNumber - CivilDate.easter(in: date.year).dayNumber
        return HolidayRule.all.contains { rule in
            // The day first: it rules out nearly all of them.
            let isDay =
                switch rule.day {
                case .fixed(let month, let day): month == date.month && day == date.day
                case .easter(let days): days == afterEaster
                case .dayOfRepentance: date.month == 11 && rule.date(in: date.year) == date
                }
            return isDay && rule.years.contains(date.year) && rule.regions.contains(self)
        }
    }
}
