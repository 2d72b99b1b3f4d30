import Foundation
import ProviderFixtures
import ProviderSimulator
import Support
import SystemPackage
import Testing

/// `announce doctor` against a real server with TLS by a throw-away authority; each row fails once.
struct DoctorTests {
    static let configuration = "numbers: { +49 211 1234567: { play: nothing-heard } }"
    private let authority: Authority

    init() throws { authority = try Authority() }

    /// Starts a server with `doctor.yaml` and `ca.pem` in its folder.
    private func serve(
        _ identity: Authority.Identity? = nil, signature: String = "required"
    ) throws -> ServedFolder {
        // Half a day more, since certificates count whole seconds and the doctor whole days.
        let identity = try identity ?? authority.identity(days: 59.5)
        let ca = try authority.pem
        let served = try ServedFolder(
            Self.configuration, recordings: ["nothing-heard.wav"], settings: "webhook: { signature: \(signature) }",
            tls: "{ certificate: fullchain.pem, key: privkey.pem }"
        ) { folder in
            try identity.write(to: folder)
            try folder.write(Array(ca.utf8), to: "ca.pem")
        }
        try served.folder.writeDoctor(Self.configuration, port: served.port)
        return served
    }

    @Test("a healthy server, also for the provider; the test call is marked as a trial")
    func healthy() async throws {
        let served = try serve()
        var account = SimulatedAccount.sample
        account.settings.incomingURL = "https://phone.example.test:\(served.port)/sipgate"
        account.settings.isLogged = true
        let api = try await ProviderAPI(account)
        let environment = [
            "ANNOUNCE_API_URL": api.address, "ANNOUNCE_TOKEN_ID": AccountFixture.tokenID,
            "ANNOUNCE_TOKEN": AccountFixture.token,
        ]
        let visit = try Consultation(in: served.folder, ["--ca", "ca.pem"], environment: environment)
        await api.stop()
        #expect(visit.names("failed") == [], "\(visit.checks)")
        #expect(visit.names("skipped") == [])
        // The authority is unknown to the system, and a busy machine may be slow.
        #expect(visit.names("warning").filter { !["test call", "sandbox"].contains($0) } == ["certificate chain"])
        #expect(visit["certificate chain"]?.seen.hasSuffix("trusted only because of --ca") == true)
        #expect(visit["announcements"]?.seen == "1 announcement: status 200, audio/wav, ranges, ETag, playable")
        #expect(visit["forgeries"]?.seen == "an unsigned call is refused")
        #expect(visit["TLS"]?.seen == "TLS 1.3")
        #expect(visit["certificate expiry"]?.seen.hasSuffix(", 59 days") == true)
        #expect(visit["provider settings"]?.seen == "webhooks point here; sources: all phone lines and groups")
        #expect(visit.checks.count == 16)
        try expectSameSandbox(visit, served)
        try served.wait(for: "Trial: anonymous calls +492111234567: play nothing-heard")

        // The log's writer works beside the answers.
        struct Call: Decodable { var trial: Bool }
        try served.program.poll("the trial in the call log") {
            let log = try RunningProgram(
                [Announce.path, "log", "--state", "state", "--json"], in: served.folder.path, input: .nothing)
            let calls: [Call] = try log.wait().json()
            return calls.map(\.trial) == [true]
        }
        let metrics = try HTTPConnection(port: served.adminPort)
        try metrics.send(HTTPRequest(path: "/metrics"))
        #expect(!(try metrics.receive().text.contains("event=\"newCall\"")))
    }

    @Test("prints one row per check, remedies and a summary")
    func table() throws {
        let served = try serve(try authority.identity(for: "other.example.test"))
        let run = try RunningProgram(
            [
                Announce.path, "doctor", "--config", "doctor.yaml", "--state", "state", "--address", "127.0.0.1",
                "--ca",
                "ca.pem",
            ], in: served.folder.path, input: .nothing
        ).wait()
        #expect(run.status == 1)
        #expect(run.text.contains("ok       configuration       doctor.yaml: 1 number, 1 announcement\n"))
        #expect(
            run.text.contains(
                """
                failed   certificate name    for other.example.test, not for phone.example.test
                                             → Get a certificate for phone.example.test, or correct public-url.

                """))
        #expect(run.text.contains("skipped  provider settings   not logged in\n"))
        let isComplete = run.text.contains("\nok       sandbox ")
        #expect(
            run.errors
                == (isComplete ? "7 ok, 1 failed, 1 warning, 7 skipped\n" : "6 ok, 1 failed, 2 warnings, 7 skipped\n"))
    }

    /// What the doctor and `/health` say is missing of the sandbox is what a worker says itself.
    private func expectSameSandbox(_ visit: Consultation, _ served: ServedFolder) throws {
        struct Report: Decodable { let missing: [String] }
        let answer = try Announce.run("render-recording", "sandbox", in: served.folder).output
        let missing = try JSONDecoder().decode(Report.self, from: Data(answer)).missing
        #expect(visit["sandbox"]?.status == (missing.isEmpty ? "ok" : "warning"))
        let names = [
            "privileges": "no_new_privs", "files": "Landlock", "system-calls": "seccomp", "namespaces": "namespaces",
        ]
        for (part, name) in names {
            #expect(visit["sandbox"]?.seen.contains(name) == missing.contains(part), "\(part)")
        }
        try served.program.poll("what is known of the sandbox") { try Self.health(of: served).sandboxMissing != nil }
        #expect(try Self.health(of: served).sandboxMissing?.count == missing.count)
    }

    private struct Health: Decodable { let sandboxMissing: [String]? }

    private static func health(of served: ServedFolder) throws -> Health {
        let client = DashboardClient(port: served.adminPort)
        return try JSONDecoder().decode(Health.self, from: Data(client.get("/health").text.utf8))
    }

    // MARK: This machine

    @Test("an invalid and a missing configuration, and a state folder that is a file")
    func home() throws {
        let folder = try TemporaryFolder()
        #expect(try Consultation(in: folder)["configuration"]?.seen.contains("There is no doctor.yaml") == true)
        try folder.writeDoctor("numbers: { +49 211 1234567: unknown }", port: 1)
        let broken = try Consultation(in: folder)
        #expect(broken["configuration"]?.status == "failed")
        #expect(broken["configuration"]?.seen == "doctor.yaml: 1 error, 1 warning")
        #expect(broken["test call"]?.seen == "needs a valid configuration")
        #expect(broken.checks.count == 16)
        let file = try Consultation(in: folder, state: "doctor.yaml")
        #expect(file["state folder"]?.status == "failed")
        #expect(file["state folder"]?.seen.contains("is not a folder") == true)
    }

    @Test(
        "private files that other users can read are a warning with a remedy",
        arguments: ["position-secret", "admin-password", "account.json", "webhooks-before.json", "calls.sqlite"])
    func openToOthers(_ name: String) throws {
        let folder = try TemporaryFolder()
        try folder.writeDoctor("numbers: { +49 211 1234567: hangup }", port: 1)
        try folder.makeFolder("state")
        if name != "position-secret" { try folder.write([], to: "state/\(name)") }
        #expect(try Announce.shell("chmod 700 state", in: folder).status == 0)
        let closed = try Consultation(in: folder)
        #expect(closed["state folder"]?.status == "ok", "\(closed.checks)")
        #expect(try Announce.shell("chmod 755 state && chmod 644 state/\(name)", in: folder).status == 0)
        let visit = try Consultation(in: folder)
        #expect(visit["state folder"]?.status == "warning")
        #expect(
            visit["state folder"]?.seen.hasSuffix("state/\(name) can be read by other users of this machine") == true)
        #expect(visit["state folder"]?.remedy?.hasSuffix("state/\(name)") == true)
    }

    // MARK: The address

    @Test(
        "public URLs that the provider cannot use",
        arguments: [
            ("https", "localhost", "public-url", "is this machine, which the provider cannot reach"),
            ("http", "phone.example.test", "public-url", "is not encrypted"),
            // Too long for DNS, so no server is asked.
            ("https", String(repeating: "a", count: 70) + ".example.test", "DNS", "does not resolve"),
        ])
    func address(scheme: String, host: String, row: String, words: String) throws {
        let folder = try TemporaryFolder()
        try folder.writeDoctor("numbers: {}", scheme: scheme, host: host, port: 1)
        let visit = try Consultation(in: folder, address: row == "DNS" ? nil : "127.0.0.1")
        #expect(visit[row]?.status == "failed")
        #expect(visit[row]?.seen.contains(words) == true, "\(visit.checks)")
        if scheme == "https" { #expect(visit["announcements"]?.status == "skipped") }
    }

    @Test("no server, no TLS, and an old version of TLS")
    func tls() async throws {
        let folder = try TemporaryFolder()
        let plain = try await LoopbackServer { _ in .done }
        try folder.writeDoctor("numbers: {}", port: plain.port)
        let visit = try Consultation(in: folder)
        #expect(visit["TLS"]?.status == "failed")
        #expect(visit["TLS"]?.seen.contains("the TLS handshake failed") == true, "\(visit.checks)")
        #expect(visit["certificate chain"]?.status == "skipped")
        await plain.stop()
        // The port of TCPMUX, where no server has listened for decades.
        try folder.writeDoctor("numbers: {}", port: 1)
        #expect(try Consultation(in: folder)["TLS"]?.seen == "127.0.0.1 port 1: connection refused")

        try authority.identity().write(to: folder)
        let old = try RunningProgram(
            [
                "/usr/bin/openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", "fullchain.pem", "-key",
                "privkey.pem",
                "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0",
            ], in: folder.path, input: .endless([]))
        var port = 0
        try old.poll("openssl") {
            port = try old.outputSoFar().firstMatch(of: /ACCEPT 127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) } ?? 0
            return port != 0
        }
        try folder.writeDoctor("numbers: {}", port: port)
        #expect(try Consultation(in: folder)["TLS"]?.seen == "only TLS 1.1 or older")
    }

    enum Mistake: CaseIterable, Sendable { case unknownAuthority, selfSigned, otherName, expired }

    @Test("certificates that the provider refuses", arguments: Mistake.allCases)
    func certificate(_ mistake: Mistake) throws {
        let identity: Authority.Identity
        let (row, words): (String, String)
        switch mistake {
        case .unknownAuthority:
            identity = try authority.identity()
            (row, words) = ("certificate chain", "from an unknown authority")
        case .selfSigned:
            identity = try authority.identity(isSelfSigned: true)
            (row, words) = ("certificate chain", "self-signed")
        case .otherName:
            identity = try authority.identity(for: "other.example.test")
            (row, words) = ("certificate name", "for other.example.test, not for phone.example.test")
        case .expired:
            identity = try authority.identity(days: -3)
            (row, words) = ("certificate expiry", "expired on 20")
        }
        let served = try serve(identity)
        let visit = try Consultation(in: served.folder, mistake == .unknownAuthority ? [] : ["--ca", "ca.pem"])
        #expect(visit.names("failed") == [row], "\(visit.checks)")
        #expect(visit[row]?.seen.contains(words) == true)
        // No password and no call is sent to an unauthenticated server.
        #expect(visit["test call"]?.status == "skipped")
    }

    // MARK: The server

    @Test("a server with another configuration, and with another secret")
    func otherServer() throws {
        let served = try serve(signature: "off")
        let visit = try Consultation(in: served.folder, ["--ca", "ca.pem"])
        #expect(visit["forgeries"]?.status == "failed")
        #expect(visit["forgeries"]?.seen.hasPrefix("an unsigned call is answered") == true)
        try served.folder.copy("goodbye-en.mp3", to: "media/goodbye.mp3")
        let other = try Consultation(in: served.folder, state: "other", ["--ca", "ca.pem"])
        #expect(other["test call"]?.status == "failed")
        #expect(other["test call"]?.seen.hasPrefix("status 403: The test call is not signed with") == true)
    }

    @Test("a configuration without signatures is a warning")
    func unsigned() throws {
        let served = try serve(signature: "off")
        try served.folder.writeDoctor(Self.configuration, port: served.port, signature: "off")
        let visit = try Consultation(in: served.folder, ["--ca", "ca.pem"])
        #expect(visit["forgeries"]?.status == "warning")
        #expect(visit.names("failed") == [])
    }
}
