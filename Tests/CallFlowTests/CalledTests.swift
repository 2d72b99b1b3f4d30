import CallFlow
import Telephony
import Testing

/// Branches by the number dialled, of calls in either direction.
struct CalledTests {
    static let text = """
        numbers:
          +49 211 12345*: reception
          outgoing:
            +49 211 1234567:
              - play: mind-the-cost
              - called:
                  +49 0900 123456: hangup
                  +49 900*: voicemail
                  abroad: { flow: abroad }
                  +49 30*: { dial: called-number, caller-id: +49 211 1234500 }
              - dial: called-number
        flows:
          reception:
            - called: { +49 211 1234567: { dial: 12 }, +49 211 123456*: hangup }
            - connect
          abroad: [ { called: { +44*: hangup } }, { play: abroad }, connect ]
        lists: { abroad: [ +44*, +1* ] }
        """

    private func ends(_ to: String, _ direction: CallDirection, from: String) throws -> [String] {
        let plan = try DiallingTests.plan(Self.text)
        let moment = try utc("2026-06-01T10:00:00")
        var decision = plan.begin(
            direction: direction, from: Caller(from), to: try? PhoneNumber(to), users: [], at: moment)
        var texts = [decision.text]
        // The number dialled is a part of the position.
        while let position = decision.position, let next = plan.resume(position, .silence, at: moment) {
            decision = next
            texts.append(decision.text)
        }
        return texts
    }

    @Test(
        "The first branch that matches, else the next step",
        arguments: [
            ("49900123456", "hangup"), ("49900999", "voicemail"), ("4930123456", "dial +4930123456 as +492111234500"),
            ("4989123456", "dial +4989123456"), ("442079460000", "hangup"), ("12125550100", "play abroad"),
        ])
    func outgoing(_ to: String, _ end: String) throws {
        #expect(try ends(to, .outgoing, from: "492111234567") == ["hear mind-the-cost", end])
    }

    @Test(
        "Of an incoming call, the number of ours",
        arguments: [("492111234567", "dial 12"), ("492111234568", "hangup"), ("492111234511", "connect")])
    func incoming(_ to: String, _ end: String) throws {
        #expect(try ends(to, .incoming, from: "4930555001") == [end])
    }

    @Test("A number that is none, such as an extension, matches nothing") func noNumber() throws {
        #expect(try ends("12", .outgoing, from: "492111234567").first == "hear mind-the-cost")
        let plan = try DiallingTests.plan(
            "numbers: { outgoing: { +49 211 1234567: [ { called: { +49*: hangup } }, connect ] } }")
        let decision = plan.begin(
            direction: .outgoing, from: Caller("492111234567"), to: nil, users: [], at: try utc("2026-06-01T10:00:00"))
        #expect(decision.answer == .connect)
    }

    @Test("The trace, the graph and the sentences name the branch") func words() throws {
        let plan = try DiallingTests.plan(Self.text)
        let decision = plan.begin(
            direction: .incoming, from: Caller("4930555001"), to: try PhoneNumber("492111234567"), users: [],
            at: try utc("2026-06-01T10:00:00"))
        #expect(
            decision.trace == [
                .number(try NumberPattern("+49 211 12345*")), .flow("reception"),
                .called(.number(try NumberPattern("+492111234567"))),
            ])
        let labels = FlowGraph(plan.configuration).edges.flatMap(\.label)
        for label in ["to +492111234567", "to +44*", "to abroad"] { #expect(labels.contains(label), "\(labels)") }
        // Another pattern is another behaviour, so a call that waits in the list is not led astray.
        let other = try DiallingTests.plan(Self.text.replacing("+49 900*", with: "+49 901*"))
        let started = plan.begin(
            direction: .outgoing, from: Caller("492111234567"), to: try PhoneNumber("49900999"), users: [],
            at: try utc("2026-06-01T10:00:00"))
        let position = try #require(started.position)
        #expect(other.resume(position, .silence, at: try utc("2026-06-01T10:00:00")) == nil)
    }

    typealias Case = (marked: String, kind: ConfigurationProblem.Kind, suggestion: String?)

    @Test(
        "Mistakes and their places",
        arguments: [
            ("[ { «calld»: { +49 900*: hangup } }, connect ]", .unknownStep("calld"), "called"),
            (
                "[ { called: { «premum»: hangup } }, connect ]\nlists: { premium: [ +49 900* ] }",
                .badNumber("premum", .impossibleCharacter("p")), "premium"
            ),
            (
                "[ { called: { +49 900*: hangup, «+49 0900*»: hangup } }, connect ]",
                .duplicateNumber("+49 0900*", firstLine: 3), nil
            ),
            (
                "[ { called: { +49 9*: hangup, «+49 900*»: hangup } }, connect ]",
                .shadowedCalled("+49 900*", by: "+499*"), nil
            ),
            ("{ «called»: {} }", .noBranches("called"), nil),
            ("{ «called»: { +49 900*: hangup } }", .noEnd(.otherCalled), nil),
            (
                "[ { called: { «anonymous»: hangup } }, connect ]",
                .badNumber("anonymous", .impossibleCharacter("a")), nil
            ),
        ] as [Case])
    func problems(_ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?) throws {
        let parts = marked.split(separator: "\n", maxSplits: 1)
        let configuration = MarkedConfiguration(
            MarkedConfiguration.head + "numbers: { +49 211 1234567: \(parts[0]) }\n" + (parts.dropFirst().first ?? ""))
        let place = try #require(configuration.places.first)
        let problems = try configuration.read().problems.filter { $0.kind != .unused(.list, "premium") }
        #expect(problems == [.expected(kind, suggestion, at: place)])
    }

    @Test("A flow of an older file that is called like the step") func names() throws {
        let plan = try DiallingTests.plan("numbers: { +49 211 1234567: called }\nflows: { called: hangup }")
        #expect(try CallLegTests.decision("492111234567", plan: plan).text == "hangup")
    }
}
