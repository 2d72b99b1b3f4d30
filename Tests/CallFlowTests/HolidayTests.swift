import CallFlow
import Testing

/// Holidays compared with the dates that the states publish.
struct HolidayTests {
    struct Published: CustomTestStringConvertible {
        let region: String
        let year: Int
        /// `01-06 05-30`
        let days: String

        var dates: [String] { days.split(separator: " ").map { "\(year)-\($0)" }.sorted() }
        var testDescription: String { "\(region) \(year)" }
    }

    /// The holidays of all sixteen states.
    static let everywhere = [
        2024: "01-01 03-29 04-01 05-01 05-09 05-20 10-03 12-25 12-26",
        2025: "01-01 04-18 04-21 05-01 05-29 06-09 10-03 12-25 12-26",
        2026: "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26",
        2027: "01-01 03-26 03-29 05-01 05-06 05-17 10-03 12-25 12-26",
    ]

    /// The additional holidays of each state.
    static let besides: [String: [Int: String]] = [
        "DE-BW": [
            2024: "01-06 05-30 11-01", 2025: "01-06 06-19 11-01", 2026: "01-06 06-04 11-01", 2027: "01-06 05-27 11-01",
        ],
        "DE-BY": [
            2024: "01-06 05-30 11-01", 2025: "01-06 06-19 11-01", 2026: "01-06 06-04 11-01", 2027: "01-06 05-27 11-01",
        ],
        "DE-BE": [2024: "03-08", 2025: "03-08 05-08", 2026: "03-08", 2027: "03-08"],
        "DE-BB": [
            2024: "03-31 05-19 10-31", 2025: "04-20 06-08 10-31", 2026: "04-05 05-24 10-31", 2027: "03-28 05-16 10-31",
        ],
        "DE-HB": [2024: "10-31", 2025: "10-31", 2026: "10-31", 2027: "10-31"],
        "DE-HH": [2024: "10-31", 2025: "10-31", 2026: "10-31", 2027: "10-31"],
        "DE-HE": [2024: "05-30", 2025: "06-19", 2026: "06-04", 2027: "05-27"],
        "DE-MV": [
            2024: "03-08 10-31", 2025: "03-08 10-31", 2026: "03-08 10-31", 2027: "03-08 10-31",
        ],
        "DE-NI": [2024: "10-31", 2025: "10-31", 2026: "10-31", 2027: "10-31"],
        "DE-NW": [2024: "05-30 11-01", 2025: "06-19 11-01", 2026: "06-04 11-01", 2027: "05-27 11-01"],
        "DE-RP": [2024: "05-30 11-01", 2025: "06-19 11-01", 2026: "06-04 11-01", 2027: "05-27 11-01"],
        "DE-SL": [
            2024: "05-30 08-15 11-01", 2025: "06-19 08-15 11-01", 2026: "06-04 08-15 11-01", 2027: "05-27 08-15 11-01",
        ],
        "DE-SN": [2024: "10-31 11-20", 2025: "10-31 11-19", 2026: "10-31 11-18", 2027: "10-31 11-17"],
        "DE-ST": [2024: "01-06 10-31", 2025: "01-06 10-31", 2026: "01-06 10-31", 2027: "01-06 10-31"],
        "DE-SH": [2024: "10-31", 2025: "10-31", 2026: "10-31", 2027: "10-31"],
        "DE-TH": [2024: "09-20 10-31", 2025: "09-20 10-31", 2026: "09-20 10-31", 2027: "09-20 10-31"],
    ]

    static let states = besides.flatMap { region, years in
        years.map { year, days in Published(region: region, year: year, days: "\(everywhere[year] ?? "") \(days)") }
    }

    static let neighbours = [
        Published(
            region: "AT", year: 2024,
            days: "01-01 01-06 04-01 05-01 05-09 05-20 05-30 08-15 10-26 11-01 12-08 12-25 12-26"),
        Published(
            region: "AT", year: 2026,
            days: "01-01 01-06 04-06 05-01 05-14 05-25 06-04 08-15 10-26 11-01 12-08 12-25 12-26"),
        Published(region: "CH", year: 2025, days: "01-01 05-29 08-01 12-25"),
        Published(region: "CH", year: 2027, days: "01-01 05-06 08-01 12-25"),
    ]

    /// Years with different laws.
    static let before = [
        Published(region: "DE-BE", year: 2018, days: "01-01 03-30 04-02 05-01 05-10 05-21 10-03 12-25 12-26"),
        Published(
            region: "DE-BE", year: 2020, days: "01-01 03-08 04-10 04-13 05-01 05-08 05-21 06-01 10-03 12-25 12-26"),
        Published(
            region: "DE-BE", year: 2028, days: "01-01 03-08 04-14 04-17 05-01 05-25 06-05 06-17 10-03 12-25 12-26"),
        Published(region: "DE-HB", year: 2016, days: "01-01 03-25 03-28 05-01 05-05 05-16 10-03 12-25 12-26"),
        Published(
            region: "DE-HE", year: 2017, days: "01-01 04-14 04-17 05-01 05-25 06-05 06-15 10-03 10-31 12-25 12-26"),
        Published(
            region: "DE-BY", year: 2017,
            days: "01-01 01-06 04-14 04-17 05-01 05-25 06-05 06-15 10-03 10-31 11-01 12-25 12-26"),
        Published(region: "DE-HB", year: 2018, days: "01-01 03-30 04-02 05-01 05-10 05-21 10-03 10-31 12-25 12-26"),
        Published(region: "DE-TH", year: 2018, days: "01-01 03-30 04-02 05-01 05-10 05-21 10-03 10-31 12-25 12-26"),
        Published(
            region: "DE-MV", year: 2022,
            days: "01-01 04-15 04-18 05-01 05-26 06-06 10-03 10-31 12-25 12-26"),
    ]

    @Test("a region's holidays are those of the published lists", arguments: states + neighbours + before)
    func published(_ list: Published) throws {
        let region = HolidaySelection([try #require(HolidayRegion(list.region))])
        let holidays = region.holidays(in: list.year)
        #expect(holidays.map(\.date.description) == list.dates)
        #expect(holidays.allSatisfy { region.isHoliday($0.date) })
    }

    @Test("of all days of thirty years only the listed ones are holidays", arguments: HolidayRegion.all)
    func noOthers(_ region: HolidayRegion) throws {
        let holidays = HolidaySelection([region])
        let listed = Set((2005...2034).flatMap { holidays.holidays(in: $0) }.map(\.date))
        let (first, last) = (try CivilDate("2005-01-01"), try CivilDate("2034-12-31"))
        for day in first.dayNumber...last.dayNumber {
            let date = CivilDate(dayNumber: day)
            // Comparing costs less than an expectation does, of which there would be 700,000.
            if holidays.isHoliday(date) != listed.contains(date) { Issue.record("\(date)") }
        }
    }

    @Test func names() throws {
        let saxony = HolidaySelection([try #require(HolidayRegion("DE-SN"))]).holidays(in: 2026)
            .map { "\($0.date) \($0.name)" }
        #expect(saxony.contains("2026-11-18 Buß- und Bettag"))
        #expect(saxony.first == "2026-01-01 Neujahr")
        let hamburg = HolidaySelection([try #require(HolidayRegion("DE-HH"))])
        let sharedDay = hamburg.holidays(in: 2008).filter { $0.date.description == "2008-05-01" }
        #expect(Set(sharedDay.map(\.name)) == ["Tag der Arbeit", "Christi Himmelfahrt"])
        #expect(hamburg.holidays(in: 0).isEmpty && hamburg.holidays(in: 10000).isEmpty)
        #expect(HolidayRegion("DE") == nil && HolidayRegion("de-hh") == nil && HolidayRegion("DE-HH/Altona") == nil)
    }
}
