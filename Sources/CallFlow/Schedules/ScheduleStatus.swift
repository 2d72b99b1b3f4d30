package import Telephony

extension Schedule {
    /// The status at a local time, without overrides.
    package func status(at time: LocalTime) -> Status { state(at: time).status }

    /// The status at a local time, without overrides, what it comes from, and what the day has callers hear meanwhile.
    ///
    /// Of what names a day the most exact applies: a date, a day of every year, a range of every year, a public holiday, a
    /// weekday of the month or of every other week, the season's week, the week. Hours that cross midnight belong to the
    /// day they begin on and last to their end: a night shift that begins on the evening before a holiday, a special day
    /// that is `closed` or another season continues into it. Local time decides, so in the nights when the clocks change,
    /// hours are an hour shorter or longer.
    package func state(
        at time: LocalTime
    ) -> (status: Status, reason: DayReason, announcement: AnnouncementName?) {
        let minute = time.second / 60
        let today = plan(for: time.date)
        if today.hours.contains(minute) { return (.open, today.reason, today.announcement) }
        // Of yesterday only hours that cross midnight matter.
        let yesterday = plan(for: time.date.adding(days: -1))
        if yesterday.hours.contains(minute + 1440) { return (.open, yesterday.reason, yesterday.announcement) }
        let announcement = today.hours.spans.isEmpty ? today.announcement : nil
        return (today.isHoliday ? .holiday : .closed, today.reason, announcement)
    }

    /// A day of a schedule's calendar.
    package struct DayPlan: Hashable, Sendable {
        package let reason: DayReason
        /// The hours that begin on this day.
        package let hours: DayHours
        /// Whether it is a holiday outside of its hours.
        package let isHoliday: Bool
        /// As of a special day.
        package let announcement: AnnouncementName?

        fileprivate init(
            _ reason: DayReason, _ hours: DayHours, isHoliday: Bool = false, announcement: AnnouncementName? = nil
        ) {
            (self.reason, self.hours, self.isHoliday) = (reason, hours, isHoliday)
            self.announcement = announcement
        }
    }

    /// The calendar entry for a day.
    package func plan(for date: CivilDate) -> DayPlan {
        if let special = ranked[..<beforeHolidays].first(where: { $0.days.contains(date) }) { return DayPlan(special) }
        if holidays.isHoliday(date) { return DayPlan(.holiday(holidays.names(on: date)), .closed, isHoliday: true) }
        if let special = ranked[beforeHolidays...].first(where: { $0.days.contains(date) }) { return DayPlan(special) }
        let weekday = date.weekday.rawValue
        for season in rankedSeasons where season.days.contains(date) {
            if let hours = season.week.indices.contains(weekday) ? season.week[weekday] : nil {
                return DayPlan(.season(season.days), hours)
            }
        }
        return DayPlan(.week, week.indices.contains(weekday) ? week[weekday] : .closed)
    }

    /// Whether a day is the holiday of a name: a public one of the schedule, or, on a day that the file calls a holiday, any.
    package func isHoliday(_ date: CivilDate, named name: String) -> Bool {
        if holidays.isHoliday(date, named: name) { return true }
        return plan(for: date).isHoliday && HolidaySelection.isDay(date, named: name)
    }
}

/// What the hours of a day come from.
package enum DayReason: Hashable, Sendable {
    case week
    case season(DayKey)
    /// The names of the public holidays.
    case holiday([String])
    case day(DayKey)

    /// The key or the holiday: `2026-12-24`, `Karfreitag`; `nil` for the week, which needs no explanation.
    package var words: String? {
        switch self {
        case .week: nil
        case .season(let days), .day(let days): days.description
        case .holiday(let names): names.joined(separator: ", ")
        }
    }
}

extension Schedule.DayPlan {
    fileprivate init(_ special: SpecialDay) {
        self.init(
            .day(special.days), special.hours, isHoliday: special.isHoliday, announcement: special.announcement)
    }
}

extension DayHours {
    /// - Parameter minute: Minutes after the beginning of the day.
    fileprivate func contains(_ minute: Int) -> Bool { spans.contains { $0.contains(minute) } }
}
