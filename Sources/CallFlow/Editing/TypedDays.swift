import Telephony

extension DayKey {
    /// Days as people type them into a form: `24.12.`, `24.12.2026`, `24 Dec`, `2026-12-24`, `24.–26.12.`, `27.12. bis 1.1.`, and
    /// what the file can say besides: `easter-2`, `first tue`. `nil` if the text is none of these, or names no day.
    ///
    /// - Parameters:
    ///   - isYearly: whether dates are those of every year; a year that was typed is left out then.
    ///   - today: dates without a year are the next ones from here on.
    package init?(typed text: String, isYearly: Bool, today: CivilDate) {
        let text = text.trimmed
        if let key = try? DayKey(text) {
            switch key {
            case .easter, .ordinal, .weeks:
                self = key
                return
            case .dates, .yearly: break
            }
        }
        guard let (first, last) = Self.typedRange(text) else { return nil }
        if isYearly {
            guard let start = MonthDay(month: first.month, day: first.day),
                let end = MonthDay(month: last.month, day: last.day)
            else { return nil }
            self = .yearly(start, end)
            return
        }
        guard let (start, end) = Self.dates(first, last, today: today), start <= end else { return nil }
        self = .dates(start, end)
    }

    /// A day with its year, or without.
    private struct TypedDay: Equatable {
        var year: Int?
        var month: Int
        var day: Int

        func date(in year: Int) -> CivilDate? { CivilDate(year: year, month: month, day: day) }
    }

    private static func typedRange(_ text: String) -> (TypedDay, TypedDay)? {
        if let day = typedDay(text) { return (day, day) }
        let text = text.replacing("—", with: "–").replacing("...", with: "–").replacing("..", with: "–")
        for separator in ["–", " bis ", " to ", " until ", " - ", "-", "/"] {
            guard let mark = text.firstRange(of: separator) else { continue }
            let (left, right) = (text[..<mark.lowerBound].trimmed, text[mark.upperBound...].trimmed)
            guard let last = typedDay(right) else { continue }
            if let first = typedDay(left) { return (first, last) }
            // `24.–26.12.`, `24–26 Dec`
            let number = left.hasSuffix(".") ? String(left.dropLast()) : left
            if let day = number.plainNumber, (1...31).contains(day) {
                return (TypedDay(year: last.year, month: last.month, day: day), last)
            }
        }
        return nil
    }

    private static func typedDay(_ text: String) -> TypedDay? {
        if let parts = MonthDay.parts(text) { return TypedDay(month: parts.month, day: parts.day) }
        switch try? WrittenDay(Substring(text)) {
        case .date(let date)?: return TypedDay(year: date.year, month: date.month, day: date.day)
        case .dayOfYear(let month, let day)?: return TypedDay(month: month, day: day)
        case .relative?, nil: break
        }
        // `24. Dezember 2026`, `24 Dec`, `Dec 24`, `24.12.26`
        let words = text.split { " .,".contains($0) }.map(String.init)
        guard (2...3).contains(words.count) else { return nil }
        let year = words.count == 3 ? words[2].plainNumber.map { $0 < 100 ? 2000 + $0 : $0 } : nil
        guard words.count == 2 || year != nil else { return nil }
        let isMonthFirst = words[0].plainNumber == nil
        let (dayText, monthText) = isMonthFirst ? (words[1], words[0]) : (words[0], words[1])
        guard let day = dayText.plainNumber, let month = monthText.plainNumber ?? month(typed: monthText) else {
            return nil
        }
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        return TypedDay(year: year, month: month, day: day)
    }

    private static func month(typed name: String) -> Int? {
        let german = [
            "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
            "dezember",
        ]
        let name = name.lowercased()
        guard name.count >= 3 else { return nil }
        return MonthDay.month(named: name) ?? german.firstIndex { $0.hasPrefix(name) }.map { $0 + 1 }
            ?? ["jänner": 1, "jän": 1, "sept": 9][name]
    }

    /// The dates meant: where a year is missing, that of the other end, or the range that ends next.
    private static func dates(
        _ first: TypedDay, _ last: TypedDay, today: CivilDate
    ) -> (CivilDate, CivilDate)? {
        func isBefore(_ one: TypedDay, _ two: TypedDay) -> Bool { (one.month, one.day) <= (two.month, two.day) }
        if let year = last.year {
            guard let end = last.date(in: year) else { return nil }
            return first.date(in: first.year ?? (isBefore(first, last) ? year : year - 1)).map { ($0, end) }
        }
        if let year = first.year {
            guard let start = first.date(in: year) else { return nil }
            return last.date(in: isBefore(first, last) ? year : year + 1).map { (start, $0) }
        }
        // 29 February exists every fourth year, once in eight years at the turn of most centuries.
        for year in today.year...today.year + 9 {
            guard let end = last.date(in: year), end >= today else { continue }
            if let start = first.date(in: isBefore(first, last) ? year : year - 1) { return (start, end) }
        }
        return nil
    }
}
