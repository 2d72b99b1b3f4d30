extension Schedule {
    /// The status at a local time, without overrides.
    ///
    /// Special days replace holidays, and holidays replace the week's hours. Hours that cross midnight belong to the
    /// day they begin on and last to their end: a night shift that begins on the evening before a holiday continues
    /// into it, even into a special day that is `closed`. Local time decides, so in the nights when the clocks change,
    /// hours are an hour shorter or longer.
    package func status(at time: LocalTime) -> Status {
        let minute = time.second / 60
        let (hours, dayOff) = day(time.date)
        if hours.contains(minute) { return .open }
        // Of yesterday only hours that cross midnight matter.
        if self.day(time.date.adding(days: -1)).hours.contains(minute + 1440) { return .open }
        return dayOff ? .holiday : .closed
    }

    /// A day of a schedule's calendar.
    package struct DayPlan: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case weekday
            case holiday
            /// With its own hours.
            case special
        }

        package let kind: Kind
        /// The hours that begin on this day.
        package let hours: DayHours
    }

    /// The calendar entry for a day.
    package func plan(for date: CivilDate) -> DayPlan {
        let (hours, isHoliday) = day(date)
        let isSpecial = specialDays.contains { $0.first <= date && date <= $0.last }
        return DayPlan(kind: isSpecial ? .special : isHoliday ? .holiday : .weekday, hours: hours)
    }

    /// The hours that begin on a day, and whether it is a holiday.
    private func day(_ date: CivilDate) -> (hours: DayHours, isHoliday: Bool) {
        if let special = specialDays.last(where: { $0.first <= date && date <= $0.last }) {
            return (special.hours, false)
        }
        if holidays.contains(where: { $0.isHoliday(date) }) { return (.closed, true) }
        let weekday = date.weekday.rawValue
        return (week.indices.contains(weekday) ? week[weekday] : .closed, false)
    }
}

extension DayHours {
    /// - Parameter minute: Minutes after the beginning of the day.
    fileprivate func contains(_ minute: Int) -> Bool { spans.contains { $0.contains(minute) } }
}
