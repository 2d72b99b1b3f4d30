import Foundation
import Support
import Synchronization
import Testing

@testable import Sipgate

/// The small server of a webhook, over real connections.
@Suite struct WebhookServerTests {
    /// Runs a test against a server of its own, which is stopped afterwards.
    private func serve(
        _ webhook: Webhook<Void>, limits: ServerLimits = ServerLimits(),
        onError: @escaping @Sendable (any Error) -> Void = { _ in }, _ test: @Sendable (Int) async throws -> Void
    ) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup { group in
            group.addTask {
                try await webhook.serve(
                    host: "127.0.0.1", port: 0, limits: limits, onReady: { port.yield($0) }, onError: onError)
                port.finish()
            }
            for await port in ports {
                try await test(port)
                break
            }
            group.cancelAll()
        }
    }

    private static func request(
        _ body: String, method: String = "POST", target: String = "/", more: String = ""
    ) throws -> String {
        """
        \(method) \(target) HTTP/1.1\r
        Host: phone.example.com\r
        Content-Type: application/x-www-form-urlencoded\r
        Content-Length: \(body.utf8.count)\r
        X-Sipgate-Signature: \(try SigningProvider.sign(body))\r
        \(more)\r
        \(body)
        """
    }

    @Test("Events are answered on one connection, one after another, and a refusal ends nothing")
    func exchange() async throws {
        let errors = Mutex<[EventRefusal?]>([])
        let webhook = Webhook(at: try SigningProvider.url.get(), signature: try SigningProvider.signature) { _ in
            .reject(.busy)
        }
        try await serve(webhook, onError: { error in errors.withLock { $0.append(error as? EventRefusal) } }) { port in
            let client = try RawClient(port: port)
            let event = "event=newCall&direction=in&from=4915799912345&to=492111234567&callId=A1"
            // Both at once.
            await client.send(try Self.request(event) + Self.request("event=newCall"))
            let answer = try await client.readAnswer()
            #expect(answer.status == 200 && answer.fields["content-type"] == "application/xml")
            #expect(answer.text.contains(#"<Reject reason="busy"/>"#))
            let refused = try await client.readAnswer()
            #expect(refused.status == 400 && refused.text == "The form has no callId.\n")
            await client.send(try Self.request("", method: "GET"))
            let wrong = try await client.readAnswer()
            #expect(wrong.status == 405 && wrong.fields["allow"] == "POST")
            await client.send(try Self.request("", method: "HEAD"))
            #expect(try await client.readAnswer(toHead: true).status == 405)
            await client.send(try Self.request(event, target: "/any?tenant=3", more: "Connection: close\r\n"))
            #expect(try await client.readToEnd().hasPrefix("HTTP/1.1 200 OK"))
        }
        #expect(errors.withLock { $0 } == [.notEvent(.missing(.callID)), .method, .method])
    }

    @Test("Requests that are too large or no HTTP end their connection only")
    func hostile() async throws {
        let webhook = Webhook(at: try SigningProvider.url.get(), signature: try SigningProvider.signature) { _ in
            .hangup
        }
        try await serve(webhook) { port in
            for text in [
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "\0\u{1}\u{2}\r\n\r\n",
                "GET / HTTP/9.9\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nevent",
            ] {
                let client = try RawClient(port: port)
                await client.send(text)
                await client.endSending()
                let answer = try await client.readToEnd()
                #expect(!answer.contains("<Response"), "\(text): \(answer)")
            }
            let client = try RawClient(port: port)
            await client.send(try Self.request("event=newCall&to=1&callId=A1"))
            #expect(try await client.readAnswer().status == 200)
        }
    }

    /// Keeps calls whose id is `HELD` waiting until it is opened, or their server ends.
    private final class Gate: Sendable {
        private let waiting = Mutex<[AsyncStream<Void>.Continuation]>([])

        /// Returns once so many calls wait.
        func waiting(_ count: Int) async throws {
            while waiting.withLock({ $0.count }) < count {
                try Task.checkCancellation()
                await Task.yield()
            }
        }

        func wait() async {
            let (opening, continuation) = AsyncStream.makeStream(of: Void.self)
            waiting.withLock { $0.append(continuation) }
            for await _ in opening {}
        }

        func open() { waiting.withLock { for one in $0 { one.finish() } } }
    }

    private static func gated(_ gate: Gate) throws -> Webhook<Void> {
        Webhook(at: try SigningProvider.url.get(), signature: try SigningProvider.signature) { call in
            if call.callID == "HELD" { await gate.wait() }
            return .hangup
        }
    }

    private static let event = "event=newCall&to=1&callId="

    @Test(
        "A request must be complete in time, even if it never stops coming; the handlers' time is not limited",
        .timeLimit(.minutes(2)))
    func deadline() async throws {
        let gate = Gate()
        let limits = ServerLimits(request: .seconds(4), idle: .seconds(3600))
        try await serve(try Self.gated(gate), limits: limits) { port in
            let (event, wait) = (try Self.request(Self.event + "A"), try Self.request(Self.event + "HELD"))
            let held = try RawClient(port: port)
            await held.send(wait)
            try await gate.waiting(1)
            let silent = try [
                "", "POST / HTTP/1.1\r\nHost", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nevent",
            ].map { (try RawClient(port: port), $0) }
            for (client, part) in silent { await client.send(part) }
            // A byte for each exchange of another client, who may use its connection for as long as it likes.
            let trickling = try RawClient(port: port)
            await trickling.send("POST / HTTP/1.1\r\nX: ")
            let busy = try RawClient(port: port)
            var exchanges = 0
            while await trickling.send([UInt8(ascii: "a")]), exchanges < 60_000 {
                await busy.send(event)
                #expect(try await busy.readAnswer().status == 200)
                exchanges += 1
            }
            #expect(exchanges < 60_000)
            for (client, part) in silent { #expect(try await client.readToEnd().isEmpty, "\(part)") }
            // By now, longer than the limit has gone by.
            gate.open()
            #expect(try await held.readAnswer().status == 200)
            await held.send(event)
            #expect(try await held.readAnswer().status == 200)
        }
    }

    @Test(
        "Of too many connections the idlest goes; while all are being answered, the new one does",
        .timeLimit(.minutes(2)))
    func crowd() async throws {
        let gate = Gate()
        try await serve(try Self.gated(gate), limits: ServerLimits(connections: 3, request: .seconds(3600))) { port in
            /// A new connection, and the answer to its event; nil: it was closed.
            func call(_ id: String) async throws -> (client: RawClient, answer: String)? {
                let client = try RawClient(port: port)
                await client.send(try Self.request(Self.event + id))
                guard try await client.receives("</Response>") else { return nil }
                return (client, try await client.readAnswer().text)
            }
            var clients: [RawClient] = []
            for id in ["A", "B", "C"] { clients.append(try #require(try await call(id)).client) }
            // Whoever was answered a moment ago may still count as being answered.
            var newest = try await call("D")
            while newest == nil { newest = try await call("D") }
            #expect(newest?.answer.contains("<Hangup/>") == true)
            var open: [RawClient] = []
            for client in clients {
                await client.send(try Self.request(Self.event + "E"))
                guard try await client.receives("</Response>") else { continue }
                _ = try await client.readAnswer()
                open.append(client)
            }
            #expect(open.count < 3)
            clients = open + [try #require(newest).client]
            while clients.count < 3 { if let more = try await call("F") { clients.append(more.client) } }

            for client in clients { await client.send(try Self.request(Self.event + "HELD")) }
            try await gate.waiting(3)
            #expect(try await call("G") == nil)
            gate.open()
            for client in clients { #expect(try await client.readAnswer().status == 200) }
        }
    }
}
