import CallFlow
import Foundation
import HTTPListener
import ServerFixtures
import Sipgate
import Support
import Testing

@testable import Webhook

@Suite("The webhook over HTTP")
struct WebhookServerTests {
    static let call = "event=newCall&callId=1&direction=in&from=4915799912345&to=492111234569"

    @Test(
        "A call is answered at the root and below the public address's path",
        arguments: [
            "/sipgate", "/ann/sipgate", "/sipgate/", "http://a/ann/sipgate?x=/", "//sipgate", "///sipgate/",
            "/ann//sipgate",
            "//ann//sipgate?x",
        ])
    func answers(_ path: String) async throws {
        let server = try await RunningServer()
        let client = try server.client()
        await client.send(post(Self.call, to: path))
        let answer = try await client.readAnswer()
        #expect(answer.status == 200)
        #expect(answer.fields["content-type"] == "application/xml")
        #expect(answer.fields["date"]?.hasSuffix(" GMT") == true)
        #expect(answer.text.contains(#"<Reject reason="busy"/>"#))
        // The connection is used on.
        await client.send(post(Self.call, to: path))
        #expect(try await client.readAnswer().text == answer.text)
        try await server.stop()
    }

    @Test("A whole call through the URLs in the answers")
    func wholeCall() async throws {
        let server = try await RunningServer()
        let client = try server.client()
        await client.send(post(Self.call.replacing("569", with: "567")))
        let asked = try await client.readAnswer().text
        let address = try #require(asked.firstMatch(of: /onData="https:\/\/phone.example.com([^"]*)"/)).output.1
        await client.send(post("event=dtmf&callId=1&dtmf=2", to: String(address)))
        #expect(try await client.readAnswer().text.contains("<Voicemail/>"))
        await client.send(post("event=dtmf&callId=2&dtmf=2", to: String(address)))
        #expect(try await client.readAnswer().text.hasSuffix("<Response/>\n"))
        try await server.stop()
    }

    static let refused: [(String, Int)] = [
        (get("/sipgate"), 405), (get("/sipgate/abc"), 405), (get("/sipgate", method: "PUT"), 405),
        (post(call).replacing("x-www-form-urlencoded", with: "json"), 415),
        (post(call).replacing("Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n", with: ""), 415),
        (post("event=newCall&callId=%zz&to=1"), 400), (post("event=unknown&callId=1"), 400), (post(""), 400),
        (post("callId=1"), 400), (post("event=newCall&to=1"), 400), (post("event=newCall&callId=1"), 400),
        (post("event=newCall&callId=1&to=%ff&x=1"), 400),
        (post(call, to: "/nothing"), 404), (post(call, to: "/sipgate/a/b"), 404),
        (post(call, to: "//sipgate/a/b"), 404),
        (get("//sipgate"), 405), (get("//media/x.wav"), 404), (post(call, to: "/ann/x//sipgate"), 404),
        (post(call, to: "/sipgate%2Fabc"), 404), (post(call, to: "/sipgate/%2e%2e"), 404),
        (post(call, to: "/sipgate/.."), 404), (post(call, to: "/ann"), 404), (post(call, to: "/annsipgate"), 404),
        (post(call, to: "/sipgate/a%00"), 404), (post(call, to: "/SIPGATE"), 404), (get("*", method: "OPTIONS"), 404),
        ("GET /sipgate HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400), ("GET / HTTP/1.0\r\nHost: u@a\r\n\r\n", 400),
        ("POST /sipgate HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("nonsense\r\n\r\n", 400),
        (get("/" + String(repeating: "a", count: 20_000)), 400),
        (get("/", "X: " + String(repeating: "a", count: 20_000)), 400),
        (get("/", String(repeating: "X: a\r\n", count: 200) + "Y: a"), 400),
    ]

    @Test("Refused requests and their answers", arguments: refused)
    func refusals(_ request: String, _ status: Int) async throws {
        let server = try await RunningServer()
        let client = try server.client()
        await client.send(request)
        let answer = try await client.readAnswer()
        #expect(answer.status == status)
        #expect((answer.fields["allow"] != nil) == (status == 405))
        #expect(!answer.text.contains("<Response"))
        try await server.stop()
    }

    @Test(
        "Bodies over the limit are refused before they have come, and the connection ends",
        arguments: [
            "Content-Length: 300000000", "Transfer-Encoding: chunked",
        ])
    func tooLarge(_ field: String) async throws {
        let server = try await RunningServer()
        let client = try server.client()
        await client.send(
            "POST /sipgate HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n\(field)\r\n\r\n")
        if field.hasSuffix("chunked") {
            for _ in 0..<17 { await client.send("1000\r\n" + String(repeating: "a", count: 4096) + "\r\n") }
        }
        let answer = try await client.readAnswer()
        #expect(answer.status == 413)
        #expect(answer.fields["connection"] == "close")
        // A client that goes on sending is cut off soon.
        let block = [UInt8](repeating: 0x61, count: 1 << 16)
        var sent = 0
        while sent < 300 << 20, await client.send(block) { sent += block.count }
        #expect(try await client.readToEnd() == "")
        try await server.stop()
    }

    @Test("An unwanted body ends the connection instead of being read")
    func unwantedBody() async throws {
        let server = try await RunningServer()
        let client = try server.client()
        await client.send("POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 300000000\r\n\r\nabc")
        let answer = try await client.readAnswer()
        #expect(answer.status == 404)
        #expect(answer.fields["connection"] == "close")
        await client.endSending()
        #expect(try await client.readToEnd() == "")
        try await server.stop()
    }

    @Test("A form that breaks off is not an event")
    func cutShort() async throws {
        let server = try await RunningServer()
        let client = try server.client()
        await client.send(String(post(Self.call).dropLast(5)))
        await client.endSending()
        #expect(!(try await client.readToEnd()).contains("<Response"))
        try await server.stop()
    }

    @Test("Requests sent at once are answered in their order; Connection: close ends it", arguments: [true, false])
    func pipelining(_ isOldVersion: Bool) async throws {
        let server = try await RunningServer()
        let client = try server.client()
        var last = post(Self.call.replacing("569", with: "573"), "Connection: Close")
        if isOldVersion {
            last = last.replacing("HTTP/1.1", with: "HTTP/1.0").replacing("Connection: Close\r\n", with: "")
        }
        await client.send(post(Self.call) + get("/nothing") + last + post(Self.call))
        #expect(try await client.readAnswer().text.contains("Reject"))
        #expect(try await client.readAnswer().status == 404)
        let answer = try await client.readAnswer()
        #expect(answer.text.contains("Voicemail"))
        #expect(answer.fields["connection"] == "close")
        #expect(try await client.readToEnd() == "")
        await client.endSending()
        try await server.stop()
    }

    @Test("A client that sends Expect gets 100 Continue before its body")
    func expectContinue() async throws {
        let server = try await RunningServer()
        let client = try server.client()
        let request = post(Self.call, "Expect: 100-continue")
        await client.send(String(request.dropLast(Self.call.utf8.count)))
        #expect(try await client.readAnswer().status == 100)
        await client.send(Self.call)
        #expect(try await client.readAnswer().status == 200)
        try await server.stop()
    }

    @Test("Without the right name and password there is a challenge, on a connection that can be used again")
    func basic() async throws {
        let server = try await RunningServer(credentials: BasicCredentials(user: "phöne", password: "s:ecret"))
        let client = try server.client()
        let right = Data("phöne:s:ecret".utf8).base64EncodedString()
        for (field, status) in [
            ("X: y", 401), ("Authorization: Basic \(right)", 200), ("Authorization: basic  \(right)", 200),
            ("Authorization: Basic \(right)A", 401), ("Authorization: Bearer \(right)", 401),
            ("Authorization: Basic \(Data("phöne:s:ecreT".utf8).base64EncodedString())", 401),
            ("Authorization: Basic", 401),
        ] {
            await client.send(post(Self.call, field))
            let answer = try await client.readAnswer()
            #expect(answer.status == status, "\(field)")
            #expect(answer.fields["www-authenticate"]?.hasPrefix("Basic realm=") == (status == 401 ? true : nil))
        }
        try await server.stop()
    }

    @Test("Unsigned and wrongly signed events are refused")
    func unsigned() async throws {
        let server = try await RunningServer(signature: .provider)
        let client = try server.client()
        for request in [
            post(Self.call), post(Self.call, "X-Sipgate-Signature: AAAA"),
            post(Self.call, "X-Sipgate-Signature: " + Data(repeating: 1, count: 512).base64EncodedString()),
        ] {
            await client.send(request)
            let answer = try await client.readAnswer()
            #expect(answer.status == 403)
            #expect(!answer.text.contains("<Response"))
        }
        try await server.stop()
    }

    @Test(
        "Monstrous call IDs get well-formed answers",
        arguments: [
            String(repeating: "A", count: 20_000), "%5D%5D%3E%00%0A%22%27%3C%26", "%E2%80%AE%1B[2J",
        ])
    func monstrousCallID(_ callID: String) async throws {
        let server = try await RunningServer()
        let client = try server.client()
        await client.send(post("event=newCall&callId=\(callID)&to=492111234567"))
        let asked = try await client.readAnswer().text
        #expect(!asked.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" } && !asked.contains("]]>"))
        let address = try #require(asked.firstMatch(of: /onData="https:\/\/phone.example.com([^"]*)"/)).output.1
        await client.send(post("event=dtmf&callId=\(callID)&dtmf=2", to: String(address)))
        #expect(try await client.readAnswer().text.contains("<Voicemail/>"))
        try await server.stop()
    }

    @Test("A new configuration applies from the next request on")
    func reload() async throws {
        let server = try await RunningServer()
        let client = try server.client()
        await client.send(post(Self.call))
        #expect(try await client.readAnswer().text.contains("busy"))
        let edited = Example.text.replacing("{ reject: busy }", with: "hangup").replacing("/ann", with: "/new")
        server.plan.replace(.init(plan: try Example.plan(edited), signature: nil), at: Example.noon)
        await client.send(post(Self.call, to: "/new/sipgate"))
        #expect(try await client.readAnswer().text.contains("<Hangup/>"))
        await client.send(post(Self.call, to: "/ann/sipgate"))
        #expect(try await client.readAnswer().status == 404)
        try await server.stop()
    }
}
