import Foundation
import Support
import SystemPackage
import Testing

/// `announce doctor` before a proxy that does something wrong, on plain HTTP, and at a provider that is set otherwise.
struct DoctorProxyTests {
    private static let form = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response/>\n"

    /// A proxy that answers as a server would, but for what `spoil` says of a path.
    private func visit(
        _ options: [String] = [], spoil: @escaping @Sendable (ProviderAPI.Request) -> ProviderAPI.Reply?
    ) async throws -> Consultation {
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        try folder.copy("nothing-heard.wav", to: "media/nothing-heard.wav")
        let proxy = try await ProviderAPI { request in
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

    private static func answer(_ request: ProviderAPI.Request) -> ProviderAPI.Reply {
        guard request.target == "/sipgate" else { return .answer(status: 404, body: "Not found.\n") }
        guard request.header("X-Announce-Trial") != nil else { return .answer(status: 403, body: "not signed") }
        return .answer(status: 200, headers: [("Content-Type", "application/xml"), ("Date", date(0))], body: form)
    }

    /// As HTTP writes it.
    private static func date(_ seconds: Double) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.string(from: Date(timeIntervalSinceNow: seconds))
    }

    @Test("a clock that is wrong")
    func clock() async throws {
        let wrong = try await visit { request in
            guard request.target == "/sipgate" else { return nil }
            return .answer(
                status: request.header("X-Announce-Trial") == nil ? 403 : 200,
                headers: [("Content-Type", "application/xml"), ("Date", Self.date(-600))], body: Self.form)
        }
        #expect(wrong["clock"]?.status == "failed")
        #expect(wrong["clock"]?.seen.contains("s behind here") == true)
        #expect(wrong["forgeries"]?.status == "ok")
        #expect(wrong["trial call"]?.status != "failed")
        #expect(wrong["announcements"]?.status == "failed")
        #expect(wrong["announcements"]?.seen.hasSuffix(".wav: status 404: Not found.") == false)
    }

    @Test(
        "webhooks that the provider could not use",
        arguments: [
            (
                ProviderAPI.Reply.answer(
                    status: 301, headers: [("Location", "https://www.example.test/sipgate")], body: ""),
                "it leads elsewhere: 301 to https://www.example.test/sipgate"
            ),
            (
                .answer(status: 502, headers: [("Content-Type", "text/html")], body: "<h1>Bad gateway</h1>"),
                "status 502"
            ),
            (
                .answer(status: 200, headers: [("Content-Type", "text/html")], body: "<h1>It works!</h1>"),
                "what comes back is no answer to a call (content type text/html)"
            ),
            (.silence, "no whole answer within 1 seconds"), (.stall("<?xml"), "no whole answer within 1 seconds"),
            (.hangUp, "the connection was closed"),
        ])
    func webhook(reply: ProviderAPI.Reply, words: String) async throws {
        let visit = try await visit(["--timeout", "1"]) { request in request.target == "/sipgate" ? reply : nil }
        #expect(visit["trial call"]?.status == "failed")
        #expect(visit["trial call"]?.seen.contains(words) == true, "\(visit.checks)")
        #expect(visit["forgeries"]?.status == "failed")
    }

    @Test(
        "announcements that the telephone network would not play",
        arguments: [
            (
                ProviderAPI.Reply.answer(status: 302, headers: [("Location", "https://cdn.example.test/")], body: ""),
                "it leads elsewhere: 302 to https://cdn.example.test/"
            ),
            (
                .answer(status: 401, headers: [("Content-Type", "text/plain")], body: "Who are you?\n"),
                "status 401: Who are you?"
            ),
            (.answer(status: 404, body: ""), "status 404"),
            (
                .answer(status: 200, headers: [("Content-Type", "audio/wav")], body: "<h1>It works!</h1>"),
                "what comes would be skipped"
            ),
            (.cut("RIFF"), "the answer is cut off"),
        ])
    func announcement(reply: ProviderAPI.Reply, words: String) async throws {
        let visit = try await visit { request in request.target.hasPrefix("/media/") ? reply : nil }
        #expect(visit.names("failed") == ["public-url", "announcements"], "\(visit.checks)")
        let row = try #require(visit["announcements"])
        #expect(row.seen.hasPrefix("nothing-heard-") && row.seen.contains(words), "\(row)")
    }

    enum Meddling: String, CaseIterable, Sendable {
        case nothing = ""
        case type = "its content type is text/plain instead of audio/wav"
        case tag = "its ETag is missing"
        case head = "HEAD is answered otherwise than GET (status 405)"
        case range = "a part is asked for and not given (status 200)"
        case cut = "what comes would be skipped: the header says"
        case compressed = "it is sent as gzip"
    }

    @Test("proxies that meddle with announcements", arguments: Meddling.allCases)
    func meddling(_ meddling: Meddling) async throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        try folder.copy("nothing-heard.wav", to: "media/nothing-heard.wav")
        try folder.writeDoctor(DoctorTests.configuration, scheme: "http", port: 1)
        let check = try Announce.run("check", "--config", "doctor.yaml", "--state", "state", in: folder)
        #expect(check.status == 0, "\(check.errors)")
        let file = try #require(folder.listing.first { $0.hasSuffix(".wav") && $0.hasPrefix("state/") })
        let sound = try folder.bytes(of: file)
        let tag = "\"\(try Tool.require("sha256sum", [folder.file(file).string]).text.prefix(64))\""
        let proxy = try await ProviderAPI { request in
            guard request.target.hasPrefix("/media/") else { return Self.answer(request) }
            var headers = [("Content-Type", meddling == .type ? "text/plain" : "audio/wav")]
            if meddling != .tag { headers.append(("ETag", tag)) }
            if meddling == .compressed { headers.append(("Content-Encoding", "gzip")) }
            if request.method == "HEAD", meddling == .head { return .bytes(status: 405, headers: [], body: []) }
            if request.header("Range") != nil, meddling != .range {
                return .bytes(status: 206, headers: headers, body: Array(sound.prefix(44)))
            }
            return .bytes(status: 200, headers: headers, body: meddling == .cut ? Array(sound.dropLast(1000)) : sound)
        }
        try folder.writeDoctor(DoctorTests.configuration, scheme: "http", port: proxy.port)
        let visit = try Consultation(in: folder)
        await proxy.stop()
        let row = try #require(visit["announcements"])
        #expect(row.status == (meddling == .nothing ? "ok" : "failed"), "\(row)")
        if meddling != .nothing { #expect(row.seen.contains(meddling.rawValue), "\(row)") }
    }

    // MARK: The provider

    @Test("an account that is set otherwise, and has seen errors")
    func provider() async throws {
        var account = ProviderAccount()
        let minute = Date(timeIntervalSinceNow: -60).formatted(.iso8601)
        func entry(_ created: String, _ status: String) -> String {
            #"{"created":"\#(created)","url":"https://u:p@x/","request":"","response":"","xmlError":"","status":"\#(status)"}"#
        }
        account.webhookLog = [entry("2020-01-01T00:00:00Z", "601"), entry(minute, "600")]
        let api = try await ProviderAPI(account)
        let folder = try TemporaryFolder()
        // Nobody listens there, which is another row's affair.
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
