import AnnounceServer
import CallFlow
import Foundation
import HTTPListener
import LocalFiles
import NIOCore
import ServerFixtures
import Support
import Synchronization
import SystemPackage
import Telephony
import Testing

@testable import Dashboard

/// A page that echoes its input.
private struct EchoSection: AdminSection {
    let folder: FilePath
    let events: AsyncStream<ServerEvent>

    init(folder: FilePath, events: AsyncStream<ServerEvent> = AsyncStream { $0.finish() }) {
        (self.folder, self.events) = (folder, events)
    }

    var routes: [AdminRoute] {
        [
            .upload("/echo/{name}", Upload.Rules(folder: folder, bytes: 100_000)) { request, upload in
                let files = upload.files.map { file in
                    let attributes = try? FileManager.default.attributesOfItem(atPath: file.path.string)
                    let size = attributes?[.size] as? Int ?? -1
                    return "\(file.field) \(file.name) \(file.size) \(size)"
                }
                return .json(
                    "\(request["name"]) \(upload.fields.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }) \(files)")
            },
            .upload("/full", Upload.Rules(folder: folder, bytes: 100_000, spare: .max)) { _, _ in .json("") },
            .get("/events") { _ in .events(events, greeting: "announce") },
        ]
    }
}

@Suite("The admin listener")
struct AdminServerTests {
    private static let cheap = PasswordHash.Cost(logN: 4, blockSize: 1, parallelism: 1)

    private func serve(
        password: String? = nil, in folder: TemporaryFolder, clock: ManualClock = ManualClock(),
        host: String = "127.0.0.1",
        further: [any AdminSection] = []
    ) async throws -> RunningServer {
        let passwords = StateFile.password(folder.file("admin-password"))
        if let password { try passwords.write(try PasswordHash(of: password, cost: Self.cheap)) }
        var dashboard = DashboardContent(passwords: passwords)
        dashboard.sessions = StateFile.sessions(folder.file("sessions.json"))
        dashboard.overrides = StateFile.overrides(folder.file("overrides.json"))
        dashboard.further = further
        return try await RunningServer(
            dashboard: dashboard,
            adjust: { settings in
                settings.now = { clock.now }
                settings.admin.host = host
            })
    }

    private final class ManualClock: Sendable {
        private let time = Mutex(Example.noon)
        var now: Moment { time.withLock { $0 } }
        func advance(seconds: Int64) {
            time.withLock { $0 = Moment(milliseconds: $0.milliseconds + seconds * 1000) }
        }
    }

    @Test("A page offers the other language, remembers the choice, and stays where it is")
    func language() async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(password: "a sentence to enter", in: folder)
        let visitor = try Visitor(server)
        let english = try await visitor.get("/login?next=%2Fnumbers")
        #expect(english.text.contains("<html lang=\"en\">") && english.text.contains("<h1>Log in</h1>"))
        let link = try #require(
            english.text.firstMatch(of: /href="(\/language\/de[^"]*)" lang="de" hreflang="de"[^>]*>Deutsch</))
        let choice = try await visitor.get(String(link.1).replacing("&amp;", with: "&"))
        #expect(choice.status == 303 && choice.fields["location"] == "/login?next=%2Fnumbers")
        visitor.cookie = choice.fields["set-cookie"]?.split(separator: ";").first.map(String.init)
        let german = try await visitor.get("/login?next=%2Fnumbers")
        #expect(german.text.contains("<html lang=\"de\">") && german.text.contains("<h1>Anmelden</h1>"))
        #expect(german.text.contains(">English</a>") && !german.text.contains("Log in"))
        for foreign in ["//example.com", "https://example.com/", "%5C%5Cexample.com", "/%0d%0aSet-Cookie:%20a=b"] {
            #expect(try await visitor.get("/language/de?next=\(foreign)").fields["location"] == "/")
        }
        #expect(try await visitor.get("/language/fr").status == 404)
    }

    @Test(
        "The form of an open page is accepted after a restart, with a password and without", arguments: [true, false])
    func restart(hasPassword: Bool) async throws {
        let folder = try TemporaryFolder()
        let password = hasPassword ? "a sentence to enter" : nil
        let clock = ManualClock()
        var server = try await serve(password: password, in: folder, clock: clock)
        var visitor = try Visitor(server)
        _ = try await visitor.get("/login")
        if let password { #expect(try await visitor.post("/login", ["password": password]).status == 303) }
        #expect(try await visitor.get("/schedules").status == 200)
        let (cookie, token) = (visitor.cookie, visitor.token)
        try await server.stop()

        let file = String(decoding: try folder.bytes(of: "sessions.json"), as: UTF8.self)
        if let cookie {
            #expect(!file.contains(cookie.dropFirst("announce=".count)) && !file.contains(token))
        }
        server = try await serve(in: folder, clock: clock)
        visitor = try Visitor(server)
        visitor.cookie = cookie
        let form = ["token": token, "state": "closed", "until": "2026-01-05T18:00"]
        // Read and understood: there is no such schedule.
        #expect(try await visitor.post("/schedules/office/override", form, withToken: false).status == 404)
        if hasPassword {
            #expect(try await visitor.post("/logout", ["token": token], withToken: false).status == 303)
            try await server.stop()
            server = try await serve(in: folder, clock: clock)
            visitor = try Visitor(server)
            visitor.cookie = cookie
            #expect(try await visitor.get("/schedules").status == 303, "who has logged out stays logged out")
        }
        try await server.stop()
    }

    @Test("Every answer restricts the browser; pages are small and mark the current entry")
    func pages() async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(in: folder)
        let visitor = try Visitor(server)
        for path in [
            "/", "/numbers", "/numbers/in/%2B492111234567", "/numbers/in/default", "/numbers/out/%2B492111234567",
            "/schedules", "/nothing", "/health", "/numbers/in/%00", "/numbers/in/..%2F..%2Fetc",
        ] {
            let answer = try await visitor.get(path)
            let policy = try #require(answer.fields["content-security-policy"], "\(path)")
            #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self';"))
            #expect(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"))
            #expect(answer.fields["x-content-type-options"] == "nosniff")
            #expect(answer.fields["referrer-policy"] == "no-referrer")
            #expect(answer.fields["cache-control"] == "no-store")
            #expect(answer.body.count < 100_000)
            if answer.status == 200, path != "/health" {
                for part in [
                    "<main id=\"content\"", "<html lang=\"en\">", "class=\"skip\"", "aria-current=\"page\"", "<h1>",
                ] {
                    #expect(answer.text.contains(part), "\(path) \(part)")
                }
                #expect(!answer.text.contains(" style=") && !answer.text.contains("<script>"))
            }
        }
        #expect(try await visitor.get("/").fields["location"] == "/home")
        try await server.stop()
    }

    @Test("Styles and scripts are cached forever, at the paths the pages use")
    func assets() async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(password: "a sentence to enter", in: folder)
        let visitor = try Visitor(server)
        let page = try await visitor.get("/login")
        let path = try #require(page.text.firstMatch(of: /href="(\/assets\/[^"]+\.css)"/)).1
        let style = try await visitor.get(String(path))
        #expect(style.status == 200 && style.fields["content-type"] == "text/css; charset=utf-8")
        #expect(style.fields["cache-control"] == "public, max-age=31536000, immutable")
        #expect(try await visitor.get("/assets/admin-0000000000000000.css").status == 303)
        try await server.stop()
    }

    @Test("Foreign host names are refused", arguments: ["evil.example", "127.0.0.1.evil.example", "10.0.0.1"])
    func rebinding(_ host: String) async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(in: folder)
        let client = try RawClient(port: server.adminPort)
        await client.send("GET /numbers HTTP/1.1\r\nHost: \(host)\r\n\r\n")
        #expect(try await client.readAnswer().status == 421)
        try await server.stop()
    }

    @Test("Logging in by password leads to the requested page; the button logs out")
    func login() async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(password: "a sentence to enter", in: folder)
        let visitor = try Visitor(server)
        let first = try await visitor.get("/numbers?q=49")
        #expect(first.status == 303 && first.fields["location"] == "/login?next=%2Fnumbers%3Fq%3D49")
        #expect(try await visitor.get("/health").status == 200)
        let page = try await visitor.get("/login?next=%2Fnumbers%3Fq%3D49")
        #expect(page.status == 200 && page.text.contains("value=\"/numbers?q=49\""))
        #expect(!page.text.contains("+492111234567"), "nothing is shown before the login")

        let wrong = try await visitor.post("/login", ["password": "a sentence", "next": "/numbers"])
        #expect(wrong.status == 401 && wrong.fields["set-cookie"] == nil)
        let right = try await visitor.post("/login", ["password": "a sentence to enter", "next": "/numbers?q=49"])
        #expect(right.status == 303 && right.fields["location"] == "/numbers?q=49")
        let cookie = try #require(right.fields["set-cookie"])
        for part in ["HttpOnly", "SameSite=Strict", "Path=/"] { #expect(cookie.contains(part)) }
        #expect(!cookie.contains("Secure"), "a cookie for TLS only would not come back here")

        let numbers = try await visitor.get("/numbers")
        #expect(numbers.status == 200 && numbers.text.contains("+49 211 123 4567"))
        #expect(try await visitor.get("/login").fields["location"] == "/")
        let mine = visitor.cookie
        #expect(try await visitor.post("/logout", [:]).status == 303)
        visitor.cookie = mine
        #expect(try await visitor.get("/numbers").status == 303, "the cookie of a session that has ended")
        visitor.cookie = "announce=" + String(repeating: "A", count: 43)
        #expect(try await visitor.get("/numbers").status == 303)
        try await server.stop()
    }

    @Test(
        "With a password, clients of a proxy learn whether calls are answered, and neither why not nor the numbers",
        arguments: ["X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1", "Via: 1.1 proxy"])
    func monitoring(_ proxy: String) async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(password: "a sentence to enter", in: folder)
        let visitor = try Visitor(server)
        #expect(try await visitor.get("/metrics").text.contains("announce_"))
        #expect(try await visitor.get("/health").text.contains(#""live":true"#))

        #expect(try await visitor.get("/metrics", proxy).status == 401)
        let health = try await visitor.get("/health", proxy)
        #expect(health.status == 200 && health.text.contains(#""ready":true"#))
        #expect(
            Health(reasons: ["a.wav"], warnings: ["/srv/b.wav", "c"]).withoutDetails.reasons == [
                "1 reason. Log in to see."
            ])
        #expect(Health(warnings: ["/srv/b.wav", "c"]).withoutDetails.warnings == ["2 warnings. Log in to see."])

        _ = try await visitor.get("/login")
        _ = try await visitor.post("/login", ["password": "a sentence to enter", "next": "/numbers"])
        #expect(try await visitor.get("/metrics", proxy).text.contains("announce_"))
        try await server.stop()
    }

    @Test("After wrong guesses even the right password has to wait, until the wait is over")
    func lockout() async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let server = try await serve(password: "a sentence to enter", in: folder, clock: clock)
        let visitor = try Visitor(server)
        _ = try await visitor.get("/login")
        for guess in 1...5 {
            #expect(try await visitor.post("/login", ["password": "guess \(guess)"]).status == 401)
        }
        let late = try await visitor.post("/login", ["password": "a sentence to enter"])
        #expect(late.status == 429 && late.fields["retry-after"] == "30" && late.text.contains("30 seconds"))
        clock.advance(seconds: 30)
        #expect(try await visitor.post("/login", ["password": "a sentence to enter"]).status == 303)
        #expect(try await visitor.get("/numbers").status == 200)
        clock.advance(seconds: 13 * 3600)
        #expect(try await visitor.get("/numbers").status == 303, "a session unused for half a day")
        try await server.stop()
    }

    @Test("Setting, changing or removing the password takes effect at once")
    func passwordChanges() async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(in: folder)
        let visitor = try Visitor(server)
        let file = StateFile.password(folder.file("admin-password"))
        #expect(try await visitor.get("/numbers").status == 200)
        try file.write(try PasswordHash(of: "the first one", cost: Self.cheap))
        #expect(try await visitor.get("/numbers").status == 303)
        _ = try await visitor.get("/login")
        #expect(try await visitor.post("/login", ["password": "the first one"]).status == 303)
        #expect(try await visitor.get("/numbers").status == 200)
        try file.write(try PasswordHash(of: "the second one", cost: Self.cheap))
        #expect(try await visitor.get("/numbers").status == 303)
        try folder.write(Array("garbage".utf8), to: "admin-password")
        #expect(try await visitor.get("/numbers").status == 503)
        #expect(try file.remove())
        #expect(try await visitor.get("/numbers").status == 200)
        try await server.stop()
    }

    @Test("A public address refuses everything while no password is set")
    func open() async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(in: folder, host: "0.0.0.0")
        let visitor = try Visitor(server)
        let answer = try await visitor.get("/numbers")
        #expect(answer.status == 503 && answer.text.contains("announce password"))
        #expect(try await visitor.get("/health").status == 200)
        try await server.stop()
    }

    @Test("Requests that change something need our page and its token")
    func writes() async throws {
        let folder = try TemporaryFolder()
        let server = try await serve(password: "a sentence to enter", in: folder)
        let visitor = try Visitor(server)
        #expect(try await visitor.post("/logout", [:]).status == 401, "not logged in")
        _ = try await visitor.get("/login")
        let old = visitor.token
        #expect(try await visitor.post("/login", ["password": "a sentence to enter"], withToken: false).status == 403)
        _ = try await visitor.get("/login")
        #expect(try await visitor.post("/login", ["password": "a sentence to enter"]).status == 303)
        _ = try await visitor.get("/numbers")
        #expect(visitor.token != old)
        #expect(try await visitor.post("/logout", ["token": old]).status == 403, "the token of no session")
        #expect(try await visitor.post("/logout", [:], "Sec-Fetch-Site: cross-site").status == 403)
        #expect(try await visitor.post("/logout", [:], "Origin: http://evil.example").status == 403)
        #expect(try await visitor.get("/logout").status == 404)
        #expect(try await visitor.send("/logout", "token=\(visitor.token)", "text/plain", []).status == 415)
        #expect(try await visitor.get("/numbers").status == 200, "still logged in after all that")
        try await server.stop()
    }

    @Test("Uploads accept any file name, leave no files behind and respect the limit")
    func uploads() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("uploads").string, withIntermediateDirectories: false)
        let place = folder.path.appending("uploads")
        let server = try await serve(in: folder, further: [EchoSection(folder: place)])
        let visitor = try Visitor(server)
        _ = try await visitor.get("/numbers")
        func form(_ token: String?, _ content: String, after: String = "") -> String {
            let field = token.map { "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n\($0)\r\n" } ?? ""
            return field + "--b\r\nContent-Disposition: form-data; name=\"sound\"; filename=\"../../x.wav\"\r\n\r\n"
                + content + "\r\n" + after + "--b--\r\n"
        }
        let type = "multipart/form-data; boundary=b"
        let sound = String(repeating: "\r\n--", count: 20_000)
        let good = try await visitor.send("/echo/gr%C3%BC%C3%9Fe%2F", form(visitor.token, sound), type, [])
        #expect(good.text == "grüße/ [] [\"sound ../../x.wav 80000 80000\"]")
        let byScript = try await visitor.send("/echo/a", form(nil, "x"), type, ["X-Token: \(visitor.token)"])
        #expect(byScript.text == "a [] [\"sound ../../x.wav 1 1\"]")
        let field = "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nä\r\n"
        #expect(
            try await visitor.send("/echo/a", form(visitor.token, "x", after: field), type, []).text
                == "a [\"note=ä\"] [\"sound ../../x.wav 1 1\"]")
        let hostile: [(body: String, status: Int)] = [
            (form(nil, "x"), 403), (form("wrong", "x"), 403), (form(visitor.token, "x") + "", 200),
            (String(form(visitor.token, "x").dropLast(8)), 400),
            (form(visitor.token, String(repeating: "x", count: 100_001)), 413),
            (form(visitor.token, "x", after: form(nil, "y").replacing("--b--\r\n", with: "")), 400),
        ]
        for (body, status) in hostile {
            let visitor = try Visitor(server)
            #expect(try await visitor.send("/echo/a", body, type, []).status == status, "\(body.prefix(60))")
        }
        // A disk on which nothing would stay free for the call log.
        let full = try await visitor.send("/full", form(visitor.token, "x"), type, [])
        #expect(full.status == 500 && full.text.contains("free space"), "\(full.text.suffix(300))")
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.string).isEmpty)
        try await server.stop()
    }

    @Test("Events arrive as they happen and end with the server")
    func events() async throws {
        let folder = try TemporaryFolder()
        let (events, source) = AsyncStream.makeStream(of: ServerEvent.self)
        let server = try await serve(in: folder, further: [EchoSection(folder: folder.path, events: events)])
        let client = try RawClient(port: server.adminPort)
        await client.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        source.yield(ServerEvent(name: "call", data: "one\ntwo"))
        source.yield(ServerEvent(data: "three"))
        #expect(try await client.receives("data: three\n\n"))
        try await server.stop()
        let text = try await client.readToEnd()
        #expect(text.contains("text/event-stream"))
        #expect(text.contains("event: call\ndata: one\ndata: two\n\n"))
        withExtendedLifetime(source) {}
    }
}
