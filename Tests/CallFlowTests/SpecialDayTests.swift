import Telephony
import Testing

@testable import CallFlow

/// What callers hear on a special day: `{ hours: 09:00-12:00, play: christmas }`.
struct SpecialDayTests {
    private static let text = """
        numbers:
          +49 211 1234561: { check: office, open: [ { play: welcome }, { menu: main } ], closed: [ { play: closed }, hangup ] }
          +49 211 1234562: { check: office, open: { menu: main }, closed: voicemail, holiday: [ { play: holiday }, hangup ] }
          +49 211 1234563: [ { check: office, closed: [ { play: closed }, hangup ] }, { play: welcome }, { menu: main } ]
          +49 211 1234564: [ { check: office, closed: voicemail }, { menu: main } ]
          +49 211 1234565: [ { do: hours }, { menu: main } ]
          +49 211 1234566: [ { do: hours }, connect ]
          +49 211 1234567: [ { check: office, closed: hangup }, connect ]
        flows:
          hours: [ { check: office, closed: voicemail } ]
        menus:
          main: { prompt: main-menu, choices: { 1: hangup } }
        schedules:
          office:
            hours: { daily: 09:00-17:00 }
            days:
              12-24: { hours: 09:00-12:00, play: christmas }
              12-28..12-30: { hours: closed, play: between-the-years }
              12-31:
                hours: "holiday 10:00-11:00, 20:00-02:00"
                play: new-year
              01-06: { hours: holiday, play: kings }
        """

    @Test(
        "callers hear it in the hours of the day, or all day if there are none, in place of the first announcement or before all else",
        arguments: [
            (1, "2026-12-24T10:00", ["“christmas”", "“main-menu”"]), (1, "2026-12-24T13:00", ["“closed”", "hangup"]),
            (1, "2026-12-23T10:00", ["“welcome”", "“main-menu”"]),
            (2, "2026-12-24T10:00", ["“christmas”", "“main-menu”"]),
            (2, "2026-12-24T13:00", ["voicemail"]),
            // On days without hours, all day.
            (1, "2026-12-29T10:00", ["“between-the-years”", "hangup"]),
            (2, "2026-12-29T10:00", ["“between-the-years”", "voicemail"]),
            (2, "2027-01-06T10:00", ["“kings”", "hangup"]),
            (1, "2027-01-06T10:00", ["“kings”", "hangup"]),
            // A holiday outside of its hours; a night belongs to the day on which it begins.
            (2, "2026-12-31T10:30", ["“new-year”", "“main-menu”"]), (2, "2026-12-31T12:00", ["“holiday”", "hangup"]),
            (1, "2027-01-01T01:30", ["“new-year”", "“main-menu”"]), (1, "2027-01-01T02:00", ["“closed”", "hangup"]),
            // Where a check has no branch for it, what follows is the way of the call.
            (3, "2026-12-24T10:00", ["“christmas”", "“main-menu”"]),
            (4, "2026-12-24T10:00", ["“christmas”", "“main-menu”"]),
            (5, "2026-12-24T10:00", ["“christmas”", "“main-menu”"]),
            (6, "2026-12-24T10:00", ["“christmas”", "connect"]),
            (7, "2026-12-24T10:00", ["“christmas”", "connect"]),
            (4, "2026-12-29T10:00", ["“between-the-years”", "voicemail"]),
        ])
    func heard(_ number: Int, _ time: String, _ expected: [String]) throws {
        let moment = try #require(Zone("Europe/Berlin")).moment(of: try #require(LocalTime(time)))
        #expect(try PlayedCall(Self.text, to: "+49 211 123456\(number)", at: moment).steps == expected)
    }

    @Test("an override plays its own announcement or the usual one, not that of the day")
    func overridden() throws {
        let reading = try MarkedConfiguration(MarkedConfiguration.head + Self.text).read()
        let configuration = try #require(reading.configuration, "\(reading.problems)")
        let zone = configuration.timeZone
        let noon = zone.moment(of: try #require(LocalTime("2026-12-24T11:00")))
        for play in [nil, "ill"] {
            let override = ScheduleOverride(
                schedule: "office", state: .open, until: zone.moment(of: try #require(LocalTime("2026-12-24T18:00"))),
                announcement: try play.map { try AnnouncementName($0) })
            let plan = CallPlan(configuration, overrides: ScheduleOverrides([override]))
            let answer = plan.begin(
                direction: .incoming, from: .anonymous, to: try PhoneNumber("+49 211 1234561"), users: [], at: noon
            ).answer
            guard case .gather(let prompt, _, _, _) = answer else {
                Issue.record("\(answer)")
                continue
            }
            #expect("\(prompt)" == play ?? "welcome")
        }
    }

    @Test("its recording is needed like any other, and found where it is used")
    func names() throws {
        let day =
            "numbers: { +49 211 1234567: { check: s, open: voicemail, closed: hangup } }\nschedules:\n  s: { days: { 12-24: { hours: 09:00-12:00, play: «chrismas» } } }"
        let marked = MarkedConfiguration(MarkedConfiguration.head + day)
        let problem = try #require(try marked.read(["christmas"]).problems.first)
        #expect(problem == .expected(.unknownName(.announcement, "chrismas"), "christmas", at: marked.places[0]))
        let configuration = try #require(try marked.read(nil).configuration)
        let name = try AnnouncementName("chrismas")
        #expect(
            configuration.announcementUses[name] == [.schedule("s")] && configuration.prompts.contains(Prompt(name)))
    }
}
