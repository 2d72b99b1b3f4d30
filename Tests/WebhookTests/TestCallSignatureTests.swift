import AnnounceServer
import CallFlow
import ServerFixtures
import Sipgate
import Support
import Telephony
import Testing

@testable import Dashboard
@testable import Webhook

/// What a trial call is believed by.
struct TestCallSignatureTests {
    private let signature = TestCallSignature(secret: Example.secret)
    private let form = Array("event=newCall&direction=in&to=492111234567&callId=announce-trial-1".utf8)

    private func later(_ seconds: Int64) -> Moment { Moment(milliseconds: Example.noon.milliseconds + seconds * 1000) }

    @Test("a signature is valid for a minute to either side, for this form and this secret")
    func scope() {
        let text = signature.text(for: form, at: Example.noon)
        for seconds in [-60, 0, 59, 60] as [Int64] {
            #expect(signature.verifies(text, form: form, at: later(seconds)))
        }
        for seconds in [-61, 61, 86_400] as [Int64] {
            #expect(!signature.verifies(text, form: form, at: later(seconds)))
        }
        #expect(!signature.verifies(text, form: form + [0x20], at: Example.noon))
        let other = TestCallSignature(secret: Example.secret.reversed().map { $0 ^ 1 })
        #expect(!other.verifies(text, form: form, at: Example.noon))
    }

    @Test(
        "anything else is invalid",
        arguments: [
            "", ".", "1767610800", "1767610800.", "1767610800.00", "-9223372036854775808.00", "99999999999999999999.00",
            "01767610800.\(String(repeating: "0", count: 64))", "1767610800.\(String(repeating: "0", count: 64))",
            "1767610800.\(String(repeating: "g", count: 64))", "1767610800.\(String(repeating: "0", count: 64)).",
        ])
    func garbage(text: String) {
        #expect(!signature.verifies(text, form: form, at: Example.noon))
    }

    @Test("upper-case digits are invalid")
    func oneSpelling() {
        let text = signature.text(for: form, at: Example.noon)
        #expect(!signature.verifies(text.uppercased(), form: form, at: Example.noon))
    }

    @Test("only new trial calls are covered")
    func events() throws {
        func event(_ text: String) throws -> CallEvent { try CallEvent(form: Array(text.utf8)) }
        #expect(TestCallSignature.covers(try event("event=newCall&direction=in&to=49211&callId=announce-trial-1")))
        #expect(!TestCallSignature.covers(try event("event=newCall&direction=in&to=49211&callId=8F3A91")))
        #expect(!TestCallSignature.covers(try event("event=dtmf&dtmf=1&callId=announce-trial-1")))
    }

    @Test("a test call needs no provider signature; no other event can use the test signature")
    func webhook() async throws {
        let now = Moment.now
        let server = try await RunningServer(signature: .provider, trials: signature, adjust: { $0.now = { now } })
        func status(_ form: String, _ field: String?) async throws -> Int {
            let client = try server.client()
            let text = if let field { post(form, "X-Announce-Trial: \(field)") } else { post(form) }
            await client.send(text)
            return try await client.readAnswer().status
        }
        let trial = String(decoding: form, as: UTF8.self)
        let call = trial.replacing("announce-trial-1", with: "8F3A91")
        #expect(try await status(trial, nil) == 403)
        #expect(try await status(trial, signature.text(for: form, at: now)) == 200)
        #expect(try await status(call, signature.text(for: form, at: now)) == 403)
        #expect(try await status(call, signature.text(for: Array(call.utf8), at: now)) == 403)
        try await server.stop()
    }
}
