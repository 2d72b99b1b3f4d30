package import Telephony

extension Schedule {
    /// The next moment at which the schedule opens, or closes if it is open, under its hours and the overrides that are known;
    /// nil if it stays as it is for `days`. A holiday counts as closed.
    ///
    /// Nothing but the ends of hours and of overrides can change the status, so only those are looked at.
    ///
    /// - Parameter zone: the configuration's; a schedule with a clock of its own uses that.
    package func nextChange(
        after moment: Moment, in zone: Zone, under overrides: ScheduleOverrides, within days: Int = 100
    ) -> Moment? {
        func isOpen(_ moment: Moment) -> Bool { status(at: moment, in: zone, under: overrides).status == .open }
        let isOpenNow = isOpen(moment)
        let clock = clock(in: zone)
        let today = clock.localTime(at: moment).date
        var waiting = overrides.all.filter { $0.schedule == name }
            .flatMap { [$0.from, $0.until].compactMap(\.self) }.filter { moment < $0 }
        // Hours of yesterday may end after midnight.
        for day in -1...days {
            let date = today.adding(days: day)
            waiting += edges(on: date, clock)
            let tomorrow = clock.moment(of: LocalTime(date: date.adding(days: 1), second: 0))
            let due = waiting.filter { moment < $0 && $0 <= tomorrow }.sorted()
            if let change = due.first(where: { isOpen($0) != isOpenNow }) { return change }
            waiting.removeAll { $0 <= tomorrow }
        }
        return nil
    }

    /// The moments at which hours that begin on a day can begin or end; on nights when the clocks change also others nearby,
    /// since local time decides: hours from 2:30 begin as soon as 2:00 becomes 3:00.
    func edges(on date: CivilDate, _ clock: Zone) -> [Moment] {
        plan(for: date).hours.spans.flatMap { [$0.lowerBound, $0.upperBound] }.flatMap { minute in
            clock.moments(around: LocalTime(date: date.adding(days: minute / 1440), second: minute % 1440 * 60))
        }
    }
}
