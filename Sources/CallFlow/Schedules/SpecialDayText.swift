extension SpecialDay {
    /// The reason a key does not name days.
    package enum ParseError: Error, Hashable, Sendable {
        case date(CivilDate.ParseError)
        /// The last day is before the first.
        case backwards(String)
    }

    /// Reads the days `2026-12-24`, or `2026-12-28..2027-01-01` with both ends included.
    ///
    /// - Throws: `ParseError`.
    package init(days text: String, hours: DayHours) throws(ParseError) {
        func date(_ text: some StringProtocol) throws(ParseError) -> CivilDate {
            do {
                return try CivilDate(String(text))
            } catch {
                throw .date(error)
            }
        }
        guard let dots = text.firstRange(of: "..") else {
            let day = try date(text)
            self.init(first: day, last: day, hours: hours)
            return
        }
        let (first, last) = (try date(text[..<dots.lowerBound]), try date(text[dots.upperBound...]))
        guard first <= last else { throw .backwards(text.trimmed) }
        self.init(first: first, last: last, hours: hours)
    }
}
