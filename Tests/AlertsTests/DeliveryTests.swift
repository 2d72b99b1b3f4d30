import CallFlow
import Foundation
import Sipgate
import Support
import SystemPackage
import Telephony
import Testing

@testable import Alerts

/// Messages sent to real receivers on this machine, good and hostile ones.
@Suite("Delivery")
struct DeliveryTests {
    private let server: PublicURL
    private let message: AlertMessage

    init() throws {
        server = try PublicURL("https://phone.example.com/ann")
        let noon = try Occasion.moment("2026-11-27T12:00")
        let cause = AlertCause.notFetched(prompt: "grüße", file: "gruesse.wav", answers: 3, begun: 0)
        message = AlertMessage(event: .begin, incident: AlertIncident(cause, began: noon), at: noon)
    }

    private func send(
        _ way: AlertWay, _ language: AlertLanguage = .english, limit: Int = 20, authorities: String? = nil,
        variables: [String: String] = [:]
    ) async throws(DeliveryError) {
        try await AlertSender(authorities: authorities, limit: limit) { variables[$0] }.send(
            message, by: way, language, server: server, zone: Occasion.zone)
    }

    @Test("a webhook gets JSON, and ntfy a text, with the token of the environment") func http() async throws {
        let api = try await LoopbackServer { _ in .done }
        let url = api.address + "/hook?key=1"
        try await send(
            .webhook(.init(.variable("URL"), tokenVariable: "TOKEN")), variables: ["URL": url, "TOKEN": "secret"])
        try await send(.ntfy(.init(.url(url))), .german)
        let requests = api.requests
        await api.stop()
        #expect(requests.map(\.line) == ["POST /hook?key=1", "POST /hook?key=1"])
        #expect(requests[0].header("Authorization") == "Bearer secret" && requests[1].header("Authorization") == nil)
        let json = try #require(JSONSerialization.jsonObject(with: Data(requests[0].body)) as? [String: String])
        #expect(json["event"] == "begin" && json["rule"] == "not-fetched" && json["subject"] == "grüße")
        #expect(json["began"] == "2026-11-27T11:00:00Z" && json["server"] == "https://phone.example.com/ann")
        #expect(requests[1].text.hasPrefix("3 Antworten der letzten 24 Stunden"))
        // „grüße“ in a header field.
        #expect(requests[1].header("Title")?.hasPrefix("=?utf-8?B?") == true)
        #expect(requests[1].header("Priority") == "high")
    }

    @Test("redirects are not followed, refusals told, endless and silent receivers left")
    func hostile() async throws {
        let api = try await LoopbackServer { _ in .done }
        defer { Task { await api.stop() } }
        let way = AlertWay.webhook(.init(.url(api.address + "/hook")))
        let cases: [(LoopbackServer.Reply, DeliveryError)] = [
            (.answer(status: 500, body: "no"), .status(500)),
            (.answer(status: 302, headers: [("Location", api.address)], body: ""), .redirected(status: 302)),
            (.silence, .tooSlow(seconds: 1)), (.hangUp, .connection(.closed, host: "127.0.0.1:\(api.port)")),
        ]
        for (reply, expected) in cases {
            api.next(reply)
            await #expect(throws: expected) { try await send(way, limit: 1) }
        }
        #expect(api.requests.count == cases.count)
        // Accepted with the head: whatever follows is not read.
        for reply in [
            LoopbackServer.Reply.stall("x"), .answer(status: 200, body: String(repeating: "x", count: 40 << 20)),
        ] {
            api.next(reply)
            try await send(way)
        }
        await #expect(throws: DeliveryError.missingVariable("URL")) { try await send(.ntfy(.init(.variable("URL")))) }
        await #expect(throws: DeliveryError.badURL(variable: "URL")) {
            try await send(.ntfy(.init(.variable("URL"))), variables: ["URL": "file:///etc/passwd"])
        }
    }

    // MARK: Mail

    private func mail(
        _ server: MailServer, host: String = "127.0.0.1", _ encryption: AlertWay.Mail.Encryption = .off,
        user: String? = nil
    ) -> AlertWay {
        .mail(
            .init(
                to: ["a@example.com", "b@example.com"], from: "c@example.com",
                server: Endpoint(host: host, port: server.port), encryption: encryption, user: user,
                passwordVariable: user.map { _ in "PASSWORD" }))
    }

    @Test("an SMTP server takes a mail with a subject and a text in any language") func smtp() async throws {
        let server = try await MailServer()
        try await send(mail(server), .german)
        let mails = server.mails
        await server.stop()
        let mail = try #require(mails.first)
        #expect(mails.count == 1 && mail.from == "c@example.com" && mail.to == ["a@example.com", "b@example.com"])
        #expect(mail.header("To") == "a@example.com, b@example.com" && mail.header("Auto-Submitted") != nil)
        #expect(mail.header("Date") == "Fri, 27 Nov 2026 11:00:00 +0000")
        #expect(mail.header("Subject")?.hasPrefix("=?utf-8?B?") == true)
        #expect(mail.body.contains("„grüße“") && mail.body.contains("Seit Fr., 27.11., 12:00 Uhr"))
        #expect(mail.text.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 998 })
    }

    @Test("STARTTLS before the login, and only with a certificate that is trusted") func startTLS() async throws {
        let (authority, folder) = (try Authority(), try TemporaryFolder())
        var behaviour = MailServer.Behaviour()
        behaviour.identity = try authority.identity(for: "localhost")
        behaviour.login = Data("\0anna\0a horse".utf8).base64EncodedString()
        let server = try await MailServer(behaviour)
        let ca = try folder.write(Array(try authority.pem.utf8), to: "ca.pem").string
        let way = mail(server, host: "localhost", .startTLS, user: "anna")
        try await send(way, authorities: ca, variables: ["PASSWORD": "a horse"])
        #expect(server.mails.map(\.isEncrypted) == [true] && server.mails.map(\.isLoggedIn) == [true])
        await #expect(throws: DeliveryError.refused(command: "the login", code: 535, words: "wrong password")) {
            try await send(way, authorities: ca, variables: ["PASSWORD": "a stable"])
        }
        await #expect(throws: DeliveryError.connection(.untrustedCertificate, host: "localhost")) {
            try await send(way, variables: ["PASSWORD": "a horse"])
        }
        await #expect(throws: DeliveryError.missingVariable("PASSWORD")) { try await send(way, authorities: ca) }
        #expect(server.mails.count == 1)
        await server.stop()
    }

    @Test("mail servers that are none, refuse, hang, or speak before TLS") func hostileMail() async throws {
        func failure(
            _ encryption: AlertWay.Mail.Encryption = .off, _ change: (inout MailServer.Behaviour) -> Void
        ) async throws -> DeliveryError? {
            var behaviour = MailServer.Behaviour()
            change(&behaviour)
            let server = try await MailServer(behaviour)
            var failure: DeliveryError?
            do throws(DeliveryError) {
                try await send(mail(server, encryption), limit: 2)
            } catch {
                failure = error
            }
            #expect(server.mails.isEmpty)
            await server.stop()
            return failure
        }
        let identity = try Authority().identity(for: "localhost")
        #expect(try await failure { $0.greeting = "SSH-2.0-OpenSSH_9.2" } == .notSMTP)
        #expect(try await failure { $0.greeting = "220-" + String(repeating: "x", count: 1 << 20) } == .notSMTP)
        #expect(
            try await failure { $0.greeting = "554 go away" }
                == .refused(command: "the connection", code: 554, words: "go away"))
        #expect(
            try await failure { $0.recipient = "550 unknown" }
                == .refused(command: "RCPT TO:<a@example.com>", code: 550, words: "unknown"))
        #expect(try await failure { $0.isSilent = true } == .tooSlow(seconds: 2))
        // No encryption where it is required: no mail.
        #expect(try await failure(.startTLS) { _ in } == .noEncryption(host: "127.0.0.1"))
        #expect(
            try await failure(.startTLS) {
                ($0.identity, $0.smuggled) = (identity, "250 injected")
            } == .notSMTP)
    }

    @Test("header fields hold no line breaks, whatever a name says") func injection() {
        let field = EncodedWord.field("a\r\nBcc: x@example.com \u{1F4A9}")
        #expect(!field.contains("\r") && !field.contains("\n") && !field.contains("Bcc"))
        #expect(
            EncodedWord.field(String(repeating: "ü", count: 200)).split(separator: " ").allSatisfy { $0.count <= 75 })
    }
}
