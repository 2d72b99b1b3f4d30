import CallFlow
import Sipgate
import Telephony

/// The hours of a schedule as texts in fields, and what they are to become. What a field cannot be read as stays in it, with a
/// sentence below it.
struct HoursForm: Sendable {
    /// A special day.
    struct Row: Hashable, Sendable {
        /// The key in the file that the row was made from; nil: a new row.
        var key: DayKey?
        var days = ""
        var isYearly = false
        var hours = ""
        var isHoliday = false
        /// The name of what callers hear; empty: as usual.
        var announcement = ""
        var isRemoved = false

        var isBlank: Bool {
            key == nil && days.trimmed.isEmpty && hours.trimmed.isEmpty && announcement.trimmed.isEmpty
        }
    }

    struct SeasonWeek: Hashable, Sendable {
        let key: DayKey
        var week: [String]
        var isRemoved = false
    }

    /// A season that is to be added.
    struct NewSeason: Hashable, Sendable {
        var days = ""
        var isYearly = true
        var week = [String](repeating: "", count: 7)

        var isBlank: Bool { days.trimmed.isEmpty && week.allSatisfy { $0.trimmed.isEmpty } }
    }

    var week: [String]
    var seasons: [SeasonWeek]
    var newSeason = NewSeason()
    var rows: [Row]
    /// The code of a region; empty: none.
    var region: String
    /// That of a second one; further ones stay.
    var secondRegion: String
    /// The name of the schedule's own time zone; empty: the file's.
    var zone: String
    /// Names of the region's holidays that are not ticked, and of others that are.
    var removed: [String]
    var added: [String]
    /// A further name that was typed.
    var name = ""
    /// What the fields were made from: a digest of the schedule.
    var opened: String

    /// The fields for a schedule as it is.
    init(_ schedule: Schedule) {
        week = Weekday.allCases.map { Self.text(schedule.hours(on: $0)) }
        seasons = schedule.seasons.map { season in
            SeasonWeek(key: season.days, week: season.week.map { $0.map(Self.text) ?? "" })
        }
        rows = schedule.specialDays.map { day in
            var isYearly = false
            if case .yearly = day.days { isYearly = true }
            return Row(
                key: day.days, days: Texts.Hours.field(day.days), isYearly: isYearly, hours: Self.text(day.hours),
                isHoliday: day.isHoliday, announcement: day.announcement?.text ?? "")
        }
        region = schedule.holidays.regions.first?.code ?? ""
        secondRegion = schedule.holidays.regions.dropFirst().first?.code ?? ""
        zone = schedule.timeZone?.name ?? ""
        (removed, added) = (schedule.holidays.removed, schedule.holidays.added)
        opened = schedule.mark
    }

    private static func text(_ hours: DayHours) -> String { Texts.Hours.field(hours) }

    /// The fields as they were sent.
    init(_ fields: FormFields, of schedule: Schedule) {
        func week(_ name: String) -> [String] {
            Weekday.allCases.map { fields["\(name)-\($0.shortName)"] ?? "" }
        }
        self.week = week("week")
        seasons = schedule.seasons.map { season in
            let index = (0..<100).first { fields["season\($0)"] == "\(season.days)" }
            return SeasonWeek(
                key: season.days,
                week: index.map { week("season\($0)") } ?? season.week.map { $0.map(Self.text) ?? "" },
                isRemoved: index.map { fields["season\($0)-remove"] != nil } ?? false)
        }
        newSeason = NewSeason(
            days: fields["newseason-days"] ?? "",
            isYearly: fields["newseason-yearly"] != nil || fields["newseason-days"] == nil, week: week("newseason"))
        let count = min(400, Int(fields["rows"] ?? "") ?? 0)
        rows = (0..<max(0, count)).map { index in
            func field(_ name: String) -> String? { fields["day\(index)-\(name)"] }
            return Row(
                key: field("key").flatMap { try? DayKey($0) }, days: field("days") ?? "",
                isYearly: field("yearly") != nil,
                hours: field("hours") ?? "", isHoliday: field("holiday") != nil, announcement: field("play") ?? "",
                isRemoved: field("remove") != nil)
        }
        region = fields["region"] ?? ""
        secondRegion = fields["region2"] ?? schedule.holidays.regions.dropFirst().first?.code ?? ""
        zone = fields["zone"] ?? schedule.timeZone?.name ?? ""
        let ticked = Set(fields.values(of: "holiday"))
        let old = schedule.holidays
        let shown = Set(fields.values(of: "shown"))
        // A name without a box was not there when the page was made, and is undecided.
        removed = shown.subtracting(ticked).subtracting(old.added).sorted() + old.removed.filter { !shown.contains($0) }
        added = old.added.filter { !shown.contains($0) || ticked.contains($0) }
        name = fields["name"] ?? ""
        opened = fields["opened"] ?? ""
    }

    /// Copies the hours of the day before.
    mutating func copy(to day: Weekday) {
        guard day != .monday else { return }
        week[day.rawValue] = week[day.rawValue - 1]
    }
}

extension HoursForm {
    /// A field that cannot be read.
    struct Problem: Hashable, Sendable {
        let field: String
        let sentence: String
    }

    /// What makes a schedule as it is in the file into what the form says.
    ///
    /// - Returns: the edits, and the fields that cannot be read.
    func edits(of schedule: Schedule, today: CivilDate) -> (edits: [ConfigurationEdit], problems: [Problem]) {
        var (edits, problems) = ([ConfigurationEdit](), [Problem]())
        var hours: [DayHours?] = []
        for day in Weekday.allCases {
            let read = DayHours(typed: week[day.rawValue])
            if read == nil {
                problems.append(
                    Problem(field: "week-\(day.shortName)", sentence: Texts.Hours.notHours(week[day.rawValue])))
            }
            hours.append(read)
        }
        if hours != Weekday.allCases.map({ schedule.hours(on: $0) }) {
            edits.append(.week(schedule: schedule.name, season: nil, hours))
        }
        for (index, season) in seasons.enumerated() {
            let old = schedule.seasons.first { $0.days == season.key }
            let week = Weekday.allCases.map { day -> DayHours? in
                let text = season.week[day.rawValue]
                if text.trimmed.isEmpty { return nil }
                let read = DayHours(typed: text)
                if read == nil {
                    problems.append(
                        Problem(field: "season\(index)-\(day.shortName)", sentence: Texts.Hours.notHours(text)))
                }
                return read
            }
            if let old, season.isRemoved {
                edits.append(.season(schedule: schedule.name, old.days, nil))
            } else if let old, week != old.week {
                edits.append(.week(schedule: schedule.name, season: season.key, week))
            }
        }
        if let season = added(to: schedule, today: today, &problems) {
            edits.append(.season(schedule: schedule.name, nil, season))
        }
        for (index, row) in rows.enumerated() where !row.isBlank {
            edits += edit(row, index, of: schedule, today: today, &problems)
        }
        if let holidays = holidays(of: schedule, &problems) {
            edits.append(.holidays(schedule: schedule.name, holidays))
        }
        if zone.trimmed != schedule.timeZone?.name ?? "" {
            let new = Zone(zone.trimmed)
            if new == nil, !zone.trimmed.isEmpty {
                problems.append(Problem(field: "zone", sentence: Texts.Hours.noZone(zone)))
            } else {
                edits.append(.timeZone(schedule: schedule.name, new))
            }
        }
        return (edits, problems)
    }

    /// The season that the empty fields were filled in for.
    private func added(to schedule: Schedule, today: CivilDate, _ problems: inout [Problem]) -> Season? {
        guard !newSeason.isBlank else { return nil }
        let count = problems.count
        let key = DayKey(typed: newSeason.days, isYearly: newSeason.isYearly, today: today)
        if key == nil {
            problems.append(Problem(field: "newseason-days", sentence: Texts.Hours.notDays(newSeason.days)))
        } else if let key, schedule.seasons.contains(where: { $0.days == key }) {
            problems.append(
                Problem(field: "newseason-days", sentence: Texts.Hours.dayTwice(Texts.Hours.field(key))))
        }
        var week: [DayHours?] = []
        for day in Weekday.allCases {
            let text = newSeason.week[day.rawValue]
            let read = text.trimmed.isEmpty ? nil : DayHours(typed: text)
            if read == nil, !text.trimmed.isEmpty {
                problems.append(
                    Problem(field: "newseason-\(day.shortName)", sentence: Texts.Hours.notHours(text)))
            }
            week.append(read)
        }
        if week.allSatisfy({ $0 == nil }), problems.count == count {
            problems.append(Problem(field: "newseason-mon", sentence: Texts.Hours.noSeasonHours))
        }
        guard problems.count == count, let key else { return nil }
        return Season(days: key, week: week)
    }

    private func edit(
        _ row: Row, _ index: Int, of schedule: Schedule, today: CivilDate, _ problems: inout [Problem]
    ) -> [ConfigurationEdit] {
        let old = row.key.flatMap { key in schedule.specialDays.first { $0.days == key } }
        if row.isRemoved { return old.map { [.day(schedule: schedule.name, $0.days, nil)] } ?? [] }
        guard let hours = DayHours(typed: row.hours) else {
            problems.append(Problem(field: "day\(index)-hours", sentence: Texts.Hours.notHours(row.hours)))
            return []
        }
        var key = row.key
        // What was not touched is what it was, also where its words in the field are shorter than it.
        if let old = row.key, row.days == Texts.Hours.field(old), row.isYearly == old.isYearly {
            key = old
        } else {
            key = DayKey(typed: row.days, isYearly: row.isYearly, today: today)
        }
        guard let key else {
            problems.append(Problem(field: "day\(index)-days", sentence: Texts.Hours.notDays(row.days)))
            return []
        }
        let announcement = try? AnnouncementName(row.announcement.trimmed)
        if announcement == nil, !row.announcement.trimmed.isEmpty {
            problems.append(Problem(field: "day\(index)-play", sentence: Texts.Steps.noAnnouncement))
            return []
        }
        let day = SpecialDay(days: key, hours: hours, isHoliday: row.isHoliday, announcement: announcement)
        if old == day { return [] }
        if old?.days != key, schedule.specialDays.contains(where: { $0.days == key }) {
            problems.append(Problem(field: "day\(index)-days", sentence: Texts.Hours.dayTwice(Texts.Hours.days(key))))
            return []
        }
        return [.day(schedule: schedule.name, old?.days, day)]
    }

    /// The holidays that the form asks for; nil if they are those of the schedule.
    private func holidays(of schedule: Schedule, _ problems: inout [Problem]) -> HolidaySelection? {
        let old = schedule.holidays
        var (added, removed) = (added, removed)
        if !name.trimmed.isEmpty {
            if let known = HolidaySelection.name(name.trimmed) {
                removed.removeAll { $0 == known }
                if !added.contains(known) { added.append(known) }
            } else {
                problems.append(Problem(field: "name", sentence: Texts.Hours.noHoliday(name)))
            }
        }
        var regions = Array(old.regions.dropFirst(2))
        if let second = HolidayRegion(secondRegion), second.code != region { regions.insert(second, at: 0) }
        if region != old.regions.first?.code ?? "" {
            // What was ticked belongs to the region before.
            (added, removed) = (added, old.removed)
        }
        if let region = HolidayRegion(region) { regions.insert(region, at: 0) }
        let new = HolidaySelection(regions, adding: added, removing: removed)
        let isSame =
            Set(new.regions) == Set(old.regions) && Set(new.added) == Set(old.added)
            && Set(new.removed) == Set(old.removed)
        return isSame ? nil : new
    }
}

extension Schedule {
    func hours(on day: Weekday) -> DayHours { week.indices.contains(day.rawValue) ? week[day.rawValue] : .closed }

    /// Tells it from the same schedule after an edit.
    var mark: String {
        let seasons = seasons.map { "\($0.days) \($0.week.map { $0?.description ?? "" })" }
        let days = specialDays.map { "\($0.days) \($0.value) \($0.announcement?.text ?? "")" }
        let holidays = holidays.regions.map(\.code) + holidays.added + holidays.removed.map { "not \($0)" }
        return EditedFile.mark(
            of: "\(week)\n\(seasons)\n\(days)\n\(holidays)\n\(timeZone?.name ?? "")")
    }
}
