/// A day as people write it: `2026-12-24`, `24.12.2026`, `24.12.`, `today`, `tomorrow`, `yesterday`.
package enum WrittenDay: Hashable, Sendable {
    case date(CivilDate)
    /// A day without its year.
    case dayOfYear(month: Int, day: Int)
    /// Days from today.
    case relative(Int)

    /// `nil` if the text has none of these forms.
    ///
    /// - Throws: `WrittenTime.ParseError.noSuchDay`.
    package init?(_ text: Substring) throws(WrittenTime.ParseError) {
        if let days = ["yesterday": -1, "today": 0, "tomorrow": 1][text.lowercased()] {
            self = .relative(days)
            return
        }
        do throws(CivilDate.ParseError) {
            self = .date(try CivilDate(String(text)))
            return
        } catch {
            if case .noSuchDay = error { throw .noSuchDay(String(text)) }
        }
        var parts = text.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 3, parts[2].isEmpty { parts.removeLast() }
        guard (2...3).contains(parts.count), (1...2).contains(parts[0].utf8.count),
            (1...2).contains(parts[1].utf8.count),
            let day = parts[0].plainNumber, let month = parts[1].plainNumber
        else { return nil }
        if parts.count == 3 {
            guard parts[2].utf8.count == 4, let year = parts[2].plainNumber else { return nil }
            guard let date = CivilDate(year: year, month: month, day: day) else { throw .noSuchDay(String(text)) }
            self = .date(date)
        } else {
            // In a leap year every day exists.
            guard CivilDate(year: 2000, month: month, day: day) != nil else { throw .noSuchDay(String(text)) }
            self = .dayOfYear(month: month, day: day)
        }
    }

    /// The day meant. Of a day without a year it is the next one, or the latest in the past; today counts as both.
    package func date(_ direction: WrittenTime.Direction, from today: CivilDate) -> CivilDate {
        switch self {
        case .date(let date): return date
        case .relative(let days): return today.adding(days: days)
        case .dayOfYear(let month, let day):
            // 29 February exists every fourth year, once in eight years at the turn of most centuries.
            for distance in 0...8 {
                let year = today.year + (direction == .past ? -distance : distance)
                guard let date = CivilDate(year: year, month: month, day: day) else { continue }
                if direction == .past ? date <= today : date >= today { return date }
            }
            return today
        }
    }
}
