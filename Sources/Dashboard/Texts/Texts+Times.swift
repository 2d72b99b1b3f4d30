import CallFlow

/// Days and times as people write them.
extension Texts {
    /// `Thu 24 Dec`, `Do., 24.12.`; with the year where it is not this year's.
    static func day(_ date: CivilDate, thisYear year: Int) -> String {
        let isNear = date.year == year
        return either(
            "\(weekday(date.weekday)) \(date.day) \(month(date.month))" + (isNear ? "" : " \(date.year)"),
            "\(weekday(date.weekday)), \(date.day).\(date.month)." + (isNear ? "" : "\(date.year)"))
    }

    /// `today`, `tomorrow`, otherwise the day; `in mid-sentence`.
    static func nearDay(_ date: CivilDate, today: CivilDate) -> String {
        switch date.dayNumber - today.dayNumber {
        case -1: either("yesterday", "gestern")
        case 0: either("today", "heute")
        case 1: either("tomorrow", "morgen")
        default: day(date, thisYear: today.year)
        }
    }

    /// `9:00`, `9 Uhr`, `13:30 Uhr`, in mid-sentence.
    ///
    /// - Parameter minute: after midnight; those of the next day count on from 1440.
    static func clock(minute: Int) -> String {
        either(digits(minute, withMinutes: true), "\(digits(minute, withMinutes: false)) Uhr")
    }

    /// `tomorrow 9:00`, `morgen 9 Uhr`, `Thu 24 Dec 9:00`, `Do., 24.12., 9 Uhr`; of today the time alone.
    static func time(_ time: LocalTime, relativeTo now: LocalTime) -> String {
        let clock = clock(minute: time.second / 60)
        guard time.date != now.date else { return clock }
        let isNamed = abs(time.date.dayNumber - now.date.dayNumber) == 1
        let day = nearDay(time.date, today: now.date)
        return either("\(day) \(clock)", isNamed ? "\(day) \(clock)" : "\(day), \(clock)")
    }

    /// `9–12, 13:30–18`, `9–12 und 13:30–18 Uhr`; `closed`, `geschlossen`.
    static func hours(_ hours: DayHours) -> String {
        guard !hours.spans.isEmpty else { return either("closed", "geschlossen") }
        if hours.spans == [0..<1440] { return either("all day", "ganztägig") }
        let spans = hours.spans.map {
            "\(digits($0.lowerBound, withMinutes: false))–\(digits($0.upperBound, withMinutes: false))"
        }
        return either(spans.joined(separator: ", "), "\(list(spans)) Uhr")
    }

    /// `Thu`, `Do.` where a date follows; alone in a table: `Thu`, `Do`.
    static func weekday(_ day: Weekday, alone: Bool = false) -> String {
        let english = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let german = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"]
        return either(english[day.rawValue], german[day.rawValue] + (alone ? "" : "."))
    }

    /// `Thursday`, `Donnerstag`
    static func weekdayName(_ day: Weekday) -> String {
        let english = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        let german = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
        return either(english[day.rawValue], german[day.rawValue])
    }

    /// `Dec`, `Dez.`
    ///
    /// - Parameter number: 1...12.
    static func month(_ number: Int) -> String {
        let english = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let german = [
            "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez.",
        ]
        let index = min(max(number, 1), 12) - 1
        return either(english[index], german[index])
    }

    private static func digits(_ minute: Int, withMinutes: Bool) -> String {
        // The end of a day is written 24, and its hours after midnight as the clock shows them.
        let minute = minute > 1440 ? minute - 1440 : minute
        let (hour, rest) = (minute / 60, minute % 60)
        guard withMinutes || rest != 0 else { return "\(hour)" }
        return "\(hour):" + (rest < 10 ? "0" : "") + "\(rest)"
    }
}
