import CallFlow
import Telephony
import Testing

/// Overrides that begin later, several of one schedule, and what callers hear meanwhile.
struct PlannedOverrideTests {
    private static let text = """
        public-url: https://phone.example.com
        time-zone: Europe/Berlin
        numbers:
          +49 211 1234561: { check: office, open: { dial: +49 211 1 }, closed: [ { play: closed }, voicemail ] }
          +49 211 1234562: { check: office, open: { dial: +49 211 1 }, closed: voicemail }
          +49 211 1234563: [ { do: hours }, { play: goodbye }, hangup ]
          +49 211 1234564: { check: office, open: [ { play: open }, connect ], closed: { play: closed } }
          +49 211 1234565: { check: office, open: hangup, closed: { menu: main } }
        flows:
          hours: { check: office, open: { play: open }, closed: { play: closed } }
        menus:
          main: { prompt: main-menu, choices: { 1: hangup } }
        schedules:
          office: { hours: { daily: 09:00-17:00 } }
        """

    private func plan(_ overrides: ScheduleOverrides) throws -> CallPlan {
        let reading = ConfigurationFile.read(Self.text, folder: "/", announcements: nil)
        return CallPlan(try #require(reading.configuration, "\(reading.problems)"), overrides: overrides)
    }

    /// June: two hours after UTC.
    private func at(_ time: String) throws -> Moment {
        let time = try #require(LocalTime("2026-06-" + time))
        return try #require(Zone("Europe/Berlin")).moment(of: time)
    }

    private func override(
        _ state: ScheduleOverride.ForcedStatus, _ from: String?, _ until: String, play: String? = nil
    ) throws -> ScheduleOverride {
        ScheduleOverride(
            schedule: "office", state: state, from: try from.map { try at($0) }, until: try at(until),
            announcement: try play.map { try AnnouncementName($0) })
    }

    @Test("each holds from its start to its end, and of several the one that was set last counts") func times() throws {
        var overrides = ScheduleOverrides([
            try override(.closed, "10T12:00", "12T12:00"), try override(.open, "11T20:00", "11T22:00"),
        ])
        let table: [(String, ScheduleOverride.ForcedStatus?)] = [
            ("10T11:59", nil), ("10T12:00", .closed), ("11T19:59", .closed), ("11T20:00", .open), ("11T22:00", .closed),
            ("12T11:59", .closed), ("12T12:00", nil),
        ]
        for (time, state) in table {
            #expect(overrides.override(of: "office", at: try at(time))?.state == state, "\(time)")
        }
        // Clearing is for what is in effect.
        overrides.clear("office", at: try at("09T12:00"))
        #expect(overrides.all.count == 2)
        #expect(overrides.remaining(at: try at("11T22:00")).all.map(\.state) == [.closed])
        overrides.clear("office", at: try at("11T21:00"))
        #expect(overrides.all.isEmpty)
    }

    @Test("one at once replaces those in effect with the same state, so that a closure can be shortened")
    func shortened() throws {
        let now = try at("10T12:00")
        let holiday = try override(.closed, "10T09:00", "14T00:00")
        var overrides = ScheduleOverrides([holiday, try override(.closed, "20T09:00", "21T00:00")])
        overrides.set(try override(.open, nil, "10T13:00"), at: now)
        #expect(overrides.override(of: "office", at: try at("10T13:00"))?.until == holiday.until)
        overrides.set(try override(.closed, nil, "11T00:00"), at: now)
        #expect(overrides.override(of: "office", at: try at("12T12:00")) == nil)
        #expect(overrides.override(of: "office", at: try at("20T12:00"))?.state == .closed)
    }

    @Test("one that leaves nothing of another replaces it") func covers() throws {
        let planned = try override(.closed, "10T12:00", "10T14:00")
        for (from, until, count) in [
            (nil, "10T14:00", 1), (nil, "10T13:59", 2), ("10T12:00", "10T14:00", 1), ("10T12:01", "10T14:00", 2),
            ("10T11:00", "11T12:00", 1), ("10T14:00", "10T15:00", 2),
        ] as [(String?, String, Int)] {
            let overrides = ScheduleOverrides([planned, try override(.open, from, until)])
            #expect(overrides.all.count == count, "\(from ?? "now") to \(until)")
        }
        // One at once and one planned leave each other whatever the planned one's start.
        let overrides = ScheduleOverrides([try override(.closed, nil, "10T14:00"), planned])
        #expect(overrides.all.count == 2)
    }

    @Test(
        "callers hear the override's announcement once, in place of the first or before all else, and go on as always",
        arguments: [
            ("1", ScheduleOverride.ForcedStatus.closed, ["hear ill", "voicemail"]),
            ("2", .closed, ["hear ill", "voicemail"]),
            ("3", .closed, ["hear ill", "hear goodbye", "hangup"]),
            ("4", .open, ["hear ill", "ring"]),
            ("5", .closed, ["hear ill", "hear main-menu", "hear main-menu"]),
        ])
    func announcement(_ number: String, _ state: ScheduleOverride.ForcedStatus, _ expected: [String]) throws {
        let plan = try plan(ScheduleOverrides([try override(state, nil, "30T00:00", play: "ill")]))
        let moment = try at("10T12:00")
        var decision = plan.begin(
            direction: .incoming, from: .anonymous, to: try PhoneNumber("+49211123456\(number)"), users: [], at: moment)
        var heard: [String] = []
        while heard.count < expected.count {
            switch decision.answer {
            case .gather(let prompt, _, _, let position):
                heard.append("hear \(prompt)")
                // As it travels: through bytes, and under the same configuration.
                let travelled = try #require(plan.travelled(position))
                decision = try #require(plan.resume(travelled, .silence, at: moment))
            case .play(let prompt): heard += ["hear \(prompt)", "ring"]
            case .voicemail: heard.append("voicemail")
            case .hangup: heard.append("hangup")
            default: heard.append("\(decision.answer)")
            }
        }
        #expect(heard == expected)
    }
}
