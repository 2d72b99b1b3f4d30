package import CallFlow

/// One-line descriptions of schedules: "mon-thu 09:00-12:30, 13:30-17:00; fri 09:00-14:00", "12-24 09:00-12:00".
package struct ScheduleSentences: Sendable {
    private let schedule: Schedule

    package init(_ schedule: Schedule) {
        self.schedule = schedule
    }

    /// The week's hours; empty if it is closed on every day.
    package var hours: String { Self.week(schedule.week) }

    /// What the schedule has beside the week: its clock, seasons, holidays and special days, in file order.
    ///
    /// - Parameter limit: how many special days are listed.
    package func parts(limit: Int = 12) -> [String] {
        var parts = schedule.timeZone.map { ["in \($0)"] } ?? []
        parts += schedule.seasons.map { "\($0.days): \(Self.week($0.week))" }
        let holidays =
            schedule.holidays.regions.map(\.code) + schedule.holidays.added
            + schedule.holidays.removed.map { "not \($0)" }
        if !holidays.isEmpty { parts.append("holidays \(holidays.joined(separator: ", "))") }
        parts += schedule.specialDays.prefix(limit).map { day in
            "\(day.days) \(day.value)" + (day.announcement.map { ", callers hear \($0)" } ?? "")
        }
        let more = schedule.specialDays.count - limit
        return more > 0 ? parts + ["and \(more) more \(more == 1 ? "entry" : "entries") of `days`"] : parts
    }

    /// Hours by weekday, days with the same hours together; closed days are left out where no week has them open.
    package static func week(_ week: [DayHours?]) -> String {
        var groups: [(hours: DayHours, days: [Weekday])] = []
        for (index, hours) in week.enumerated() {
            guard let hours, let day = Weekday(rawValue: index) else { continue }
            if let known = groups.firstIndex(where: { $0.hours == hours }) {
                groups[known].days.append(day)
            } else {
                groups.append((hours, [day]))
            }
        }
        let isWhole = !week.contains(nil)
        let open = groups.filter { !isWhole || !$0.hours.spans.isEmpty }
        guard !open.isEmpty else { return "closed" }
        return open.compactMap { group in Weekdays(group.days).map { "\($0) \(group.hours)" } }.joined(separator: "; ")
    }
}
