package import Telephony

/// Opening hours: a week, seasons, holidays, and special days.
package struct Schedule: Hashable, Sendable {
    package enum Status: String, Hashable, Sendable {
        case open
        case closed
        case holiday
    }

    package let name: String
    /// Seven days, Monday first.
    package let week: [DayHours]
    /// Weeks for parts of the year, in file order.
    package let seasons: [Season]
    package let holidays: HolidaySelection
    /// Days with their own hours, in file order. Of several that name a day the most exact wins, then the later one.
    package let specialDays: [SpecialDay]
    /// The schedule's own clock; `nil` for that of the configuration.
    package let timeZone: Zone?
    /// The same days, the most exact first, and how many of them come before public holidays.
    let ranked: [SpecialDay]
    let beforeHolidays: Int
    /// The same seasons, the most exact first.
    let rankedSeasons: [Season]

    package init(
        name: String, week: [DayHours], seasons: [Season] = [], holidays: HolidaySelection = HolidaySelection(),
        specialDays: [SpecialDay] = [], timeZone: Zone? = nil
    ) {
        self.name = name
        self.week = week
        self.seasons = seasons
        self.holidays = holidays
        self.specialDays = specialDays
        self.timeZone = timeZone
        // `sorted` keeps the order of equals, so of those the later in the file comes first.
        ranked = specialDays.reversed().sorted { $0.days.exactness < $1.days.exactness }
        beforeHolidays = ranked.prefix { $0.days.exactness < .holiday }.count
        rankedSeasons = seasons.reversed().sorted { $0.days.exactness < $1.days.exactness }
    }

    /// Those of its special days.
    package var announcements: Set<AnnouncementName> { Set(specialDays.compactMap(\.announcement)) }
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
    package let days: DayKey
    package let hours: DayHours
    /// Whether it is a holiday outside of its hours.
    package let isHoliday: Bool
    /// What callers hear in these hours, or all day if there are none, in place of the announcement with which the branch of a
    /// check begins; `nil` for what the steps say.
    package let announcement: AnnouncementName?

    package init(days: DayKey, hours: DayHours, isHoliday: Bool = false, announcement: AnnouncementName? = nil) {
        self.days = days
        self.hours = hours
        self.isHoliday = isHoliday
        self.announcement = announcement
    }

    /// The hours as they are read: `09:00-12:00`, `closed`, `holiday`, `holiday 10:00-12:00`.
    package var value: String {
        guard isHoliday else { return hours.description }
        return hours.spans.isEmpty ? "holiday" : "holiday \(hours)"
    }
}

/// A week for a part of the year.
package struct Season: Hashable, Sendable {
    /// Dates, or days of every year.
    package let days: DayKey
    /// Seven days, Monday first; `nil` where the schedule's own week applies.
    package let week: [DayHours?]

    package init(days: DayKey, week: [DayHours?]) {
        self.days = days
        self.week = week
    }
}
