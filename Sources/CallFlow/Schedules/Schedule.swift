/// Opening hours.
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
    /// Later entries win; they win over holidays and hours.
    package let specialDays: [SpecialDay]

    package init(name: String, week: [DayHours], holidays: Set<HolidayRegion>, specialDays: [SpecialDay]) {
        self.name = name
        self.week = week
        self.holidays = holidays
        self.specialDays = specialDays
    }
}

/// When somebody is there on a day, in local time.
package struct DayHours: Hashable, Sendable {
    /// Minutes after midnight, ends not included, in order and apart. An end beyond 1440 lies on the next day.
    package let spans: [Range<Int>]

    package init(spans: [Range<Int>]) {
        self.spans = spans
    }

    package static let closed = DayHours(spans: [])
}

/// Days with hours of their own.
package struct SpecialDay: Hashable, Sendable {
    package let first: CivilDate
    package let last: CivilDate
    package let hours: DayHours

    package init(first: CivilDate, last: CivilDate, hours: DayHours) {
        self.first = first
        self.last = last
        self.hours = hours
    }
}
