import CallFlow
import Telephony
import Testing

/// Further legs of a call, calls that were forwarded here, and callers without a number.
struct CallLegTests {
    static let text = """
        numbers:
          +49 211 1234567: reception
          +49 211 1234568: [ { play: welcome }, { diverted: { +49 0157*: { dial: 12 } } }, hangup ]
          +49 211 1234569: voicemail
          outgoing: { +49 211 1234567: { dial: called-number } }
          default: reject
        flows:
          reception:
            - diverted:
                +49 157 99912345: voicemail
                +49 30*: { reject: busy }
                any: reject
            - caller: { internal: { dial: 13 }, unknown: hangup, anonymous: { reject: busy } }
            - connect
        """

    static func decision(
        _ to: String, from: String = "4930123", further: Bool = false, diversion: String? = nil,
        direction: CallDirection = .incoming, plan: CallPlan? = nil
    ) throws -> Decision {
        let diverted = try diversion.map { try $0 == "x" ? Diversion.other : .number(PhoneNumber($0)) }
        return try (plan ?? DiallingTests.plan(text)).begin(
            direction: direction, from: Caller(from), to: try? PhoneNumber(to), users: [],
            leg: CallLeg(isFurther: further, diversion: diverted), at: utc("2026-06-01T10:00:00"))
    }

    @Test("A further leg is left alone, unless it was forwarded to another number of the configuration")
    func furtherLegs() throws {
        let answering = try DiallingTests.plan(Self.text, forwardedLegs: "answer")
        func answers(_ to: String, _ diversion: String?, _ direction: CallDirection = .incoming) throws -> [String] {
            let from = direction == .outgoing ? "492111234567" : "4930123"
            return try [
                Self.decision(to, from: from, diversion: diversion, direction: direction),
                Self.decision(to, from: from, further: true, diversion: diversion, direction: direction),
                Self.decision(
                    to, from: from, further: true, diversion: diversion, direction: direction, plan: answering),
            ].map(\.text)
        }
        #expect(try answers("492111234569", nil) == ["voicemail", "connect", "voicemail"])
        #expect(try answers("492111234569", "4930555") == ["voicemail", "voicemail", "voicemail"])
        #expect(try answers("492111234569", "x") == ["voicemail", "voicemail", "voicemail"])
        #expect(try answers("4989123456", nil) == ["reject rejected", "connect", "reject rejected"])
        // `default` names no number.
        #expect(try answers("4989123456", "4930555") == ["reject rejected", "connect", "reject rejected"])
        #expect(try answers("4989123456", nil, .outgoing) == ["dial +4989123456", "connect", "dial +4989123456"])
        #expect(
            try Self.decision("492111234569", further: true) == Decision(answer: .connect, trace: [.furtherLeg]))
    }

    @Test(
        "Where a call was forwarded from",
        arguments: [
            (nil, "connect"), ("4915799912345", "voicemail"), ("4930555", "reject busy"),
            ("4989555", "reject rejected"),
            ("x", "reject rejected"),
        ])
    func diverted(diversion: String?, answer: String) throws {
        #expect(try Self.decision("492111234567", diversion: diversion).text == answer)
    }

    @Test("A position remembers where the call was forwarded from, if a step asks for it")
    func position() throws {
        let moment = try utc("2026-06-01T10:00:00")
        let plan = try DiallingTests.plan(Self.text)
        for (diversion, answer) in [(nil, "hangup"), ("4915712345", "dial 12"), ("4930555", "hangup"), ("x", "hangup")]
        {
            let decision = try Self.decision("492111234568", diversion: diversion)
            let position = try #require(decision.position)
            let read = try #require(plan.travelled(position))
            #expect(read == position)
            #expect(plan.resume(read, .silence, at: moment)?.text == answer)
        }
        let other = try DiallingTests.plan("numbers: { +49 211 1234568: [ { play: welcome }, hangup ] }")
        let forgetful = try Self.decision("492111234568", diversion: "4915712345", plan: other).position
        #expect(forgetful != nil && forgetful?.diversion == nil)
    }

    @Test(
        "Callers without a number",
        arguments: [
            ("12", "dial 13"), ("99999", "dial 13"), ("", "hangup"), ("00000", "hangup"), ("123456e0", "hangup"),
            ("1", "hangup"), ("Anonymous", "reject busy"), ("anonymous@anonymous.invalid", "reject busy"),
            ("4915799912345", "connect"),
        ])
    func callers(from: String, answer: String) throws {
        #expect(try Self.decision("492111234567", from: from).text == answer)
    }

    typealias Case = (marked: String, kind: ConfigurationProblem.Kind, suggestion: String?)

    @Test(
        "Mistakes and their places",
        arguments: [
            ("[ { diverted: { any: hangup, «+49 157*»: hangup } }, connect ]", .shadowedDiversion("+49 157*"), nil),
            ("[ { diverted: { «ani»: hangup } }, connect ]", .badNumber("ani", .impossibleCharacter("a")), "any"),
            (
                "[ { diverted: { +49 157*: hangup, «+49 0157*»: hangup } }, connect ]",
                .duplicateNumber("+49 0157*", firstLine: 3), nil
            ),
            (
                "[ { diverted: { +49 1*: hangup, «+49 0157*»: hangup } }, connect ]",
                .shadowedCaller("+49 0157*", by: "+491*"), nil
            ),
            ("{ «diverted»: {} }", .noBranches("diverted"), nil),
            ("{ «diverted»: { any: hangup } }", .noEnd(.otherDiversions), nil),
            (
                "[ { caller: { «unknwn»: hangup } }, connect ]", .badNumber("unknwn", .impossibleCharacter("u")),
                "unknown"
            ),
            (
                "[ { caller: { «intern»: hangup } }, connect ]", .badNumber("intern", .impossibleCharacter("i")),
                "internal"
            ),
            (
                "connect\nforwarded-legs: «anser»",
                .badValue("`forwarded-legs`", expected: "`leave-alone` or `answer`"), "answer"
            ),
        ] as [Case])
    func problems(_ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?) throws {
        let isWhole = marked.contains("\n")
        let configuration = MarkedConfiguration(
            MarkedConfiguration.head + "numbers:" + (isWhole ? "\n  +49 211 1234567: " : " { +49 211 1234567: ")
                + marked
                + (isWhole ? "" : " }"))
        let place = try #require(configuration.places.first)
        #expect(try configuration.read().problems == [.expected(kind, suggestion, at: place)])
    }

    @Test("Flows of older files that are called like the new steps")
    func names() throws {
        let plan = try DiallingTests.plan(
            "numbers: { +49 211 1234567: diverted, +49 211 1234568: { flow: override } }\nflows: { diverted: hangup, override: voicemail }"
        )
        #expect(try Self.decision("492111234567", plan: plan).text == "hangup")
        #expect(try Self.decision("492111234568", plan: plan).text == "voicemail")
    }
}
