import CallFlow
import MediaLibrary
import ProviderSimulator
import ServerFixtures
import Sipgate
import Support
import Synchronization
import Telephony
import Testing

@testable import Webhook

/// Calls that were in a menu when the configuration was edited.
@Suite("Calls go on by the plan that they began with")
struct EarlierPlanTests {
    private let live: LivePlan
    /// What can be heard now.
    private let audible: Audible

    private final class Audible: Sendable {
        let catalogue: Mutex<Catalogue>
        init(_ catalogue: Catalogue) { self.catalogue = Mutex(catalogue) }
    }

    init() throws {
        let audible = Audible(try Example.catalogue())
        self.audible = audible
        live = LivePlan(
            .init(plan: try Example.plan(), signature: nil), tokens: try PositionTokens(secret: Example.secret),
            catalogue: { audible.catalogue.withLock { $0 } })
    }

    private func respond(_ form: String, token: String? = nil, minutes: Double = 0) throws -> WebhookOutcome {
        live.responder.respond(to: try CallEvent(form: form.utf8), token: token, at: Self.moment(minutes))
    }

    private static func moment(_ minutes: Double) -> Moment { Example.noon.adding(.seconds(minutes * 60)) }

    /// A call to the main menu.
    private func call() throws -> String {
        let asked = try respond("event=newCall&callId=1&direction=in&from=4915799912345&to=492111234567")
        return try #require(Self.token(of: asked))
    }

    private static func token(of outcome: WebhookOutcome) -> String? {
        guard case .gather(let gather)? = outcome.response.action else { return nil }
        return gather.onData.text.split(separator: "/").last.map(String.init)
    }

    private func edit(_ old: String, _ new: String, minutes: Double = 0) throws {
        let text = Example.text.replacing(old, with: new)
        try #require(text != Example.text)
        live.replace(.init(plan: try Example.plan(text), signature: nil), at: Self.moment(minutes))
    }

    @Test(
        "Keys mean what they meant when the menu was heard",
        arguments: [
            ("the menu is renamed", "{ menu: main }", "{ menu: front }", "  main:", "  front:"),
            ("the menu is deleted", "{ menu: main }", "hangup", "  main:", "  unused:"),
            ("the keys change places", "2: voicemail, 9: hangup", "9: voicemail, 2: hangup", "", ""),
            ("the key is gone", "2: voicemail, ", "", "", ""),
            ("the number is gone", "  +49 211 1234567: { menu: main }\n", "", "", ""),
        ])
    func edited(_ name: String, _ old: String, _ new: String, _ old2: String, _ new2: String) throws {
        let token = try call()
        var text = Example.text.replacing(old, with: new)
        if !old2.isEmpty { text = text.replacing(old2, with: new2) }
        live.replace(.init(plan: try Example.plan(text), signature: nil), at: Self.moment(0))
        for minutes in [0, 14.9] {
            let outcome = try respond("event=dtmf&callId=1&dtmf=2", token: token, minutes: minutes)
            #expect(outcome.decision?.answer == .voicemail)
        }
        // A wrong key, and then the right one: the call stays with its plan.
        let again = try respond("event=dtmf&callId=1&dtmf=7", token: token, minutes: 1)
        let next = try #require(Self.token(of: again))
        #expect(try respond("event=dtmf&callId=1&dtmf=9", token: next, minutes: 2).decision?.answer == .hangup)
        // Later only the new plan is known.
        #expect(
            try respond("event=dtmf&callId=1&dtmf=2", token: token, minutes: 15.1).decision?.answer != .voicemail)
    }

    @Test("New calls, hours and settings are those of the new plan")
    func newCalls() throws {
        let token = try call()
        try edit("2: voicemail", "2: { dial: +49 30 123456 }")
        let other = try #require(Self.token(of: try respond("event=newCall&callId=2&to=492111234567")))
        guard case .dial = try respond("event=dtmf&callId=2&dtmf=2", token: other).decision?.answer else {
            Issue.record("not dialled")
            return
        }
        #expect(try respond("event=dtmf&callId=1&dtmf=2", token: token).decision?.answer == .voicemail)
        // The same steps under another address: one plan, with the settings of now.
        live.replace(
            .init(
                plan: try Example.plan(Example.text.replacing("phone.example.com", with: "voice.example.com")),
                signature: nil), at: Self.moment(1))
        let moved = try respond("event=dtmf&callId=1&dtmf=7", token: token, minutes: 1)
        #expect(moved.response.xml.contains("https://voice.example.com/ann/sipgate"))
    }

    @Test("An announcement that is gone is still heard in a call that began before")
    func announcements() throws {
        let token = try call()
        try edit("9: hangup", "8: hangup")
        // Its file can still be fetched, though nothing plays it.
        var builder = CatalogueBuilder()
        let name = "wrong-key-main-menu-0123456789abcdef.wav"
        builder.set(file: audible.catalogue.withLock { $0.file(named: name) }, named: name)
        audible.catalogue.withLock { $0 = builder.catalogue() }
        let outcome = try respond("event=dtmf&callId=1&dtmf=7", token: token)
        #expect(outcome.heard?.description == "wrong-key+main-menu")
        audible.catalogue.withLock { $0 = CatalogueBuilder().catalogue() }
        #expect(try respond("event=dtmf&callId=1&dtmf=7", token: token).heard == nil)
    }

    @Test("No edit loses a call: 500 edits in five minutes, and calls that wait through any number of them")
    func manyEdits() throws {
        var random = SeededRandom(seed: 5)
        var waiting: [(token: String, id: Int, since: Int)] = []
        for round in 0..<500 {
            let minutes = Double(round) / 100
            var lines = Example.text.split(separator: "\n").map(String.init)
            let (name, flow) = (["main", "front", "desk"].randomElement(using: &random) ?? "", round % 7)
            lines = lines.map {
                $0.replacing("{ menu: main }", with: flow == 0 ? "hangup" : "{ menu: \(name) }")
                    .replacing("  main:", with: "  \(name):")
                    .replacing(
                        "choices: { 1: ", with: "choices: { \(["1", "3", "4"].randomElement(using: &random) ?? ""): ")
            }
            if flow == 1 { lines.removeAll { $0.contains("1234573") } }
            live.replace(
                .init(plan: try Example.plan(lines.joined(separator: "\n")), signature: nil), at: Self.moment(minutes))
            let asked = try respond("event=newCall&callId=\(round)&to=492111234567", minutes: minutes)
            if let token = Self.token(of: asked) { waiting.append((token, round, round)) }
            guard let index = waiting.indices.randomElement(using: &random) else { continue }
            let call = waiting.remove(at: index)
            let key = ["2", "9", "7", "1"].randomElement(using: &random) ?? ""
            let outcome = try respond("event=dtmf&callId=\(call.id)&dtmf=\(key)", token: call.token, minutes: minutes)
            #expect(outcome.refusal == nil, "edit \(round), a call since edit \(call.since)")
            if let token = Self.token(of: outcome) { waiting.append((token, call.id, call.since)) }
        }
    }

    @Test("Memory is bounded: many edits of a large configuration forget the oldest")
    func bounded() throws {
        var earlier = EarlierPlans()
        var configuration = try Example.plan().configuration
        for index in 0..<15_000 {
            let name = "flow\(index)"
            configuration.flows[name] = StepList(path: "flows.\(name)", steps: [.hangup])
        }
        var plans: [UInt32] = []
        for edit in 0..<50 {
            configuration.flows["edited"] = StepList(path: "flows.edited", steps: [.flow("flow\(edit)")])
            let plan = CallPlan(configuration)
            earlier.keep(plan, try Example.catalogue(), at: Self.moment(0))
            plans.append(plan.fingerprint)
        }
        #expect(Set(plans).count == 50)
        #expect(earlier.count > 30 && earlier.count < 50)
        #expect(earlier[plans[49], at: Self.moment(1)] != nil && earlier[plans[0], at: Self.moment(1)] == nil)
        // What is older than a quarter of an hour goes with the next edit.
        earlier.keep(try Example.plan(), try Example.catalogue(), at: Self.moment(20))
        #expect(earlier.count == 1)
    }
}
