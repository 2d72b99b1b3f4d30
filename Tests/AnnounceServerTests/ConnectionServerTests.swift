import CallFlow
import Glibc
import HTTPListener
import ServerFixtures
import Support
import Testing

@testable import AnnounceServer

@Suite("Connections of a running server")
struct ConnectionServerTests {
    private static let short: Duration = .milliseconds(200)

    @Test(
        "Clients that send nothing, or trickle a head or a body, are cut off",
        arguments: ["", "POST /sip", String(post(WebhookServerTests.call).dropLast(3))])
    func trickle(_ beginning: String) async throws {
        let server = try await RunningServer(adjust: { $0.limits.request = Self.short })
        let client = try server.client()
        await client.send(beginning)
        #expect(try await client.readToEnd() == "")
        try await server.stop()
    }

    @Test("A connection is kept between requests, but not for ever")
    func idle() async throws {
        let server = try await RunningServer(adjust: { $0.limits.idle = Self.short })
        let client = try server.client()
        await client.send(get("/nothing"))
        #expect(try await client.readAnswer().status == 404)
        #expect(try await client.readToEnd() == "")
        try await server.stop()
    }

    @Test("A client that does not read its answer is cut off")
    func slowReader() async throws {
        let folder = try TemporaryFolder()
        let catalogue = try Example.catalogue(folder, sizes: [20 << 20])
        let server = try await RunningServer(
            catalogue: catalogue,
            adjust: {
                // Long enough that a busy machine has begun to send.
                $0.limits.response = .seconds(5)
                $0.limits.bytesPerSecond = 1 << 30
                $0.stopLimit = .seconds(1000)
            })
        let client = try server.client()
        await client.send(get("/media/0.wav"))
        // It has begun, so the server stops when it is taken or cut.
        #expect(try await client.readAnswer(toHead: true).status == 200)
        try await server.stop()
        #expect(try await client.countToEnd() < 20 << 20)
    }

    @Test("A request that has begun is answered when the server stops, and others end at once")
    func stop() async throws {
        let server = try await RunningServer()
        let (busy, idle) = (try server.client(), try server.client())
        await idle.send(get("/nothing"))
        #expect(try await idle.readAnswer().status == 404)
        let request = post(WebhookServerTests.call, "Expect: 100-continue")
        await busy.send(String(request.dropLast(WebhookServerTests.call.utf8.count)))
        #expect(try await busy.readAnswer().status == 100)
        let stopping = Task { try await server.stop() }
        #expect(try await idle.readToEnd() == "")
        await busy.send(WebhookServerTests.call)
        let answer = try await busy.readAnswer()
        #expect(answer.status == 200)
        #expect(answer.fields["connection"] == "close")
        #expect(try await busy.readToEnd() == "")
        await busy.endSending()
        try await stopping.value
    }

    @Test("A client that never ends its request does not keep the server from stopping")
    func stopLimit() async throws {
        let server = try await RunningServer(adjust: { $0.stopLimit = Self.short })
        let client = try server.client()
        await client.send(String(post(WebhookServerTests.call).dropLast(3)))
        let idle = try server.client()
        await idle.send(get("/nothing"))
        #expect(try await idle.readAnswer().status == 404)
        try await server.stop()
        #expect(!(try await client.readToEnd()).contains("<Response"))
    }

    @Test("The public listener opens once the project is ready, the admin listener at once")
    func ready() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Never.self)
        let any = Endpoint(host: "127.0.0.1", port: 0)
        var settings = AnnounceServer.Settings(ServerSettings(listen: any, admin: any))
        settings.handlesSignals = false
        let (openings, opening) = AsyncStream.makeStream(of: (AnnounceServer.Listener, Int).self)
        let server = AnnounceServer(
            settings, plan: try Example.livePlan(), logger: .silent, ready: { for await _ in gate {} },
            opened: { opening.yield(($0, $1.port)) })
        let task = Task { try await server.run() }
        var iterator = openings.makeAsyncIterator()
        let (first, admin) = try #require(await iterator.next())
        #expect(first == .admin)
        let client = try RawClient(port: admin)
        await client.send(get("/health"))
        let before = try await client.readAnswer()
        #expect(before.status == 503)
        #expect(before.text.contains(#""live":true,"ready":false"#))
        opener.finish()
        #expect(try #require(await iterator.next()).0 == .public)
        await client.send(get("/health"))
        let after = try await client.readAnswer()
        #expect(after.status == 200)
        #expect(after.text == "{\"live\":true,\"ready\":true,\"reasons\":[],\"warnings\":[]}\n")
        task.cancel()
        try await task.value
    }

    @Test("A server that is stopped before it is ready stops")
    func stopBeforeReady() async throws {
        let any = Endpoint(host: "127.0.0.1", port: 0)
        var settings = AnnounceServer.Settings(ServerSettings(listen: any, admin: any))
        settings.handlesSignals = false
        let (openings, opening) = AsyncStream.makeStream(of: AnnounceServer.Listener.self)
        let server = AnnounceServer(
            settings, plan: try Example.livePlan(), logger: .silent,
            ready: { await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } },
            opened: { listener, _ in opening.yield(listener) })
        let task = Task { try await server.run() }
        for await _ in openings { break }
        task.cancel()
        try await task.value
    }

    @Test("A port in use is reported")
    func portInUse() async throws {
        let server = try await RunningServer()
        let taken = Endpoint(host: "127.0.0.1", port: server.port)
        await #expect(throws: StartupError.cannotListen(.public, taken, errno: EADDRINUSE)) {
            _ = try await RunningServer(adjust: { $0.listen = taken })
        }
        try await server.stop()
    }

    @Test("The admin listener answers to its own names only")
    func adminHost() async throws {
        let server = try await RunningServer()
        for (host, status) in [
            ("localhost", 200), ("LOCALHOST:8081", 200), ("127.0.0.1:1", 200), ("[::1]:8081", 200), ("127.1.2.3", 200),
            ("evil.example", 421), ("localhost.evil.example", 421), ("127.0.0.1.evil.example", 421), ("", 421),
            ("192.168.0.1", 421), ("127.0.0.1:80@evil", 400), ("[::1", 400), ("a:localhost", 400),
        ] {
            // After a 400 the connection ends.
            let client = try RawClient(port: server.adminPort)
            await client.send("GET /health HTTP/1.1\r\nHost: \(host)\r\n\r\n")
            #expect(try await client.readAnswer().status == status, "\(host)")
        }
        let client = try RawClient(port: server.adminPort)
        await client.send(get("/sipgate") + get("/", method: "POST") + get("/health", method: "HEAD"))
        #expect(try await client.readAnswer().status == 404)
        #expect(try await client.readAnswer().status == 405)
        #expect(try await client.readAnswer(toHead: true).status == 200)
        try await server.stop()
    }
}
