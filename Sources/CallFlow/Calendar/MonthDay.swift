/// A day of every year: `12-24`. 29 February exists in leap years only.
package struct MonthDay: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// 1...12
    package let month: Int
    /// 1...31
    package let day: Int

    /// `nil` if no year has the day.
    package init?(month: Int, day: Int) {
        guard CivilDate(year: 2000, month: month, day: day) != nil else { return nil }
        (self.month, self.day) = (month, day)
    }

    /// Reads `12-24`; `nil` for anything else, and for days that no year has.
    package init?(_ text: some StringProtocol) {
        guard let (month, day) = Self.parts(text) else { return nil }
        self.init(month: month, day: day)
    }

    /// The numbers of a text of the form `12-24`, whether or not there is such a day.
    static func parts(_ text: some StringProtocol) -> (month: Int, day: Int)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [2, 2], let month = parts[0].plainNumber, let day = parts[1].plainNumber else {
            return nil
        }
        return (month, day)
    }

    /// The date in a year; `nil` for 29 February of other than leap years.
    package func date(in year: Int) -> CivilDate? { CivilDate(year: year, month: month, day: day) }

    /// `12-24`
    package var description: String { (month < 10 ? "0" : "") + "\(month)-" + (day < 10 ? "0" : "") + "\(day)" }

    package static func < (left: MonthDay, right: MonthDay) -> Bool {
        (left.month, left.day) < (right.month, right.day)
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    /// 1...12 for `jan` or `january`, in any case; `nil` for anything else.
    static func month(named name: some StringProtocol) -> Int? {
        let name = name.lowercased()
        return months.firstIndex { $0 == name || $0.prefix(3) == name }.map { $0 + 1 }
    }

    /// `jan`
    static func name(ofMonth month: Int) -> String { String(months[month - 1].prefix(3)) }
}

extension CivilDate {
    var monthDay: MonthDay { MonthDay(of: self) }

    /// Days after Easter Sunday of the same year; negative before it.
    var afterEaster: Int { dayNumber - CivilDate.easter(in: year).dayNumber }

    /// The number of the week, 1...53, as ISO 8601 counts: weeks begin on Monday, and the first of a year is the one with
    /// its first Thursday, so the days around New Year can be in a week of the other year.
    package var isoWeek: Int {
        let thursday = adding(days: Weekday.thursday.rawValue - weekday.rawValue)
        let newYear = CivilDate(existingYear: thursday.year, month: 1, day: 1)
        return (thursday.dayNumber - newYear.dayNumber) / 7 + 1
    }
}

extension MonthDay {
    fileprivate init(of date: CivilDate) {
        (month, day) = (date.month, date.day)
    }
}
