extension Schedule {
    /// Whether somebody is there.
    ///
    /// Special days win over holidays, holidays over the week's hours. Hours over midnight belong to the day they begin
    /// on and run to their end: a night shift that begins on the evening before a holiday runs on into it, also into a
    /// special day that is `closed`. All of it is told by the clock on the wall, so when the clocks change, hours are
    /// as long as they look.
    package func status(at time: LocalTime) -> Status {
        let minute = time.second / 60
        let (hours, dayOff) = day(time.date)
        if hours.contains(minute) { return .open }
        // Only hours of yesterday that reach over midnight matter.
        if self.day(time.date.adding(days: -1)).hours.contains(minute + 1440) { return .open }
        return dayOff ? .holiday : .closed
    }

    /// A day in the calendar of a schedule.
    package struct DayPlan: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case weekday
            case holiday
            /// With hours of its own.
            case special
        }

        package let kind: Kind
        /// That begin on this day.
        package let hours: DayHours
    }

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
    /// `minute`: after the midnight the day begins with.
    fileprivate func contains(_ minute: Int) -> Bool { spans.contains { $0.contains(minute) } }
}
