/// Opening hours: a week, holidays, and special days.
package struct Schedule: Hashable, Sendable {
    package enum Status: String, Hashable, Sendable {
        case open
        case closed
        case holiday
    }

    package let name: String
    /// Seven days, Monday first.
    package let week: [DayHours]
    package let holidays: Set<HolidayRegion>
    /// Days with their own hours, which replace holidays and the week. Of overlapping entries the later one wins.
    package let specialDays: [SpecialDay]

    package init(name: String, week: [DayHours], holidays: Set<HolidayRegion>, specialDays: [SpecialDay]) {
        self.name = name
        self.week = week
        self.holidays = holidays
        self.specialDays = specialDays
    }
}

/// The hours of a day in local time.
package struct DayHours: Hashable, Sendable {
    /// Minutes after midnight, ascending and disjoint. An end beyond 1440 is on the next day.
    package let spans: [Range<Int>]

    package init(spans: [Range<Int>]) {
        self.spans = spans
    }

    package static let closed = DayHours(spans: [])
}

/// One or more days with their own hours.
package struct SpecialDay: Hashable, Sendable {
    package let first: CivilDate
    /// Included.
    package let last: CivilDate
    package let hours: DayHours

    package init(first: CivilDate, last: CivilDate, hours: DayHours) {
        self.first = first
        self.last = last
        self.hours = hours
    }
}
