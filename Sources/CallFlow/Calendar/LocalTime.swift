/// A date and a time of day as a calendar and a clock on the wall show them, without a time zone.
package struct LocalTime: Hashable, Sendable, Comparable {
    package let date: CivilDate
    /// Seconds after midnight, 0..<86400.
    package let second: Int

    package init(date: CivilDate, second: Int) {
        self.date = date
        self.second = second
    }

    package static func < (left: LocalTime, right: LocalTime) -> Bool {
        (left.date, left.second) < (right.date, right.second)
    }
}

extension LocalTime: CustomStringConvertible {
    /// Reads `2026-12-24T13:59` or `2026-12-24T13:59:00`; `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 10, let date = try? CivilDate(String(parts[0])),
            let second = Self.second(parts[1])
        else { return nil }
        self.init(date: date, second: second)
    }

    /// Reads `13:59` or `13:59:00` as seconds after midnight; `nil` for anything else.
    package static func second(_ text: some StringProtocol) -> Int? {
        let clock = text.split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 2 || clock.count == 3 else { return nil }
        var numbers: [Int] = []
        for (part, limit) in zip(clock, [24, 60, 60]) {
            guard part.utf8.count == 2, let number = part.plainNumber, number < limit else { return nil }
            numbers.append(number)
        }
        return numbers[0] * 3600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)
    }

    /// `13:59`, without seconds.
    package var clock: String {
        let (hour, minute) = (second / 3600, second / 60 % 60)
        return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
    }

    /// `2026-12-24T13:59`, without seconds.
    package var description: String { "\(date)T\(clock)" }

    /// The time as read at another time: `13:59` on the same day, otherwise `2026-12-24 13:59`.
    package func description(relativeTo now: LocalTime) -> String { date == now.date ? clock : "\(date) \(clock)" }
}
