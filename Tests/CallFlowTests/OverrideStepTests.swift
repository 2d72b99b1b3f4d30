import CallFlow
import Telephony
import Testing

/// `override`: schedules that are opened and closed from the telephone.
struct OverrideStepTests {
    static let text = """
        numbers: { +49 211 1234567: { menu: secret } }
        menus:
          secret:
            prompt: enter-code
            choices:
              9121: [ { override: { office: closed, until: "18:00" } }, { play: done }, { flow: ask } ]
              9122: [ { override: { office: clear, hotline: open, until: 2h } }, { flow: ask } ]
              9123: [ { override: { office: clear } }, { flow: ask } ]
        flows:
          ask: { check: office, open: voicemail, closed: hangup }
        schedules:
          office: { hours: { daily: 00:00-24:00 } }
          hotline: { hours: { daily: closed } }
        """

    /// Noon in Berlin.
    static let noon = "2026-06-01T10:00:00"

    private func decision(_ keys: String, at time: String = noon, under overrides: ScheduleOverrides = .init()) throws
        -> Decision
    {
        var plan = try DiallingTests.plan(Self.text + "\n")
        plan.overrides = overrides
        let begin = plan.begin(
            direction: .incoming, from: .anonymous, to: try PhoneNumber("+492111234567"), users: [], at: try utc(time))
        let position = try #require(begin.position)
        let moment = try utc(time)
        return try #require(plan.resume(position, .keys(keys), at: moment))
    }

    @Test("A call closes an office, for itself at once, and says what others have to be told")
    func closes() throws {
        let closed = try decision("9121")
        let end = try utc("2026-06-01T16:00:00")
        #expect(closed.text == "hear done")
        #expect(
            closed.overrides == [
                OverrideChange(
                    schedule: "office", override: ScheduleOverride(schedule: "office", state: .closed, until: end),
                    at: try utc(Self.noon))
            ])
        #expect(try decision("9121") == closed)
        // In the evening, 18:00 is tomorrow's.
        #expect(
            try decision("9121", at: "2026-06-01T17:00:00").overrides.first?.override?.until
                == utc("2026-06-02T16:00:00"))
    }

    @Test("Several schedules, a duration, and back to the regular hours")
    func several() throws {
        let held = ScheduleOverride(schedule: "office", state: .closed, until: try utc("2026-06-01T16:00:00"))
        let cleared = try decision("9122", under: ScheduleOverrides([held]))
        #expect(cleared.text == "voicemail")
        let noon = try utc(Self.noon)
        #expect(
            cleared.overrides == [
                OverrideChange(schedule: "office", override: nil, at: noon),
                OverrideChange(
                    schedule: "hotline",
                    override: ScheduleOverride(
                        schedule: "hotline", state: .open, until: try utc("2026-06-01T12:00:00")),
                    at: noon),
            ])
        #expect(try decision("9123").overrides == [OverrideChange(schedule: "office", override: nil, at: noon)])
    }

    typealias Case = (marked: String, kind: ConfigurationProblem.Kind, suggestion: String?)

    @Test(
        "Mistakes and their places",
        arguments: [
            (
                "[ { override: { office: «close», until: 18:00 } }, hangup ]",
                .badValue("`office`", expected: "`open`, `closed` or `clear`"), "closed"
            ),
            ("[ { override: { «offce»: closed, until: 18:00 } }, hangup ]", .unknownName(.schedule, "offce"), "office"),
            ("[ { «override»: { office: closed } }, hangup ]", .missingKey("until", of: "`override`"), "until: 18:00"),
            (
                "[ { override: { office: closed, until: «6 pm» } }, hangup ]",
                .badValue("`until`", expected: "a time such as \(WrittenTime.examples)"), nil
            ),
            ("[ { override: { office: closed, until: «2026-02-30» } }, hangup ]", .noSuchDay("2026-02-30"), nil),
            (
                "[ { override: «{ until: 18:00 }» }, hangup ]",
                .badValue(
                    "`override`", expected: "a schedule and its state, such as `{ office: closed, until: 18:00 }`"), nil
            ),
            ("[ { override: «office» }, hangup ]", .wrongKind("`override`", expected: "a mapping", found: "text"), nil),
            ("{ «override»: { office: clear } }", .endsWithOverride, nil),
        ] as [Case])
    func problems(_ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?) throws {
        try expect("\"9999\"", marked, kind, suggestion)
    }

    @Test("An override without a code is a warning", arguments: ["1", "12", "1xxx", "else"])
    func unprotected(keys: String) throws {
        try expect(keys, "[ { «override»: { office: clear } }, hangup ]", .unprotectedOverride, nil)
    }

    private func expect(
        _ keys: String, _ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?
    ) throws {
        let configuration = MarkedConfiguration(
            MarkedConfiguration.head + """
                numbers: { +49 211 1234567: [ { check: office, open: { menu: m }, closed: hangup } ] }
                schedules: { office: { hours: { daily: 00:00-24:00 } } }
                menus:
                  m:
                    prompt: a
                    choices:
                      "*": hangup
                      \(keys): \(marked)
                """)
        let reading = try configuration.read()
        let place = try #require(configuration.places.first)
        #expect(reading.problems == [.expected(kind, suggestion, at: place)])
        #expect((reading.configuration == nil) == (kind.severity == .error))
    }
}
