extension CivilDate {
    /// Easter Sunday of a year in the Gregorian calendar; the year is limited to 1...9999.
    ///
    /// Easter is the first Sunday after the first ecclesiastical full moon on or after 21 March. The anonymous
    /// Gregorian computus (Nature, 20 April 1876; Jean Meeus, "Astronomical Algorithms", chapter 8)
    /// finds it with integer arithmetic and without exceptions.
    package static func easter(in year: Int) -> CivilDate {
        let year = min(max(year, 1), 9999)
        let (century, yearOfCentury) = (year / 100, year % 100)
        // The moon's phases repeat on the same days after 19 years (the Metonic cycle).
        let golden = year % 19
        // Days by which that cycle is wrong since the calendar began, 8 in 2500 years.
        let moonCorrection = (century - (century + 8) / 25 + 1) / 3
        // Days from 21 March to the full moon, 0...29: eleven earlier each year, so 19 later in a cycle of 30. The leap
        // days that three in four centuries lack move it too.
        let fullMoon = (19 * golden + century - century / 4 - moonCorrection + 15) % 30
        // Days from the day after the full moon to a Sunday, 0...6.
        let toSunday = (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - fullMoon - yearOfCentury % 4) % 7
        // 1 in the few years in which the Gregorian tables move a late full moon back by a day, and Easter thereby by a
        // week.
        let late = (golden + 11 * fullMoon + 22 * toSunday) / 451
        // From here on as month × 31 + day - 1, in which 22 March, the earliest Easter, is 114.
        let monthAndDay = fullMoon + toSunday - 7 * late + 114
        return CivilDate(existingYear: year, month: monthAndDay / 31, day: monthAndDay % 31 + 1)
    }
}
