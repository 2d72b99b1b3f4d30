import Foundation
import ProviderFixtures
import ProviderSimulator
import Support
import SystemPackage
import Testing

/// `announce doctor` against faulty proxies on plain HTTP, and with wrong settings at the provider.
struct DoctorProxyTests {
    private static let form = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response/>\n"

    /// A proxy that answers like a server, except where `spoil` returns a reply.
    private func visit(
        _ options: [String] = [], spoil: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Reply?
    ) async throws -> Consultation {
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        try folder.copy("nothing-heard.wav", to: "media/nothing-heard.wav")
        let proxy = try await LoopbackServer { request in
            spoil(request) ?? Self.answer(request)
        }
        try folder.writeDoctor(DoctorTests.configuration, scheme: "http", port: proxy.port)
        do {
            let visit = try Consultation(in: folder, options)
            await proxy.stop()
            return visit
        } catch {
            await proxy.stop()
            throw error
        }
    }

    private static func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Reply {
        guard request.target == "/sipgate" else { return .answer(status: 404, body: "Not found.\n") }
        guard request.header("X-Announce-Trial") != nil else { return .answer(status: 403, body: "not signed") }
        return .answer(status: 200, headers: [("Content-Type", "application/xml"), ("Date", date(0))], body: form)
    }

    /// A date in HTTP's format.
    private static func date(_ seconds: Double) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.string(from: Date(timeIntervalSinceNow: seconds))
    }

    @Test("a wrong clock")
    func clock() async throws {
        let wrong = try await visit { request in
            guard request.target == "/sipgate" else { return nil }
            return .answer(
                status: request.header("X-Announce-Trial") == nil ? 403 : 200,
                headers: [("Content-Type", "application/xml"), ("Date", Self.date(-600))], body: Self.form)
        }
        #expect(wrong["clock"]?.status == "failed")
        #expect(wrong["clock"]?.seen.contains("s behind this machine's") == true)
        #expect(wrong["forgeries"]?.status == "ok")
        #expect(wrong["test call"]?.status != "failed")
        #expect(wrong["announcements"]?.status == "failed")
        #expect(wrong["announcements"]?.seen.hasSuffix(".wav: status 404: Not found.") == false)
    }

    @Test(
        "webhook answers that the provider could not use",
        arguments: [
            (
                LoopbackServer.Reply.answer(
                    status: 301, headers: [("Location", "https://www.example.test/sipgate")], body: ""),
                "it redirects: status 301 to https://www.example.test/sipgate"
            ),
            (
                .answer(status: 502, headers: [("Content-Type", "text/html")], body: "<h1>Bad gateway</h1>"),
                "status 502"
            ),
            (
                .answer(status: 200, headers: [("Content-Type", "text/html")], body: "<h1>It works!</h1>"),
                "the answer is not an answer to a call (content type text/html)"
            ),
            (.silence, "no complete answer within 1 seconds"), (.stall("<?xml"), "no complete answer within 1 seconds"),
            (.hangUp, "the server closed the connection before the answer was complete"),
        ])
    func webhook(reply: LoopbackServer.Reply, words: String) async throws {
        let visit = try await visit(["--timeout", "1"]) { request in request.target == "/sipgate" ? reply : nil }
        #expect(visit["test call"]?.status == "failed")
        #expect(visit["test call"]?.seen.contains(words) == true, "\(visit.checks)")
        #expect(visit["forgeries"]?.status == "failed")
    }

    @Test(
        "announcements that the telephone network would not play",
        arguments: [
            (
                LoopbackServer.Reply.answer(
                    status: 302, headers: [("Location", "https://cdn.example.test/")], body: ""),
                "it redirects: status 302 to https://cdn.example.test/"
            ),
            (
                .answer(status: 401, headers: [("Content-Type", "text/plain")], body: "Who are you?\n"),
                "status 401: Who are you?"
            ),
            (.answer(status: 404, body: ""), "status 404"),
            (
                .answer(status: 200, headers: [("Content-Type", "audio/wav")], body: "<h1>It works!</h1>"),
                "the delivered file would be skipped"
            ),
            (.cut("RIFF"), "the server closed the connection before the answer was complete"),
        ])
    func announcement(reply: LoopbackServer.Reply, words: String) async throws {
        let visit = try await visit { request in request.target.hasPrefix("/media/") ? reply : nil }
        #expect(visit.names("failed") == ["public-url", "announcements"], "\(visit.checks)")
        let row = try #require(visit["announcements"])
        #expect(row.seen.hasPrefix("nothing-heard-") && row.seen.contains(words), "\(row)")
    }

    enum Fault: String, CaseIterable, Sendable {
        case nothing = ""
        case type = "the content type is text/plain instead of audio/wav"
        case tag = "the ETag is missing"
        case head = "HEAD is answered differently from GET (status 405)"
        case range = "range requests do not work (status 200)"
        case cut = "the delivered file would be skipped: the header says"
        case compressed = "it is compressed (gzip)"
    }

    @Test("proxies that change announcements", arguments: Fault.allCases)
    func fault(_ fault: Fault) async throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        try folder.copy("nothing-heard.wav", to: "media/nothing-heard.wav")
        try folder.writeDoctor(DoctorTests.configuration, scheme: "http", port: 1)
        let check = try Announce.run("check", "--config", "doctor.yaml", "--state", "state", in: folder)
        #expect(check.status == 0, "\(check.errors)")
        let file = try #require(folder.listing.first { $0.hasSuffix(".wav") && $0.hasPrefix("state/") })
        let sound = try folder.bytes(of: file)
        let tag = "\"\(try Tool.require("sha256sum", [folder.file(file).string]).text.prefix(64))\""
        let proxy = try await LoopbackServer { request in
            guard request.target.hasPrefix("/media/") else { return Self.answer(request) }
            var headers = [("Content-Type", fault == .type ? "text/plain" : "audio/wav")]
            if fault != .tag { headers.append(("ETag", tag)) }
            if fault == .compressed { headers.append(("Content-Encoding", "gzip")) }
            if request.method == "HEAD", fault == .head { return .bytes(status: 405, headers: [], body: []) }
            if request.header("Range") != nil, fault != .range {
                return .bytes(status: 206, headers: headers, body: Array(sound.prefix(44)))
            }
            return .bytes(status: 200, headers: headers, body: fault == .cut ? Array(sound.dropLast(1000)) : sound)
        }
        try folder.writeDoctor(DoctorTests.configuration, scheme: "http", port: proxy.port)
        let visit = try Consultation(in: folder)
        await proxy.stop()
        let row = try #require(visit["announcements"])
        #expect(row.status == (fault == .nothing ? "ok" : "failed"), "\(row)")
        if fault != .nothing { #expect(row.seen.contains(fault.rawValue), "\(row)") }
    }

    // MARK: The provider

    @Test("an account with other webhooks and errors in its log")
    func provider() async throws {
        var account = SimulatedAccount.sample
        let minute = Date(timeIntervalSinceNow: -60).formatted(.iso8601)
        func entry(_ created: String, _ status: String) -> JSONObject {
            JSONObject(
                json:
                    #"{"created":"\#(created)","url":"https://u:p@x/","request":"","response":"","xmlError":"","status":"\#(status)"}"#
            )
        }
        account.webhookLog = [entry("2020-01-01T00:00:00Z", "601"), entry(minute, "600")]
        let api = try await ProviderAPI(account)
        let folder = try TemporaryFolder()
        // No server listens there, which another row reports.
        try folder.writeDoctor("numbers: {}", port: 1)
        let environment = [
            "ANNOUNCE_API_URL": api.address, "ANNOUNCE_TOKEN_ID": AccountFixture.tokenID,
            "ANNOUNCE_TOKEN": AccountFixture.token,
        ]
        let visit = try Consultation(in: folder, environment: environment)
        #expect(visit["login"]?.seen == "w0 of account 1234567")
        #expect(visit["provider settings"]?.status == "failed")
        #expect(
            visit["provider settings"]?.seen
                == "incoming calls: https://old.example/in, not https://phone.example.test:1/sipgate")
        #expect(visit["provider log"]?.status == "failed")
        #expect(visit["provider log"]?.seen == "1 error in the last 24 hours; \(minute): 600: no answer in time")
        api.next(.answer(status: 401, body: ""))
        let refused = try Consultation(in: folder, environment: environment)
        await api.stop()
        #expect(refused["login"]?.status == "failed")
        #expect(refused["provider log"]?.seen == "not logged in")
        #expect(!refused.result.text.contains(AccountFixture.token))
    }
}
