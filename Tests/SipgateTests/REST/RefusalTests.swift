import ProviderFixtures
import ProviderSimulator
import Sipgate
import Support
import Testing

/// Refusals as errors.
@Suite struct RefusalTests {
    /// A refusal by status, and the name of its case.
    struct Sample: Sendable {
        let status: Int
        let name: String
        let call: @Sendable (SipgateClient) async throws -> Void
    }

    static let samples = [
        general(400, "refused"), general(401, "unauthorized"), general(402, "insufficientFunds"),
        general(403, "forbidden"), general(404, "notFound"), general(409, "conflict"), general(418, "refused"),
        general(429, "tooManyRequests"), general(500, "refused"), general(503, "refused"),
        Sample(status: 403, name: "webhooksNotAvailable") { _ = try await $0.webhookSettings.get() },
        Sample(status: 400, name: "invalidCall", call: start),
        Sample(status: 402, name: "insufficientFunds", call: start),
        Sample(status: 403, name: "callerNotAccessible", call: start),
        Sample(status: 404, name: "callNotFound") { try await $0.calls.hangUp(RunningCall.ID("A")) },
        Sample(status: 409, name: "callNotEstablished") { try await $0.calls.hold(RunningCall.ID("A")) },
        Sample(status: 403, name: "smsLineNotAccessible", call: text),
        Sample(status: 402, name: "insufficientFunds", call: text),
        Sample(status: 404, name: "faxNotFound") { _ = try await $0.fax.status(of: HistoryEntry.ID("x")) },
        Sample(status: 404, name: "faxNotFound") { try await $0.fax.resend(HistoryEntry.ID("x")) },
        Sample(status: 500, name: "unreadableCSV") {
            try await $0.contacts.importCSV(ContactTable("firstname,lastname,number\na,b,1"))
        },
        Sample(status: 400, name: "invalidHistoryFilter") { _ = try await $0.history.entries().collect() },
        Sample(status: 404, name: "historyEntryNotFound") { _ = try await $0.history.entry(HistoryEntry.ID("x")) },
    ]

    private static func general(_ status: Int, _ name: String) -> Sample {
        Sample(status: status, name: name) { _ = try await $0.numbers.list().collect() }
    }

    private static let start: @Sendable (SipgateClient) async throws -> Void = {
        _ = try await $0.calls.start(to: SipgateTests.Sample.number(), from: .extension(CallingExtension("e0")))
    }

    private static let text: @Sendable (SipgateClient) async throws -> Void = {
        try await $0.sms.send(SMSText("a"), to: SipgateTests.Sample.number(), from: SMSLine("s0"))
    }

    @Test("Each refusal has its case, with status, scope and the API's explanation", arguments: samples)
    func cases(sample: Sample) async throws {
        try await withAPI(adjust: { $0.retries = .none }) { api, client in
            api.next(.refusal(sample.status, detail: "because"))
            let error = try await #require(throws: SipgateError.self) { try await sample.call(client) }
            #expect(Mirror(reflecting: error).children.first?.label == sample.name)
            let refusal = try #require(error.refusal)
            #expect(refusal.status == sample.status)
            #expect(refusal.summary == "because")
            #expect(!refusal.scope.isEmpty)
            #expect(refusal.request == api.requests[0].line.replacing("/v2/", with: "").prefix { $0 != "?" })
        }
    }

    @Test(
        "The API's explanation is found in all its forms, and limited",
        arguments: [
            ("Unauthorized", "Unauthorized"), ("", ""), ("<html>", "<html>"), (#"{"errors":[]}"#, ""), ("{}", ""),
            (" [] ", ""),
            ("null", ""), (#""why""#, "why"), (#"{"code":3,"message":"why"}"#, "why"), (#"{"code":3}"#, #"{"code":3}"#),
            (#"{"errors":[{"status":403,"title":"T","detail":"D","source":{"pointer":"/smsId"}}]}"#, "D"),
            (#"{"errors":[{"status":"403","title":"T"},{"detail":"E"}]}"#, "T; E"),
            (#"{"errors":"nonsense"}"#, #"{"errors":"nonsense"}"#),
            (String(repeating: "x", count: 100_000), String(repeating: "x", count: 2_000)),
        ])
    func words(body: String, summary: String) async throws {
        try await withAPI { api, client in
            api.next(.answer(status: 403, body: body))
            let error = try await #require(throws: SipgateError.self) { _ = try await client.user.info() }
            #expect(error.refusal?.summary == summary)
        }
    }

    @Test(
        "Redirects are not followed, and no other host receives the credentials", arguments: [301, 302, 303, 307, 308])
    func redirection(status: Int) async throws {
        let other = try await ProviderAPI()
        try await withAPI { api, client in
            let target = other.address + "/authorization/userinfo"
            api.next(.answer(status: status, headers: [("Location", target)], body: ""))
            await #expect(throws: SipgateError.redirected(status: status, to: target)) {
                _ = try await client.user.info()
            }
            #expect(api.requests.count == 1)
            #expect(other.requests.isEmpty)
        }
        await other.stop()
    }

    @Test(
        "A malformed success is reported with its place",
        arguments: [
            ("", ""), ("[", ""), ("{}", "items"), (#"{"items":{}}"#, "items"),
            (#"{"items":[{"alias":"a"}]}"#, "items.0.id"),
            (#"{"items":[{"id":"s0"},{"id":"w1"}]}"#, "items.1.id"), ("\u{FEFF}null", ""),
        ])
    func malformed(body: String, path: String) async throws {
        try await withAPI { api, client in
            api.next(.json(body))
            let error = try await #require(throws: SipgateError.self) {
                _ = try await client.sms.lines(of: WebUser("w0"))
            }
            guard case .malformedAnswer(let request, let place, let reason) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(request == "GET w0/sms")
            #expect(place == path)
            #expect(!reason.isEmpty)
        }
    }

    @Test("Missing and unknown fields of an answer are tolerated")
    func lenient() async throws {
        var account = SimulatedAccount.sample
        account.webhookLog = JSONObject.all(
            #"{"created":"2026-11-21T15:00:00Z","url":"https://a","status":600,"xmlError":null,"novelty":{"a":[1]}}"#,
            #"{"created":"yesterday","status":"200","request":"event=newCall"}"#)
        try await withAPI(account) { _, client in
            let log = try await client.webhookLog.entries()
            #expect(log.map(\.status) == ["600", "200"])
            #expect(log.map(\.isError) == [true, false])
            #expect(log.map { $0.date == nil } == [false, true])
            let history = try await client.history.entries().collect()
            #expect(history.map(\.kind.rawValue) == ["FAX", "CALL", "HOLOGRAM"])
            #expect(history.last?.details == .other)
        }
    }
}
