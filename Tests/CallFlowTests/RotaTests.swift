import Telephony
import Testing

@testable import CallFlow

/// Whose turn it is, from the file to the answer.
@Suite("Rotas")
struct RotaTests {
    private static let text = """
        public-url: https://phone.example.com
        time-zone: Europe/Berlin
        numbers:
          +49 211 1000001: { dial: on-call }
          +49 211 1000002: { dial: [ +49 211 555, anna, on-call ] }
          +49 211 1000003: { dial: plan, caller-id: +49 211 1000003 }
          +49 211 1000004: { dial: shifts }
          +49 211 1000005: { dial: london }
          +49 211 1000006: { dial: desk }
        people: { anna: +49 157 1111, bernd: +49 157 2222, carla: +49 157 3333, desk: 12 }
        rotas:
          on-call:
            every: 1 week
            from: 2026-01-05T08:00
            turns: [ anna, bernd, carla ]
            swaps: { 2026-12-24..2026-12-26: carla, 2026-12-25: anna }
          plan:
            turns: { 2026-12-28T08:00: bernd, 2026-12-21T08:00: anna, 2027-01-04T08:00: carla }
            swaps: { 12-31: anna }
          shifts: { every: 12 hours, from: 2026-01-05T06:00, turns: [ anna, bernd ] }
          london: { every: 1 day, from: 2026-01-05, turns: [ anna, bernd ], time-zone: Europe/London }
        """

    private func plan(_ swaps: [RotaSwap] = []) throws -> CallPlan {
        let reading = ConfigurationFile.read(Self.text, folder: "/", announcements: nil)
        #expect(reading.problems == [])
        return CallPlan(try #require(reading.configuration), overrides: ScheduleOverrides(swaps: swaps))
    }

    private func moment(_ time: String) throws -> Moment {
        try #require(Zone("Europe/Berlin")).moment(of: try #require(LocalTime(time)))
    }

    private func decision(_ number: String, _ time: String, _ swaps: [RotaSwap] = []) throws -> Decision {
        try plan(swaps).begin(
            direction: .incoming, from: .anonymous, to: try PhoneNumber("+49 211 100000\(number)"), users: [],
            at: try moment(time))
    }

    @Test(
        "who is called at each time, and why",
        arguments: [
            ("1", "2026-01-05T08:00", "anna", nil), ("1", "2026-01-12T07:59", "anna", nil),
            ("1", "2026-01-12T08:00", "bernd", nil), ("1", "2026-01-19T08:00", "carla", nil),
            ("1", "2026-01-26T08:00", "anna", nil),
            // The clocks change on 29 March and 25 October: the turn still changes at eight.
            ("1", "2026-03-30T07:59", "carla", nil), ("1", "2026-03-30T08:00", "anna", nil),
            ("1", "2026-10-26T07:59", "carla", nil), ("1", "2026-10-26T08:00", "anna", nil),
            // The order goes on before the first turn.
            ("1", "2026-01-05T07:59", "carla", nil), ("1", "2025-12-29T07:59", "bernd", nil),
            // A swapped day lasts from eight to eight; the single day is more exact than the range.
            ("1", "2026-12-24T07:59", "carla", nil), ("1", "2026-12-24T08:00", "carla", "swap 2026-12-24..2026-12-26"),
            ("1", "2026-12-25T08:00", "anna", "swap 2026-12-25"), ("1", "2026-12-26T07:59", "anna", "swap 2026-12-25"),
            ("1", "2026-12-27T07:59", "carla", "swap 2026-12-24..2026-12-26"), ("1", "2026-12-27T08:00", "carla", nil),
            // By date, in any order in the file.
            ("3", "2026-12-01T00:00", "anna", nil), ("3", "2026-12-28T07:59", "anna", nil),
            ("3", "2026-12-28T08:00", "bernd", nil), ("3", "2026-12-31T08:00", "anna", "swap 12-31"),
            ("3", "2027-01-01T08:00", "bernd", nil), ("3", "2027-01-04T08:00", "carla", nil),
            ("3", "2031-06-01T12:00", "carla", nil), ("3", "2031-12-31T12:00", "anna", "swap 12-31"),
            // Twice a day.
            ("4", "2026-11-23T05:59", "bernd", nil), ("4", "2026-11-23T06:00", "anna", nil),
            ("4", "2026-11-23T18:00", "bernd", nil),
            // Midnight in London is one o'clock in Berlin.
            ("5", "2026-01-06T00:59", "anna", nil), ("5", "2026-01-06T01:00", "bernd", nil),
        ] as [(String, String, String, String?)])
    func turns(_ number: String, _ time: String, _ person: String, _ reason: String?) throws {
        let decision = try decision(number, time)
        let called = ["anna": "+491571111", "bernd": "+491572222", "carla": "+491573333"][person] ?? ""
        guard case .dial(let numbers, let callerID, _) = decision.answer else {
            Issue.record("\(decision.answer)")
            return
        }
        #expect(numbers.map(\.description) == [called])
        #expect((callerID != nil) == (number == "3"))
        let rota = ["1": "on-call", "3": "plan", "4": "shifts", "5": "london"][number] ?? ""
        #expect(decision.trace.last == .turn(rota: rota, person: person, because: reason))
    }

    @Test("people and rotas beside numbers ring at once, each once") func together() throws {
        guard case .dial(let both, _, _) = try decision("2", "2026-01-12T08:00").answer,
            case .dial(let one, _, _) = try decision("2", "2026-01-05T08:00").answer
        else {
            Issue.record("no dial")
            return
        }
        #expect(both.map(\.description) == ["+49211555", "+491571111", "+491572222"])
        #expect(one.map(\.description) == ["+49211555", "+491571111"])
    }

    @Test("a person can be an extension") func extensions() throws {
        guard case .dial(let targets, _, _) = try decision("6", "2026-01-12T08:00").answer else {
            Issue.record("no dial")
            return
        }
        #expect(targets == [try DialTarget("12")])
    }

    @Test("a swap for now counts until it ends, and no longer") func swap() throws {
        let swap = RotaSwap(rota: "on-call", person: "bernd", until: try moment("2026-12-24T18:00"))
        let during = try decision("1", "2026-12-24T17:59", [swap])
        #expect(during.trace.last == .turn(rota: "on-call", person: "bernd", because: "swapped until 2026-12-24 18:00"))
        #expect(
            try decision("1", "2026-12-24T18:00", [swap]).trace.last
                == .turn(rota: "on-call", person: "carla", because: "swap 2026-12-24..2026-12-26"))
        // Of somebody who is no longer in the file: the call rings as usual rather than nowhere.
        let gone = RotaSwap(rota: "on-call", person: "dora", until: try moment("2026-12-24T18:00"))
        #expect(try decision("1", "2026-12-24T17:00", [gone]).answer == .connect)
    }

    @Test("a change of a person's number is a change of what callers get") func behaviour() throws {
        let old = try plan().configuration
        var new = old
        new.people["bernd"] = try DialTarget("+49 157 4444")
        let number = try #require(old.numbers.incoming.entry(for: try PhoneNumber("+492111000001"))).steps
        #expect(Behaviour(of: number, in: old) != Behaviour(of: number, in: new))
        #expect(Behaviour(of: number, in: old) == Behaviour(of: number, in: old))
        #expect(FlowGraph(old).nodes.contains(.end("dial +49211555, anna, on-call")))
    }

    private static let head = MarkedConfiguration.head + "numbers: { +49 211 1234567: { dial: r } }\n"
    private static let people = "people: { anna: +49 157 1111, bernd: +49 157 2222 }\n"

    @Test(
        "rotas that cannot be meant",
        arguments: [
            (
                "rotas: { r: { every: 1 week, from: 2026-01-05, turns: [ anna, «brend» ] } }",
                .unknownName(.person, "brend"), "bernd"
            ),
            (
                "rotas: { r: { every: «weekly», from: 2026-01-05, turns: [ anna ] } }",
                .badValue("`every`", expected: "a time such as `1 week`, `3 days` or `12 hours`, at most a year"),
                "1 week"
            ),
            (
                "rotas: { r: { every: «0 weeks», from: 2026-01-05, turns: [ anna ] } }",
                .badValue("`every`", expected: "a time such as `1 week`, `3 days` or `12 hours`, at most a year"), nil
            ),
            (
                "rotas: { r: { every: 1 week, from: «5.1.2026», turns: [ anna ] } }",
                .badValue("`from`", expected: "a day, or a day and a time, such as `2026-01-05T08:00`"), "2026-01-05"
            ),
            ("rotas: { r: { every: 1 week, from: «2026-02-30», turns: [ anna ] } }", .noSuchDay("2026-02-30"), nil),
            (
                "rotas: { «r»: { from: 2026-01-05, turns: [ anna ] } }", .missingKey("every", of: "the rota `r`"),
                "every: 1 week"
            ),
            (
                "rotas: { «r»: { every: 1 week, turns: [ anna ] } }", .missingKey("from", of: "the rota `r`"),
                "from: 2026-01-05T08:00"
            ),
            (
                "rotas: { «r»: { every: 1 week, from: 2026-01-05 } }", .missingKey("turns", of: "the rota `r`"),
                "turns: [ anna, bernd ]"
            ),
            ("rotas: { r: { «every»: 1 week, turns: { 2026-01-05: anna } } }", .notWithListedTurns("every"), nil),
            (
                "rotas: { r: { turns: { 2026-01-05: anna, «05.01.2026 0:00»: bernd } } }",
                .overlappingDays("05.01.2026 0:00", firstLine: 5), nil
            ),
            (
                "rotas: { r: { every: 1 day, from: 2026-01-05, turns: [ anna ], swaps: { «24.12.2026»: bernd } } }",
                .badValue("a key of `swaps`", expected: RotaTests.days), "2026-12-24"
            ),
            (
                "rotas: { r: { every: 1 day, from: 2026-01-05, turns: anna }, «anna»: { every: 1 day, from: 2026-01-05, turns: anna } }",
                .nameTaken("anna", by: .person), nil
            ),
            (
                "rotas: { r: { every: 1 day, from: 2026-01-05, turns: anna }, «spare»: { every: 1 day, from: 2026-01-05, turns: anna } }",
                .unused(.rota, "spare"), nil
            ),
        ] as [(String, ConfigurationProblem.Kind, String?)])
    func wrong(_ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?) throws {
        let configuration = MarkedConfiguration(Self.head + Self.people + marked)
        let problems = try configuration.read().problems
        let problem = problems.first { $0.kind == kind }
        #expect(problem?.place == configuration.places.first && problem?.suggestion == suggestion, "\(problems)")
    }

    private static let days =
        "days such as `2026-12-24`, `12-24`, `2026-12-28..2027-01-01`, `first tue` or `easter-2`, first day first"

    @Test("a misspelt rota or person is suggested, and unused people are a warning") func names() throws {
        let text =
            Self.head.replacing("dial: r", with: "dial: «on-cal»") + Self.people
            + "rotas: { on-call: { every: 1 day, from: 2026-01-05, turns: anna } }"
        let configuration = MarkedConfiguration(text)
        let problems = try configuration.read().problems
        #expect(problems.first { $0.place == configuration.places.first }?.suggestion == "on-call", "\(problems)")
        #expect(problems.contains { $0.kind == .unused(.person, "bernd") && $0.severity == .warning })
    }
}
