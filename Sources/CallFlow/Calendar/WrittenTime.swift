package import Telephony

/// A time as people write it: `2h`, `18:00`, `tomorrow 9:00`, `24.12. 13:59`, `2026-12-24 13:59`.
///
/// The one grammar of every option that takes a time. What a text means may depend on the moment it is read at and on the
/// direction that the option looks in, so `moment(_:from:in:)` takes both.
///
/// - A duration: a number and `s`, `m`, `h`, `d` or `w`; several in a row are added (`1h30m`).
/// - A day, a time of day, or a day and a time of day, separated by a space or `T`.
///   A day is `2026-12-24`, `24.12.2026`, `24.12.`, `today`, `tomorrow` or `yesterday`;
///   a time of day is `9:00`, `09:00` or `09:00:30`.
package struct WrittenTime: Hashable, Sendable {
    /// The direction that an option looks in.
    package enum Direction: Hashable, Sendable {
        /// A duration counts back. A time of day, or a day without a year, is the latest that has begun.
        case past
        /// A duration counts forward. A time of day, or a day without a year, is the next one.
        case future
        /// As `future`, except that a time of day is today's, even if it has passed.
        case today
    }

    /// The reason a text is not a time.
    package enum ParseError: Error, Hashable, Sendable {
        case notATime(String)
        /// The calendar has no such day: `2026-02-30`.
        case noSuchDay(String)
    }

    /// Examples for help texts and errors.
    package static let examples = "2h, 18:00, tomorrow 9:00, 24.12. 13:59 or 2026-12-24 13:59"

    private enum Form: Hashable {
        /// Seconds.
        case duration(Int)
        /// Seconds after midnight.
        case clock(Int)
        case day(WrittenDay, clock: Int?)
    }

    private let form: Form

    /// - Throws: `ParseError`.
    package init(_ text: String) throws(ParseError) {
        var words = text.split(whereSeparator: \.isWhitespace)
        if words.count == 1, let seconds = Self.duration(words[0]) {
            form = .duration(seconds)
            return
        }
        if words.count == 1, text.trimmed.first?.isNumber ?? false, let mark = words[0].firstIndex(of: "T") {
            words = [words[0][..<mark], words[0][words[0].index(after: mark)...]]
        }
        guard (1...2).contains(words.count) else { throw .notATime(text) }
        if words.count == 1, let second = Self.clock(words[0]) {
            form = .clock(second)
            return
        }
        let second = words.count == 2 ? Self.clock(words[1]) : nil
        guard words.count == 1 || second != nil else { throw .notATime(text) }
        guard let day = try WrittenDay(words[0]) else { throw .notATime(text) }
        form = .day(day, clock: second)
    }

    /// The local time, if the text names a day with its year and a time of day.
    package var localTime: LocalTime? {
        guard case .day(.date(let date), let second?) = form else { return nil }
        return LocalTime(date: date, second: second)
    }

    /// Whether the text names a day without a time of day.
    private var isWholeDay: Bool { if case .day(_, nil) = form { true } else { false } }

    /// The moment meant. A day without a time of day is its first minute.
    package func moment(_ direction: Direction, from now: Moment, in zone: Zone) -> Moment {
        let today = zone.localTime(at: now)
        switch form {
        case .duration(let seconds):
            return now.adding(.seconds(direction == .past ? -seconds : seconds))
        case .clock(let second):
            let days =
                switch direction {
                case .past: second > today.second ? -1 : 0
                case .future: second <= today.second ? 1 : 0
                case .today: 0
                }
            return zone.moment(of: LocalTime(date: today.date.adding(days: days), second: second))
        case .day(let day, let second):
            return zone.moment(of: LocalTime(date: day.date(direction, from: today.date), second: second ?? 0))
        }
    }

    /// The moment meant as the end of a time span: a day without a time of day is included, so it is the midnight after it.
    package func end(_ direction: Direction, from now: Moment, in zone: Zone) -> Moment {
        let moment = moment(direction, from: now, in: zone)
        guard isWholeDay else { return moment }
        let date = zone.localTime(at: moment).date.adding(days: 1)
        return zone.moment(of: LocalTime(date: date, second: 0))
    }

    /// `2h`, `1h30m`
    private static func duration(_ text: Substring) -> Int? {
        var (total, digits) = (0, "")
        for character in text {
            if ("0"..."9").contains(character), digits.count < 6 {
                digits.append(character)
            } else if let unit = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800][character],
                let count = Int(digits)
            {
                total += count * unit
                digits = ""
            } else {
                return nil
            }
            guard total < 1_000_000 * 604_800 else { return nil }
        }
        return digits.isEmpty && total > 0 ? total : nil
    }

    /// `9:00`, `09:00`, `09:00:30`
    private static func clock(_ text: Substring) -> Int? {
        let isShort = text.firstIndex(of: ":").map { text.distance(from: text.startIndex, to: $0) } == 1
        return LocalTime.second(isShort ? "0" + text : text)
    }
}
