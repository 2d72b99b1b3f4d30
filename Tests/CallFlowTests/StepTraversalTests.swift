import CallFlow
import Telephony
import Testing

/// The one place that knows which steps contain steps.
struct StepTraversalTests {
    private static let nested: [Draft] = [
        "play a",
        .check(
            "office", open: ["play b", "connect"], closed: [.caller([("anonymous", ["play c"])]), "hangup"],
            holiday: ["play d"]),
    ]

    @Test func everyListIsVisitedOuterOnesFirst() throws {
        var paths: [String] = []
        try StepList("flows.a", Self.nested).forEachList { paths.append($0.path) }
        #expect(
            paths == [
                "flows.a", "flows.a[1].open", "flows.a[1].closed", "flows.a[1].closed[0].anonymous",
                "flows.a[1].holiday",
            ])
    }

    @Test func everyPromptIsFoundInOrder() throws {
        #expect(try StepList("flows.a", Self.nested).prompts.map(\.description) == ["a", "b", "c", "d"])
    }

    @Test(
        arguments: [
            ("play a", .everyCall), ("menu m", .noCall), ("hangup", .noCall), ("dial +4921112345", .noCall),
            (.caller([("anonymous", ["hangup"])]), .only(.otherCallers)),
            (.check("s", open: ["hangup"], closed: ["hangup"]), .noCall),
            (.check("s", open: ["hangup"]), .only(.status(.closed, schedule: "s"))),
            (.check("s", closed: ["hangup"]), .only(.status(.open, schedule: "s"))),
            (.check("s", holiday: ["hangup"]), .only(.status(.open, schedule: "s"))),
        ] as [(Draft, StepContinuation)])
    func callsContinue(after step: Draft, _ expected: StepContinuation) throws {
        #expect(try StepList("flows.a", [step]).steps.first?.continuation == expected)
    }
}
