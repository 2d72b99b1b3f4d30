/// A day of the week, Monday first as in ISO 8601; the raw value is its place in `Schedule.week`.
package enum Weekday: Int, Hashable, Sendable, CaseIterable, Comparable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// `mon`
    package var shortName: String { String("\(self)".prefix(3)) }

    package static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }
}

/// Days of the week as a schedule's keys name them: `fri`, `mon-thu`, `sat, sun`, `daily`.
package struct Weekdays: Hashable, Sendable {
    /// At least one, Monday first.
    package let days: [Weekday]

    /// Why a text names no days of the week.
    package enum Invalid: Error, Hashable, Sendable {
        /// Neither `mon`, `monday` … nor a range of them nor `daily`.
        case notAWeekday(String)
        case twice(Weekday)
    }

    /// What can be written, for suggestions.
    package static let vocabulary = Weekday.allCases.map(\.shortName) + ["daily"]

    /// Reads short or full English names in any case; a range may run over Sunday (`sat-mon`).
    ///
    /// - Throws: `Invalid`.
    package init(_ text: String) throws(Invalid) {
        var found: [Weekday] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            for day in try Self.range(part.trimmed) {
                guard !found.contains(day) else { throw .twice(day) }
                found.append(day)
            }
        }
        days = found.sorted()
    }

    private static func range(_ text: String) throws(Invalid) -> [Weekday] {
        if text.lowercased() == "daily" { return Weekday.allCases }
        guard let (first, last) = text.aroundDash else { return [try weekday(text)] }
        let (start, end) = (try weekday(first).rawValue, try weekday(last).rawValue)
        return (0...(end - start + 7) % 7).map { Weekday.allCases[(start + $0) % 7] }
    }

    private static func weekday(_ text: String) throws(Invalid) -> Weekday {
        let name = text.lowercased()
        guard let day = Weekday.allCases.first(where: { name == $0.shortName || name == "\($0)" }) else {
            throw .notAWeekday(text)
        }
        return day
    }
}
