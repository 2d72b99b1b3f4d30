import CallFlow

/// What an edit of a schedule changes, in words: `Thu 24 Dec, every year: 9–17 → 9–12`.
struct ScheduleChanges: Sendable {
    let lines: [String]

    /// - Parameter today: special days are compared by what holds on the next day that they name.
    init(from old: Schedule, to new: Schedule, today: CivilDate) {
        var lines = Self.week(old.week.map { $0 }, new.week.map { $0 }) { Texts.weekdayName($0) }
        for season in new.seasons {
            guard let before = old.seasons.first(where: { $0.days == season.days }) else { continue }
            let days = Texts.Hours.days(season.days)
            lines += Self.week(before.week, season.week) { "\(days), \(Texts.weekdayName($0))" }
        }
        for season in new.seasons where !old.seasons.contains(where: { $0.days == season.days }) {
            lines.append("\(Texts.Hours.field(season.days)): \(Texts.Schedules.week(season.week))")
        }
        for season in old.seasons where !new.seasons.contains(where: { $0.days == season.days }) {
            let words = Self.arrow(Texts.Schedules.week(season.week), Texts.Hours.asInTheWeek)
            lines.append("\(Texts.Hours.field(season.days)): \(words)")
        }
        if old.timeZone != new.timeZone {
            func words(_ zone: Zone?) -> String { zone?.name ?? Texts.Hours.zoneOfTheFile }
            lines.append("\(Texts.Hours.clock): \(Self.arrow(words(old.timeZone), words(new.timeZone)))")
        }
        lines += Self.days(from: old, to: new, today: today)
        lines += Self.holidays(from: old, to: new, year: today.year)
        self.lines = lines
    }

    private static func arrow(_ before: String, _ after: String) -> String { "\(before) → \(after)" }

    private static func week(_ old: [DayHours?], _ new: [DayHours?], _ name: (Weekday) -> String) -> [String] {
        Weekday.allCases.compactMap { day in
            let before = old.indices.contains(day.rawValue) ? old[day.rawValue] : .closed
            let after = new.indices.contains(day.rawValue) ? new[day.rawValue] : .closed
            guard before != after else { return nil }
            func words(_ hours: DayHours?) -> String { hours.map(Texts.hours) ?? Texts.Hours.asInTheWeek }
            return "\(name(day)): \(arrow(words(before), words(after)))"
        }
    }

    /// The special days that were added, changed or removed, each with what holds on it before and after.
    private static func days(from old: Schedule, to new: Schedule, today: CivilDate) -> [String] {
        let removed = old.specialDays.filter { day in !new.specialDays.contains(day) }
        let added = new.specialDays.filter { day in !old.specialDays.contains(day) }
        var keys: [DayKey] = []
        for day in removed + added where !keys.contains(day.days) { keys.append(day.days) }
        return keys.map { key in
            let date = key.next(from: today)
            func words(_ schedule: Schedule, _ day: SpecialDay?) -> String {
                if let day { return Texts.Hours.value(day) }
                guard let date else { return Texts.Hours.asInTheWeek }
                let plan = schedule.plan(for: date)
                if case .holiday(let names) = plan.reason { return names.joined(separator: ", ") }
                return Texts.hours(plan.hours)
            }
            let before = words(old, removed.first { $0.days == key })
            let after = words(new, added.first { $0.days == key })
            return "\(Texts.Hours.days(key, from: today)): \(arrow(before, after))"
        }
    }

    private static func holidays(from old: Schedule, to new: Schedule, year: Int) -> [String] {
        var lines: [String] = []
        if old.holidays.regions != new.holidays.regions {
            func words(_ regions: [HolidayRegion]) -> String {
                regions.isEmpty ? Texts.Hours.none : regions.map(\.name).joined(separator: ", ")
            }
            lines.append(
                "\(Texts.Hours.holidays): \(arrow(words(old.holidays.regions), words(new.holidays.regions)))")
        }
        let (before, after) = (Set(old.holidays.names(in: year)), Set(new.holidays.names(in: year)))
        lines += after.subtracting(before).sorted().map(Texts.Hours.isHolidayNow)
        lines += before.subtracting(after).sorted().map(Texts.Hours.isNoHolidayNow)
        return lines
    }
}

extension HolidaySelection {
    /// The names of a year's holidays in their order, each once.
    func names(in year: Int) -> [String] {
        var seen: Set<String> = []
        return holidays(in: year).map(\.name).filter { seen.insert($0).inserted }
    }
}

extension DayKey {
    /// The next day that the key names, within the years that a calendar shows; nil if there is none.
    func next(from today: CivilDate) -> CivilDate? {
        if case .dates(let first, _) = self { return max(first, today) }
        return (0..<9 * 366).lazy.map { today.adding(days: $0) }.first(where: contains)
    }
}
