import Telephony
import Testing

@testable import CallFlow

/// Warnings about what runs out, and about slips that are valid.
@Suite("What runs out")
struct ExpiryTests {
    private func problems(_ marked: String, on day: String? = "2026-11-27T12:00") throws -> [ConfigurationProblem] {
        let zone = try #require(Zone("Europe/Berlin"))
        let now = try day.map { zone.moment(of: try #require(LocalTime($0))) }
        return ConfigurationFile.read(
            MarkedConfiguration(marked).text, folder: "/", announcements: nil, now: now
        ).problems
    }

    private static let schedule =
        MarkedConfiguration.head
        + "numbers: { +49 211 1234567: [ { check: s, open: connect }, hangup ] }\nschedules: { s: { hours: { daily: closed }, days: { % } } }"

    @Test(
        "days that are over, or will be within 30 days",
        arguments: [
            ("2026-11-26: closed", "all days here are over, the last was 2026-11-26; "),
            ("2026-11-27: closed", "the last day here is 2026-11-27, today; "),
            ("2026-11-28: closed", "the last day here is 2026-11-28, tomorrow; "),
            ("2026-12-27: closed", "the last day here is 2026-12-27, in 30 days; "),
            ("2026-12-28: closed", nil), ("2026-11-01..2027-11-01: closed", nil),
            ("2026-11-01: closed, 2025-11-01: closed", "all days here are over, the last was 2026-11-01; "),
            ("2026-11-01: closed, 2027-11-01: closed", nil),
            // What recurs never ends.
            ("2026-11-01: closed, 12-24: closed", nil), ("first tue: closed", nil),
        ] as [(String, String?)])
    func days(_ days: String, _ words: String?) throws {
        let found = try problems(Self.schedule.replacing("%", with: days))
        #expect(found.map { $0.message.prefix { $0 != ";" } + "; " } == [words].compactMap { $0.map { $0 } })
        #expect(found.allSatisfy { $0.severity == .warning })
        // Without a time nothing runs out.
        #expect(try problems(Self.schedule.replacing("%", with: days), on: nil) == [])
    }

    @Test("a plan of turns whose last one has begun") func turns() throws {
        let text =
            MarkedConfiguration.head
            + "numbers: { +49 211 1234567: { dial: r } }\npeople: { a: +49 157 1111 }\nrotas: { r: { turns: { 2026-11-01: a, %: a } } }"
        #expect(try problems(text.replacing("%", with: "2026-11-28")) == [])
        let found = try problems(text.replacing("%", with: "2026-11-27T12:00"))
        #expect(found.map(\.kind) == [.lastTurn("a", since: try CivilDate("2026-11-27"))])
        #expect(found.map(\.severity) == [.warning])
    }

    @Test(
        "hours that end at 23:59 leave the last minute closed",
        arguments: [
            ("daily: 09:00-23:59", "09:00-24:00"), ("daily: 00:00-23:59", "00:00-24:00"), ("daily: 23:59-08:00", nil),
        ]
            as [(String, String?)])
    func lastMinute(_ hours: String, _ suggestion: String?) throws {
        let text = Self.schedule.replacing("daily: closed", with: hours).replacing(", days: { % }", with: "")
        let found = try problems(text)
        #expect(found.map(\.suggestion) == (suggestion == nil ? [] : [suggestion]))
        #expect(found.allSatisfy { $0.severity == .warning && $0.message.contains("last minute") })
    }

    @Test(
        "choices of one key beside longer ones wait for the time-out",
        arguments: [
            (
                "1: connect, 2: hangup, \"0815\": connect",
                "callers who press `1`, `2` wait 2.5 s more, because `0815` has 4 keys"
            ),
            ("1: connect, 2: hangup", nil), ("\"11\": connect, \"0815\": connect", nil),
            ("\"*\": connect, \"0815\": connect", nil),
        ] as [(String, String?)])
    func waits(_ choices: String, _ words: String?) throws {
        let found = try problems(
            MarkedConfiguration.head
                + "numbers: { +49 211 1234567: { menu: m } }\nmenus: { m: { prompt: p, timeout: 2.5s, choices: { \(choices) } } }"
        )
        #expect(found.map { String($0.message.prefix { $0 != ";" }) } == [words].compactMap(\.self))
        #expect(found.allSatisfy { $0.severity == .warning })
    }
}
