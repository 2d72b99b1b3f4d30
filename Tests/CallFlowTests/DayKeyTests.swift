import Testing

@testable import CallFlow

/// The keys of `days:`: what they name, and which of several wins.
struct DayKeyTests {
    @Test(
        "the days that a key names in 2026",
        arguments: [
            ("2026-12-24", "12-24"), ("2026-12-30..2027-01-02", "12-30 12-31"), ("12-24", "12-24"),
            ("12-30..01-02", "01-01 01-02 12-30 12-31"), ("02-29", ""), ("02-28..03-01", "02-28 03-01"),
            ("easter", "04-05"), ("Easter - 2", "04-03"), ("easter+39", "05-14"), ("easter-80", "01-15"),
            ("easter+250", "12-11"), ("jan last sun", "01-25"), ("last sun jan", "01-25"), ("feb last sat", "02-28"),
            ("may first fri", "05-01"), ("sep 2nd Saturday", "09-12"), ("jan fifth thu", "01-29"), ("feb 5th sun", ""),
            (
                "first tue",
                "01-06 02-03 03-03 04-07 05-05 06-02 07-07 08-04 09-01 10-06 11-03 12-01"
            ),
            ("last fri", "01-30 02-27 03-27 04-24 05-29 06-26 07-31 08-28 09-25 10-30 11-27 12-25"),
        ])
    func days(_ text: String, _ days: String) throws {
        let key = try DayKey(text)
        let first = try #require(CivilDate(year: 2026, month: 1, day: 1))
        let found = (0..<365).map { first.adding(days: $0) }.filter(key.contains)
        #expect(found.map { String($0.description.dropFirst(5)) }.joined(separator: " ") == days)
        #expect(try DayKey(key.description) == key, "\(key)")
    }

    @Test(
        "weeks are those of ISO 8601, also round New Year",
        arguments: [
            ("2026-01-03", 1), ("2026-12-27", 52), ("2026-12-28", 53), ("2027-01-03", 53), ("2027-01-04", 1),
            ("2024-12-30", 1), ("2023-01-01", 52), ("2000-01-01", 52), ("2020-12-31", 53),
        ])
    func weeks(_ date: String, _ week: Int) throws {
        let date = try CivilDate(date)
        #expect(date.isoWeek == week)
        #expect(try DayKey("even-weeks daily").contains(date) == week.isMultiple(of: 2))
        #expect(try DayKey("odd-weeks mon-sun").contains(date) == !week.isMultiple(of: 2))
        #expect(try !DayKey("odd-weeks \(date.adding(days: 1).weekday)").contains(date))
    }

    @Test("an easter key never leaves its year, whenever Easter is")
    func easterStays() {
        for year in 1583...2600 {
            for offset in [DayKey.easterOffsets.lowerBound, DayKey.easterOffsets.upperBound] {
                let date = CivilDate.easter(in: year).adding(days: offset)
                #expect(date.year == year && DayKey.easter(offset).contains(date))
            }
        }
    }

    @Test(
        "what is no key",
        arguments: [
            ("", .date(.notADate(""))), ("2026-12-28..", .date(.notADate(""))),
            ("2026-02-30", .date(.noSuchDay("2026-02-30"))),
            ("2027-01-01..2026-12-28", .backwards("2027-01-01..2026-12-28")), ("02-30", .date(.noSuchDay("02-30"))),
            ("13-01", .date(.noSuchDay("13-01"))), ("12-24..2027-01-01", .mixed("12-24..2027-01-01")),
            ("easter+251", .farFromEaster("easter+251")), ("easter+-2", .date(.notADate("easter+-2"))),
            ("even-weeks", .date(.notADate("even-weeks"))), ("even-weeks sta", .weekdays(.notAWeekday("sta"))),
            ("sixth tue", .date(.notADate("sixth tue"))), ("first", .date(.notADate("first"))),
            ("first tue wed", .date(.notADate("first tue wed"))),
            ("easter+99999999999999999999", .date(.notADate("easter+99999999999999999999"))),
        ] as [(String, DayKey.ParseError)])
    func impossible(_ text: String, _ error: DayKey.ParseError) {
        #expect(throws: error) { try DayKey(text) }
    }

    /// From the most exact to the least; each wins against all below it, whatever their order in the file.
    private static let order = [
        "2026-12-25", "2026-12-25..2026-12-26", "2026-01-01..2026-12-31", "12-25", "dec last fri", "12-24..01-01",
        "12-01..12-31", "last fri", "odd-weeks fri",
    ]

    @Test("the more exact key wins") func exactness() throws {
        let christmas = try CivilDate("2026-12-25")
        // 2026-12-25 is a Friday in week 52.
        let keys = Self.order.map { $0.replacing("odd-weeks", with: "even-weeks") }
        for (index, key) in keys.enumerated() {
            for other in keys[(index + 1)...] {
                for days in [[key, other], [other, key]] {
                    let schedule = Schedule(
                        name: "s", week: Array(repeating: .closed, count: 7),
                        specialDays: try days.map { SpecialDay(days: try DayKey($0), hours: .closed) })
                    #expect(schedule.plan(for: christmas).reason == .day(try DayKey(key)), "\(days)")
                }
            }
        }
    }

    @Test(
        "two yearly ranges conflict unless they are apart or one is within the other",
        arguments: [
            ("12-24..01-05", "12-30..01-02", false), ("12-24..01-05", "12-24..01-05", true),
            ("12-24..01-05", "01-01..01-10", true), ("12-24..01-05", "01-06..01-10", false),
            ("12-24..01-05", "12-20..12-23", false), ("12-24..01-05", "12-20..12-24", true),
            ("01-01..12-31", "02-29", false), ("03-01..02-28", "02-29", false), ("03-01..02-28", "01-01..12-31", false),
            ("03-01..01-31", "12-01..04-30", true), ("06-01..06-30", "06-01..06-15", false),
        ])
    func conflicts(_ one: String, _ other: String, _ conflict: Bool) throws {
        let (one, other) = (try DayKey(one), try DayKey(other))
        #expect(one.conflicts(with: other) == conflict)
        #expect(other.conflicts(with: one) == conflict)
    }

    @Test("days of the week come after public holidays, and named days before") func holidays() throws {
        func reason(_ key: String) throws -> DayReason {
            let region = try #require(HolidayRegion("DE-NW"))
            let schedule = Schedule(
                name: "s", week: Array(repeating: .closed, count: 7), holidays: HolidaySelection([region]),
                specialDays: [SpecialDay(days: try DayKey(key), hours: .closed)])
            return schedule.plan(for: try CivilDate("2026-12-25")).reason
        }
        for key in ["last fri", "even-weeks fri"] {
            #expect(try reason(key) == .holiday(["1. Weihnachtstag"]), "\(key)")
        }
        for key in ["12-25", "12-01..12-31", "dec last fri", "2026-12-01..2026-12-31"] {
            #expect(try reason(key) == .day(try DayKey(key)), "\(key)")
        }
    }
}
