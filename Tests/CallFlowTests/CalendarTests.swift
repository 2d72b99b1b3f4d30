import CallFlow
import Testing

/// Dates, weekdays and hours, and how they are written.
struct CalendarTests {
    @Test(
        "Easter Sunday",
        arguments: [
            "1970-03-29", "1976-04-18", "1981-04-19", "1990-04-15", "1999-04-04", "2000-04-23", "2005-03-27",
            "2008-03-23",
            "2011-04-24", "2016-03-27", "2019-04-21", "2020-04-12", "2021-04-04", "2022-04-17", "2023-04-09",
            "2024-03-31",
            "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2030-04-21", "2035-03-25", "2038-04-25",
            "2049-04-18",
            "2057-04-22", "2076-04-19", "2084-03-26", "2095-04-24", "2100-03-28", "1818-03-22", "2285-03-22",
        ])
    func easter(_ text: String) throws {
        let date = try CivilDate(text)
        #expect(CivilDate.easter(in: date.year) == date)
        #expect(date.weekday == .sunday)
    }

    @Test("days are numbered without gaps from the first to the last")
    func dayNumbers() throws {
        #expect(try CivilDate("1970-01-01").dayNumber == 0)
        #expect(try CivilDate("2000-03-01").dayNumber == 11017)
        #expect(try CivilDate("0001-01-01").dayNumber == CivilDate.numbers.lowerBound)
        #expect(try CivilDate("9999-12-31").dayNumber == CivilDate.numbers.upperBound)
        // Around the ends of all months in which a calendar rule could be wrong.
        for year in [1, 4, 100, 400, 1899, 1900, 1970, 1999, 2000, 2024, 2026, 2100, 9999] {
            var last: CivilDate?
            for month in 1...12 {
                for day in 1...31 {
                    guard let date = CivilDate(year: year, month: month, day: day) else { continue }
                    #expect(CivilDate(dayNumber: date.dayNumber) == date)
                    if let last { #expect(date.dayNumber == last.dayNumber + 1) }
                    last = date
                }
            }
        }
        #expect(CivilDate(dayNumber: .max).description == "9999-12-31")
        #expect(CivilDate(dayNumber: .min).description == "0001-01-01")
    }

    @Test(arguments: [
        ("2026-03-29", Weekday.sunday), ("2024-02-29", .thursday), ("1969-12-31", .wednesday), ("1900-01-01", .monday),
    ])
    func weekdays(_ text: String, _ weekday: Weekday) throws {
        #expect(try CivilDate(text).weekday == weekday)
    }

    @Test(arguments: [
        "", "2026", "2026-1-1", "26-01-01", "2026-01-01-", "+026-01-01", "2026/01/01", "2026-01-٠١", "24.12.2026",
    ])
    func impossibleDates(_ text: String) {
        #expect(throws: CivilDate.ParseError.notADate(text)) { try CivilDate(text) }
    }

    @Test(arguments: ["2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-01", "2026-01-00", "0000-01-01"])
    func daysThatAreNot(_ text: String) {
        #expect(throws: CivilDate.ParseError.noSuchDay(text)) { try CivilDate(text) }
    }

    @Test(arguments: [
        ("mon", [0]), ("mon-thu", [0, 1, 2, 3]), ("sat, sun", [5, 6]), ("daily", [0, 1, 2, 3, 4, 5, 6]),
        ("fri-mon", [0, 4, 5, 6]), ("Monday – Wednesday,sun", [0, 1, 2, 6]), ("wed-wed", [2]),
    ])
    func weekdaySets(_ text: String, _ days: [Int]) throws {
        #expect(try Weekdays(text).days.map(\.rawValue) == days)
    }

    @Test(arguments: [
        ("", Weekdays.ParseError.notAWeekday("")), ("mo-fr", .notAWeekday("mo")), ("mon,", .notAWeekday("")),
        ("mon-fri, wed", .duplicate(.wednesday)), ("mon-fri-sun", .notAWeekday("fri-sun")),
        ("daily, mon", .duplicate(.monday)),
    ])
    func impossibleWeekdaySets(_ text: String, _ error: Weekdays.ParseError) {
        #expect(throws: error) { try Weekdays(text) }
    }

    @Test(arguments: [
        ("09:00-12:30, 13:30-17:00", [540..<750, 810..<1020]), ("closed", []), (" Closed ", []),
        ("22:00-06:00", [1320..<1800]), ("00:00-24:00", [0..<1440]),
        ("13:00-17:00,09:00-12:00", [540..<720, 780..<1020]),
        ("09:00-12:00, 12:00-14:00", [540..<840]), ("22:00-24:00", [1320..<1440]), ("22:00-00:00", [1320..<1440]),
        ("9:00 – 17:00", [540..<1020]), ("00:00-06:00, 22:00-06:00", [0..<360, 1320..<1800]),
    ])
    func hours(_ text: String, _ spans: [Range<Int>]) throws {
        #expect(try DayHours(text).spans == spans)
    }

    @Test(arguments: [
        ("", DayHours.ParseError.notASpan("")), ("09:00", .notASpan("09:00")), ("09:00-25:00", .notATime("25:00")),
        ("24:00-06:00", .notATime("24:00")), ("9-17", .notATime("9")), ("09:60-10:00", .notATime("09:60")),
        ("09:00-24:01", .notATime("24:01")), ("09:00-09:00", .emptySpan("09:00-09:00")),
        ("09:00-12:00,", .notASpan("")),
        ("13:00-15:00, 09:00-14:00", .overlap("09:00-14:00", "13:00-15:00")),
        ("09:00-12:00, closed", .notASpan("closed")), ("09:00-+1:00", .notATime("+1:00")),
    ])
    func impossibleHours(_ text: String, _ error: DayHours.ParseError) {
        #expect(throws: error) { try DayHours(text) }
    }
}
