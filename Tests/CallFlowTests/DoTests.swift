import CallFlow
import Telephony
import Testing

/// `do: NAME`: a flow that comes back if nothing in it ended the call.
struct DoTests {
    @Test(
        arguments: [
            // A block list first, then each number's own way.
            (
                "[ { do: blocked }, { play: welcome }, hangup ]", "blocked: { caller: { anonymous: reject } }",
                ["reject rejected"]
            ),
            (
                "[ { do: blocked }, { play: welcome }, hangup ]", "blocked: { caller: { +49*: reject } }",
                ["“welcome”", "hangup"]
            ),
            // A prompt at the end of a flow comes back too; before `connect` no event is needed for that.
            ("[ { do: greet }, { play: b }, hangup ]", "greet: { play: a }", ["“a”", "“b”", "hangup"]),
            ("[ { do: greet }, connect ]", "greet: { play: a }", ["“a”", "connect"]),
            (
                "[ { do: greet }, { do: greet }, voicemail ]", "greet: [ { play: a }, { play: b } ]",
                ["“a”", "“b”", "“a”", "“b”", "voicemail"]
            ),
            // Flows within flows, the last step of a list, and flows that go on with another.
            (
                "[ { do: x }, hangup ]",
                "{ x: [ { do: y }, { play: x } ], y: [ { play: y }, { do: z } ], z: { play: z } }",
                ["“y”", "“z”", "“x”", "hangup"]
            ),
            (
                "[ { do: x }, voicemail ]", "{ x: { flow: y }, y: [ { play: y }, { play: z } ] }",
                ["“y”", "“z”", "voicemail"]
            ),
            // A branch that does not end the call comes back as well.
            ("[ { do: x }, hangup ]", "x: [ { caller: { anonymous: { play: a } } }, voicemail ]", ["“a”", "hangup"]),
            // A menu does not come back.
            ("[ { do: x }, hangup ]", "x: { caller: { anonymous: { menu: m } } }", ["“m”"]),
        ] as [(String, String, [String])])
    func comesBack(steps: String, flows: String, heard: [String]) throws {
        let flows = flows.hasPrefix("{") ? flows : "{ \(flows) }"
        let call = try PlayedCall(
            "numbers: { +49 211 1234567: \(steps), +49 30 12345: { menu: m } }\nflows: \(flows)\n"
                + "menus: { m: { prompt: m, choices: { 1: { play: one } } } }\n")
        #expect(call.steps == heard)
        if call.position != nil {
            #expect(try call.pressing("1").steps == heard + ["1", "“one”", "connect"])
        }
    }

    @Test(
        arguments: [
            ("[ { do: x }, «connect» ]", "{ x: hangup }", .unreachable(after: "do"), nil),
            (
                "[ { do: x }, «connect» ]", "{ x: { flow: y }, y: [ { do: z } ], z: hangup }",
                .unreachable(after: "do"), nil
            ),
            ("{ «do»: x }", "{ x: { play: a } }", .noEnd(.afterFlow("x")), nil),
            ("[ { play: a }, { «do»: x } ]", "{ x: { caller: { +49*: hangup } } }", .noEnd(.afterFlow("x")), nil),
            ("{ do: x }", "{ x: hangup }", nil, nil),
            ("[ { do: «y» }, hangup ]", "{ yy: { play: a } }", .unknownName(.flow, "y"), "yy"),
            ("[ { «do: m» }, hangup ]", "{}", .unknownName(.flow, "m"), "menu: m"),
            // What comes back may have no end of its own; what a call can end in must have one.
            ("[ { do: x }, connect ]", "{ x: { caller: { +49*: reject } } }", nil, nil),
            ("[ { do: x }, { flow: x } ]", "{ x: { «caller»: { +49*: reject } } }", .noEnd(.otherCallers), nil),
            ("[ { do: x }, connect ]", "{ x: { «do»: y }, y: { «do»: x } }", nil, nil),
            ("[ { do: x }, «reject» ]", "{ x: { play: a } }", .rejectAfterPrompt, nil),
            ("[ { do: x }, reject ]", "{ x: { caller: { +49*: [ { play: a }, hangup ] } } }", nil, nil),
            ("[ { do: x }, hangup ]", "{ x: { dial: «+49 211 1234567» } }", .dialsItself("+492111234567"), nil),
        ] as [(String, String, ConfigurationProblem.Kind?, String?)])
    func validation(steps: String, flows: String, kind: ConfigurationProblem.Kind?, suggestion: String?) throws {
        let marked = MarkedConfiguration(
            MarkedConfiguration.head + "numbers: { +49 211 1234567: \(steps), +49 30 12345: { menu: m } }\n"
                + "flows: \(flows)\nmenus: { m: { prompt: m, choices: { 1: hangup } } }\n")
        let problems = try marked.read().problems
        if flows.contains("y: { «do»: x }") {
            #expect(problems.contains { if case .endless = $0.kind { true } else { false } })
        } else if case .dialsItself? = kind {
            #expect(problems.map(\.kind).contains(try #require(kind)))
        } else {
            let expected = kind.map { [ConfigurationProblem.expected($0, suggestion, at: marked.places[0])] } ?? []
            #expect(problems.filter { if case .unused = $0.kind { false } else { true } } == expected)
        }
    }

    @Test("Flows that double with every level are refused, and cost nothing where they were not validated")
    func doubling() throws {
        let flows = (0..<30).map { "  f\($0): [ { do: f\($0 + 1) }, { do: f\($0 + 1) }, { play: a } ]\n" }.joined()
        let text =
            "numbers: { default: [ { do: f0 }, connect ] }\nflows:\n\(flows)  f30: { caller: { +49*: reject } }\n"
        let problems = try MarkedConfiguration(MarkedConfiguration.head + text).read().problems
        #expect(problems.contains { $0.kind == .flowsTooDeep(limit: 16) })
        #expect(problems.contains { if case .tooManyFlows = $0.kind { true } else { false } })

        let drafts = (0..<40).map { ("f\($0)", [Draft.step(.do("f\($0 + 1)")), .step(.do("f\($0 + 1)")), "hangup"]) }
        let plan = CallPlan(
            try Configuration(
                numbers: [("default", [.step(.do("f0")), "connect"])],
                flows: Dictionary(uniqueKeysWithValues: drafts + [("f40", [.caller([("+49*", ["hangup"])])])])))
        let decision = plan.begin(
            direction: .incoming, from: .anonymous, to: nil, users: [], at: Moment(milliseconds: 0))
        #expect(decision.answer == .connect)
        #expect(decision.trace.count < 2000)
    }

    @Test("A call that is in a flow by `do` goes on after a restart, but not where its number no longer leads")
    func positions() throws {
        let text =
            "numbers: { +49 211 1234567: [ { do: x }, { play: c }, voicemail ] }\nflows: { x: [ { play: a }, { play: b } ] }\n"
        let plan = try PlayedCall(text).plan
        let other = try PlayedCall(text.replacing("voicemail", with: "hangup")).plan
        let begun = plan.begin(
            direction: .incoming, from: .anonymous, to: try PhoneNumber("+492111234567"), users: [],
            at: Moment(milliseconds: 0))
        guard case .gather(_, _, _, let position) = begun.answer else {
            Issue.record("\(begun)")
            return
        }
        #expect(position.returns.map(\.path) == ["numbers.+492111234567"])
        #expect(plan.resume(position, .silence, at: Moment(milliseconds: 0)) != nil)
        // The number's list is another one now, so the step to come back to is not known.
        #expect(other.resume(position, .silence, at: Moment(milliseconds: 0)) == nil)
        var forged = position
        forged.returns += forged.returns
        #expect(plan.resume(forged, .silence, at: Moment(milliseconds: 0)) == nil)
        forged.returns = []
        #expect(plan.resume(forged, .silence, at: Moment(milliseconds: 0)) == nil)
    }

    @Test("The keys of a choice are still there when a flow has come back")
    func keys() throws {
        let call = try PlayedCall(
            """
            numbers: { +49 211 1234567: { menu: m } }
            menus: { m: { prompt: m, choices: { "2xx": [ { do: x }, { dial: "+49 208 455{keys}" } ] } } }
            flows: { x: [ { play: a }, { flow: y } ], y: [ { play: b }, { play: c } ] }

            """)
        #expect(
            try call.pressing("212").steps == ["“m”", "212", "“a”", "“b”", "“c”", "dial +49208455212"])
    }

    @Test("Flows may be named `do`, as before it was a word")
    func flowNamedDo() throws {
        #expect(try PlayedCall("numbers: { +49 211 1234567: do }\nflows: { do: hangup }\n").steps == ["hangup"])
    }
}
