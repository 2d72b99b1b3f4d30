import CallFlow
import ServerFixtures
import Telephony
import Testing

@testable import Webhook

@Suite("Simulated calls")
struct CallSimulationTests {
    private func live(_ to: String, _ keys: [String?] = [], from: String = "4915799912345") throws -> [CallSimulation
        .Step]
    {
        var call = CallSimulation(
            responder: try Example.responder(), direction: .incoming, from: Caller(from), to: try PhoneNumber(to),
            at: Example.noon)
        var steps = call.begin()
        for key in keys { steps += call.press(key) }
        #expect(!call.listens)
        return steps
    }

    private func hear(_ names: String...) throws -> CallSimulation.Step {
        .hear(try #require(Prompt(names.map { try AnnouncementName($0) })), seconds: 1)
    }

    @Test("A call through a menu, with silence and a wrong key")
    func menu() throws {
        let steps = try live("+492111234567", ["7", nil, "1"])
        #expect(
            steps == [
                try hear("main-menu"), .press("7"), try hear("wrong-key", "main-menu"), .silence,
                try hear("main-menu"), .press("1"), .dial([try DialTarget("+4915799912345")]),
            ])
    }

    @Test("Prompts without keys continue by themselves, and unpublished ones are left out")
    func prompts() throws {
        #expect(try live("+492111234568") == [try hear("closed"), .end(.hangup)])
        #expect(try live("+492111234570") == [try hear("welcome"), .end(.connect)])
        #expect(try live("+492111234572", ["123"]) == [.press("12"), .end(.hangup)])
    }

    @Test(
        "Ends",
        arguments: [
            ("+492111234569", CallSimulation.End.busy), ("+492111234573", .voicemail), ("+492119999999", .connect),
        ])
    func ends(_ to: String, _ end: CallSimulation.End) throws {
        #expect(try live(to) == [.end(end)])
    }

    @Test("Time goes on with what is heard, and with silence")
    func time() throws {
        var call = CallSimulation(
            responder: try Example.responder(), direction: .incoming, from: .anonymous,
            to: try PhoneNumber("+492111234567"), at: Example.noon)
        _ = call.begin()
        #expect(call.moment.milliseconds == Example.noon.milliseconds + 1000)
        _ = call.press(nil)
        #expect(call.moment.milliseconds == Example.noon.milliseconds + 1000 + 4000 + 1000)
    }
}
