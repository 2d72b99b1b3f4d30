import Telephony
import Testing

@testable import CallFlow

/// Seasons, recurring days, holidays by name and clocks of their own, from the file to the answer.
@Suite("Recurring hours")
struct RecurringHoursTests {
    private static let text = """
        public-url: https://phone.example.com
        time-zone: Europe/Berlin
        numbers:
          +49 211 1000001: { check: hotel, inside: connect, outside: hangup }
          +49 211 1000002:
            - check: office
              open: connect
              closed: hangup
              holiday: { Weihnachten: voicemail, karfreitag: { reject: busy }, else: reject }
          +49 211 1000003: { check: office, open: connect, closed: hangup, holiday: { Weihnachten: voicemail } }
          +49 211 1000004: [ { check: london, open: connect }, hangup ]
          +49 211 1000005: [ { check: leave, inside: voicemail }, connect ]
        schedules:
          hotel:
            hours: { daily: "08:00-20:00" }
            seasons:
              04-01..10-31: { mon-thu: 07:00-23:00, fri-sun: 07:00-02:00 }
              07-01..08-31: { sat: 00:00-24:00 }
              12-20..01-06: { daily: closed }
          office:
            hours: { mon-fri: "09:00-17:00" }
            holidays: [ DE-BY/Augsburg, not Allerheiligen ]
            days:
              easter-3: holiday 10:00-12:00
              12-24: holiday
              first tue: 09:00-19:00
              even-weeks sat: 09:00-13:00
              12-27..01-05: closed
              2026-12-30: 10:00-11:00
          london: { hours: { daily: "09:00-17:00" }, time-zone: Europe/London }
          leave: { days: { 08-01..08-21: 00:00-24:00 } }
        """

    private func decision(_ number: String, _ time: String, _ overrides: [ScheduleOverride] = []) throws -> Decision {
        let reading = ConfigurationFile.read(Self.text, folder: "/", announcements: nil)
        let configuration = try #require(reading.configuration, "\(reading.problems.map(\.message))")
        #expect(reading.problems == [])
        let moment = try #require(Zone("Europe/Berlin")).moment(of: try #require(LocalTime(time)))
        return CallPlan(configuration, overrides: ScheduleOverrides(overrides)).begin(
            direction: .incoming, from: .anonymous, to: try PhoneNumber("+49 211 100000\(number)"), users: [],
            at: moment)
    }

    @Test(
        "the answer at each time, and what it comes from",
        arguments: [
            // Seasons: the first and the last night belong to the day on which they begin.
            ("1", "2026-03-31T20:00", Answer.hangup, nil), ("1", "2026-04-01T07:00", .connect, "04-01..10-31"),
            ("1", "2026-10-31T23:59", .connect, "04-01..10-31"), ("1", "2026-11-01T01:59", .connect, "04-01..10-31"),
            ("1", "2026-11-01T02:00", .hangup, nil), ("1", "2026-11-01T08:00", .connect, nil),
            ("1", "2026-04-01T01:00", .hangup, "04-01..10-31"),
            // A season within a season; the days that it leaves out are those of the other one.
            ("1", "2026-07-04T03:00", .connect, "07-01..08-31"), ("1", "2026-07-05T03:00", .hangup, "04-01..10-31"),
            // Over the turn of the year.
            ("1", "2026-12-31T12:00", .hangup, "12-20..01-06"), ("1", "2027-01-06T12:00", .hangup, "12-20..01-06"),
            ("1", "2027-01-07T12:00", .connect, nil),
            // Gründonnerstag and Heiligabend are holidays here, one with hours.
            ("2", "2026-04-02T11:59", .connect, "easter-3"), ("2", "2026-04-02T12:00", .reject(.rejected), "easter-3"),
            ("2", "2026-12-24T10:00", .reject(.rejected), "12-24"),
            // Holidays with a branch.
            ("2", "2026-04-03T10:00", .reject(.busy), "Karfreitag"),
            ("2", "2026-12-25T10:00", .voicemail, "1. Weihnachtstag"),
            ("2", "2026-12-26T10:00", .voicemail, "2. Weihnachtstag"),
            ("2", "2026-08-08T10:00", .reject(.rejected), "Augsburger Hohes Friedensfest"),
            ("2", "2026-11-01T10:00", .hangup, nil),
            // Without `else`, others are closed.
            ("3", "2026-12-25T10:00", .voicemail, "1. Weihnachtstag"), ("3", "2026-04-03T10:00", .hangup, "Karfreitag"),
            // What recurs: after holidays, before the week.
            ("2", "2026-11-03T18:59", .connect, "first tue"), ("2", "2026-11-10T18:59", .hangup, nil),
            ("2", "2026-10-03T10:00", .reject(.rejected), "Tag der Deutschen Einheit"),
            ("2", "2026-10-17T10:00", .connect, "even-weeks sat"), ("2", "2026-10-10T10:00", .hangup, nil),
            // 6 January 2026 is the first Tuesday, and a holiday.
            ("2", "2026-01-06T10:00", .reject(.rejected), "Heilige Drei Könige"),
            // The more exact one of two.
            ("2", "2026-12-30T10:30", .connect, "2026-12-30"), ("2", "2026-12-29T10:30", .hangup, "12-27..01-05"),
            ("2", "2027-01-05T10:30", .hangup, "12-27..01-05"), ("2", "2031-12-29T10:30", .hangup, "12-27..01-05"),
            // London is an hour behind.
            ("4", "2026-11-23T09:59", .hangup, nil), ("4", "2026-11-23T10:00", .connect, nil),
            ("4", "2026-11-23T17:59", .connect, nil),
            ("5", "2026-08-21T23:59", .voicemail, "08-01..08-21"), ("5", "2026-08-22T00:00", .connect, nil),
        ] as [(String, String, Answer, String?)])
    func answers(_ number: String, _ time: String, _ answer: Answer, _ reason: String?) throws {
        let decision = try decision(number, time)
        #expect(decision.answer == answer)
        let reasons = decision.trace.compactMap { step -> String? in
            if case .schedule(_, _, let reason) = step { reason } else { nil }
        }
        #expect(reasons == [reason].compactMap(\.self))
    }

    @Test("the trace names the branch of a holiday") func holidayTrace() throws {
        #expect(try decision("2", "2026-12-26T10:00").trace.last == .holiday("Weihnachten"))
        #expect(try decision("2", "2026-04-03T10:00").trace.last == .holiday("Karfreitag"))
        #expect(
            try decision("2", "2026-08-08T10:00").trace.last
                == .schedule("office", .holiday, because: "Augsburger Hohes Friedensfest"))
    }

    @Test("an override is not a holiday, also on one") func overridden() throws {
        let end = try #require(Zone("Europe/Berlin")).moment(of: try #require(LocalTime("2026-12-25T12:00")))
        let closed = ScheduleOverride(schedule: "office", state: .closed, until: end)
        #expect(try decision("2", "2026-12-25T10:00", [closed]).answer == .hangup)
        #expect(try decision("2", "2026-12-25T12:00", [closed]).answer == .voicemail)
    }

    @Test(
        "branches that cannot be meant",
        arguments: [
            ("open: connect, closed: hangup, «inside»: hangup", .sameBranch("inside", as: "open"), nil),
            (
                "open: connect, closed: hangup, holiday: { «Karfreitg»: hangup, else: hangup }",
                .unknownHoliday("Karfreitg"), "Karfreitag"
            ),
            (
                "open: connect, «holiday»: { Karfreitag: hangup }", .missingKey("else", of: "`holiday`"),
                "else: voicemail"
            ),
            (
                "open: connect, closed: hangup, holiday: { Karfreitag: hangup, «karfreitag»: connect, else: hangup }",
                .yaml(.duplicateKey("karfreitag", firstLine: 3)), nil
            ),
            ("open: connect, closed: hangup, holiday: { «hangpu»: x }", .unknownStep("hangpu"), "hangup"),
        ] as [(String, ConfigurationProblem.Kind, String?)])
    func wrongBranches(_ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?) throws {
        let configuration = MarkedConfiguration(
            MarkedConfiguration.head
                + "numbers: { +49 211 1234567: [ { check: s, \(marked) }, connect ] }\nschedules: { s: { hours: { daily: closed } } }"
        )
        let problems = try configuration.read().problems
        let problem = problems.first { $0.kind == kind }
        #expect(
            problem?.place == configuration.places.first && problem?.suggestion == suggestion,
            "\(problems)")
    }

    @Test("a call that heard something in the branch of a holiday goes on there") func position() throws {
        let text = Self.text.replacing(
            "Weihnachten: voicemail, karf", with: "Weihnachten: [ { play: a }, voicemail ], karf")
        let configuration = try #require(ConfigurationFile.read(text, folder: "/", announcements: nil).configuration)
        let plan = CallPlan(configuration)
        let moment = try #require(Zone("Europe/Berlin")).moment(of: try #require(LocalTime("2026-12-25T10:00")))
        let first = plan.begin(
            direction: .incoming, from: .anonymous, to: try PhoneNumber("+492111000002"), users: [], at: moment)
        guard case .gather(_, _, _, let position) = first.answer else {
            Issue.record("\(first.answer)")
            return
        }
        #expect(plan.travelled(position) == position)
        #expect(plan.resume(position, .silence, at: moment)?.answer == .voicemail)
        let graph = FlowGraph(configuration)
        #expect(graph.edges.contains { $0.label == ["office holiday", "Weihnachten", "“a”"] })
    }
}
