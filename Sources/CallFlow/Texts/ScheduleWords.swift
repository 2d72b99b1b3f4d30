import Telephony

/// What schedules say at a moment, in words.
struct ScheduleWords {
    let moment: Moment
    let context: TextContext
    let template: TextTemplate

    /// The words of a placeholder; nil if there are none now.
    ///
    /// - Parameter before: The sentence up to the placeholder, which decides on prepositions.
    func value(_ placeholder: TextPlaceholder, after before: String) -> PlaceholderWords? {
        if case .parameter = placeholder { return context.value(of: placeholder) }
        guard let language = context.language, let (schedule, field) = asked(placeholder) else { return nil }
        let clock = schedule.clock(in: context.zone)
        let today = clock.localTime(at: moment).date
        switch field {
        case .opens:
            guard let opening = schedule.nextOpening(after: moment, in: context.zone, under: context.overrides) else {
                return nil
            }
            let time = clock.localTime(at: opening)
            return language.point(day: time.date, minute: time.second / 60, today: today, after: before)
        case .closes:
            guard let closing = schedule.nextClosing(after: moment, in: context.zone, under: context.overrides) else {
                return nil
            }
            let time = clock.localTime(at: closing)
            // Midnight is the end of the day before it.
            let isMidnight = time.second < 60
            return language.point(
                day: isMidnight ? time.date.adding(days: -1) : time.date, minute: isMidnight ? 1440 : time.second / 60,
                today: today, after: before)
        case .hoursToday:
            let hours = schedule.hours(on: today, in: context.zone, under: context.overrides)
            guard hours.spans.isEmpty else { return PlaceholderWords(words: language.hours(hours)) }
            return before.last { $0 != " " } == ":" ? PlaceholderWords(words: language.closed) : nil
        case .holiday:
            guard let (date, name) = schedule.nextHoliday(from: today) else { return nil }
            return PlaceholderWords(words: name.map(language.holiday) ?? language.date(date, after: before))
        }
    }

    /// Words in place of a value that does not exist, where a text consists of nothing else.
    func substitute(_ placeholder: TextPlaceholder) -> PlaceholderWords? {
        guard let (_, field) = asked(placeholder) else { return PlaceholderWords(words: "") }
        let language = context.language ?? .english
        switch field {
        case .opens, .closes: return PlaceholderWords(words: language.later)
        case .hoursToday: return PlaceholderWords(words: language.closed)
        case .holiday: return PlaceholderWords(words: language.someHoliday)
        }
    }

    private func asked(_ placeholder: TextPlaceholder) -> (Schedule, TextPlaceholder.Field)? {
        switch placeholder {
        case .schedule(let name, let field): context.schedules[name].map { ($0, field) }
        case .holiday:
            (try? template.holidaySchedule(in: context.schedules)).flatMap { context.schedules[$0] }.map {
                ($0, .holiday)
            }
        case .parameter: nil
        }
    }
}
