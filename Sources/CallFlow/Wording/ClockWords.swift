extension WordingLanguage {
    /// A time of day: `neun Uhr dreißig`, `nine thirty a.m.`
    ///
    /// - Parameter minute: After midnight, 0 to 1440.
    package func clock(_ minute: Int) -> String {
        let (hour, rest) = minute.quotientAndRemainder(dividingBy: 60)
        switch self {
        case .german:
            return "\(GermanNumbers.counting(hour)) Uhr" + (rest > 0 ? " \(GermanNumbers.cardinal(rest))" : "")
        case .english: return Self.englishClock(minute, isMarked: true)
        }
    }

    /// The hours of a day: `von neun bis zwölf Uhr und von vierzehn bis achtzehn Uhr`,
    /// `from nine to twelve and from two to six p.m.`
    package func hours(_ hours: DayHours) -> String {
        let spans = hours.spans.map(span)
        guard let last = spans.last else { return closed }
        guard spans.count > 1 else { return last }
        return spans.dropLast().joined(separator: ", ") + (self == .german ? " und " : " and ") + last
    }

    /// - Parameter minutes: After midnight; an end beyond 1440 is on the next day.
    private func span(_ minutes: Range<Int>) -> String {
        let (start, end) = (
            minutes.lowerBound, minutes.upperBound > 1440 ? minutes.upperBound - 1440 : minutes.upperBound
        )
        if minutes.count >= 1440 { return self == .german ? "rund um die Uhr" : "around the clock" }
        switch self {
        case .german:
            // `von eins bis drei Uhr` would be another way to say it, but only at this hour.
            let isShort = start.isMultiple(of: 60) && start != 60
            return "von \(isShort ? GermanNumbers.cardinal(start / 60) : clock(start)) bis \(clock(end))"
        case .english:
            // One mark is enough for both ends of a half day, and noon at the end of a morning needs none.
            let isMorning = (6 * 60..<12 * 60).contains(start)
            if isMorning, end == 720 { return "from \(Self.englishClock(start, isMarked: false)) to twelve" }
            let isSameHalf = start / 720 == end / 720 && start < end
            let first = isSameHalf ? Self.englishClock(start, isMarked: false) : clock(start)
            return "from \(first) to \(clock(end))"
        }
    }

    /// - Parameter isMarked: Whether it says which half of the day it is.
    private static func englishClock(_ minute: Int, isMarked: Bool) -> String {
        let (hour, rest) = (minute / 60 % 24, minute % 60)
        if isMarked || hour == 0, rest == 0, hour.isMultiple(of: 12) { return hour == 0 ? "midnight" : "noon" }
        var words = EnglishNumbers.cardinal(hour % 12 == 0 ? 12 : hour % 12)
        if rest > 0 {
            words += rest < 10 ? " oh \(EnglishNumbers.cardinal(rest))" : " \(EnglishNumbers.cardinal(rest))"
        }
        return isMarked ? words + (hour < 12 ? " a.m." : " p.m.") : words
    }

    /// The hours of a day without any.
    package var closed: String { self == .german ? "geschlossen" : "closed" }
    /// In place of a time that is not known.
    var later: String { self == .german ? "demnächst" : "later" }
}
