import Foundation
import Sipgate
import Support
import Synchronization
import Testing

/// Requests that a webhook answers or refuses.
@Suite struct DispatcherTests {
    private static let call = "event=newCall&direction=in&from=4915799912345&to=492111234567&callId=A1&user[]=Ada"

    private func webhook() throws -> Webhook<Void> {
        Webhook(at: try SigningProvider.url.get(), signature: try SigningProvider.signature) { _ in .reject(.busy) }
    }

    struct Case: Sendable {
        var method = "POST"
        var type: String? = "application/x-www-form-urlencoded"
        var body = DispatcherTests.call
        /// `nil`: the right one.
        var signature: String?
        var target = "/sipgate"
        var refusal: EventRefusal?
    }

    static let cases = [
        Case(), Case(type: "application/x-www-form-urlencoded; charset=UTF-8"),
        Case(type: "Application/X-WWW-Form-URLencoded ;a=b"),
        Case(target: "https://phone.example.com/any/other/path?tenant=3"), Case(body: call + "&novelty=1&user[]=%E9"),
        Case(method: "GET", refusal: .method), Case(method: "HEAD", refusal: .method),
        Case(method: "", refusal: .method),
        Case(method: "post", refusal: .method), Case(type: nil, refusal: .notForm),
        Case(type: "application/json", refusal: .notForm),
        Case(type: "application/x-www-form-urlencoded2", refusal: .notForm),
        Case(body: call + String(repeating: "&a=b", count: 20_000), refusal: .tooLarge(limit: 65_536)),
        Case(signature: "", refusal: .wrongSignature), Case(signature: "AAAA", refusal: .wrongSignature),
        Case(signature: CapturedPush.newCall.signature, refusal: .wrongSignature),
        Case(body: "", refusal: .notEvent(.missing(.event))),
        Case(body: "event=newCall&direction=in&to=1", refusal: .notEvent(.missing(.callID))),
        Case(body: "event=ring&callId=1", refusal: .notEvent(.unknownEvent("ring"))),
        Case(body: "event=newCall&callId=%E9&to=1", refusal: .notEvent(.form(.invalidUTF8(at: 21)))),
        Case(target: "/sipgate?state=AAAA", refusal: .foreignURL),
        Case(body: "event=dtmf&dtmf=1&callId=A1", target: "/sipgate?state=AAAA", refusal: .foreignURL),
        Case(body: "event=hangup&callId=A1", target: "/sipgate?a=b&state=", refusal: .foreignURL),
    ]

    @Test("Only whole, signed events are answered; the rest has a status, a sentence and no XML", arguments: cases)
    func requests(test: Case) async throws {
        var headers = try SigningProvider.headers(test.body).filter { $0.name != "Content-Type" }
        if let type = test.type { headers.append(("content-TYPE", type)) }
        if let signature = test.signature { headers[1].value = signature }
        let reply = try await webhook().reply(
            method: test.method, target: test.target, headers: headers, body: Array(test.body.utf8))
        guard let refusal = test.refusal else {
            #expect(reply.status == 200 && reply.body.contains(#"<Reject reason="busy"/>"#))
            return
        }
        #expect(reply.status == refusal.status)
        #expect(reply.body == "\(refusal)\n")
        #expect(reply.error as? EventRefusal == refusal)
        #expect(reply.headers.contains { $0 == ("Allow", "POST") } == (refusal == .method))
    }

    @Test("A body that was altered on its way is refused, and so is one without a signature")
    func altered() async throws {
        let webhook = try webhook()
        let headers = try SigningProvider.headers(Self.call)
        for index in Self.call.utf8.indices {
            var body = Array(Self.call.utf8)
            body[Self.call.utf8.distance(from: Self.call.utf8.startIndex, to: index)] ^= 1
            let reply = await webhook.reply(method: "POST", target: "/", headers: headers, body: body)
            #expect(reply.error as? EventRefusal == .wrongSignature)
        }
        let unsigned = await webhook.reply(
            method: "POST", target: "/", headers: Array(headers.dropLast()), body: Self.call.utf8)
        #expect(unsigned.error as? EventRefusal == .notSigned)
    }

    @Test("The provider's signature is required unless another one is asked for")
    func defaults() async throws {
        let push = CapturedPush.newCall
        let headers = [
            (name: "Content-Type", value: "application/x-www-form-urlencoded"),
            (name: "X-Sipgate-Signature", value: push.signature),
        ]
        let webhook = Webhook(at: try SigningProvider.url.get()) { _ in .hangup }
        let genuine = await webhook.reply(method: "POST", target: "/", headers: headers, body: push.body)
        #expect(genuine.status == 200 && genuine.body.contains("<Hangup/>"))
        #expect(try await SigningProvider.post(Self.call, at: webhook).error as? EventRefusal == .wrongSignature)
        let open = Webhook(at: try SigningProvider.url.get(), signature: nil) { _ in .hangup }
        let unsigned = await open.reply(
            method: "POST", target: "/", headers: [headers[0]], body: Array(Self.call.utf8))
        #expect(unsigned.status == 200)
    }

    private struct Trouble: Error {}

    @Test("What a handler throws is for the log only, and the call rings as usual")
    func failure() async throws {
        let webhook = Webhook(at: try SigningProvider.url.get(), signature: nil) { _ in
            throw Trouble()
        } onHangup: { _ in
            throw Trouble()
        }
        for body in [Self.call, "event=hangup&callId=A1"] {
            let reply = try await SigningProvider.post(body, at: webhook)
            #expect(reply.status == 500 && reply.body == "The event could not be answered.\n" && reply.error is Trouble)
        }
    }

    @Test("Events go to their handlers, whose answers say where the next ones go")
    func handlers() async throws {
        let heard = Mutex<[String]>([])
        @Sendable func hear(_ text: String) { heard.withLock { $0.append(text) } }
        let webhook = Webhook(at: try AbsoluteURL("https://a.example/s?tenant=3"), signature: nil) { call in
            hear("new \(call.callID) \(call.from)")
            return try .gather(maxDigits: 2, timeout: .milliseconds(1))
        } onAnswer: { call in
            hear("answer \(call.user, default: "-")")
        } onHangup: { call in
            hear("hangup \(call.cause, default: "-")")
        } onData: { pressed in
            hear("data \(pressed.input)")
            return .connect
        }
        let reply = try await SigningProvider.post(Self.call, at: webhook)
        let url = "https://a.example/s?tenant=3"
        for path in ["/Response/@onAnswer", "/Response/@onHangup", "//Gather/@onData"] {
            #expect(try value(path, in: reply.body) == url)
        }
        for body in [
            "event=dtmf&dtmf=%2A1&callId=A1", "event=answer&callId=A1&user=Ada", "event=hangup&callId=A1&cause=busy",
        ] {
            #expect(try await SigningProvider.post(body, to: "/s?tenant=3", at: webhook).status == 200)
        }
        #expect(
            heard.withLock { $0 } == ["new A1 +4915799912345", #"data keys("*1")"#, "answer Ada", "hangup busy"])
    }

    @Test("The voicemail that takes a call over can be told from other calls")
    func voicemail() async throws {
        let webhook = Webhook(at: try SigningProvider.url.get(), signature: nil) { $0.isVoicemail ? .connect : .hangup }
        let taken = Self.call.replacing("user[]=Ada", with: "user%5B%5D=voicemail&origCallId=A0")
        #expect(try await SigningProvider.post(taken, at: webhook).body.hasSuffix("<Response/>\n"))
        #expect(try await SigningProvider.post(Self.call, at: webhook).body.contains("<Hangup/>"))
    }
}
