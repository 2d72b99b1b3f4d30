import Telephony

extension Schedule {
    private func isOpen(at moment: Moment, in zone: Zone, under overrides: ScheduleOverrides) -> Bool {
        status(at: moment, in: zone, under: overrides).status == .open
    }

    /// The next moment at which the schedule opens; nil if there is none in 100 days.
    func nextOpening(after moment: Moment, in zone: Zone, under overrides: ScheduleOverrides) -> Moment? {
        guard let change = nextChange(after: moment, in: zone, under: overrides) else { return nil }
        guard isOpen(at: moment, in: zone, under: overrides) else { return change }
        return nextChange(after: change, in: zone, under: overrides)
    }

    /// The next moment at which the schedule closes; nil if there is none in 100 days.
    func nextClosing(after moment: Moment, in zone: Zone, under overrides: ScheduleOverrides) -> Moment? {
        guard let change = nextChange(after: moment, in: zone, under: overrides) else { return nil }
        guard !isOpen(at: moment, in: zone, under: overrides) else { return change }
        return nextChange(after: change, in: zone, under: overrides)
    }

    /// The hours that begin on a day, under the overrides that are known.
    func hours(on date: CivilDate, in zone: Zone, under overrides: ScheduleOverrides) -> DayHours {
        let clock = clock(in: zone)
        func moment(_ minute: Int) -> Moment {
            clock.moment(of: LocalTime(date: date.adding(days: minute / 1440), second: minute % 1440 * 60))
        }
        func end(of spans: [Range<Int>]) -> Int { max(1440, spans.last?.upperBound ?? 0) }
        let planned = plan(for: date).hours
        // Hours of yesterday that last past midnight are yesterday's.
        let start = max(0, (plan(for: date.adding(days: -1)).hours.spans.last?.upperBound ?? 0) - 1440)
        let (first, last) = (moment(start), moment(end(of: planned.spans)))
        let forced = overrides.all.filter {
            $0.schedule == name && $0.until > first && $0.from.map { $0 < last } ?? true
        }
        guard !forced.isEmpty else { return planned }
        let ends =
            forced.flatMap { [$0.from, $0.until].compactMap(\.self) }
            + planned.spans.flatMap { [moment($0.lowerBound), moment($0.upperBound)] }
        let changes = Set(ends.filter { first < $0 && $0 < last } + [first]).sorted()
        var spans: [Range<Int>] = []
        for (index, change) in changes.enumerated() where isOpen(at: change, in: zone, under: overrides) {
            let next = index + 1 < changes.count ? changes[index + 1] : last
            func minute(_ moment: Moment) -> Int {
                let time = clock.localTime(at: moment)
                return (time.date.dayNumber - date.dayNumber) * 1440 + time.second / 60
            }
            let span = minute(change)..<max(minute(change), minute(next))
            if let before = spans.last, before.upperBound == span.lowerBound {
                spans[spans.count - 1] = before.lowerBound..<span.upperBound
            } else if !span.isEmpty {
                spans.append(span)
            }
        }
        return DayHours(spans: spans)
    }

    /// The holiday of a day, or the next one within a year, as the schedule closes for it; without a name, if the day is a
    /// holiday only here.
    func nextHoliday(from date: CivilDate) -> (date: CivilDate, name: String?)? {
        for days in 0...366 {
            let day = date.adding(days: days)
            let plan = plan(for: day)
            guard plan.isHoliday else { continue }
            if case .holiday(let names) = plan.reason { return (day, names.first) }
            return (day, holidays.names(on: day).first ?? holidays.commonName(of: day))
        }
        return nil
    }
}
