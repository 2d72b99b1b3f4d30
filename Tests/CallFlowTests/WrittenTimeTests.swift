import CallFlow
import Telephony
import Testing

/// `WrittenTime`: one grammar for every option that takes a time.
struct WrittenTimeTests {
    private let zone: Zone
    /// A Thursday.
    private let now: Moment

    init() throws {
        zone = try #require(Zone("Europe/Berlin"))
        now = zone.moment(of: try #require(LocalTime("2026-11-26T15:30")))
    }

    private func text(_ moment: Moment) -> String { zone.localTime(at: moment).exactDescription }

    @Test(
        "A text means a moment that depends on the direction",
        arguments: [
            // Text, past, future, today.
            ("2h", "2026-11-26T13:30", "2026-11-26T17:30", "2026-11-26T17:30"),
            ("90m", "2026-11-26T14:00", "2026-11-26T17:00", "2026-11-26T17:00"),
            ("1h30m", "2026-11-26T14:00", "2026-11-26T17:00", "2026-11-26T17:00"),
            ("45s", "2026-11-26T15:29:15", "2026-11-26T15:30:45", "2026-11-26T15:30:45"),
            ("1w", "2026-11-19T15:30", "2026-12-03T15:30", "2026-12-03T15:30"),
            ("18:00", "2026-11-25T18:00", "2026-11-26T18:00", "2026-11-26T18:00"),
            ("9:00", "2026-11-26T09:00", "2026-11-27T09:00", "2026-11-26T09:00"),
            ("09:00:30", "2026-11-26T09:00:30", "2026-11-27T09:00:30", "2026-11-26T09:00:30"),
            ("15:30", "2026-11-26T15:30", "2026-11-27T15:30", "2026-11-26T15:30"),
            ("24.12.", "2025-12-24T00:00", "2026-12-24T00:00", "2026-12-24T00:00"),
            ("1.2", "2026-02-01T00:00", "2027-02-01T00:00", "2027-02-01T00:00"),
            ("26.11. 9:00", "2026-11-26T09:00", "2026-11-26T09:00", "2026-11-26T09:00"),
            ("29.2.", "2024-02-29T00:00", "2028-02-29T00:00", "2028-02-29T00:00"),
            ("today 9:00", "2026-11-26T09:00", "2026-11-26T09:00", "2026-11-26T09:00"),
            ("yesterday", "2026-11-25T00:00", "2026-11-25T00:00", "2026-11-25T00:00"),
            ("Tomorrow  9:00", "2026-11-27T09:00", "2026-11-27T09:00", "2026-11-27T09:00"),
        ])
    func direction(_ written: String, _ past: String, _ future: String, _ today: String) throws {
        let time = try WrittenTime(written)
        #expect(text(time.moment(.past, from: now, in: zone)) == past)
        #expect(text(time.moment(.future, from: now, in: zone)) == future)
        #expect(text(time.moment(.today, from: now, in: zone)) == today)
    }

    @Test(
        "A day with its year and a time of day is the same time in every notation",
        arguments: [
            "2026-12-24 13:59", "2026-12-24T13:59", " 2026-12-24  13:59 ", "24.12.2026 13:59", "24.12.2026T13:59",
            "2026-12-24T13:59:00",
        ])
    func absolute(_ written: String) throws {
        let time = try WrittenTime(written)
        #expect(time.localTime == LocalTime("2026-12-24T13:59"))
        for direction in [WrittenTime.Direction.past, .future, .today] {
            #expect(text(time.moment(direction, from: now, in: zone)) == "2026-12-24T13:59")
            #expect(text(time.end(direction, from: now, in: zone)) == "2026-12-24T13:59")
        }
    }

    @Test(
        "A day alone begins at midnight, and as an end it is included",
        arguments: [
            ("2026-12-24", "2026-12-24T00:00", "2026-12-25T00:00"), ("24.12.", "2026-12-24T00:00", "2026-12-25T00:00"),
            ("today", "2026-11-26T00:00", "2026-11-27T00:00"),
            // The day on which the clocks go forward has 23 hours.
            ("28.3.2027", "2027-03-28T00:00", "2027-03-29T00:00"),
        ])
    func days(_ written: String, _ begin: String, _ end: String) throws {
        let time = try WrittenTime(written)
        #expect(time.localTime == nil)
        #expect(text(time.moment(.future, from: now, in: zone)) == begin)
        #expect(text(time.end(.future, from: now, in: zone)) == end)
    }

    @Test(
        "Other texts are refused",
        arguments: [
            "", " ", "soon", "2", "h", "0h", "2y", "-2h", "2h 3m", "99999999999h", "9", "24:00", "12:60", "123:00",
            "9:0", "2026-12-24 soon", "2026-12-24 13:59 9:00", "13:59 2026-12-24", "2026-12-24T", "T13:59", "24.12.26",
            "24..2026", "2026-1-2", "Tuesday", "24.12.2026.", "２h", "tomorrowT9:00",
        ])
    func refused(_ text: String) {
        #expect(throws: WrittenTime.ParseError.notATime(text)) { try WrittenTime(text) }
    }

    @Test(
        "Days that do not exist are named", arguments: ["2026-02-30", "30.2.", "31.4.2026", "2026-13-01 9:00", "0.1."])
    func noSuchDay(_ text: String) {
        let day = text.split(separator: " ").first.map(String.init) ?? ""
        #expect(throws: WrittenTime.ParseError.noSuchDay(day)) { try WrittenTime(text) }
    }
}
