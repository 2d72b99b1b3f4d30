import Telephony

/// A day of the week, Monday first as in ISO 8601; the raw value is its index in `Schedule.week`.
package enum Weekday: Int, Hashable, Sendable, CaseIterable, Comparable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// `mon`
    package var shortName: String { String("\(self)".prefix(3)) }

    package static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }

    /// Reads `mon` or `monday`, in any case; `nil` for anything else.
    init?(name: some StringProtocol) {
        let name = name.lowercased()
        guard let day = Self.allCases.first(where: { name == $0.shortName || name == "\($0)" }) else { return nil }
        self = day
    }
}

/// Days of the week as a schedule's keys name them: `fri`, `mon-thu`, `sat, sun`, `daily`.
package struct Weekdays: Hashable, Sendable {
    /// At least one, Monday first.
    package let days: [Weekday]

    /// The reason a text does not name days of the week.
    package enum ParseError: Error, Hashable, Sendable {
        /// Not `mon`, `monday` …, a range of them, or `daily`.
        case notAWeekday(String)
        case duplicate(Weekday)
    }

    /// The words that can be written, for suggestions.
    package static let vocabulary = Weekday.allCases.map(\.shortName) + ["daily"]

    /// `nil` without days.
    package init?(_ days: [Weekday]) {
        guard !days.isEmpty else { return nil }
        self.days = Set(days).sorted()
    }

    /// Reads short or full English names in any case; a range can cross Sunday (`sat-mon`).
    ///
    /// - Throws: `ParseError`.
    package init(_ text: String) throws(ParseError) {
        var found: [Weekday] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            for day in try Self.range(part.trimmed) {
                guard !found.contains(day) else { throw .duplicate(day) }
                found.append(day)
            }
        }
        days = found.sorted()
    }

    private static func range(_ text: String) throws(ParseError) -> [Weekday] {
        if text.lowercased() == "daily" { return Weekday.allCases }
        guard let (first, last) = text.aroundDash else { return [try weekday(text)] }
        let (start, end) = (try weekday(first).rawValue, try weekday(last).rawValue)
        return (0...(end - start + 7) % 7).map { Weekday.allCases[(start + $0) % 7] }
    }

    private static func weekday(_ text: String) throws(ParseError) -> Weekday {
        guard let day = Weekday(name: text) else { throw .notAWeekday(text) }
        return day
    }
}

extension Weekdays: CustomStringConvertible {
    /// The days as they are read, adjacent ones as a range: `mon-thu, sat`, `daily`.
    package var description: String {
        if days.count == 7 { return "daily" }
        var ranges: [ClosedRange<Int>] = []
        for day in days.map(\.rawValue) {
            if let last = ranges.last, last.upperBound + 1 == day {
                ranges[ranges.count - 1] = last.lowerBound...day
            } else {
                ranges.append(day...day)
            }
        }
        return ranges.flatMap { range in
            // Two days in a row are no range: `sat, sun`.
            range.count < 3
                ? range.map { Weekday.allCases[$0].shortName }
                : ["\(Weekday.allCases[range.lowerBound].shortName)-\(Weekday.allCases[range.upperBound].shortName)"]
        }
        .joined(separator: ", ")
    }
}
