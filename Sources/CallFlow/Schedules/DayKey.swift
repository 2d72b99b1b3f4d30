/// Days as the keys of `days:` and `seasons:` name them.
package enum DayKey: Hashable, Sendable {
    /// `2026-12-24`, `2026-12-28..2027-01-01`; both ends included.
    case dates(CivilDate, CivilDate)
    /// `12-24`, `12-24..01-01`: of every year, both ends included, over the turn of the year if the last is before the first.
    case yearly(MonthDay, MonthDay)
    /// `easter-2`, `easter+39`: days after Easter Sunday, in `easterOffsets`.
    case easter(Int)
    /// `first tue`, `last fri`: of every month, or of one: `jan last sun`. `nil` is the last.
    case ordinal(Int?, Weekday, month: Int?)
    /// `even-weeks sat`, `odd-weeks mon-fri`: in every other week of ISO 8601.
    case weeks(isEven: Bool, Weekdays)

    /// The offsets that stay within Easter's year, whenever Easter is.
    static let easterOffsets = -80...250

    package func contains(_ date: CivilDate) -> Bool {
        switch self {
        case .dates(let first, let last): return first <= date && date <= last
        case .yearly(let first, let last):
            let day = date.monthDay
            return first <= last ? first <= day && day <= last : first <= day || day <= last
        case .easter(let offset): return date.afterEaster == offset
        case .ordinal(let number, let weekday, let month):
            guard date.weekday == weekday, month == nil || month == date.month else { return false }
            guard let number else { return date.adding(days: 7).month != date.month }
            return (date.day - 1) / 7 + 1 == number
        case .weeks(let isEven, let weekdays):
            return weekdays.days.contains(date.weekday) && date.isoWeek.isMultiple(of: 2) == isEven
        }
    }

    /// How exact the key is; of those that name a day, the smallest wins.
    package struct Exactness: Hashable, Sendable, Comparable {
        private let kind: Kind
        /// The days named, of one year or in all.
        private let days: Int

        fileprivate enum Kind: Int {
            /// With a year.
            case dates
            /// One day of every year.
            case yearlyDay
            case yearlyRange
            case holiday
            /// Several of every year, by their weekday: the week's hours, said more exactly.
            case ordinal, weeks
        }

        fileprivate init(_ kind: Kind, days: Int) {
            (self.kind, self.days) = (kind, days)
        }

        /// That of a public holiday.
        static let holiday = Exactness(.holiday, days: 1)

        package static func < (left: Exactness, right: Exactness) -> Bool {
            (left.kind.rawValue, left.days) < (right.kind.rawValue, right.days)
        }
    }

    package var exactness: Exactness {
        switch self {
        case .dates(let first, let last): Exactness(.dates, days: last.dayNumber - first.dayNumber + 1)
        case .yearly(let first, let last) where first == last: Exactness(.yearlyDay, days: 1)
        case .yearly: Exactness(.yearlyRange, days: yearlyCount)
        case .easter: Exactness(.yearlyDay, days: 2)
        case .ordinal(_, _, month: .some): Exactness(.yearlyDay, days: 3)
        case .ordinal: Exactness(.ordinal, days: 12)
        case .weeks(_, let weekdays): Exactness(.weeks, days: weekdays.days.count)
        }
    }

    /// The days of a yearly range, in a leap year.
    private var yearlyCount: Int {
        guard case .yearly(let first, let last) = self, let start = first.date(in: 2000), let end = last.date(in: 2000)
        else { return 1 }
        let count = end.dayNumber - start.dayNumber + 1
        return count > 0 ? count : count + 366
    }

    /// The day after which the key names none any more; `nil` if it goes on every year.
    package var end: CivilDate? { if case .dates(_, let last) = self { last } else { nil } }

    /// Whether two keys of the same kind name days in common and neither is the more exact one: the same days, or ranges of
    /// which neither is within the other.
    func conflicts(with other: DayKey) -> Bool {
        switch (self, other) {
        case (.dates(let first, let last), .dates(let otherFirst, let otherLast)):
            guard first <= otherLast, otherFirst <= last else { return false }
            let isInside = first >= otherFirst && last <= otherLast
            let isAround = first <= otherFirst && last >= otherLast
            return isInside == isAround
        case (.yearly(let first, _), .yearly(let otherFirst, _)):
            // As arcs of a circle of 366 days: how far each begins after the other.
            let (mine, others) = (yearlyCount, other.yearlyCount)
            let later = (first.dayOfLeapYear - otherFirst.dayOfLeapYear + 366) % 366
            let earlier = (366 - later) % 366
            guard later < others || earlier < mine else { return false }
            let isInside = others == 366 || later + mine <= others
            let isAround = mine == 366 || earlier + others <= mine
            return isInside == isAround
        case (.weeks(let isEven, let days), .weeks(let isOtherEven, let otherDays)):
            let (mine, others) = (Set(days.days), Set(otherDays.days))
            guard isEven == isOtherEven, !mine.isDisjoint(with: others) else { return false }
            return mine == others || !mine.isSubset(of: others) && !others.isSubset(of: mine)
        default: return self == other
        }
    }

}

extension MonthDay {
    /// From 0 for 1 January.
    fileprivate var dayOfLeapYear: Int {
        CivilDate(existingYear: 2000, month: month, day: day).dayNumber
            - CivilDate(existingYear: 2000, month: 1, day: 1).dayNumber
    }
}

extension DayKey: CustomStringConvertible {
    /// The key as it is read: `2026-12-28..2027-01-01`, `12-24`, `easter-2`, `jan last sun`, `even-weeks sat`.
    package var description: String {
        switch self {
        case .dates(let first, let last): first == last ? "\(first)" : "\(first)..\(last)"
        case .yearly(let first, let last): first == last ? "\(first)" : "\(first)..\(last)"
        case .easter(let offset): offset < 0 ? "easter\(offset)" : "easter+\(offset)"
        case .ordinal(let number, let weekday, let month):
            (month.map { MonthDay.name(ofMonth: $0) + " " } ?? "")
                + (number.map { Self.ordinals[$0 - 1] } ?? "last") + " \(weekday.shortName)"
        case .weeks(let isEven, let weekdays): "\(isEven ? "even" : "odd")-weeks \(weekdays)"
        }
    }

    static let ordinals = ["first", "second", "third", "fourth", "fifth"]
}
