/// A public holiday as a law defines it: on which day, where, and in which years.
struct HolidayRule: Sendable {
    enum Day: Hashable, Sendable {
        case fixed(month: Int, day: Int)
        /// Days after Easter Sunday.
        case easter(Int)
        /// Buß- und Bettag: the Wednesday before 23 November.
        case dayOfRepentance
    }

    let name: String
    let day: Day
    let regions: Set<HolidayRegion>
    let years: ClosedRange<Int>

    init(_ name: String, _ day: Day, _ regions: Set<HolidayRegion>, years: ClosedRange<Int> = 1...9999) {
        (self.name, self.day, self.regions, self.years) = (name, day, regions, years)
    }

    /// The date in one of `years`.
    func date(in year: Int) -> CivilDate {
        switch day {
        case .fixed(let month, let day):
            return CivilDate(existingYear: year, month: month, day: day)
        case .easter(let days):
            return CivilDate.easter(in: year).adding(days: days)
        case .dayOfRepentance:
            // The last day it can be, and from there back to a Wednesday.
            let last = CivilDate(existingYear: year, month: 11, day: 22)
            return last.adding(days: -((last.weekday.rawValue - Weekday.wednesday.rawValue + 7) % 7))
        }
    }

    /// The laws in force, with their changes since 2000; earlier years get what was in force in 2000.
    ///
    /// - Germany: the holiday acts (Feiertagsgesetze) of the sixteen states, and article 2 of the Unification Treaty
    ///   for 3 October. Holidays of single municipalities are left out: Mariä Himmelfahrt in Bavaria, the Friedensfest
    ///   of Augsburg, Fronleichnam in parts of Saxony and Thuringia.
    /// - Austria: section 7 of the Arbeitsruhegesetz.
    /// - Switzerland: 1 August, the only federal holiday (article 110 of the constitution), and the three days that all
    ///   cantons share.
    static let all: [HolidayRule] = german + austrian + swiss

    private static let german: [HolidayRule] = [
        HolidayRule("Neujahr", .fixed(month: 1, day: 1), germany),
        HolidayRule("Heilige Drei Könige", .fixed(month: 1, day: 6), [.badenWuerttemberg, .bavaria, .saxonyAnhalt]),
        HolidayRule("Internationaler Frauentag", .fixed(month: 3, day: 8), [.berlin], years: 2019...9999),
        HolidayRule(
            "Internationaler Frauentag", .fixed(month: 3, day: 8), [.mecklenburgWesternPomerania], years: 2023...9999),
        HolidayRule("Karfreitag", .easter(-2), germany),
        HolidayRule("Ostersonntag", .easter(0), [.brandenburg]),
        HolidayRule("Ostermontag", .easter(1), germany),
        HolidayRule("Tag der Arbeit", .fixed(month: 5, day: 1), germany),
        HolidayRule("75. Jahrestag der Befreiung", .fixed(month: 5, day: 8), [.berlin], years: 2020...2020),
        HolidayRule("80. Jahrestag der Befreiung", .fixed(month: 5, day: 8), [.berlin], years: 2025...2025),
        HolidayRule("Christi Himmelfahrt", .easter(39), germany),
        HolidayRule("Pfingstsonntag", .easter(49), [.brandenburg]),
        HolidayRule("Pfingstmontag", .easter(50), germany),
        HolidayRule(
            "Fronleichnam", .easter(60),
            [.badenWuerttemberg, .bavaria, .hesse, .northRhineWestphalia, .rhinelandPalatinate, .saarland]),
        HolidayRule(
            "75. Jahrestag des Aufstandes vom 17. Juni 1953", .fixed(month: 6, day: 17), [.berlin], years: 2028...2028),
        HolidayRule("Mariä Himmelfahrt", .fixed(month: 8, day: 15), [.saarland]),
        HolidayRule("Weltkindertag", .fixed(month: 9, day: 20), [.thuringia], years: 2019...9999),
        HolidayRule("Tag der Deutschen Einheit", .fixed(month: 10, day: 3), germany),
        HolidayRule("Reformationstag", .fixed(month: 10, day: 31), reformation),
        HolidayRule(
            "Reformationstag", .fixed(month: 10, day: 31), germany.subtracting(reformation), years: 2017...2017),
        HolidayRule(
            "Reformationstag", .fixed(month: 10, day: 31), [.bremen, .hamburg, .lowerSaxony, .schleswigHolstein],
            years: 2018...9999),
        HolidayRule(
            "Allerheiligen", .fixed(month: 11, day: 1),
            [.badenWuerttemberg, .bavaria, .northRhineWestphalia, .rhinelandPalatinate, .saarland]),
        HolidayRule("Buß- und Bettag", .dayOfRepentance, [.saxony]),
        HolidayRule("1. Weihnachtstag", .fixed(month: 12, day: 25), germany),
        HolidayRule("2. Weihnachtstag", .fixed(month: 12, day: 26), germany),
    ]

    private static let austrian: [HolidayRule] = [
        HolidayRule("Neujahr", .fixed(month: 1, day: 1), [.austria]),
        HolidayRule("Heilige Drei Könige", .fixed(month: 1, day: 6), [.austria]),
        HolidayRule("Ostermontag", .easter(1), [.austria]),
        HolidayRule("Staatsfeiertag", .fixed(month: 5, day: 1), [.austria]),
        HolidayRule("Christi Himmelfahrt", .easter(39), [.austria]),
        HolidayRule("Pfingstmontag", .easter(50), [.austria]),
        HolidayRule("Fronleichnam", .easter(60), [.austria]),
        HolidayRule("Mariä Himmelfahrt", .fixed(month: 8, day: 15), [.austria]),
        HolidayRule("Nationalfeiertag", .fixed(month: 10, day: 26), [.austria]),
        HolidayRule("Allerheiligen", .fixed(month: 11, day: 1), [.austria]),
        HolidayRule("Mariä Empfängnis", .fixed(month: 12, day: 8), [.austria]),
        HolidayRule("Christtag", .fixed(month: 12, day: 25), [.austria]),
        HolidayRule("Stefanitag", .fixed(month: 12, day: 26), [.austria]),
    ]

    private static let swiss: [HolidayRule] = [
        HolidayRule("Neujahr", .fixed(month: 1, day: 1), [.switzerland]),
        HolidayRule("Auffahrt", .easter(39), [.switzerland]),
        HolidayRule("Bundesfeier", .fixed(month: 8, day: 1), [.switzerland]),
        HolidayRule("Weihnachten", .fixed(month: 12, day: 25), [.switzerland]),
    ]

    private static let germany = Set(HolidayRegion.allCases).subtracting([.austria, .switzerland])

    /// The states where Reformationstag was a holiday before 2017, when it was one everywhere, for once.
    private static let reformation: Set<HolidayRegion> = [
        .brandenburg, .mecklenburgWesternPomerania, .saxony, .saxonyAnhalt, .thuringia,
    ]
}
