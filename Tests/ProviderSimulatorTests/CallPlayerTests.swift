import CallFlow
import Foundation
import ProviderFixtures
import ProviderSimulator
import Sipgate
import Support
import TelephoneAudio
import Telephony
import Testing

/// Calls as the provider reports them, request by request.
struct CallPlayerTests {
    /// `event user cause from>to diversion original` of every event; `original` is the number of the leg that `origCallId` names.
    private static func story(_ events: [[String: String]]) -> [String] {
        var legs: [String] = []
        return events.map { event in
            let id = event["callId"] ?? ""
            if !legs.contains(id) { legs.append(id) }
            let original = event["origCallId"].flatMap { legs.firstIndex(of: $0) }.map { "orig \($0)" }
            return [
                "\(legs.firstIndex(of: id) ?? -1)", event["event"], event["cause"], event["user"] ?? event["user[]"],
                event["diversion"].map { "div \($0)" }, original, event["dtmf"].map { "dtmf \($0)" },
            ].compactMap { $0 }.joined(separator: " ")
        }
    }

    private static let all = "Ada Lovelace,Jürgen Müller"
    private static let diversion = "div 492111234567"

    @Test(
        "the telephone that rings: its events in the order of the documents",
        arguments: [
            (.answers, ["0 answer Ada Lovelace orig 0", "0 hangup normalClearing orig 0"], .answered),
            (.busy, ["0 hangup busy orig 0"], .missed),
            (.rings, ["0 hangup noAnswer orig 0"], .missed),
            (
                .voicemail,
                [
                    "0 hangup forwarded orig 0", "1 newCall voicemail \(diversion) orig 0",
                    "1 answer voicemail \(diversion) orig 0", "1 hangup normalClearing \(diversion) orig 0",
                ], .voicemail
            ),
            (
                .transfers,
                [
                    "0 answer Ada Lovelace orig 0", "1 newCall Jürgen Müller \(diversion) orig 0",
                    "1 answer Jürgen Müller \(diversion) orig 0", "1 hangup normalClearing \(diversion) orig 0",
                    "0 hangup normalClearing orig 0",
                ], .answered
            ),
            (
                .unanswered,
                [
                    "0 answer Ada Lovelace orig 0", "1 newCall Jürgen Müller \(diversion) orig 0",
                    "1 hangup noAnswer \(diversion) orig 0", "0 hangup normalClearing orig 0",
                ], .answered
            ),
            (
                .forwards,
                [
                    "0 hangup forwarded orig 0", "1 newCall Jürgen Müller \(diversion) orig 0",
                    "1 answer Jürgen Müller \(diversion) orig 0", "1 hangup normalClearing \(diversion) orig 0",
                ], .answered
            ),
        ] as [(ScriptedCall.Phone, [String], PlayedCall.Outcome)])
    func phone(_ phone: ScriptedCall.Phone, _ story: [String], _ outcome: PlayedCall.Outcome) async throws {
        let server = try await TestServer { fields, request in
            TestServer.xml("", subscribed: "http://" + (request.header("Host") ?? ""))
        }
        let call = try await server.play([ScriptedCall(phone: phone)])[0]
        #expect(Self.story(server.events) == ["0 newCall \(Self.all) orig 0"] + story)
        #expect(call.outcome == outcome && call.failures.isEmpty)
        let first = try #require(server.events.first)
        #expect(first["direction"] == "in" && first["from"] == "4930555001" && first["to"] == "492111234567")
        #expect(first["userId[]"] == "w0,w1" && first["fullUserId[]"] == "1234567w0,1234567w1")
        #expect(first["xcid"]?.count == 16 && Set(server.events.map { $0["xcid"] }).count == 1)
        await server.api.stop()
    }

    @Test(
        "a menu: the sound is fetched without a signature, keys are posted where the answer says, and a caller hangs up"
    )
    func menu() async throws {
        let sound = Wave.tone(milliseconds: 2_500)
        let server = try await TestServer { fields, request in
            let url = "http://" + (request.header("Host") ?? "")
            switch (request.method, fields["event"], fields["dtmf"]) {
            case ("GET", _, _): return .bytes(status: 200, headers: [("Content-Type", "audio/wav")], body: sound)
            case (_, "newCall", _), (_, "dtmf", nil):
                return TestServer.xml(
                    """
                    <Gather onData="\(url)/keys?a=1&amp;b=2" maxDigits="2" timeout="4000">
                        <Play><Url>\(url)/media/menu-0123456789abcdef.wav</Url></Play>
                    </Gather>
                    """,
                    subscribed: url)
            default: return TestServer.xml("<Hangup/>", subscribed: url)
            }
        }
        let calls = try await server.play([
            ScriptedCall(0, keys: ["", "123"]), ScriptedCall(100, hangUp: 1_000), ScriptedCall(200, lost: [.hangup]),
        ])
        #expect(
            Self.story(server.events) == [
                "0 newCall \(Self.all) orig 0", "0 dtmf", "0 dtmf dtmf 12", "0 hangup normalClearing orig 0",
                "1 newCall \(Self.all) orig 1", "1 dtmf dtmf -1", "1 hangup cancel orig 1",
                "2 newCall \(Self.all) orig 2",
            ] + (0..<200).map { _ in "2 dtmf" })
        let posts = server.api.requests.filter { $0.method == "POST" }
        #expect(posts[1].target == "/keys?a=1&b=2" && posts[0].target == "/sipgate")
        #expect(posts[0].header("user-agent") == "sipgate.io")
        #expect(calls[0].steps.count == 5 && calls[0].outcome == .ended)
        #expect(calls[0].duration > .seconds(9) && calls[0].duration < .seconds(10))
        #expect(calls[1].outcome == .abandoned && calls[1].duration == .seconds(1))
        // A menu without an end is left at some time.
        #expect(calls[2].outcome == .abandoned)
        let fetches = server.api.requests.filter { $0.method == "GET" }
        #expect(fetches.allSatisfy { $0.header("x-sipgate-signature") == nil && $0.header("authorization") == nil })
        await server.api.stop()
    }

    @Test(
        "sounds that the network skips, of which the caller hears nothing",
        arguments: [
            (.bytes(status: 200, headers: [], body: Wave.tone(milliseconds: 500)), nil),
            (.bytes(status: 200, headers: [], body: Wave.tone(milliseconds: 500, rate: 44_100)), [.sampleRate(44_100)]),
            (.bytes(status: 200, headers: [], body: Array("ID3 no sound".utf8)), [.container("text")]),
            (
                .bytes(status: 200, headers: [], body: Array(Wave.tone(milliseconds: 500).dropLast(100))),
                [.dataSize(claimed: 8000, found: 7900), .riffSize(claimed: 8036, found: 7936)]
            ),
            (.bytes(status: 200, headers: [], body: []), [.container("an empty file")]),
        ] as [(LoopbackServer.Reply, [PlayObstacle]?)])
    func sound(_ reply: LoopbackServer.Reply, _ obstacles: [PlayObstacle]?) async throws {
        let server = try await TestServer { fields, request in
            let url = "http://" + (request.header("Host") ?? "")
            return request.method == "GET"
                ? reply : TestServer.xml("<Play><Url>\(url)/a.wav</Url></Play>", subscribed: url)
        }
        let call = try await server.play([ScriptedCall()])[0]
        let skip = obstacles.map { NetworkSound.Skip.obstacles($0) }
        let heard: NetworkSound? = call.steps.lazy.compactMap { step in
            switch step {
            case .heard(let sound, _), .skipped(let sound): sound
            default: nil
            }
        }.first
        #expect(heard?.skip == skip, "\(String(describing: heard))")
        #expect(heard?.seconds == (skip == nil ? 0.5 : 0))
        // After the sound, or without one, the telephone rings.
        #expect(call.outcome == .answered)
        await server.api.stop()
    }

    @Test("a sound that cannot be fetched", arguments: [404, 302, 401, 500])
    func unfetched(_ status: Int) async throws {
        let server = try await TestServer { fields, request in
            let url = "http://" + (request.header("Host") ?? "")
            return request.method == "GET"
                ? .answer(status: status, body: "") : TestServer.xml("<Play><Url>\(url)/a.wav</Url></Play>")
        }
        let call = try await server.play([ScriptedCall()])[0]
        #expect(call.skipped.map(\.skip) == [.unfetched(.status(status))])
        await server.api.stop()
    }

    @Test(
        "redirects of a sound are followed within the server",
        arguments: [
            ("/media/b.wav", nil), ("/media/loop.wav", .tooManyRedirects),
            ("https://elsewhere.example/b.wav", .foreign("https://elsewhere.example/b.wav")),
        ] as [(String, DeliveryFailure?)])
    func redirected(_ location: String, _ failure: DeliveryFailure?) async throws {
        let sound = Wave.tone(milliseconds: 500)
        let server = try await TestServer { fields, request in
            let url = "http://" + (request.header("Host") ?? "")
            switch request.line {
            case "GET /media/b.wav": return .bytes(status: 200, headers: [], body: sound)
            case "GET /media/a.wav", "GET /media/loop.wav":
                return .answer(status: 302, headers: [("Location", location)], body: "")
            default: return TestServer.xml("<Play><Url>\(url)/media/a.wav</Url></Play>")
            }
        }
        let call = try await server.play([ScriptedCall()])[0]
        #expect(call.skipped.map(\.skip) == (failure.map { [.unfetched($0)] } ?? []))
        await server.api.stop()
    }

    @Test(
        "answers of no use: the call rings as if there were no webhook",
        arguments: [
            (.answer(status: 204, body: ""), .status(204)),
            (.answer(status: 302, headers: [("Location", "/")], body: ""), .status(302)),
            (.answer(status: 500, headers: [("Content-Type", "application/xml")], body: "<Response/>"), .status(500)),
            (
                .answer(status: 200, headers: [("Content-Type", "text/plain")], body: "<Response/>"),
                .contentType("text/plain")
            ),
            (.answer(status: 200, headers: [("Content-Type", "application/xml")], body: "no"), .unusable(.notXML)),
            (.silence, .timedOut(after: .milliseconds(300))),
            (.stall("<Response>"), .timedOut(after: .milliseconds(300))),
            (.hangUp, .connection(.closed)),
        ] as [(LoopbackServer.Reply, DeliveryFailure)])
    func useless(_ reply: LoopbackServer.Reply, _ failure: DeliveryFailure) async throws {
        let server = try await TestServer { _, _ in reply }
        // Long for the answers that come, which may take a while on a busy machine.
        let timeout: Duration = if case .timedOut(let limit) = failure { limit } else { .seconds(60) }
        let call = try await server.play([ScriptedCall()], timeout: timeout)[0]
        #expect(call.failures.map(\.reason) == [failure] && call.outcome == .answered)
        var summary = DaySummary()
        summary.add(call)
        #expect(!summary.isFlawless && summary.failures == ["newCall: \(failure)": 1])
        await server.api.stop()
    }

    @Test("addresses that are not the server's are not contacted, those of its public URL lead to it")
    func addresses() async throws {
        let server = try await TestServer { fields, request in
            TestServer.xml(
                fields["event"] == "newCall"
                    ? """
                    <Gather onData="https://phone.example.com/ann/keys">
                        <Play><Url>https://elsewhere.example/a.wav</Url></Play>
                    </Gather>
                    """ : "<Hangup/>")
        }
        let call = try await server.play([ScriptedCall()], publicURL: "https://phone.example.com/ann")[0]
        #expect(server.api.requests.map(\.line) == ["POST /ann/sipgate", "POST /ann/keys"])
        #expect(call.skipped.map(\.skip) == [.unfetched(.foreign("https://elsewhere.example/a.wav"))])
        #expect(call.outcome == .ended)
        await server.api.stop()
    }

    @Test("credentials are sent once they are asked for, and every event is signed over its own bytes")
    func authentication() async throws {
        let server = try await TestServer { fields, request in
            request.header("Authorization") == "Basic aW86c2VjcmV0"
                ? TestServer.xml("<Hangup/>")
                : .answer(status: 401, headers: [("WWW-Authenticate", "Basic realm=\"a\"")], body: "")
        }
        let signer = try PushSigner()
        let call = try await server.play([ScriptedCall()], signer: signer, credentials: "io:secret")[0]
        #expect(call.outcome == .ended && call.failures.isEmpty)
        let posts = server.api.requests
        #expect(posts.map { $0.header("Authorization") == nil } == [true, false])
        let signature = try WebhookSignature(publicKeys: [signer.publicKey])
        #expect(posts.allSatisfy { signature.verifies($0.header("X-Sipgate-Signature") ?? "", body: $0.body) })
        #expect(try PushSigner(pem: signer.privateKey).publicKey == signer.publicKey)
        await server.api.stop()
    }
}
