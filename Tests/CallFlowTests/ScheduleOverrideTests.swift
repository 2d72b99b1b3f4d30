import Telephony
import Testing

@testable import CallFlow

@Suite("Overrides of schedules")
struct ScheduleOverrideTests {
    private static let text = """
        public-url: https://phone.example.com
        time-zone: Europe/Berlin
        recordings: { folder: media }
        numbers: { +49 211 1234567: [ { check: office, open: hangup, holiday: voicemail, closed: { reject: busy } } ] }
        schedules:
          office: { hours: { mon-fri: "09:00-17:00" }, holidays: DE-NW }
        """

    private func at(_ text: String) throws -> Moment {
        try #require(Zone("Europe/Berlin")).moment(of: try #require(LocalTime(text)))
    }

    @Test(
        "The active override at each time",
        arguments: [
            // Hours: open. Closed until 18:00, not included.
            ("closed", "2026-11-23T18:00", "2026-11-23T16:59", Answer.reject(.busy)),
            ("closed", "2026-11-23T16:00", "2026-11-23T15:59:59", .reject(.busy)),
            ("closed", "2026-11-23T16:00", "2026-11-23T16:00", .hangup),
            // Hours: closed, and a holiday.
            ("open", "2026-11-23T23:00", "2026-11-23T22:00", .hangup),
            ("open", "2026-12-25T23:00", "2026-12-25T10:00", .hangup),
            ("closed", "2026-12-25T23:00", "2026-12-25T10:00", .reject(.busy)),
            ("open", "2026-12-25T09:00", "2026-12-25T10:00", .voicemail),
            // The night in which the clocks go back: 02:30 is the first of the two.
            ("open", "2026-10-25T02:30", "2026-10-25T02:29", .hangup),
        ])
    func decision(_ state: String, _ until: String, _ time: String, _ answer: Answer) throws {
        let reading = ConfigurationFile.read(Self.text, folder: "/", announcements: nil)
        let configuration = try #require(reading.configuration, "\(reading.problems)")
        let override = ScheduleOverride(
            schedule: "office", state: try #require(ScheduleOverride.ForcedStatus(rawValue: state)),
            until: try at(until))
        let strange = ScheduleOverride(schedule: "other", state: .open, until: try at("2030-01-01T00:00"))
        let plan = CallPlan(configuration, overrides: ScheduleOverrides([override, strange]))
        let decision = plan.begin(
            direction: .incoming, from: .anonymous, to: try PhoneNumber("+492111234567"), users: [], at: try at(time))
        #expect(decision.answer == answer)
        let isOverridden = decision.trace.contains { if case .override("office", _, _, _) = $0 { true } else { false } }
        let moment = try at(time)
        #expect(isOverridden == (moment < override.until))
    }

    @Test("Times are read and printed")
    func times() throws {
        let noon = try #require(LocalTime("2026-12-24T12:00"))
        #expect(try #require(LocalTime("2026-12-24T18:05:30")).description(relativeTo: noon) == "18:05")
        #expect(try #require(LocalTime("2026-12-25T08:00")).description(relativeTo: noon) == "2026-12-25 08:00")
        for text in [
            "", "18:00", "2026-12-24", "2026-12-24T24:00", "2026-02-30T10:00", "2026-12-24T1:00", "2026-12-24 10:00",
        ] {
            #expect(LocalTime(text) == nil, "\(text)")
        }
    }
}

@Suite("Whether two configurations do the same")
struct BehaviourTests {
    private static let text = """
        public-url: https://phone.example.com
        time-zone: Europe/Berlin
        recordings: { folder: media }
        numbers: { +49 211 1234567: reception }
        flows:
          reception:
            - caller: { anonymous: hangup }
            - check: office
              open: { menu: main }
              closed: [ { play: closed }, voicemail ]
        menus:
          main:
            prompt: main-menu
            choices: { 1: { dial: +49 211 1234500 }, 2: { menu: pin }, 9: repeat }
          pin: { prompt: enter-code, choices: { "0815": voicemail, else: back } }
        schedules:
          office: { hours: { mon-fri: "09:00-17:00" } }
        """

    private func behaviour(_ text: String) throws -> Behaviour {
        let reading = ConfigurationFile.read(text, folder: "/", announcements: nil)
        let configuration = try #require(reading.configuration, "\(reading.problems.map(\.message))")
        return Behaviour(of: configuration.numbers.incoming.entries.first?.steps, in: configuration)
    }

    @Test(
        "Behaviour ignores names and order; differences that a caller notices count",
        arguments: [
            ("reception", "front-desk", true), ("pin", "geheim", true), ("office", "shop", true),
            ("1: { dial: +49 211 1234500 }, 2: { menu: pin }", "2: { menu: pin }, 1: { dial: 0049 211 1234500 }", true),
            ("\"09:00-17:00\"", "\"09:00-12:00, 12:00-17:00\"", true),
            ("\"09:00-17:00\"", "\"09:00-17:01\"", false), ("Europe/Berlin", "Europe/London", false),
            ("enter-code", "enter-the-code", false), ("else: back", "else: hangup", false),
            ("1234500", "1234501", false), ("anonymous: hangup", "anonymous: voicemail", false),
            ("{ play: closed }, voicemail", "{ play: closed }, hangup", false), ("9: repeat", "8: repeat", false),
        ])
    func edits(_ old: String, _ new: String, _ isSame: Bool) throws {
        let (before, after) = (try behaviour(Self.text), try behaviour(Self.text.replacing(old, with: new)))
        #expect((before == after) == isSame)
    }
}
