import Foundation
import ProviderFixtures
import ProviderSimulator
import Sipgate
import Support
import Telephony
import Testing

/// The simulated account behind its REST API: by the library's modules, and by requests that the library would not send.
struct AccountServerTests {
    /// A server, until the test is over.
    private static func serving(
        rate: RateLimit = RateLimit(requests: 10_000), funds: Int = 100, scopes: Set<String>? = nil,
        _ test: (SipgateClient, AccountServer, String) async throws -> Void
    ) async throws {
        let token = APIToken(id: "token-AbC123", secret: "0f1e2d3c-4b5a-4978-8a6b-5c4d3e2f1a0b", scopes: scopes)
        let numbers = [try PhoneNumber("492111234567"), try PhoneNumber("492111234568")]
        let server = AccountServer(
            SimulatedAccount(tokens: [token], numbers: numbers, funds: funds, rate: rate),
            now: { Moment(milliseconds: 1_800_000_000_000) })
        let (openings, opening) = AsyncStream.makeStream(of: String.self)
        let task = Task { try await server.run(port: 0) { opening.yield($0) } }
        defer { task.cancel() }
        for await address in openings {
            let credentials = Credentials.personalAccessToken(
                PersonalAccessToken(id: try .init(token.id), token: try .init(token.secret)))
            let client = SipgateClient(credentials, settings: .init(address: try APIAddress(address)))
            try await test(client, server, address)
            return
        }
    }

    /// A request that the library would not send.
    private func request(
        _ address: String, _ method: String, _ path: String, _ body: String? = nil, authorized: Bool = true
    ) async throws -> (status: Int, text: String, retryAfter: String?) {
        let port = try #require(address.firstMatch(of: /:(\d+)\/v2/)).1
        let client = try RawClient(port: Int(port) ?? 0)
        let code = Data("token-AbC123:0f1e2d3c-4b5a-4978-8a6b-5c4d3e2f1a0b".utf8).base64EncodedString()
        let fields = authorized ? "Authorization: Basic \(code)\r\n" : ""
        let body = body ?? ""
        await client.send(
            "\(method) /v2\(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        let answer = try await client.readToEnd()
        let head = try #require(answer.firstMatch(of: /^HTTP\/1.1 (\d+)/), "\(answer)")
        let text = answer.split(separator: "\r\n\r\n", maxSplits: 1).dropFirst().first.map { String($0) } ?? ""
        let retry = answer.firstMatch(of: /(?i)\r\nretry-after: (\d+)/).map { String($0.1) }
        return (Int(head.1) ?? 0, text, retry)
    }

    @Test("what the library's modules read and change") func modules() async throws {
        try await Self.serving { client, server, _ in
            #expect(try await client.user.info().user == WebUser("w0"))
            #expect(try await client.user.all().count == 2)
            #expect(try await client.numbers.list().collect().map { "\($0.number)" }.first == "+492111234567")
            #expect(try await client.devices.list().count == 1)
            #expect(try await client.phonelines.list().count == 1)
            #expect(try await client.voicemails.list().count == 1)

            let url = try AbsoluteURL("https://phone.example.com/sipgate")
            _ = try await client.webhookSettings.setURL(url, for: .incoming)
            _ = try await client.webhookSettings.setLog(true)
            #expect(server.withAccount { $0.settings.incomingURL } == "https://phone.example.com/sipgate")

            let mobile = try PhoneNumber("4915799912345")
            try await client.sms.send(try SMSText("Hello"), to: mobile, from: try SMSLine("s0"))
            let fax = try await client.fax.send(
                try PDF(Array("%PDF-1.4\n%%EOF\n".utf8)), to: try PhoneNumber("49301234567"), from: try FaxLine("f0"))
            var statuses: [FaxStatus] = []
            for try await status in client.fax.statuses(of: fax, every: .milliseconds(1)) { statuses.append(status) }
            #expect(statuses == [.pending, .sending, .sent])
            let entries = try await client.history.entries().collect()
            #expect(entries.map(\.kind) == [.fax, .sms] && entries.last?.details == .sms(.init(text: "Hello")))
            #expect(try await client.history.entries(HistoryFilter(kinds: [.sms])).collect().count == 1)
            try await client.history.change(fax, HistoryChange(isStarred: true, note: "keep"))
            #expect(try await client.history.entries(HistoryFilter(isStarred: true)).collect().map(\.note) == ["keep"])
            try await client.history.delete(fax)
            #expect(try await client.history.entries().collect().count == 1)
        }
    }

    @Test("the phone line's own settings, and greetings of its voicemail box") func line() async throws {
        try await Self.serving { _, _, address in
            let line = "/w0/phonelines/p0/sipgateio"
            let settings = """
                {"incomingActive":true,"outgoingActive":false,"incomingUrl":"https://a.example/x","outgoingUrl":"",\
                "log":true,"allowSelfSigned":false}
                """
            #expect(try await request(address, "PUT", line, #"{"log":true}"#).status == 400)
            #expect(try await request(address, "PUT", line, settings).status == 204)
            #expect(try await request(address, "GET", line).text.contains("https://a.example/x"))
            let greetings = "/w0/phonelines/p0/voicemails/v0/greetings"
            func upload(_ rate: Int) async throws -> Int {
                let content = Data(Wave.tone(milliseconds: 100, rate: rate)).base64EncodedString()
                let body = #"{"filename":"hello.wav","base64Content":"\#(content)"}"#
                return try await request(address, "POST", greetings, body).status
            }
            #expect(try await upload(44_100) == 400)
            #expect(try await upload(8_000) == 200)
            #expect(try await upload(8_000) == 200)
            let list = try await request(address, "GET", greetings).text
            let ids = list.matches(of: /"id":"(g-\d+)"/).map { String($0.1) }
            #expect(ids.count == 2)
            for id in ids {
                #expect(try await request(address, "PUT", greetings + "/" + id, #"{"active":true}"#).status == 204)
            }
            let box = try await request(address, "GET", "/voicemails/v0").text
            #expect(box.contains("\"activeGreetingId\":\"\(ids[1])\""))
            #expect(try await request(address, "DELETE", greetings + "/" + ids[1]).status == 204)
            #expect(try await request(address, "DELETE", greetings + "/" + ids[1]).status == 404)
        }
    }

    @Test("calls: started, controlled and ended") func calls() async throws {
        try await Self.serving { client, server, address in
            let desk = CallOrigin.extension(try CallingExtension("e0"))
            _ = try await client.calls.start(to: try PhoneNumber("49301234567"), from: desk)
            // Not answered before it was listed.
            let early = try await request(address, "PUT", "/calls/call-1/hold", #"{"value":true}"#)
            #expect(early.status == 409)
            let call = try #require(try await client.calls.running().first)
            try await client.calls.hold(call.id)
            try await client.calls.mute(call.id)
            try await client.calls.startRecording(call.id)
            let held = try #require(try await client.calls.running().first)
            #expect(held.isHeld && held.isMuted && held.isRecorded)
            try await client.calls.press(try DTMFKeys("1#"), on: call.id)
            try await client.calls.announce(try AbsoluteURL("https://example.com/a.wav"), on: call.id)
            try await client.calls.transfer(call.id, to: try PhoneNumber("49302222222"))
            try await client.calls.hangUp(call.id)
            #expect(try await client.calls.running().isEmpty)
            let entries = try await client.history.entries().collect()
            #expect(entries.map(\.target) == ["+49302222222"])
            await #expect(throws: SipgateError.self) { try await client.calls.hangUp(call.id) }
        }
    }

    @Test(
        "what is refused",
        arguments: [
            ("GET", "/nowhere", nil, 404), ("POST", "/authorization/userinfo", nil, 405),
            ("PUT", "/settings/sipgateio", "no", 400),
            ("PUT", "/settings/sipgateio", #"{"incomingUrl":"https://a.example"}"#, 400),
            (
                "PUT", "/settings/sipgateio",
                #"{"incomingUrl":"ftp://a","outgoingUrl":"","log":false,"whitelist":null}"#, 400
            ),
            (
                "PUT", "/settings/sipgateio",
                #"{"incomingUrl":"","outgoingUrl":"","log":false,"whitelist":["x1"]}"#, 400
            ),
            (
                "PUT", "/settings/sipgateio",
                #"{"incomingUrl":"","outgoingUrl":"","log":true,"whitelist":["p0","g1"]}"#, 204
            ),
            ("POST", "/sessions/sms", #"{"smsId":"s0","recipient":"0157","message":"a"}"#, 400),
            ("POST", "/sessions/sms", #"{"smsId":"s0","recipient":"+4915799912345","message":""}"#, 400),
            ("POST", "/sessions/sms", #"{"smsId":"s9","recipient":"+4915799912345","message":"a"}"#, 403),
            (
                "POST", "/sessions/sms",
                #"{"smsId":"s0","recipient":"+4915799912345","message":"a","sendAt":1700000000}"#, 400
            ),
            (
                "POST", "/sessions/sms",
                #"{"smsId":"s0","recipient":"+4915799912345","message":"a","sendAt":1800000060}"#, 204
            ),
            (
                "POST", "/sessions/fax",
                #"{"faxlineId":"f0","recipient":"+49301234567","filename":"a","base64Content":"SGVsbG8="}"#, 400
            ),
            ("POST", "/sessions/fax/resend", #"{"faxId":"f-99"}"#, 404),
            ("POST", "/sessions/calls", #"{"caller":"e7","callee":"+49301234567"}"#, 403),
            ("POST", "/sessions/calls", #"{"caller":"+49211","callee":"+49301234567"}"#, 400),
            ("POST", "/sessions/calls", #"{"caller":"e0","callee":"12"}"#, 400),
            ("GET", "/history?limit=1001", nil, 400), ("GET", "/history?limit=1000", nil, 200),
            ("GET", "/history?types=LETTER", nil, 400), ("GET", "/history?from=yesterday", nil, 400),
            ("GET", "/history/none", nil, 404), ("PUT", "/history", "{}", 400),
            ("POST", "/contacts", #"{"name":"","scope":"PRIVATE"}"#, 400),
            ("POST", "/contacts", #"{"name":"Ada","scope":"INTERNAL"}"#, 400),
            ("GET", "/contacts?limit=5001", nil, 400), ("DELETE", "/contacts/none", nil, 404),
            ("POST", "/contacts/import/csv", #"{"base64Content":"bmFtZQo="}"#, 500),
            ("DELETE", "/calls/none", nil, 404), ("GET", "/history?archived=perhaps", nil, 400),
            ("GET", "/history?starred=true", nil, 400), ("GET", "/history/export?phonenumber=%2B49", nil, 400),
            ("PUT", "/history", #"[{"id":"h-1","note":"a"}]"#, 400), ("GET", "/users/w0", nil, 404),
            ("GET", "/voicemails/v9", nil, 404), ("POST", "/voicemails", "{}", 405),
            ("PUT", "/w0/sms/s0/callerids/9", #"{"defaultNumber":true}"#, 404),
            ("PUT", "/w0/sms/s0/callerids/2", "{}", 400), ("DELETE", "/w0/sms/s0/callerids/2", nil, 405),
            (
                "PUT", "/w0/phonelines/p0/sipgateio",
                #"{"incomingActive":true,"outgoingActive":false,"incomingUrl":"ftp://a","outgoingUrl":"","log":true,"allowSelfSigned":false}"#,
                400
            ),
            ("GET", "/w0/phonelines/p9/sipgateio", nil, 404), ("GET", "/w1/devices", nil, 404),
            (
                "POST", "/sessions/fax",
                #"{"faxlineId":"f9","recipient":"+49301234567","filename":"a","base64Content":"JVBERi0KJSVFT0Y="}"#, 403
            ),
            (
                "POST", "/sessions/calls", #"{"caller":"p0","callee":"+49301234567","deviceId":"e9"}"#, 403
            ),
            ("POST", "/sessions/calls", #"{"caller":"p0","callee":"+49301234567","callerId":"+49123456"}"#, 400),
            ("POST", "/contacts/import/csv", #"{"base64Content":"Zmlyc3RuYW1lLGxhc3RuYW1lLG51bWJlcgoiYSxiLGMK"}"#, 500),
        ] as [(String, String, String?, Int)])
    func refused(_ method: String, _ path: String, _ body: String?, _ status: Int) async throws {
        try await Self.serving { _, _, address in
            let answer = try await request(address, method, path, body)
            #expect(answer.status == status, "\(answer.text)")
            if status >= 400 { #expect(answer.text.contains("\"errors\":[{") && answer.text.contains("\"detail\"")) }
        }
    }

    @Test("without a token, without a scope, without money, and too often") func limits() async throws {
        try await Self.serving(rate: RateLimit(requests: 4, window: 60), funds: 1, scopes: ["sessions:sms:write"]) {
            client, _, address in
            let anonymous = try await request(address, "GET", "/numbers", authorized: false)
            #expect(anonymous.status == 401 && anonymous.text == "Unauthorized")
            let forbidden = try await request(address, "GET", "/numbers")
            #expect(forbidden.status == 403 && forbidden.text.contains("numbers:read"))
            let body = #"{"smsId":"s0","recipient":"+4915799912345","message":"a"}"#
            #expect(try await request(address, "POST", "/sessions/sms", body).status == 204)
            #expect(try await request(address, "POST", "/sessions/sms", body).status == 402)
            #expect(try await request(address, "GET", "/authorization/userinfo").status == 200)
            let often = try await request(address, "GET", "/authorization/userinfo")
            #expect(often.status == 429 && often.retryAfter == "60")
        }
    }

    @Test("contacts, by the library and from a table") func contacts() async throws {
        try await Self.serving { client, _, address in
            let rows = "number,Lastname,firstname\n+4930555001,Lovelace,Ada\n,Nobody,No\n"
            let table = Data(rows.utf8).base64EncodedString()
            #expect(
                try await request(address, "POST", "/contacts/import/csv", #"{"base64Content":"\#(table)"}"#).status
                    == 204)
            var contacts = try await client.contacts.list().collect()
            #expect(contacts.map(\.name) == ["Ada Lovelace"])
            contacts[0].name = "Augusta Ada King"
            try await client.contacts.update(contacts[0])
            #expect(
                try await client.contacts.list(numbers: [try PhoneNumber("4930555001")]).collect().map(\.name) == [
                    "Augusta Ada King"
                ])
            try await client.contacts.delete(contacts[0].id)
            #expect(try await client.contacts.list().collect().isEmpty)
        }
    }
}
