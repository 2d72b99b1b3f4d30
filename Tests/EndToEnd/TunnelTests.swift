import Foundation
import Glibc
import ProviderFixtures
import ProviderSimulator
import Support
import SystemPackage
import Testing

/// `announce serve --tunnel`, through OpenSSH's server and client on this machine.
@Suite(.enabled(if: LocalSSHServer.isInstalled))
struct TunnelTests {
    private static let configuration = "numbers: { +49 211 1234567: { play: greeting } }"

    private func serve(
        _ server: LocalSSHServer? = nil, settings: String = "webhook: { signature: off }", setting: String? = nil,
        options: [String] = []
    ) throws -> ServedFolder {
        try ServedFolder(
            Self.configuration, settings: settings, server: setting, environment: server?.environment ?? [:],
            options: options
        ) { try $0.copy("nothing-heard.wav", to: "media/greeting.wav") }
    }

    private func health(_ served: ServedFolder) throws -> String {
        try DashboardClient(port: served.adminPort).get("/health").text
    }

    @Test(
        "the address that the server prints is used in answers, and calls come in through the tunnel",
        arguments: [
            "b1c2.lhr.test tunneled with tls termination, https://b1c2.lhr.test",
            "b1c2.lhr.test tunneled with tls termination", "Forwarding HTTP traffic from https://b1c2.lhr.test",
        ])
    func open(_ greeting: String) throws {
        let server = try LocalSSHServer(greeting: greeting)
        let served = try serve(server, options: ["--tunnel", "tunnel.test"])
        try served.wait(for: "incoming and outgoing calls: https://b1c2.lhr.test/sipgate")
        #expect(try health(served).contains("\"tunnel\":\"https://b1c2.lhr.test\""))
        #expect(try DashboardClient(port: served.adminPort).get("/home").text.contains("https://b1c2.lhr.test"))
        let answer = try Provider(port: server.publicPort).newCall()
        #expect(answer.url?.hasPrefix("https://b1c2.lhr.test/media/greeting") == true, "\(answer)")
        served.program.send(SIGTERM)
        #expect(try served.program.wait(within: .seconds(8)).status == 0)
        // Nothing of it is left.
        try served.program.poll("the end of the tunnel") { (try? HTTPConnection(port: server.publicPort)) == nil }
    }

    @Test("while it is open, `account connect` enters its address; without it, the configured one") func connect()
        async throws
    {
        let server = try LocalSSHServer(greeting: "b1c2.lhr.test tunneled with tls termination")
        let served = try serve(server, setting: "tunnel: tunnel.test")
        try served.wait(for: "https://b1c2.lhr.test/sipgate")
        let api = try await ProviderAPI()
        let environment = [
            "ANNOUNCE_API_URL": api.address, "ANNOUNCE_TOKEN_ID": AccountFixture.tokenID,
            "ANNOUNCE_TOKEN": AccountFixture.token,
        ]
        for address in ["https://b1c2.lhr.test/sipgate", "https://phone.example.test/ann/sipgate"] {
            let run = try RunningProgram(
                [Announce.path, "account", "connect", "--yes", "--state", "state"], in: served.folder.path,
                environment: environment, input: .nothing
            ).wait()
            #expect(run.status == 0, "\(run.errors)")
            #expect(api.account.settings.incomingURL == address)
            served.program.send(SIGTERM)
            try served.program.poll("its end", within: .seconds(8)) { served.program.hasEnded }
        }
        await api.stop()
    }

    @Test("a tunnel that falls is opened again, and its new address is used") func again() throws {
        let server = try LocalSSHServer(greeting: "one.lhr.test tunneled with tls termination")
        let served = try serve(server, setting: "tunnel: tunnel.test")
        try served.wait(for: "https://one.lhr.test/sipgate")
        try server.greet("two.lhr.test tunneled with tls termination")
        try server.dropSessions()
        try served.wait(for: "The tunnel is opened again in 1 s")
        try served.wait(for: "https://two.lhr.test/sipgate")
        #expect(try served.provider.newCall().url?.hasPrefix("https://two.lhr.test/") == true)
        // An edit of the file does not bring the configured address back.
        let text = ServedFolder.text(
            "numbers: { +49 211 1234567: [ { play: greeting }, hangup ] }", server: "tunnel: tunnel.test")
        try served.folder.write(Array(text.utf8), to: "announce.yaml")
        try served.wait(for: "Configuration reloaded")
        #expect(try served.provider.newCall().url?.hasPrefix("https://two.lhr.test/") == true)
    }

    @Test(
        "what keeps a tunnel closed is reported with its remedy, and calls on this machine are answered all the same",
        arguments: [
            (
                "unknown host key",
                "The host key of the tunnel's server is not known. Run `ssh tunnel.test` once by hand"
            ),
            ("changed host key", "The host key of the tunnel's server has changed, which can be an attack."),
            ("refused key", "The tunnel's server refuses this user's key."),
        ])
    func closed(_ fault: String, _ sentence: String) throws {
        let server = try LocalSSHServer(greeting: "b1c2.lhr.test tunneled with tls termination")
        switch fault {
        case "unknown host key": try server.trust(nil)
        case "changed host key": try server.trust("other")
        default: try server.admit("other")
        }
        let known = try server.folder.bytes(of: "known")
        let served = try serve(server, options: ["--tunnel", "tunnel.test"])
        try served.wait(for: sentence)
        // Twice: one that is refused is not trusted the next time either.
        try served.wait(for: "The tunnel is opened again in 2 s")
        let answer = try DashboardClient(port: served.adminPort).get("/health")
        #expect(answer.status == 503)
        #expect(answer.text.contains(sentence.prefix(40)), "\(answer.text)")
        #expect(try served.provider.newCall().action == "Play")
        #expect(try server.folder.bytes(of: "known") == known)
    }

    @Test(
        "another command is run as it is written, and ends with the server, however that ends",
        arguments: [SIGTERM, SIGKILL])
    func command(_ signal: CInt) throws {
        let command = #"[sh, -c, "echo $$ {port} > started; exec cat"]"#
        let served = try serve(setting: "tunnel: { command: \(command), url: https://phone.example.org }")
        try served.wait(for: "https://phone.example.org/sipgate")
        #expect(try served.provider.newCall().url?.hasPrefix("https://phone.example.org/") == true)
        func started() -> [Substring] {
            ((try? String(contentsOfFile: served.folder.file("started").string, encoding: .utf8)) ?? "")
                .split { $0 == " " || $0 == "\n" }
        }
        try served.program.poll("the command") { started().count == 2 }
        let process = try #require(pid_t(started()[0]))
        #expect(started()[1] == "\(served.port)")
        #expect(kill(process, 0) == 0)
        served.program.send(signal)
        _ = try served.program.wait(within: .seconds(8))
        let deadline = ContinuousClock.now + .seconds(10)
        while kill(process, 0) == 0, ContinuousClock.now < deadline { usleep(1000) }
        #expect(kill(process, 0) != 0)
    }

    @Test("with a tunnel, events must be signed unless the file says otherwise, even where public-url is on loopback")
    func signature() throws {
        let server = try LocalSSHServer(greeting: "b1c2.lhr.test tunneled with tls termination")
        let folder = try TemporaryFolder()
        let text = """
            public-url: http://127.0.0.1:8080
            time-zone: Europe/Berlin
            server: { listen: "127.0.0.1:0", admin: "127.0.0.1:0" }
            numbers: { +49 211 1234567: hangup }

            """
        try folder.write(Array(text.utf8), to: "announce.yaml")
        let program = try RunningProgram(
            [Announce.path, "serve", "--state", "state", "--tunnel", "tunnel.test"], in: folder.path,
            environment: server.environment, input: .nothing)
        try program.poll("the tunnel") { try program.errorsSoFar().contains("The tunnel is open.") }
        let form = Provider.form([("event", "newCall"), ("callId", "1"), ("from", "491"), ("to", "492111234567")])
        #expect(try Provider(port: server.publicPort).post(form, to: "/sipgate").status == 403)
    }

    @Test("a program that is not installed is reported; an option of ssh is not a destination") func wrong() throws {
        let served = try serve(setting: "tunnel: { command: [no-such-tunnel] }")
        try served.wait(for: "no-such-tunnel is not installed; the tunnel needs it.")
        let folder = try TemporaryFolder()
        #expect(try Announce.run("serve", "--tunnel=-oProxyCommand=x", in: folder).status == 64)
    }
}
