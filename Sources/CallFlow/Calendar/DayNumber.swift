extension CivilDate {
    /// Days since 1970-01-01, which is 0.
    ///
    /// Eras of 400 years that begin on 1 March: `days_from_civil` of Howard Hinnant, "chrono-Compatible Low-Level Date
    /// Algorithms" (2013).
    package var dayNumber: Int {
        // Years from 1 on, so an era is never negative here.
        let marchYear = month > 2 ? year : year - 1
        let era = marchYear / 400
        let yearOfEra = marchYear % 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The day with a number; before year 1 the first day there is, after year 9999 the last.
    ///
    /// `civil_from_days` of the same source.
    package init(dayNumber: Int) {
        let days = min(max(dayNumber, Self.numbers.lowerBound), Self.numbers.upperBound) + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        self.init(
            existingYear: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// 0001-01-01...9999-12-31
    package static let numbers = -719_162...2_932_896

    /// The day so many days later, or earlier for a negative count; stays within the years 1...9999.
    package func adding(days: Int) -> CivilDate { CivilDate(dayNumber: dayNumber + days) }

    package var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let index = (dayNumber + 3) % 7
        return Weekday.allCases[index < 0 ? index + 7 : index]
    }
}
