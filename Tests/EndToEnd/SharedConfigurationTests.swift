import Dispatch
import Foundation
import Glibc
import Support
import Synchronization
import SystemPackage
import Testing

/// Servers whose configuration is in a database in common: `announce configuration`, `announce instances`, and what a caller notices.
@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct SharedConfigurationTests {
    private static let key = ["POSITION_KEY": String(repeating: "5e", count: 32)]
    private static func numbers(_ menu: String, _ last: String = "hangup") -> String {
        """
        numbers:
          +49 211 1234567: { menu: \(menu) }
          +49 211 1234568: \(last)
        menus: { \(menu): { prompt: welcome, timeout: 9s, choices: { 1: voicemail, 2: hangup } } }
        """
    }

    private let server: PostgresServer
    private let url: String
    /// Where the commands are run, with a configuration of its own to push.
    private let desk: TemporaryFolder

    init() throws {
        server = try #require(PostgresServer.shared)
        url = try server.database()
        desk = try TemporaryFolder()
        try desk.makeFolder("media")
        try desk.copy("welcome.flac", to: "media/welcome.flac")
    }

    private func write(_ configuration: String) throws {
        try desk.write(
            Array(ServedFolder.text(configuration, server: "position-key-env: POSITION_KEY").utf8), to: "announce.yaml")
    }

    /// `announce configuration`, or another command.
    private func announce(_ arguments: String..., url: String? = nil) throws -> RunningProgram.Result {
        try RunningProgram(
            [Announce.path] + arguments + ["--configuration-database", url ?? self.url], in: desk.path, input: .nothing
        ).wait()
    }

    private func push(_ configuration: String, _ arguments: String...) throws -> RunningProgram.Result {
        try write(configuration)
        return try RunningProgram(
            [Announce.path, "configuration", "push", "--configuration-database", url] + arguments, in: desk.path,
            input: .nothing
        ).wait()
    }

    private func instance(key: [String: String] = key, url: String? = nil) throws -> ServedFolder {
        try ServedFolder(
            "numbers: {}", recordings: ["welcome.flac"], environment: key,
            options: ["--configuration-database", url ?? self.url, "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"]
        ) { unlink($0.file("announce.yaml").string) }
    }

    private func health(_ served: ServedFolder) throws -> String {
        try DashboardClient(port: served.adminPort).get("/health").text
    }

    @Test("a push reaches both instances, and no caller in a menu notices which one answers") func push() throws {
        #expect(try push(Self.numbers("main")).errors.contains("Version 1 is in use; no instance runs."))
        let (a, b) = (try instance(), try instance())
        try a.program.poll("both instances") { try self.announce("instances").status == 0 }
        let ended = Mutex(false)
        let lost = Mutex<[String]>([])
        let calls = Mutex(0)
        // Callers who ask one instance, wait in the menu, and press a key at the other.
        let callers = DispatchQueue(label: "callers")
        let ports = [a.port, b.port]
        let isDone = DispatchSemaphore(value: 0)
        callers.async {
            var waiting: [(id: String, answer: XMLAnswer)] = []
            var number = 0
            func press(_ call: (id: String, answer: XMLAnswer)) {
                let other = Provider(port: ports[(number + 1) % 2])
                let answer = try? other.dtmf("1", after: call.answer, callID: call.id)
                if answer?.isVoicemail != true {
                    lost.withLock { $0.append("\(call.id): \(answer.map { "\($0)" } ?? "none")") }
                }
                calls.withLock { $0 += 1 }
            }
            while !ended.withLock({ $0 }) {
                number += 1
                let id = "CALL\(number)"
                guard let answer = try? Provider(port: ports[number % 2]).newCall(callID: id), answer.onData != nil
                else {
                    lost.withLock { $0.append("\(id): no menu") }
                    continue
                }
                waiting.append((id, answer))
                if waiting.count > 20 { press(waiting.removeFirst()) }
                usleep(5000)
            }
            for call in waiting { press(call) }
            isDone.signal()
        }
        for (number, menu) in ["second", "third", "main"].enumerated() {
            let pushed = try push(Self.numbers(menu), "--message", "menu \(menu)")
            #expect(
                pushed.status == 0 && pushed.errors.contains("Version \(number + 2) is in use by 2 of 2 instances."),
                "\(pushed)")
        }
        ended.withLock { $0 = true }
        isDone.wait()
        #expect(lost.withLock { $0 }.isEmpty && calls.withLock { $0 } > 20, "\(lost.withLock { $0 }.prefix(5))")

        // The same file is no new version; what is not valid, or takes numbers away, never takes effect.
        #expect(try push(Self.numbers("main")).errors.contains("is version 4 already"))
        let bad = try push(Self.numbers("main").replacing("{ menu: main }", with: "{ menu: mani }"))
        #expect(bad.status == 1 && bad.errors.contains("mani"), "\(bad)")
        let loss = try push("numbers: { +49 211 1234567: hangup }")
        #expect(loss.status == 1 && loss.errors.contains("takes 1 number away"), "\(loss)")
        #expect(try push("numbers: { +49 211 1234567: hangup }", "--accept").errors.contains("Version 5"))
        #expect(try a.provider.newCall().action == "Hangup" && b.provider.newCall().action == "Hangup")
        // A rollback is a new version.
        #expect(try announce("configuration", "rollback").errors.contains("Version 6 is in use by 2 of 2"))
        #expect(try b.provider.newCall().action == "Gather")
        let history = try announce("configuration", "history").text
        #expect(
            history.split(separator: "\n").count == 6 && history.contains(/^6 .* rollback +in use +to version 4\n/),
            "\(history)")
        #expect(
            try announce("configuration", "show", "3").text
                == ServedFolder.text(Self.numbers("third"), server: "position-key-env: POSITION_KEY"))
        // Saved on one dashboard, it is answered by both, and its author is kept.
        let dashboard = DashboardClient(port: a.adminPort)
        let page = try dashboard.get("/configuration").text
        let opened = String(try #require(page.firstMatch(of: /name="opened" value="([^"]+)"/)).1)
        let text = ServedFolder.text(Self.numbers("main", "voicemail"), server: "position-key-env: POSITION_KEY")
        let save = [("text", text), ("opened", opened), ("action", "save")] as [(name: String, value: String?)]
        #expect(try dashboard.post("/configuration", save).status == 303)
        #expect(try a.provider.newCall(to: "492111234568").isVoicemail)
        try b.program.poll("the edit") { try b.provider.newCall(to: "492111234568").isVoicemail }
        #expect(try announce("configuration", "history").text.contains(/^7 .* the owner +dashboard +in use\n/))
        #expect(try dashboard.post("/configuration", save).status == 409)
    }

    @Test("tables, included files and golden calls are parts of a version; what is outside of its folder is refused")
    func files() throws {
        try desk.write(Array("number,flow\n+49 211 1234568,closed\n".utf8), to: "numbers.csv")
        try desk.makeFolder("parts")
        try desk.write(Array("flows: { closed: [ { play: welcome }, hangup ] }\n".utf8), to: "parts/flows.yaml")
        try desk.write(
            Array("- { call: +49 211 1234568, at: 2026-11-23 10:00, steps: [ { hear: welcome }, hangup ] }\n".utf8),
            to: "calls.yaml")
        let whole = "include: [ parts/*.yaml ]\nnumbers: { file: numbers.csv, +49 211 1234567: hangup }"
        let first = try push(whole)
        #expect(first.status == 0, "\(first)")
        let a = try instance()
        #expect(try a.provider.newCall(to: "492111234568").announcement == "welcome")
        #expect(try announce("configuration", "show", "--into", "copy").status == 0)
        for name in ["announce.yaml", "numbers.csv", "parts/flows.yaml", "calls.yaml"] {
            #expect(try desk.bytes(of: "copy/\(name)") == desk.bytes(of: name))
        }
        // An edit of the table alone.
        try desk.write(Array("number,flow\n+49 211 1234568,closed\n+49 211 1234569,closed\n".utf8), to: "numbers.csv")
        #expect(try push(whole).errors.contains("Version 2 is in use by 1 of 1"))
        #expect(try a.provider.newCall(to: "492111234569").announcement == "welcome")
        let outside = try push("numbers: { file: ../numbers.csv }")
        try desk.write(Array("x".utf8), to: "media/x.txt")
        #expect(outside.status == 1, "\(outside)")
        // A recording that this instance does not have keeps it at the version before, until it is there.
        try desk.copy("holiday.ogg", to: "media/holiday.ogg")
        let missing = try push(whole.replacing("1234567: hangup", with: "1234567: [ { play: holiday }, hangup ]"))
        #expect(
            missing.errors.contains("Version 3 is in use by 0 of 1") && missing.errors.contains("cannot use it"),
            "\(missing)")
        #expect(
            try a.provider.newCall().action == "Hangup"
                && health(a).contains("Version 3 of the configuration cannot be used here"))
        try a.folder.copy("holiday.ogg", to: "media/holiday.ogg")
        try a.program.poll("the recording") { try a.provider.newCall().announcement == "holiday" }
    }

    @Test("an instance that does not respond is waited for ten seconds, and takes the version over when it does")
    func frozen() throws {
        #expect(try push(Self.numbers("main")).status == 0)
        let (a, b) = (try instance(), try instance())
        try a.program.poll("both instances") { try self.announce("instances").status == 0 }
        b.program.send(SIGSTOP)
        let start = ContinuousClock.now
        let pushed = try push(Self.numbers("other"))
        b.program.send(SIGCONT)
        #expect(ContinuousClock.now - start >= .seconds(10), "\(pushed)")
        #expect(
            pushed.errors.contains("is in use by 1 of 2 instances") && pushed.errors.contains("was not heard of"),
            "\(pushed)")
        #expect(try a.provider.newCall().action == "Gather")
        try b.program.poll("the version") { try self.announce("instances").text.split(separator: "\n").count == 2 }
        try b.wait(for: "Version 2 of the configuration is in use")
    }

    @Test("another key for positions: the instance that came later is not ready, and says so") func key() throws {
        #expect(try push(Self.numbers("main")).status == 0)
        let a = try instance()
        let b = try instance(key: ["POSITION_KEY": String(repeating: "5f", count: 32)])
        try b.program.poll("the reason") { try health(b).contains("\"ready\":false") }
        #expect(try health(b).contains("The key for positions is not that of") && health(a).contains("\"ready\":true"))
        try b.program.poll("the list") { try self.announce("instances").text.contains("not ready") }
        let list = try announce("instances", "--json")
        #expect(list.status == 1)
        #expect(try OutputSchema("instances").verdict(of: list.output, documents: 1) == "valid")
        // Those that stop in order are not waited for.
        a.program.send(SIGTERM)
        #expect(try a.program.wait(within: .seconds(20)).status == 0)
        try b.program.poll("being alone") { try health(b).contains("\"ready\":true") }
    }

    @Test("while the database is away, calls are answered, edits refused, and an instance starts with what it had")
    func away() throws {
        let own = try PostgresServer()
        let url = try own.database()
        try write(Self.numbers("main"))
        let nothing = try announce("serve", "--state", "s", url: url)
        #expect(nothing.status == 1 && nothing.errors.contains("has no configuration yet"), "\(nothing)")
        #expect(try announce("configuration", "push", url: url).status == 0)
        let a = try instance(url: url)
        try a.program.poll("the instance") { try self.announce("instances", url: url).status == 0 }
        try own.control(["stop", "-m", "immediate"])
        try a.program.poll("the warning") { try health(a).contains("edits are refused") }
        #expect(try health(a).contains("\"ready\":true") && a.provider.newCall().action == "Gather")
        #expect(try announce("configuration", "push", url: url).errors.contains("cannot be reached"))
        let dashboard = DashboardClient(port: a.adminPort)
        let page = try dashboard.get("/configuration").text
        let opened = String(try #require(page.firstMatch(of: /name="opened" value="([^"]+)"/)).1)
        let save = [("text", ServedFolder.text(Self.numbers("x"))), ("opened", opened), ("action", "save")]
        let refused = try dashboard.post("/configuration", save.map { ($0.0, $0.1) })
        #expect(refused.status >= 400 && refused.text.contains("Nothing was saved"), "\(refused.status)")
        try a.restart()
        #expect(try a.provider.newCall().action == "Gather")
        #expect(try a.program.errorsSoFar().contains("which was in use here last, stays in use"))
        #expect(
            try announce("serve", "--state", "other", url: url).errors.contains("no version of it has been in use here")
        )
        try own.control(["start"])
        try a.program.poll("the database again") { try !health(a).contains("edits are refused") }
        try write(Self.numbers("again"))
        #expect(try announce("configuration", "push", url: url).errors.contains("Version 2 is in use by 1 of 1"))
    }

    @Test("what is closed, and who is logged in, on one instance is so on the other") func state() throws {
        let schedule = """
            numbers: { +49 211 1234567: [ { check: office, open: hangup, closed: voicemail } ] }
            schedules: { office: { hours: { daily: 00:00-24:00 } } }
            """
        #expect(try push(schedule).status == 0)
        try desk.write(Array("a horse and a staple\n".utf8), to: "password")
        let set = try RunningProgram(
            [Announce.path, "password", "--state", "s", "--configuration-database", url], in: desk.path,
            input: .file(desk.file("password"))
        ).wait()
        #expect(set.status == 0, "\(set)")
        let instances = [try instance(), try instance()]
        func poll(_ what: String, isVoicemail: Bool) throws {
            for served in instances {
                try served.program.poll(what) { try served.provider.newCall().isVoicemail == isVoicemail }
            }
        }
        try poll("the hours", isVoicemail: false)
        let closed = try announce("override", "office", "closed", "--until", "2h")
        #expect(closed.status == 0 && closed.text.contains("office is closed until"), "\(closed)")
        try poll("the override", isVoicemail: true)
        #expect(try announce("override", "office", "--clear").status == 0)
        try poll("its end", isVoicemail: false)

        let dashboards = instances.map { DashboardClient(port: $0.adminPort) }
        func token(_ page: HTTPAnswer) throws -> String {
            String(try #require(page.text.firstMatch(of: /name="token" (?:value|content)="([^"]+)"/)).1)
        }
        // The form of one, sent to the other.
        let login = try dashboards[1].post(
            "/login", [("password", "a horse and a staple")], token: try token(dashboards[0].get("/login")))
        #expect(login.status == 303, "\(login.text.prefix(500))")
        let cookie = String(try #require(login.header("set-cookie")?.split(separator: ";").first))
        for dashboard in [dashboards[0], dashboards[1], dashboards[0]] {
            #expect(try dashboard.get("/numbers", headers: [("Cookie", cookie)]).status == 200)
            #expect(try dashboard.get("/numbers").status == 303)
        }
        let page = try dashboards[0].get("/numbers", headers: [("Cookie", cookie)])
        let connection = try HTTPConnection(port: instances[0].adminPort)
        try connection.send(
            HTTPRequest(
                method: "POST", path: "/logout",
                headers: [("Cookie", cookie), ("Content-Type", "application/x-www-form-urlencoded")],
                body: Array("token=\(try token(page))".utf8)))
        #expect(try connection.receive().status == 303)
        try instances[1].program.poll("the logout") {
            try dashboards[1].get("/numbers", headers: [("Cookie", cookie)]).status == 303
        }
    }
}
