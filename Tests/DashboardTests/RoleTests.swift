import Alerts
import AnnounceServer
import CallFlow
import CallLog
import Foundation
import HTTPListener
import LocalFiles
import MediaLibrary
import ServerFixtures
import Support
import SystemPackage
import Telephony
import Testing

@testable import Dashboard

/// Several people with roles, over HTTP.
@Suite("Roles")
struct RoleTests {
    /// A dashboard with every section.
    private struct Office {
        let folder: TemporaryFolder
        let content: DashboardContent
        let log: CallLogWriter

        init() throws {
            folder = try TemporaryFolder()
            let cheap = PasswordHash.Cost(logN: 4, blockSize: 1, parallelism: 1)
            let owner = try PasswordHash(of: "the owner's sentence", cost: cheap)
            let passwords = StateFile.password(folder.file("admin-password"))
            try passwords.write(owner)
            let users = StateFile.users(folder.file("users.json"))
            var people = DashboardUsers()
            for role in Role.allCases {
                let secret = try people.invite("the \(role.rawValue)", as: role, at: Example.noon)
                _ = people.accept(
                    secret, try PasswordHash(of: "the sentence of \(role.rawValue)", cost: cheap), at: Example.noon)
            }
            try users.write(people)
            try FileManager.default.createDirectory(
                atPath: folder.file("media").string, withIntermediateDirectories: false)
            try folder.write(Array(Example.text.utf8), to: "announce.yaml")
            log = CallLogWriter(folder.file("calls.sqlite"), settings: CallLogSettings(keep: nil))
            var content = DashboardContent(passwords: passwords)
            content.users = users
            content.sessions = StateFile.sessions(folder.file("sessions.json"))
            content.overrides = StateFile.overrides(folder.file("overrides.json"))
            content.audit = AuditTrail(folder.file("audit.jsonl"))
            content.configuration = EditedFile(
                folder.file("announce.yaml"), media: nil, backups: folder.file("versions"))
            content.callLog = log
            let library = MediaLibrary(LibrarySettings(folder: folder.file("media"), state: folder.file("library")))
            content.studio = RecordingStudio { library }
            content.alerts = AlertsAccess(
                ledger: { .init() }, missingVariables: { [] },
                test: { kind throws(DeliveryError) in throw .notConfigured(kind) })
            self.content = content
        }

        /// Every route that the dashboard has.
        func routes() throws -> [AdminRoute] {
            let live = try Example.livePlan()
            return content.controller(
                live: live, endpoint: Endpoint(host: "127.0.0.1", port: 1), isSecure: false,
                media: { _, _ in .notFound },
                trials: nil, further: [], health: { Health() }, isPublicOpen: { true }, now: { Example.noon },
                logger: .silent
            ).routes
        }

        func server() async throws -> RunningServer { try await RunningServer(dashboard: content) }

        func close(_ server: RunningServer) async throws {
            try await server.stop()
            await log.close(within: .seconds(10))
        }
    }

    private static func logIn(_ name: String, _ password: String, to server: RunningServer) async throws -> Visitor {
        let visitor = try Visitor(server)
        _ = try await visitor.get("/login")
        let answer = try await visitor.post("/login", ["username": name, "password": password, "next": "/"])
        #expect(answer.status == 303, "\(name)")
        return visitor
    }

    /// What those who only open and close may see and do; a new route belongs here only if they need it.
    private static let ofSwitching: Set = [
        "GET /", "GET /home", "GET /today", "GET /home/events", "GET /home/several", "POST /home/several",
        "GET /home/at/{location}/close",
        "GET /home/at/{location}/open", "POST /home/at/{location}/switch", "GET /schedules",
        "GET /schedules/{schedule}",
        "POST /schedules/{schedule}/override", "GET /rotas/{rota}", "POST /rotas/{rota}/override", "GET /announcements",
        "GET /announcements/of/{name}", "GET /announcements/of/{name}/events", "GET /announcements/sound/{file}",
        "GET /announcements/waveform/{file}", "GET /announcements/phone-ear/{file}",
        "GET /announcements/street/{file}", "GET /announcements/mobile/{file}", "GET /media/{name}",
    ]
    private static let ofOwner: Set = [
        "GET /users", "GET /users/{user}", "POST /users", "POST /users/{user}/role", "POST /users/{user}/link",
        "POST /users/{user}/remove",
        "GET /audit", "GET /audit.csv",
    ]
    private static let harmless: Set = [
        "POST /try", "POST /try/step", "POST /try/export", "POST /try/event", "POST /configuration/check",
    ]

    private static func isAllowed(_ route: AdminRoute, to role: Role) -> Bool {
        let name = "\(route.isGet ? "GET" : "POST") \(route.path)"
        return switch role {
        case .owner: true
        case .editor: !ofOwner.contains(name)
        case .reader: !ofOwner.contains(name) && (route.isGet || harmless.contains(name))
        case .switching: ofSwitching.contains(name)
        }
    }

    @Test("every route by every role: allowed, or refused with the role's name", arguments: Role.allCases)
    func table(role: Role) async throws {
        let office = try Office()
        let server = try await office.server()
        let routes = try office.routes().filter { !$0.isOpen }
        let names = Set(routes.map { "\($0.isGet ? "GET" : "POST") \($0.path)" })
        #expect(names.count > 40 && names.isSuperset(of: Self.ofSwitching.union(Self.ofOwner).union(Self.harmless)))
        let person = try await Self.logIn("The \(role.rawValue)", "the sentence of \(role.rawValue)", to: server)
        for route in routes {
            let isAllowed = Self.isAllowed(route, to: role)
            #expect(role.allows(route.path, isGet: route.isGet) == isAllowed, "\(route.path)")
            // An allowed stream would never end.
            if isAllowed, route.path.hasSuffix("/events") { continue }
            let path = route.path.replacing(/\{[a-z]+\}/, with: "x")
            let visitor = try Visitor(server)
            visitor.cookie = person.cookie
            _ = try await visitor.get(role == .reader || role == .switching ? "/home" : "/users")
            let answer = try await route.isGet ? visitor.get(path) : visitor.post(path, [:])
            let isRefused = answer.text.contains("Your role is “\(Texts.People.role(role))”")
            #expect(isRefused == !isAllowed, "\(route.isGet ? "GET" : "POST") \(path): \(answer.status)")
            if isRefused { #expect(answer.status == 403) }
        }
        try await office.close(server)
    }

    @Test("pages have no buttons for what a role may not do, and no links to what it may not see")
    func pages() async throws {
        let office = try Office()
        let server = try await office.server()
        let reader = try await Self.logIn("the read", "the sentence of read", to: server)
        let page = try await reader.get("/configuration").text
        #expect(page.contains("<h1>Configuration") && !page.contains("value=\"save\""))
        #expect(try await !reader.get("/advanced").text.contains("href=\"/users\""))
        let switching = try await Self.logIn("the switch", "the sentence of switch", to: server)
        let home = try await switching.get("/home").text
        #expect(!home.contains("href=\"/advanced\"") && !home.contains("action=\"/search\""))
        let owner = try await Self.logIn("", "the owner's sentence", to: server)
        #expect(try await owner.get("/advanced").text.contains("href=\"/users\""))
        try await office.close(server)
    }

    @Test("an invitation works once, names the person, and its login ends when the person is removed")
    func invitation() async throws {
        let office = try Office()
        let server = try await office.server()
        let owner = try await Self.logIn("", "the owner's sentence", to: server)
        let page = try await owner.get("/users")
        #expect(page.text.contains("the read"))
        #expect(
            try await owner.post("/users", ["name": "THE READ", "role": "read"]).text.contains("has this name already"))
        let invited = try await owner.post("/users", ["name": "Bernd <b>", "role": "switch"]).text
        let link = try #require(invited.firstMatch(of: #/value="http://localhost(/invitation/[A-Za-z0-9_-]+)"/#)).1
        // Nothing but the digest is stored.
        let stored = String(decoding: try office.folder.bytes(of: "users.json"), as: UTF8.self)
        #expect(stored.contains("Bernd <b>") && !stored.contains(link.dropFirst("/invitation/".count)))

        let bernd = try Visitor(server)
        #expect(try await bernd.get(String(link)).text.contains("Welcome, Bernd &lt;b&gt;"))
        #expect(try await bernd.post(String(link), ["password": "short"]).text.contains("too short"))
        #expect(try await bernd.post(String(link), ["password": "a sentence of Bernd"]).status == 303)
        #expect(try await bernd.get("/home").status == 200)
        #expect(try await bernd.get("/calls").status == 403)
        let other = try Visitor(server)
        #expect(try await other.get(String(link)).text.contains("was used or has expired"))
        #expect(try await other.get("/invitation/x").status == 404)

        // The name counts, in whatever case, and another's password does not help.
        _ = try await other.get("/login")
        let wrong = try await other.post("/login", ["username": "bernd <b>", "password": "the owner's sentence"])
        #expect(wrong.status == 401 && wrong.text.contains("Wrong name or password."))
        _ = try await Self.logIn("bernd <B>", "a sentence of Bernd", to: server)
        _ = try await owner.get("/users")
        #expect(try await owner.post("/users/Bernd%20%3Cb%3E/role", ["role": "read"]).status == 200)
        #expect(try await bernd.get("/calls").status == 200)
        #expect(try await owner.post("/users/Bernd%20%3Cb%3E/remove", [:]).text.contains("was removed"))
        #expect(try await bernd.get("/home").status == 303)
        try await office.close(server)
    }

    @Test("changes are listed with who made them, when and from where, and exported; secrets are not")
    func audit() async throws {
        let office = try Office()
        let server = try await office.server()
        let owner = try await Self.logIn("", "the owner's sentence", to: server)
        let editor = try await Self.logIn("the editor", "the sentence of editor", to: server)
        _ = try await editor.get("/alerts")
        // Refused, so nothing happened.
        #expect(try await editor.post("/users", ["name": "x", "role": "owner"]).status == 403)
        let opened = try #require(
            try await editor.get("/configuration").text.firstMatch(of: /name="opened" value="([^"]+)"/)
        ).1
        let saved = try await editor.post(
            "/configuration", ["text": Example.text + "# =1+1\n", "opened": String(opened), "action": "save"],
            "X-Forwarded-For: 203.0.113.7, <b>")
        _ = try await owner.get("/users")
        _ = try await owner.post("/users", ["name": "=cmd()", "role": "switch"])
        let page = try await owner.get("/audit").text
        #expect(page.contains("<td>the editor</td><td>Logged in</td>"))
        #expect(page.contains("<td>Owner</td><td>Invited =cmd() (role: switch)</td><td>127.0.0.1</td>"))
        #expect(!page.contains("Invited x"))
        if saved.status == 303 {
            #expect(
                page.contains("<td>the editor</td><td>Saved the configuration</td><td>127.0.0.1 (203.0.113.7, b)</td>"))
        }
        let table = try await owner.get("/audit.csv")
        #expect(table.fields["content-type"]?.hasPrefix("text/csv") == true)
        #expect(table.text.hasPrefix("at,user,from,action,values,way,version,changes\r\n"))
        let file = String(decoding: try office.folder.bytes(of: "audit.jsonl"), as: UTF8.self)
        for secret in ["sentence", "/invitation/", owner.token, editor.token] {
            #expect(!(table.text + file).contains(secret))
        }
        try await office.close(server)
    }

    @Test("the trail keeps the latest entries in two files, and lines that were cut off cost no others")
    func trail() throws {
        let folder = try TemporaryFolder()
        let trail = AuditTrail(folder.file("audit.jsonl"), limit: 1000)
        func entry(_ number: Int) -> AuditEntry {
            AuditEntry(at: Example.noon, user: nil, from: nil, action: "/\(number)", values: [:])
        }
        for number in 1...100 { try trail.add(entry(number)) }
        let latest = try trail.latest(10).map(\.action)
        #expect(latest == (91...100).reversed().map { "/\($0)" })
        let bytes = try folder.bytes(of: "audit.jsonl")
        try folder.write(bytes.dropLast(9), to: "audit.jsonl")
        #expect(try trail.latest(2).map(\.action) == ["/99", "/98"])
    }
}
