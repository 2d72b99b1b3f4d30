import CallFlow
import Telephony
import Testing

/// `2026-12-24T13:59:00`
func local(_ text: String) throws -> LocalTime {
    let parts = text.split(separator: "T")
    let clock = try #require(parts.last).split(separator: ":").compactMap { Int($0) }
    return LocalTime(
        date: try CivilDate(String(try #require(parts.first))),
        second: zip(clock, [3600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 })
}

/// The same in UTC.
func utc(_ text: String) throws -> Moment {
    let time = try local(text)
    return Moment(milliseconds: Int64(time.date.dayNumber * 86400 + time.second) * 1000)
}

/// Changes of the clocks.
struct ZoneTests {
    struct Change: CustomTestStringConvertible {
        let zone: String
        let utc: String
        let local: String
        /// The moment of `local`, if it is not `utc`.
        var back: String?
        var testDescription: String { "\(zone) \(utc)Z" }
    }

    @Test(
        "local time of a moment and back",
        arguments: [
            Change(zone: "Europe/Berlin", utc: "2026-03-29T00:59:59", local: "2026-03-29T01:59:59"),
            Change(zone: "Europe/Berlin", utc: "2026-03-29T01:00:00", local: "2026-03-29T03:00:00"),
            Change(zone: "Europe/Berlin", utc: "2026-10-24T23:59:59", local: "2026-10-25T01:59:59"),
            Change(zone: "Europe/Berlin", utc: "2026-10-25T00:30:00", local: "2026-10-25T02:30:00"),
            Change(
                zone: "Europe/Berlin", utc: "2026-10-25T01:30:00", local: "2026-10-25T02:30:00",
                back: "2026-10-25T00:30:00"),
            Change(zone: "Europe/Berlin", utc: "2026-10-25T02:00:00", local: "2026-10-25T03:00:00"),
            Change(zone: "Europe/Berlin", utc: "2026-12-31T23:00:00", local: "2027-01-01T00:00:00"),
            Change(zone: "America/St_Johns", utc: "2026-07-01T00:00:00", local: "2026-06-30T21:30:00"),
            Change(zone: "Asia/Kathmandu", utc: "1985-12-31T18:29:59", local: "1985-12-31T23:59:59"),
            Change(zone: "Australia/Lord_Howe", utc: "2026-04-04T14:59:59", local: "2026-04-05T01:59:59"),
            Change(zone: "UTC", utc: "1969-12-31T23:59:59", local: "1969-12-31T23:59:59"),
        ])
    func localTime(_ change: Change) throws {
        let zone = try #require(Zone(change.zone))
        let moment = try utc(change.utc)
        #expect(zone.localTime(at: moment) == (try local(change.local)))
        #expect(zone.localTime(at: Moment(milliseconds: moment.milliseconds + 999)) == (try local(change.local)))
        #expect(zone.moment(of: try local(change.local)) == (try utc(change.back ?? change.utc)))
    }

    @Test(
        "a skipped time is later by the length of the gap",
        arguments: [
            ("Europe/Berlin", "2026-03-29T02:00:00", "2026-03-29T01:00:00"),
            ("Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:30:00"),
            ("America/New_York", "2026-03-08T02:59:59", "2026-03-08T07:59:59"),
            // Samoa had no 30 December 2011.
            ("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T22:00:00"),
        ])
    func gap(_ name: String, _ time: String, _ moment: String) throws {
        let zone = try #require(Zone(name))
        #expect(zone.moment(of: try local(time)) == (try utc(moment)))
    }

    @Test("every hour of a year with clock changes is converted to a moment and back")
    func roundTrip() throws {
        let zone = try #require(Zone("Europe/Berlin"))
        let start = try utc("2026-01-01T00:00:00").milliseconds
        let moments = (0..<365 * 24).map { Moment(milliseconds: start + Int64($0) * 3_600_000) }
        let others = moments.filter { zone.moment(of: zone.localTime(at: $0)) != $0 }
        // Only the second occurrence of the repeated hour.
        #expect(others == [try utc("2026-10-25T01:00:00")])
    }

    @Test("no moment is too far away", arguments: [Int64.min, Int64.max, -1])
    func extremes(_ milliseconds: Int64) throws {
        let zone = try #require(Zone("Europe/Berlin"))
        let time = zone.localTime(at: Moment(milliseconds: milliseconds))
        #expect((0..<86400).contains(time.second))
    }

    @Test(arguments: ["", "Berlin", "Europe/Nowhere", "+01:00", "CET", "Europe/../Berlin"])
    func unknown(_ name: String) {
        #expect(Zone(name) == nil)
    }
}

/// Open, closed, holiday.
struct ScheduleTests {
    static func schedule(
        _ hours: [String: String], holidays: [String] = [], days: [(String, String)] = []
    ) throws -> Schedule {
        var week = Array(repeating: DayHours.closed, count: 7)
        for (key, text) in hours {
            for day in try Weekdays(key).days { week[day.rawValue] = try DayHours(text) }
        }
        let special = try days.map { SpecialDay(days: try DayKey($0.0), hours: try DayHours($0.1)) }
        let regions = try holidays.map { try #require(HolidayRegion($0)) }
        return Schedule(name: "office", week: week, holidays: HolidaySelection(regions), specialDays: special)
    }

    /// The schedules of the example.
    static func office() throws -> Schedule {
        try schedule(
            ["mon-thu": "09:00-12:30, 13:30-17:00", "fri": "09:00-14:00"], holidays: ["DE-NW"],
            days: [
                ("2026-12-24", "09:00-12:00"), ("2026-12-28..2027-01-01", "closed"), ("2026-06-04", "10:00-11:00"),
                ("2026-12-30", "10:00-11:00"),
            ])
    }

    @Test(
        "office hours, holidays and special days",
        arguments: [
            ("2026-06-01T08:59:59", Schedule.Status.closed), ("2026-06-01T09:00:00", .open),
            ("2026-06-01T12:29:59", .open), ("2026-06-01T12:30:00", .closed), ("2026-06-01T13:30:00", .open),
            ("2026-06-01T17:00:00", .closed), ("2026-06-05T13:59:59", .open), ("2026-06-05T14:00:00", .closed),
            ("2026-06-06T10:00:00", .closed),
            // All day long.
            ("2026-05-01T00:00:00", .holiday), ("2026-05-01T10:00:00", .holiday), ("2026-05-01T23:59:59", .holiday),
            // A holiday on a Sunday.
            ("2026-11-01T10:00:00", .holiday),
            // Fronleichnam with its own hours is not a holiday.
            ("2026-06-04T10:30:00", .open), ("2026-06-04T11:00:00", .closed),
            ("2026-12-24T11:59:59", .open), ("2026-12-24T12:00:00", .closed), ("2026-12-25T10:00:00", .holiday),
            ("2026-12-28T10:00:00", .closed), ("2027-01-01T10:00:00", .closed), ("2027-01-04T10:00:00", .open),
            // The later entry wins.
            ("2026-12-30T10:30:00", .open),
        ])
    func office(_ time: String, _ status: Schedule.Status) throws {
        #expect(try Self.office().status(at: try local(time)) == status)
    }

    @Test(
        "hours over midnight belong to the day they begin on",
        arguments: [
            ("2026-04-29T21:59:59", Schedule.Status.closed), ("2026-04-29T22:00:00", .open),
            ("2026-04-30T05:59:59", .open), ("2026-04-30T06:00:00", .closed),
            // Into a holiday, which has no hours of its own.
            ("2026-04-30T23:00:00", .open), ("2026-05-01T05:59:00", .open), ("2026-05-01T06:00:00", .holiday),
            ("2026-05-01T23:00:00", .holiday), ("2026-05-02T01:00:00", .closed),
            // Into a special day that is closed, and out of one that is not.
            ("2026-05-05T23:00:00", .open), ("2026-05-06T03:00:00", .open), ("2026-05-06T23:00:00", .closed),
            ("2026-05-07T03:00:00", .closed), ("2026-05-09T23:30:00", .open), ("2026-05-10T01:59:00", .open),
            ("2026-05-10T02:00:00", .closed),
            // Over the end of a year.
            ("2026-12-31T23:59:59", .open), ("2027-01-01T00:00:00", .open),
        ])
    func night(_ time: String, _ status: Schedule.Status) throws {
        let schedule = try Self.schedule(
            ["mon-fri": "22:00-06:00"], holidays: ["DE-BE"],
            days: [("2026-05-06", "closed"), ("2026-05-09", "23:00-02:00")])
        #expect(schedule.status(at: try local(time)) == status)
    }

    @Test("00:00-24:00 is always open")
    func always() throws {
        let schedule = try Self.schedule(["daily": "00:00-24:00"])
        for time in ["2026-06-01T00:00:00", "2026-06-01T23:59:59", "2026-06-02T00:00:00"] {
            #expect(schedule.status(at: try local(time)) == .open)
        }
    }

    @Test(
        "when the clocks change, local time decides",
        arguments: [
            // 1:30 to 2:30 on the Sunday in March in which 2:00 is 3:00: half an hour.
            ("2026-03-29T00:29:59", Schedule.Status.closed), ("2026-03-29T00:30:00", .open),
            ("2026-03-29T00:59:59", .open), ("2026-03-29T01:00:00", .closed),
            // In October it lasts twice as long as written, with a gap: clocks show 2:00 again at 1:00 UTC.
            ("2026-10-24T23:30:00", .open), ("2026-10-25T00:29:59", .open), ("2026-10-25T00:30:00", .closed),
            ("2026-10-25T01:00:00", .open), ("2026-10-25T01:30:00", .closed),
        ])
    func clockChange(_ moment: String, _ status: Schedule.Status) throws {
        let zone = try #require(Zone("Europe/Berlin"))
        let schedule = try Self.schedule(["sun": "01:30-02:30"])
        #expect(schedule.status(at: zone.localTime(at: try utc(moment))) == status)
    }
}
