import CallFlow
import Foundation
import ServerFixtures
import Telephony
import Testing

@testable import Webhook

@Suite("Golden calls, replayed")
struct GoldenReplayTests {
    private func replay(_ call: String, by configuration: String = Example.shipped) throws -> GoldenReplay.Outcome {
        let reading = GoldenCallFile.read("- { \(call) }", announcements: nil)
        let entry = try #require(reading.entries.first, "\(reading.problems.map(\.message))")
        let replay = GoldenReplay(
            plan: try Example.plan(configuration), tokens: try PositionTokens(secret: Example.secret))
        return replay.replay(entry.call)
    }

    private static let reception = "call: +49 211 1234567"
    private static let open = reception + ", at: 2026-11-23T10:00"

    @Test(
        "Calls that match",
        arguments: [
            reception + ", at: 2026-12-24T13:59, steps: [ { hear: closed }, voicemail ]",
            open + ", steps: [ { hear: main-menu }, { press: 3 }, { hear: enter-code }, { press: '0815' }, "
                + "{ dial: +49 157 99912345 } ]",
            // Up to where keys are waited for.
            open + ", steps: [ { hear: main-menu } ]",
            open
                + ", steps: [ { hear: main-menu }, silence, { hear: [ nothing-heard, main-menu-short ] }, { press: 7 }, "
                + "{ hear: wrong-key+main-menu-short }, { press: '*' }, { hear: main-menu-short }, { press: 9 }, hangup ]",
            open + ", from: anonymous, steps: [ { hear: no-anonymous }, { end: hangup } ]",
            open + ", from: +49 157 1, steps: { dial: [ +49 211 1234500 ] }",
            "call: +49 211 1234569, at: 2026-01-01T00:00, steps: busy",
            "call: +49 211 1234560, at: 2026-01-01T00:00, steps: [ { hear: welcome }, connect ]",
            "call: +49 30 123456, outgoing: true, from: +49 211 1234567, at: 2026-01-01T00:00, "
                + "steps: { dial: +49 30 123456 }",
        ])
    func same(_ call: String) throws {
        let outcome = try replay(call)
        #expect(outcome.difference == nil, "\(outcome.actual)")
    }

    @Test(
        "Calls that differ: from which step on, and whether they wait for keys",
        arguments: [
            // Another prompt; something else than keys; a key that leads elsewhere.
            (open + ", steps: [ { hear: closed }, voicemail ]", 0, true),
            (open + ", steps: [ { hear: main-menu }, hangup ]", 1, true),
            (open + ", steps: [ { hear: main-menu }, { press: 2 }, hangup ]", 2, false),
            // More expected steps than actual ones, and fewer.
            (reception + ", at: 2026-12-24T13:59, steps: [ { hear: closed }, { press: 1 }, hangup ]", 1, false),
            (reception + ", at: 2026-12-24T13:59, steps: [ { hear: closed } ]", 1, false),
            // More keys than the menu takes.
            (open + ", steps: [ { hear: main-menu }, { press: 12 } ]", 1, false),
            // A part of what is heard; one number of two.
            (open + ", steps: [ { hear: main-menu }, silence, { hear: nothing-heard } ]", 2, true),
            (open + ", steps: [ { hear: main-menu }, { press: 1 }, { dial: +49 157 99912345 } ]", 2, false),
        ])
    func different(_ call: String, _ step: Int, _ waits: Bool) throws {
        let outcome = try replay(call)
        #expect(outcome.difference == step)
        #expect(outcome.isWaiting == waits)
    }

    private static let nights = """
        public-url: https://phone.example.com
        time-zone: Europe/Berlin
        numbers: { +49 211 1234567: { check: night, open: connect, closed: hangup } }
        schedules: { night: { hours: { mon-sun: 02:30-03:10 } } }
        """

    @Test(
        "Where the clocks change: 2:00 becomes 3:00 on 29 March, and 3:00 becomes 2:00 on 25 October",
        arguments: [
            ("2026-03-28T02:29:59", "hangup"), ("2026-03-28T02:30", "connect"), ("2026-03-28T03:10", "hangup"),
            ("2026-03-29T01:59:59", "hangup"), ("2026-03-29T03:05", "connect"), ("2026-03-29T03:10", "hangup"),
            // What does not exist counts on from before: this is 3:15.
            ("2026-03-29T02:15", "hangup"), ("2026-03-29T02:05", "connect"),
            ("2026-10-25T02:29", "hangup"), ("2026-10-25T02:45", "connect"), ("2026-10-25T03:09:59", "connect"),
        ])
    func clocksChange(_ time: String, _ end: String) throws {
        let outcome = try replay("\(Self.reception), at: \(time), steps: \(end)", by: Self.nights)
        #expect(outcome.difference == nil, "\(outcome.actual)")
    }

    @Test("The clock is frozen during a golden call")
    func standing() throws {
        let configuration = """
            public-url: https://phone.example.com
            time-zone: Europe/Berlin
            numbers: { +49 211 1234567: { menu: main } }
            menus:
              main:
                prompt: main-menu
                choices: { 1: [ { check: day, open: connect, closed: hangup } ] }
                silence: { tries: 2, then: [ { check: day, open: connect, closed: hangup } ] }
            schedules: { day: { hours: { mon-sun: 09:00-17:00 } } }
            """
        let call =
            Self.reception + ", at: 2026-11-23T16:59:59, "
            + "steps: [ { hear: main-menu }, silence, { hear: main-menu }, silence, connect ]"
        #expect(try replay(call, by: configuration).difference == nil)
    }

    private static let business = """
        public-url: https://phone.example.com
        time-zone: Europe/Berlin
        numbers:
          +49 (0211) 1234567: [ { diverted: { +49 0157*: { dial: [ 12, +49 (0) 211 1234500 ] }, any: voicemail } }, { menu: main } ]
          +49 211 1234568: [ { caller: { internal: { dial: 13 }, unknown: reject } }, { flow: office } ]
        flows: { office: { check: office, open: connect, closed: hangup } }
        menus:
          main:
            prompt: main-menu
            choices:
              "2xxx": [ { play: welcome }, { dial: "+49 208 455{keys}" } ]
              9121: [ { override: { office: closed, until: 2h } }, { play: closed }, { menu: main } ]
              3: { flow: office }
        schedules: { office: { hours: { daily: 00:00-24:00 } } }
        """

    @Test(
        "Extensions, keys that are dialled, forwarded calls, and a schedule that the call itself closes",
        arguments: [
            "call: +49 0211 1234567, diverted: +49 0157 1, steps: { dial: [ 12, +49 211 1234500 ] }",
            "call: +49 211 1234567, diverted: +49 30 123456, steps: voicemail",
            "call: +49 211 1234568, from: 12, steps: { dial: 13 }", "call: +49 211 1234568, steps: reject",
            "call: +49 211 1234568, from: +49 30 123456, steps: connect",
            "call: +49 211 1234567, steps: [ { hear: main-menu }, { press: 2123 }, { hear: welcome }, "
                + "{ dial: +49 208 4552123 } ]",
            "call: +49 211 1234567, steps: [ { hear: main-menu }, { press: 3# }, connect ]",
            "call: +49 211 1234567, steps: [ { hear: main-menu }, { press: 9121 }, { hear: closed }, { hear: main-menu }, "
                + "{ press: 3 }, hangup ]",
        ])
    func business(_ call: String) throws {
        let outcome = try replay(call + ", at: 2026-11-23T10:00", by: Self.business)
        #expect(outcome.difference == nil, "\(outcome.actual)")
    }
}
