extension CivilDate {
    /// Easter Sunday of a year of the Gregorian calendar; the year is kept within 1...9999.
    ///
    /// The computus of an anonymous correspondent (Nature, 20 April 1876), good for every year without exceptions: Jean
    /// Meeus, "Astronomical Algorithms", chapter 8.
    package static func easter(in year: Int) -> CivilDate {
        let year = min(max(year, 1), 9999)
        let (century, yearOfCentury) = (year / 100, year % 100)
        let golden = year % 19
        let moonCorrection = (century - (century + 8) / 25 + 1) / 3
        let epact = (19 * golden + century - century / 4 - moonCorrection + 15) % 30
        let toSunday = (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7
        let late = (golden + 11 * epact + 22 * toSunday) / 451
        let march = epact + toSunday - 7 * late + 114
        return CivilDate(existingYear: year, month: march / 31, day: march % 31 + 1)
    }
}
