import Foundation
import ProviderFixtures
import ProviderSimulator
import Sipgate
import Support
import Telephony
import Testing

/// The requests of every call of the library.
@Suite struct RequestTests {
    struct Exchange: Sendable, CustomTestStringConvertible {
        let name: String
        /// Request lines, each with its body.
        let sent: [String]
        let call: @Sendable (SipgateClient) async throws -> Void

        init(_ name: String, _ sent: String..., call: @escaping @Sendable (SipgateClient) async throws -> Void) {
            self.name = name
            self.sent = sent
            self.call = call
        }

        var testDescription: String { name }
    }

    @Test("Each call sends exactly the documented request", arguments: webhooks + calls + messages + contacts + others)
    func exact(exchange: Exchange) async throws {
        try await withAPI(Self.account, now: { Moment(milliseconds: 1_795_273_200_000) }) { api, client in
            try await exchange.call(client)
            let sent = api.requests.map { $0.body.isEmpty ? $0.line : "\($0.line) \($0.text)" }
            #expect(sent == exchange.sent.map { $0.replacing(" /", with: " /v2/", maxReplacements: 1) })
            for request in api.requests {
                #expect(request.header("Authorization") == Sample.basic)
                #expect(request.header("Accept") == "application/json")
                #expect(request.header("Content-Type") == (request.body.isEmpty ? nil : "application/json"))
            }
        }
    }

    /// The sample with more that the calls name.
    private static var account: SimulatedAccount {
        var account = SimulatedAccount.sample
        account.calls.append(RunningItem(id: "A/../?# ü", from: "e0", to: nil))
        account.history += JSONObject.all(
            #"{"id":"a"}"#, #"{"id":"b"}"#, #"{"id":"d"}"#,
            #"{"id":"h-1","type":"CALL","direction":"INCOMING","source":"+4915799912345","connectionIds":["p0"],"starred":true,"created":"2026-11-21T15:00:00Z"}"#
        ).map { HistoryItem($0) }
        return account
    }

    static let webhooks = [
        Exchange("settings", "GET /settings/sipgateio") {
            let found = try await $0.webhookSettings.get()
            let expected = AccountWebhooks(incoming: try AbsoluteURL("https://old.example/in"))
            #expect(found == expected)
        },
        Exchange(
            "incoming", "GET /settings/sipgateio",
            #"PUT /settings/sipgateio {"incomingUrl":"https://new.example/?a=1&b","log":false,"outgoingUrl":"","whitelist":null}"#,
            "GET /settings/sipgateio"
        ) { try await $0.webhookSettings.setURL(AbsoluteURL("https://new.example/?a=1&b"), for: .incoming) },
        Exchange(
            "outgoing", "GET /settings/sipgateio",
            #"PUT /settings/sipgateio {"incomingUrl":"https://old.example/in","log":false,"outgoingUrl":"https://new.example","whitelist":null}"#,
            "GET /settings/sipgateio"
        ) { try await $0.webhookSettings.setURL(AbsoluteURL("https://new.example"), for: .outgoing) },
        Exchange(
            "clear", "GET /settings/sipgateio",
            #"PUT /settings/sipgateio {"incomingUrl":"","log":false,"outgoingUrl":"","whitelist":null}"#,
            "GET /settings/sipgateio"
        ) { try await $0.webhookSettings.clearURL(for: .incoming) },
        Exchange("nothing to change", "GET /settings/sipgateio") {
            try await $0.webhookSettings.clearURL(for: .outgoing)
        },
        Exchange(
            "whitelist", "GET /settings/sipgateio",
            #"PUT /settings/sipgateio {"incomingUrl":"https://old.example/in","log":false,"outgoingUrl":"","whitelist":["p0","g12"]}"#,
            "GET /settings/sipgateio"
        ) { try await $0.webhookSettings.setWhitelist(NonEmpty(WebhookSource("p0"), WebhookSource("g12"))) },
        Exchange(
            "empty whitelist", "GET /settings/sipgateio",
            #"PUT /settings/sipgateio {"incomingUrl":"https://old.example/in","log":false,"outgoingUrl":"","whitelist":[]}"#,
            "GET /settings/sipgateio"
        ) { try await $0.webhookSettings.clearWhitelist() },
        Exchange("no whitelist", "GET /settings/sipgateio") { try await $0.webhookSettings.disableWhitelist() },
        Exchange(
            "log on", "GET /settings/sipgateio",
            #"PUT /settings/sipgateio {"incomingUrl":"https://old.example/in","log":true,"outgoingUrl":"","whitelist":null}"#,
            "GET /settings/sipgateio"
        ) { try await $0.webhookSettings.setLog(true) },
        Exchange(
            "a line's settings", "GET /authorization/userinfo", "GET /w0/phonelines/p0/sipgateio",
            #"PUT /w0/phonelines/p0/sipgateio {"allowSelfSigned":false,"incomingActive":true,"incomingUrl":"https://new.example","log":false,"new":1,"outgoingActive":false,"outgoingUrl":""}"#,
            "GET /w0/phonelines/p0/sipgateio"
        ) {
            let url = try AbsoluteURL("https://new.example")
            let change = try await $0.webhookSettings.change(of: Phoneline("p0")) { $0.setURL(url, for: .incoming) }
            #expect(!change.before.isActive(.incoming) && change.after.isActive(.incoming))
            #expect(change.after.url(for: .incoming) == "https://new.example")
        },
        Exchange("nothing to change of a line", "GET /w0/phonelines/p0/sipgateio") {
            try await $0.webhookSettings.change(of: Phoneline("p0"), user: WebUser("w0")) {
                $0.setURL(nil, for: .outgoing)
            }
        },
        Exchange("log", "GET /log/webhooks") { _ = try await $0.webhookLog.entries() },
        Exchange("log of a line", "GET /authorization/userinfo", "GET /w0/phonelines/p0/sipgateio/log") {
            _ = try await $0.webhookLog.entries(of: Phoneline("p0"))
        },
    ]

    static let calls = [
        Exchange("extension calls", #"POST /sessions/calls {"callee":"+4915799912345","caller":"e0"}"#) {
            let session = try await $0.calls.start(to: Sample.number(), from: .extension(CallingExtension("e0")))
            #expect(session.text == "call-4")
        },
        Exchange(
            "extension with device",
            #"POST /sessions/calls {"callee":"+4915799912345","caller":"p0","deviceId":"e0"}"#
        ) {
            _ = try await $0.calls.start(
                to: Sample.number(), from: .extension(CallingExtension("p0"), device: CallingExtension("e0")))
        },
        Exchange(
            "extension with caller ID",
            #"POST /sessions/calls {"callee":"+4915799912345","caller":"p0","callerId":"+492111234567"}"#
        ) {
            _ = try await $0.calls.start(
                to: Sample.number(), from: .extension(CallingExtension("p0")),
                callerID: Sample.number("+492111234567"))
        },
        Exchange(
            "extension with both",
            #"POST /sessions/calls {"callee":"+4915799912345","caller":"x1","callerId":"+492111234567","deviceId":"y2"}"#
        ) {
            _ = try await $0.calls.start(
                to: Sample.number(), from: .extension(CallingExtension("x1"), device: CallingExtension("y2")),
                callerID: Sample.number("+492111234567"))
        },
        Exchange(
            "number calls",
            #"POST /sessions/calls {"callee":"+4915799912345","caller":"+492111234500","deviceId":"e0"}"#
        ) {
            _ = try await $0.calls.start(
                to: Sample.number(), from: .number(Sample.number("+492111234500"), device: CallingExtension("e0")))
        },
        Exchange(
            "number with caller ID",
            #"POST /sessions/calls {"callee":"+4915799912345","caller":"+492111234500","callerId":"+492111234567","deviceId":"e0"}"#
        ) {
            _ = try await $0.calls.start(
                to: Sample.number(), from: .number(Sample.number("+492111234500"), device: CallingExtension("e0")),
                callerID: Sample.number("+492111234567"))
        },
        Exchange("running", "GET /calls") {
            let call = try #require(try await $0.calls.running().first)
            #expect(call.id.text == "A-1")
            #expect(call.isRecorded && !call.isMuted && !call.isHeld)
            #expect(call.participants.map(\.phoneNumber) == ["+4915799912345"])
        },
        Exchange("hang up", "DELETE /calls/A%2F..%2F%3F%23%20%C3%BC") {
            try await $0.calls.hangUp(RunningCall.ID("A/../?# ü"))
        },
        Exchange(
            "hold", #"PUT /calls/A-1/hold {"value":true}"#, #"PUT /calls/A-1/hold {"value":false}"#
        ) {
            try await $0.calls.hold(RunningCall.ID("A-1"))
            try await $0.calls.hold(RunningCall.ID("A-1"), false)
        },
        Exchange(
            "mute", #"PUT /calls/A-1/muted {"value":true}"#, #"PUT /calls/A-1/muted {"value":false}"#
        ) {
            try await $0.calls.mute(RunningCall.ID("A-1"))
            try await $0.calls.mute(RunningCall.ID("A-1"), false)
        },
        Exchange(
            "record", #"PUT /calls/A-1/recording {"announcement":true,"value":true}"#,
            #"PUT /calls/A-1/recording {"announcement":false,"value":false}"#
        ) {
            try await $0.calls.startRecording(RunningCall.ID("A-1"))
            try await $0.calls.stopRecording(RunningCall.ID("A-1"), announced: false)
        },
        Exchange("announce", #"POST /calls/A-1/announcements {"url":"https://a.example/w.wav"}"#) {
            try await $0.calls.announce(AbsoluteURL("https://a.example/w.wav"), on: RunningCall.ID("A-1"))
        },
        Exchange(
            "transfer", #"POST /calls/A-1/transfer {"attended":false,"phoneNumber":"+4915799912345"}"#,
            #"POST /calls/A-1/transfer {"attended":true,"callerId":"+492111234567","phoneNumber":"+4915799912345"}"#
        ) {
            try await $0.calls.transfer(RunningCall.ID("A-1"), to: Sample.number())
            try await $0.calls.transfer(
                RunningCall.ID("A-1"), to: Sample.number(), attended: true, callerID: Sample.number("+492111234567"))
        },
        Exchange("keys", ##"POST /calls/A-1/dtmf {"sequence":"0A*#"}"##) {
            try await $0.calls.press(DTMFKeys("0a*#"), on: RunningCall.ID("A-1"))
        },
    ]
}
