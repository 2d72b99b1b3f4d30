import CallFlow
import Foundation
import LocalFiles
import Logging
import ServerFixtures
import Support
import SystemPackage
import Testing

@testable import AnnounceServer
@testable import Dashboard

@Suite("TLS", .enabled(if: Tool.isInstalled("openssl")))
struct TLSServerTests {
    /// Writes a key and a self-signed certificate of this name.
    private func certify(_ name: String, in folder: TemporaryFolder) throws {
        try Tool.require(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=\(name)", "-keyout", folder.file("key.pem").string, "-out", folder.file("new.pem").string,
            ])
        try FileManager.default.moveReplacing(folder.file("new.pem").string, folder.file("certificate.pem").string)
    }

    private func connect(_ port: Int, _ arguments: String..., request: String = "") async throws -> Tool.Result {
        // Not on a thread that the server runs on.
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try Tool.run(
                            "openssl", ["s_client", "-connect", "127.0.0.1:\(port)", "-ign_eof"] + arguments,
                            input: Array(request.utf8))
                    })
            }
        }
    }

    @Test("Certificates are replaced while the server runs; broken ones are ignored")
    func reload() async throws {
        let folder = try TemporaryFolder()
        try certify("first", in: folder)
        let (lines, log) = AsyncStream.makeStream(of: String.self)
        let logger = Logger(label: "test") { _ in KeptLog { log.yield($0) } }
        let files = ServerSettings.TLSFiles(
            certificate: folder.file("certificate.pem").string, key: folder.file("key.pem").string)
        let server = try await RunningServer(
            tls: files, logger: logger, adjust: { $0.certificateInterval = .milliseconds(20) })
        let request = post(WebhookServerTests.call, "Connection: close")
        let answer = try await connect(server.port, "-quiet", request: request)
        #expect(answer.text.contains(#"<Reject reason="busy"/>"#))
        #expect(
            try await connect(server.port, "-tls1_1", "-cipher", "ALL@SECLEVEL=0").text.contains("CN = first") == false)
        #expect(
            try await connect(server.port, "-tls1_2", request: get("/", "Connection: close")).text.contains(
                "CN = first"))

        try folder.write("broken".utf8, to: "certificate.pem")
        for await line in lines where line.contains("not usable") { break }
        func health() async throws -> String {
            let client = try RawClient(port: server.adminPort)
            await client.send("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return try await client.readToEnd()
        }
        #expect(try await health().contains("cannot be used, so the last good one is served"))
        #expect(try await connect(server.port, request: get("/", "Connection: close")).text.contains("CN = first"))

        try certify("second", in: folder)
        for await line in lines where line.contains("was replaced") { break }
        #expect(try await health().contains("\"warnings\":[]"))
        #expect(try await connect(server.port, request: get("/", "Connection: close")).text.contains("CN = second"))
        try await server.stop()
    }

    @Test("The admin listener with the same certificate: all its names, and cookies for TLS only")
    func admin() async throws {
        let folder = try TemporaryFolder()
        try certify("phone.example.com", in: folder)
        let passwords = StateFile.password(folder.file("admin-password"))
        try passwords.write(
            try PasswordHash(of: "a sentence to enter", cost: .init(logN: 4, blockSize: 1, parallelism: 1)))
        let files = ServerSettings.TLSFiles(
            certificate: folder.file("certificate.pem").string, key: folder.file("key.pem").string)
        let server = try await RunningServer(
            tls: files, dashboard: DashboardContent(passwords: passwords),
            adjust: { settings in
                settings.adminUsesTLS = true
                settings.admin.host = "0.0.0.0"
            })
        let page = "GET /login HTTP/1.1\r\nHost: phone.example.com:8081\r\nConnection: close\r\n\r\n"
        let answer = try await connect(server.adminPort, "-quiet", request: page).text
        let token = try #require(answer.firstMatch(of: /name="token" value="([^"]+)"/)).1
        let form = "password=a+sentence+to+enter&token=\(token)"
        let login =
            "POST /login HTTP/1.1\r\nHost: phone.example.com:8081\r\nConnection: close\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(form.utf8.count)\r\n\r\n\(form)"
        let cookie = try await connect(server.adminPort, "-quiet", request: login).text
        #expect(cookie.contains("303 See Other") && cookie.contains("Set-Cookie: __Host-announce="))
        #expect(cookie.contains("; HttpOnly; SameSite=Strict; Secure\r\n"))
        try await server.stop()
    }

    @Test("Unusable certificate files are reported at the start")
    func unusable() async throws {
        let folder = try TemporaryFolder()
        try certify("first", in: folder)
        try certify("second", in: TemporaryFolder())
        for (certificate, key) in [("none.pem", "key.pem"), ("certificate.pem", "none.pem"), ("key.pem", "key.pem")] {
            let files = ServerSettings.TLSFiles(
                certificate: folder.file(certificate).string, key: folder.file(key).string)
            let error = await #expect(throws: StartupError.self) { _ = try await RunningServer(tls: files) }
            guard case .certificate(files, _) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }
}

private struct KeptLog: LogHandler {
    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]
    let keep: @Sendable (String) -> Void

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { keep(event.message.description) }
}

extension FileManager {
    fileprivate func moveReplacing(_ source: String, _ target: String) throws {
        if fileExists(atPath: target) { try removeItem(atPath: target) }
        try moveItem(atPath: source, toPath: target)
    }
}
