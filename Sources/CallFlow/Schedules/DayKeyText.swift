import Telephony

extension DayKey {
    /// The reason a text does not name days.
    package enum ParseError: Error, Hashable, Sendable {
        case date(CivilDate.ParseError)
        /// The last day is before the first.
        case backwards(String)
        /// One end of a range has a year and the other has none.
        case mixed(String)
        /// More days before or after Easter than its year has for certain.
        case farFromEaster(String)
        case weekdays(Weekdays.ParseError)
    }

    /// Reads the days of a key; white space around it is ignored, and case.
    ///
    /// - Throws: `ParseError`.
    package init(_ text: String) throws(ParseError) {
        let text = text.trimmed
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
        if let dots = text.firstRange(of: "..") {
            self = try Self.range(text, text[..<dots.lowerBound].trimmed, text[dots.upperBound...].trimmed)
        } else if let parts = MonthDay.parts(text) {
            guard let day = MonthDay(month: parts.month, day: parts.day) else { throw .date(.noSuchDay(text)) }
            self = .yearly(day, day)
        } else if let key = try Self.easter(text.lowercased()) {
            self = key
        } else if let key = try Self.weeks(words) {
            self = key
        } else if let key = Self.ordinal(words) {
            self = key
        } else {
            let day = try Self.date(text)
            self = .dates(day, day)
        }
    }

    private static func range(_ text: String, _ first: String, _ last: String) throws(ParseError) -> DayKey {
        switch (try monthDay(first), try monthDay(last)) {
        case (let first?, let last?): return .yearly(first, last)
        case (nil, nil):
            let (first, last) = (try date(first), try date(last))
            guard first <= last else { throw .backwards(text) }
            return .dates(first, last)
        default: throw .mixed(text)
        }
    }

    private static func monthDay(_ text: String) throws(ParseError) -> MonthDay? {
        guard let parts = MonthDay.parts(text) else { return nil }
        guard let day = MonthDay(month: parts.month, day: parts.day) else { throw .date(.noSuchDay(text)) }
        return day
    }

    private static func date(_ text: String) throws(ParseError) -> CivilDate {
        do {
            return try CivilDate(text)
        } catch {
            throw .date(error)
        }
    }

    /// `easter`, `easter-2`, `easter+39`, with spaces round the sign.
    private static func easter(_ text: String) throws(ParseError) -> DayKey? {
        guard text.hasPrefix("easter") else { return nil }
        let rest = text.dropFirst(6).trimmed
        if rest.isEmpty { return .easter(0) }
        guard let sign = rest.first, sign == "+" || sign == "-", let days = rest.dropFirst().trimmed.plainNumber else {
            return nil
        }
        let offset = sign == "-" ? -days : days
        guard easterOffsets.contains(offset) else { throw .farFromEaster(text) }
        return .easter(offset)
    }

    /// `even-weeks sat`
    private static func weeks(_ words: [String]) throws(ParseError) -> DayKey? {
        guard words.count > 1, words[0] == "even-weeks" || words[0] == "odd-weeks" else { return nil }
        do {
            let days = try Weekdays(words.dropFirst().joined(separator: " "))
            return .weeks(isEven: words[0] == "even-weeks", days)
        } catch {
            throw .weekdays(error)
        }
    }

    /// `first tue`, `2nd sat`, `jan last sun`, `last sun jan`
    private static func ordinal(_ words: [String]) -> DayKey? {
        var words = words
        var month: Int?
        if words.count == 3 {
            if let found = MonthDay.month(named: words[0]) {
                month = found
                words.removeFirst()
            } else if let found = MonthDay.month(named: words[2]) {
                month = found
                words.removeLast()
            }
        }
        guard words.count == 2, let weekday = Weekday(name: words[1]) else { return nil }
        if words[0] == "last" { return .ordinal(nil, weekday, month: month) }
        let short = ["1st", "2nd", "3rd", "4th", "5th"]
        guard let number = ordinals.firstIndex(of: words[0]) ?? short.firstIndex(of: words[0]) else { return nil }
        return .ordinal(number + 1, weekday, month: month)
    }

    /// The first words of keys, for suggestions.
    static let vocabulary = ordinals + ["last", "even-weeks", "odd-weeks", "easter"]
}
