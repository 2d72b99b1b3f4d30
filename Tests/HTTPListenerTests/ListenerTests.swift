import Glibc
import Support
import SystemPackage
import Testing

@testable import HTTPListener

@Suite("A listener with a responder of its own")
struct ListenerTests {
    private static let short: Duration = .milliseconds(200)

    private func get(_ path: String, _ fields: String...) -> String {
        "GET \(path) HTTP/1.1\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n"
    }

    private func post(_ path: String, _ body: String, _ fields: String...) -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n"
            + fields.map { $0 + "\r\n" }.joined() + "\r\n\(body)"
    }

    // MARK: Requests and replies

    @Test("Pipelined requests are answered in their order, also where an earlier answer takes longer")
    func pipelining() async throws {
        let listener = try await TinyListener()
        let client = try listener.client()
        await client.send(
            get("/1") + get("/later") + post("/echo", "hello") + post("/count", "abc") + get("/2", "Connection: close"))
        for expected in ["/1\n", "later\n", "hello", "POST 3\n", "/2\n"] {
            #expect(try await client.readAnswer().text == expected)
        }
        #expect(try await client.readToEnd() == "")
        try await listener.stop()
    }

    @Test("A body is collected up to the limit; beyond it the connection ends with the answer")
    func bodyLimit() async throws {
        let listener = try await TinyListener(adjust: { $0.bodyBytes = 1000 })
        let body = String(repeating: "x", count: 1000)
        let client = try listener.client()
        await client.send(post("/echo", body))
        #expect(try await client.readAnswer().text == body)
        await client.send(post("/echo", body + "x"))
        let early = try await client.readAnswer()
        #expect(early.status == 413 && early.fields["connection"] == "close")
        #expect(try await client.readToEnd() == "")
        let chunked = try listener.client()
        await chunked.send(
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n\(body)\(body)\r\n")
        #expect(try await chunked.readAnswer().status == 413)
        try await listener.stop()
    }

    @Test("100 Continue is sent where the body is wanted, and the answer at once where it is not")
    func expectation() async throws {
        let listener = try await TinyListener()
        for (path, isWanted) in [("/echo", true), ("/count", true), ("/other", false)] {
            let client = try listener.client()
            await client.send(String(post(path, "abc", "Expect: 100-continue").dropLast(3)))
            let first = try await client.readAnswer()
            #expect(first.status == (isWanted ? 100 : 413), "\(path)")
            guard isWanted else { continue }
            await client.send("abc")
            #expect(try await client.readAnswer().status == 200)
        }
        try await listener.stop()
    }

    @Test(
        "An expectation without a body, or in HTTP/1.0, is none",
        arguments: [
            "GET /abc HTTP/1.1\r\n", "HEAD /abc HTTP/1.1\r\n", "GET /other HTTP/1.1\r\nContent-Length: 0\r\n",
            "POST /echo HTTP/1.1\r\n", "POST /count HTTP/1.1\r\nContent-Length: 0\r\n", "GET /abc HTTP/1.0\r\n",
            "POST /echo HTTP/1.0\r\nContent-Length: 0\r\n", "POST /count HTTP/1.0\r\nContent-Length: 3\r\n",
            "POST /echo HTTP/1.0\r\nContent-Length: 3\r\n",
        ])
    func noExpectation(_ request: String) async throws {
        let listener = try await TinyListener()
        let client = try listener.client()
        await client.send(request + "Host: a\r\nExpect: 100-continue\r\n\r\n" + (request.contains("3") ? "abc" : ""))
        #expect(try await client.readAnswer(toHead: request.hasPrefix("HEAD")).status == 200)
        try await listener.stop()
    }

    @Test("A streamed body arrives whole, however slowly it is read, and the connection is used on")
    func streamedBody() async throws {
        let listener = try await TinyListener()
        let client = try listener.client()
        let size = 5 << 20
        await client.send("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
        await client.send([UInt8](repeating: 7, count: size))
        #expect(try await client.readAnswer().text == "POST \(size)\n")
        await client.send(post("/unread", "not read"))
        #expect(try await client.readAnswer().text == "not read\n")
        await client.send(get("/next"))
        #expect(try await client.readAnswer().text == "/next\n")
        try await listener.stop()
    }

    @Test("A streamed body that breaks off, or is not HTTP, is answered with 400")
    func brokenStream() async throws {
        let listener = try await TinyListener()
        let short = try listener.client()
        await short.send(String(post("/count", "abc").dropLast(1)))
        await short.endSending()
        #expect(try await short.readAnswer().status == 400)
        let broken = try listener.client()
        await broken.send("POST /count HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
        let answer = try await broken.readAnswer()
        #expect(answer.status == 400 && answer.fields["connection"] == "close")
        #expect(try await broken.readToEnd() == "")
        try await listener.stop()
    }

    @Test(
        "Anything but HTTP is answered with 400, and the connection ends",
        arguments: ["nonsense\r\n\r\n", "GET / HTTP/1.1\r\nbad field\r\n\r\n", "GET / SMTP/1.1\r\n\r\n"])
    func malformed(_ bytes: String) async throws {
        let listener = try await TinyListener()
        let client = try listener.client()
        await client.send(bytes)
        #expect(try await client.readAnswer().status == 400)
        #expect(try await client.readToEnd() == "")
        try await listener.stop()
    }

    @Test("Heads are limited")
    func headLimit() async throws {
        let listener = try await TinyListener()
        for field in [
            "A: " + String(repeating: "x", count: 20_000), String(repeating: "A: b\r\n", count: 200) + "A: b",
        ] {
            let client = try listener.client()
            await client.send(get("/", field))
            #expect(try await client.readAnswer().status == 400)
        }
        try await listener.stop()
    }

    @Test("The responder sees a host only where there is exactly one")
    func hosts() async throws {
        let listener = try await TinyListener()
        let hosts = [
            ("Host: a\r\n", 200), ("", 400), ("Host: a\r\nHost: b\r\n", 400), ("Host:\r\n", 200),
            ("Host: a:80\r\n", 200),
            ("Host: a.example.:\r\n", 200), ("Host: [::1]:8080\r\n", 200), ("Host: a%20b\r\n", 200),
            ("Host: a_b\r\n", 200),
            ("Host: a b\r\n", 400), ("Host: a/b\r\n", 400), ("Host: u@a\r\n", 400), ("Host: http://a\r\n", 400),
            ("Host: a:b\r\n", 400), ("Host: a:80:80\r\n", 400), ("Host: [::1\r\n", 400), ("Host: [::1]x\r\n", 400),
            ("Host: []\r\n", 400), ("Host: a%2\r\n", 400), ("Host: ä\r\n", 400), ("Host: a?b\r\n", 400),
            ("Host: <a>\r\n", 400),
        ]
        for (fields, status) in hosts {
            let client = try listener.client()
            await client.send("GET /host HTTP/1.1\r\n\(fields)\r\n")
            #expect(try await client.readAnswer().status == status, "\(fields)")
        }
        try await listener.stop()
    }

    @Test("HEAD is answered without a body, and the length of it")
    func head() async throws {
        let listener = try await TinyListener()
        let client = try listener.client()
        await client.send("HEAD /abc HTTP/1.1\r\nHost: a\r\n\r\n" + get("/next"))
        let answer = try await client.readAnswer(toHead: true)
        #expect(answer.fields["content-length"] == "5" && answer.fields["date"]?.hasSuffix(" GMT") == true)
        #expect(try await client.readAnswer().text == "/next\n")
        try await listener.stop()
    }

    // MARK: Files

    @Test("A file is sent whole, and its observer learns that; one that is cut off is reported too")
    func files() async throws {
        let folder = try TemporaryFolder()
        let size = 20 << 20
        let path = try folder.write([UInt8](repeating: 1, count: size), to: "file")
        let listener = try await TinyListener(file: try OpenFile(at: path.string))
        let client = try listener.client()
        await client.send(get("/file", "Connection: close"))
        #expect(try await client.readAnswer().body.count == size)
        #expect(try await listener.record.first(1) == [Reply.Delivery(bytes: size, isComplete: true)])
        let slow = try listener.client()
        await slow.send(get("/file"))
        _ = try await slow.readAnswer(toHead: true)
        await listener.cut()
        let last = try #require(try await listener.record.first(2).last)
        #expect(!last.isComplete && last.bytes < size)
    }

    @Test("Links and folders are refused, and a file has the size it was opened with")
    func openFiles() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array("abc".utf8), to: "file").string
        #expect(try OpenFile(at: path, size: 3).size == 3)
        #expect(throws: OpenFileError.changed(path)) { _ = try OpenFile(at: path, size: 4) }
        #expect(throws: OpenFileError.changed(folder.path.string)) { _ = try OpenFile(at: folder.path.string) }
        let link = folder.file("link").string
        #expect(symlink(path, link) == 0)
        #expect(throws: OpenFileError.changed(link)) { _ = try OpenFile(at: link) }
    }

    // MARK: Limits of time and number

    @Test(
        "Clients that send nothing, or trickle a request, are cut off",
        arguments: ["", "GET /", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"])
    func trickle(_ beginning: String) async throws {
        let listener = try await TinyListener(adjust: { $0.request = Self.short })
        let client = try listener.client()
        await client.send(beginning)
        #expect(try await client.readToEnd() == "")
        try await listener.stop()
    }

    @Test("A streamed body that trickles is cut off too")
    func trickledStream() async throws {
        let listener = try await TinyListener(adjust: { $0.request = Self.short })
        let client = try listener.client()
        await client.send("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc")
        #expect(try await client.readToEnd().contains("200") == false)
        try await listener.stop()
    }

    @Test("An idle connection is kept for the next request")
    func kept() async throws {
        let listener = try await TinyListener(adjust: { $0.idle = .seconds(300) })
        let client = try listener.client()
        for _ in 0..<3 {
            await client.send(get("/again"))
            #expect(try await client.readAnswer().text == "/again\n")
        }
        await client.endSending()
        #expect(try await client.readToEnd() == "")
        try await listener.stop()
    }

    @Test("A connection that stays idle for too long is closed")
    func idle() async throws {
        let listener = try await TinyListener(adjust: { $0.idle = Self.short })
        let client = try listener.client()
        // At once, so that a slow machine makes no pause between them.
        await client.send(get("/1") + get("/2"))
        #expect(try await client.readAnswer().text == "/1\n")
        #expect(try await client.readAnswer().text == "/2\n")
        #expect(try await client.readToEnd() == "")
        try await listener.stop()
    }

    @Test("Where places run short, the connection goes that was idle the longest")
    func connectionLimit() async throws {
        let listener = try await TinyListener(adjust: { $0.connections = 4 })
        let clients = try (0..<3).map { _ in try listener.client() }
        for client in clients + [clients[0]] {
            await client.send(get("/1"))
            #expect(try await client.readAnswer().text == "/1\n")
        }
        let fourth = try listener.client()
        await fourth.send(get("/4"))
        #expect(try await fourth.readAnswer().text == "/4\n")
        #expect(try await clients[1].readToEnd() == "")
        for client in [clients[0], clients[2], fourth] {
            await client.send(get("/5"))
            #expect(try await client.readAnswer().text == "/5\n")
        }
        try await listener.stop()
    }

    @Test(
        "Clients that hold places with half a request make room",
        arguments: ["", "GET /1 HT", "POST /echo HTTP/1.1\r\n"])
    func slowClients(_ beginning: String) async throws {
        let listener = try await TinyListener(adjust: { $0.connections = 4 })
        var slow: [RawClient] = []
        for number in 0..<20 {
            slow.append(try listener.client())
            await slow[number].send(beginning)
            let client = try listener.client()
            await client.send(get("/\(number)", "Connection: close"))
            #expect(try await client.readAnswer().text == "/\(number)\n")
            await client.endSending()
        }
        #expect(try await slow[0].readToEnd() == "")
        try await listener.stop()
    }

    // MARK: Fairness

    @Test("Hundreds of pipelined requests are answered in their order, small and large ones")
    func manyPipelined() async throws {
        let folder = try TemporaryFolder()
        let content = [UInt8](repeating: 7, count: 1 << 20)
        let file = try OpenFile(at: try folder.write(content, to: "file").string)
        let listener = try await TinyListener(file: file)
        let client = try listener.client()
        let paths = (0..<400).map { $0 % 40 == 20 ? "/file" : $0 % 40 == 30 ? "/later" : "/\($0)" }
        await client.send(paths.map { get($0) }.joined())
        for path in paths {
            let answer = try await client.readAnswer()
            switch path {
            case "/file": #expect(answer.body.count == content.count)
            case "/later": #expect(answer.text == "later\n")
            default: #expect(answer.text == path + "\n")
            }
        }
        await client.endSending()
        #expect(try await client.readToEnd() == "")
        try await listener.stop()
    }

    @Test("Clients that send requests without end and read nothing take nothing from others")
    func unreadAnswers() async throws {
        let listener = try await TinyListener(adjust: { $0.response = .seconds(3) })
        let flood = String(repeating: get("/x"), count: 100_000)
        let attackers = try (0..<2).map { _ in
            let client = try listener.client()
            return Task { await client.send(Array(flood.utf8)) }
        }
        let client = try listener.client()
        let start = ContinuousClock.now
        for number in 0..<500 {
            await client.send(get("/\(number)"))
            #expect(try await client.readAnswer().text == "/\(number)\n")
        }
        // Seconds on a busy machine; half a minute and more where the others go first.
        #expect(ContinuousClock.now - start < .seconds(15))
        // They are cut for not reading, so the listener ends.
        try await listener.stop()
        for attacker in attackers { _ = await attacker.value }
    }

    // MARK: Stopping

    @Test("A stop answers requests in progress, ends streams, and closes idle connections")
    func stop() async throws {
        let listener = try await TinyListener()
        let (idle, busy, watching) = (try listener.client(), try listener.client(), try listener.client())
        await idle.send(get("/1"))
        #expect(try await idle.readAnswer().text == "/1\n")
        await watching.send(get("/events"))
        #expect(try await watching.receives("event"))
        await busy.send(String(post("/echo", "abc").dropLast(1)))
        let stopping = Task { try await listener.stop() }
        #expect(try await idle.readToEnd() == "")
        // Its last chunk.
        #expect(try await watching.readToEnd().hasSuffix("0\r\n\r\n"))
        await watching.endSending()
        await busy.send("c")
        let answer = try await busy.readAnswer()
        #expect(answer.text == "abc" && answer.fields["connection"] == "close")
        #expect(try await busy.readToEnd() == "")
        await busy.endSending()
        try await stopping.value
    }

    @Test("A cancelled listener cuts its connections")
    func cut() async throws {
        let listener = try await TinyListener()
        let client = try listener.client()
        await client.send(String(post("/echo", "abc").dropLast(1)))
        await listener.cut()
        #expect(try await client.readToEnd() == "")
    }

    @Test("A port in use is reported")
    func addresses() async throws {
        let listener = try await TinyListener()
        await #expect(throws: ListenerError.cannotListen(errno: EADDRINUSE)) {
            _ = try await TinyListener(port: listener.port)
        }
        try await listener.stop()
    }
}
