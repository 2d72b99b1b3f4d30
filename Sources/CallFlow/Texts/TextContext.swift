import Telephony

/// What the words of a text depend on, besides the time.
package struct TextContext: Hashable, Sendable {
    package var schedules: [String: Schedule]
    /// The configuration's; a schedule with a clock of its own uses that.
    package var zone: Zone
    package var overrides: ScheduleOverrides
    /// Nil for a language without rules: texts are spoken as written, and sentences that follow the time are left out.
    package var language: WordingLanguage?
    /// The values of parameters; those that are missing stay as they are written.
    package var parameters: [String: String]

    package init(
        schedules: [String: Schedule], zone: Zone, overrides: ScheduleOverrides = ScheduleOverrides(),
        language: WordingLanguage?, parameters: [String: String] = [:]
    ) {
        (self.schedules, self.zone, self.overrides) = (schedules, zone, overrides)
        (self.language, self.parameters) = (language, parameters)
    }
}

extension TextTemplate {
    /// The schedules whose hours, holidays and overrides the words depend on.
    ///
    /// - Throws: `TextProblem` for a name that is not among them, and for a `{holiday}` of which the schedule is not clear.
    package func schedules(in schedules: [String: Schedule]) throws(TextProblem) -> Set<String> {
        for name in namedSchedules.sorted() where schedules[name] == nil {
            throw .unknownSchedule(name, meant: Suggestion.closest(to: name, among: schedules.keys))
        }
        guard placeholders.contains(.holiday) else { return namedSchedules }
        return namedSchedules.union([try holidaySchedule(in: schedules)])
    }

    /// The schedule that `{holiday}` means: the one that the text names otherwise, or the only one with holidays.
    func holidaySchedule(in schedules: [String: Schedule]) throws(TextProblem) -> String {
        let all = schedules.values.filter(\.hasHolidays).map(\.name).sorted()
        let named = all.filter(namedSchedules.contains)
        let meant = named.isEmpty ? all : named
        guard let first = meant.first else { throw .noHolidays }
        guard meant.count == 1 else { throw .severalHolidays(meant) }
        return first
    }
}

extension Schedule {
    fileprivate var hasHolidays: Bool { !holidays.isEmpty || specialDays.contains(where: \.isHoliday) }
}
