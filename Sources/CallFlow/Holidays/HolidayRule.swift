/// A holiday as a law defines it: on which day, where, and in which years. A line of `holidays.txt`.
struct HolidayRule: Hashable, Sendable {
    enum Day: Hashable, Sendable {
        case fixed(MonthDay)
        /// Days after Easter Sunday.
        case easter(Int)
        /// The nth such weekday of a month, and days after it.
        case nth(Int, Weekday, month: Int, plus: Int)
        /// The last such weekday before a day.
        case before(MonthDay, Weekday)
    }

    /// What a day must be, or must not be, to be a holiday.
    enum Condition: Hashable, Sendable {
        case only([Weekday])
        case not([Weekday])
        /// A holiday that would be that many days after Easter is moved by `days`.
        case moved(fromEaster: Int, days: Int)
    }

    /// The name in German, as in the law, and other names of the day; at least one.
    let names: [String]
    let day: Day
    let condition: Condition?
    /// Codes of regions or of what their codes begin with; empty for days that are no public holiday.
    let regions: [String]
    let years: ClosedRange<Int>

    var name: String { names.first ?? "" }

    func isNamed(_ name: String) -> Bool {
        names.contains { $0 == name } || names.contains { $0.lowercased() == name.lowercased() }
    }

    /// The date in a year; `nil` if it is no holiday in that year.
    func date(in year: Int) -> CivilDate? {
        guard years.contains(year), let date = day.date(in: year) else { return nil }
        switch condition {
        case nil: return date
        case .only(let weekdays): return weekdays.contains(date.weekday) ? date : nil
        case .not(let weekdays): return weekdays.contains(date.weekday) ? nil : date
        case .moved(let offset, let days):
            return date == CivilDate.easter(in: year).adding(days: offset) ? date.adding(days: days) : date
        }
    }

    /// Whether the holiday is on a date.
    ///
    /// - Parameter afterEaster: days of the date after that year's Easter Sunday, so that it is computed once for all rules.
    func isOn(_ date: CivilDate, afterEaster: Int) -> Bool {
        // The day first: it rules out nearly all rules.
        switch day {
        case .fixed(let day): guard day.month == date.month, day.day == date.day else { return false }
        case .easter(let days): guard days == afterEaster else { return false }
        case .nth, .before: break
        }
        return self.date(in: date.year) == date
    }
}

extension HolidayRule.Day {
    func date(in year: Int) -> CivilDate? {
        switch self {
        case .fixed(let day): return day.date(in: year)
        case .easter(let days): return CivilDate.easter(in: year).adding(days: days)
        case .nth(let number, let weekday, let month, let plus):
            guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
            let toWeekday = (weekday.rawValue - first.weekday.rawValue + 7) % 7
            return first.adding(days: toWeekday + (number - 1) * 7 + plus)
        case .before(let day, let weekday):
            // The last day it can be, and from there back to the weekday.
            guard let last = day.date(in: year)?.adding(days: -1) else { return nil }
            return last.adding(days: -((last.weekday.rawValue - weekday.rawValue + 7) % 7))
        }
    }
}
