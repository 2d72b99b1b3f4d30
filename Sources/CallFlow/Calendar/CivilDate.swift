import Telephony

/// A day of the Gregorian calendar, without a time zone. The calendar is applied to all years, also before 1582.
package struct CivilDate: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// 1...9999
    package let year: Int
    /// 1...12
    package let month: Int
    /// 1...31
    package let day: Int

    /// `nil` if the day does not exist.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        guard day <= [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// For a day known to exist; not checked.
    init(existingYear year: Int, month: Int, day: Int) {
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The reason a text is not a date.
    package enum ParseError: Error, Hashable, Sendable {
        /// Not of the form `2026-12-24`.
        case notADate(String)
        /// Of that form, but the calendar has no such day: `2026-02-30`.
        case noSuchDay(String)
    }

    /// Reads `2026-12-24`; white space around it is ignored.
    ///
    /// - Throws: `ParseError`.
    package init(_ text: String) throws(ParseError) {
        let text = text.trimmed
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], let year = parts[0].plainNumber, let month = parts[1].plainNumber,
            let day = parts[2].plainNumber
        else {
            throw .notADate(text)
        }
        guard let date = CivilDate(year: year, month: month, day: day) else { throw .noSuchDay(text) }
        self = date
    }

    /// `2026-12-24`
    package var description: String {
        func padded(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    package static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}
