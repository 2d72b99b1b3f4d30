extension CivilDate {
    /// Days since 1970-01-01, which is 0; negative before.
    ///
    /// `days_from_civil` of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013,
    /// https://howardhinnant.github.io/date_algorithms.html). Two ideas make it short: years begin on 1 March, so that
    /// a leap day is the last day of a year and the days before a month follow a linear formula, `(153 m + 2) / 5` with
    /// m = 0 for March; and the calendar repeats after an era of 400 years, which has 146,097 days. 719,468 is the
    /// number of days from 0000-03-01 to 1970-01-01.
    package var dayNumber: Int {
        // Years are at least 1, so the March year is never negative and the division needs no rounding down.
        let marchYear = month > 2 ? year : year - 1
        let era = marchYear / 400
        let yearOfEra = marchYear % 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The day with a number; numbers outside `numbers` give the first or the last day.
    ///
    /// `civil_from_days` of the same source: the reverse. The three corrections in `yearOfEra` take out the leap days
    /// before dividing by 365: one in 4 years (1460 days), none in 100 (36,524), one in 400 (146,096).
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

    /// The day numbers of 0001-01-01 to 9999-12-31.
    package static let numbers = -719_162...2_932_896

    /// The day that many days later, or earlier if negative; stays within the years 1...9999.
    package func adding(days: Int) -> CivilDate { CivilDate(dayNumber: dayNumber + days) }

    package var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let index = (dayNumber + 3) % 7
        return Weekday.allCases[index < 0 ? index + 7 : index]
    }
}
