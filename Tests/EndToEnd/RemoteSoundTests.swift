import Foundation
import ProviderFixtures
import Support
import SystemPackage
import Testing

/// Sounds by URL: `announce inspect URL`, and `announce account call announce`.
struct RemoteSoundTests {
    /// A web server with a sound that plays and others that do not.
    private static func withSite(_ test: (String, LoopbackServer) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        try folder.copy("welcome.flac")
        #expect(try Announce.run("convert", "-q", "welcome.flac", "-o", "good.wav", in: folder).status == 0)
        let (good, bad) = (try folder.bytes(of: "good.wav"), try folder.bytes(of: "welcome.flac"))
        @Sendable func moved(_ target: String) -> LoopbackServer.Reply {
            .answer(status: 302, headers: [("Location", target)], body: "")
        }
        let site = try await LoopbackServer { request in
            switch request.target.prefix(while: { $0 != "?" }) {
            case "/good.wav": .bytes(status: 200, headers: [("Content-Type", "audio/wav")], body: good)
            case "/bad.flac": .bytes(status: 200, headers: [], body: bad)
            case "/page": .answer(status: 200, headers: [("Content-Type", "text/html")], body: "<html>not here</html>")
            case "/empty": .answer(status: 200, body: "")
            case "/locked": .answer(status: 401, headers: [("WWW-Authenticate", "Basic")], body: "no")
            case "/moved": moved("/good.wav?again")
            case "/loop": moved("/loop")
            case "/passwd": moved("file:///etc/passwd")
            case "/cut": .cut("RIFF")
            default: .answer(status: 404, body: "")
            }
        }
        do {
            try await test(site.address.replacing("/v2", with: ""), site)
        } catch {
            await site.stop()
            throw error
        }
        await site.stop()
    }

    @Test(
        "the verdict about a URL says what the telephone network would get",
        arguments: [
            ("/good.wav", true, "would play", nil), ("/moved", true, "would play", nil),
            ("/bad.flac?x=1", false, "would be skipped: FLAC instead of WAV", nil),
            ("/page", false, "not a recording", "not-audio"), ("/empty", false, "an empty file", "empty"),
            ("/locked", false, "needs a password, which the telephone network does not have", "fetch-status"),
            ("/missing", false, "the server answers with status 404", "fetch-status"),
            ("/loop", false, "more than 5 redirects", "fetch-redirect"),
            ("/passwd", false, "it redirects to file:///etc/passwd", "fetch-redirect"),
            ("/cut", false, "closed the connection before the answer was complete", "fetch-failed"),
        ] as [(String, Bool, String, String?)])
    func inspect(_ path: String, _ plays: Bool, _ words: String, _ code: String?) async throws {
        try await Self.withSite { address, _ in
            let folder = try TemporaryFolder()
            let run = try Announce.run("inspect", address + path, in: folder)
            #expect(run.status == (plays ? 0 : 1))
            #expect((run.text + run.errors).contains(words), "\(run)")
            if path == "/moved" { #expect(run.errors.contains("redirected to \(address)/good.wav?again")) }
            let json = try Announce.run("inspect", "--json", address + path, in: folder)
            let object = try #require(try json.json(InspectedObject.self).first)
            #expect(object.input == address + path && object.plays == plays)
            #expect(object.error?.code == code)
            #expect(try OutputSchema("inspect").verdict(of: json.output) == "valid")
            #expect(folder.listing.isEmpty)
        }
    }

    @Test("URLs and files are inspected together; passwords are not shown")
    func together() async throws {
        try await Self.withSite { address, site in
            let folder = try TemporaryFolder()
            try folder.copy("nothing-heard.wav", to: "here.wav")
            let secret = address.replacing("://", with: "://user:secret@")
            let run = try Announce.run("inspect", "here.wav", "\(secret)/missing", "\(address)/good.wav", in: folder)
            #expect(run.status == 1)
            #expect(run.text.contains("here.wav: would play\n") && run.text.contains("/good.wav: would play\n"))
            #expect(!(run.text + run.errors).contains("secret"))
            #expect(site.requests.allSatisfy { $0.method == "GET" && $0.header("Authorization") == nil })
            let wrong = try Announce.run("inspect", "https:// x", in: folder)
            #expect(wrong.status == 64 && wrong.errors.contains("write it as %20"), "\(wrong.errors)")
        }
    }

    @Test(
        "a sound that the network would skip is not played into a call",
        arguments: [
            ("/good.wav", nil), ("/moved", nil), ("/bad.flac", "would be skipped: FLAC instead of WAV"),
            ("/page", "would be skipped: "), ("/missing", "status 404"), ("/locked", "needs a password"),
        ] as [(String, String?)])
    func announce(_ path: String, _ reason: String?) async throws {
        try await Self.withSite { address, _ in
            try await AccountFixture.with { account in
                let run = try account.run("call", "announce", "A-1", address + path)
                #expect(run.status == (reason == nil ? 0 : 1))
                if let reason {
                    #expect(
                        run.errors.contains(reason) && run.errors.hasSuffix("Nothing was played.\n"), "\(run.errors)")
                    #expect(account.api.requests.isEmpty)
                    #expect(try account.run("call", "announce", "A-1", address + path, "--unchecked").status == 0)
                } else {
                    #expect(run.text == "\(address)\(path)\n")
                }
                #expect(account.api.requests.map(\.line) == ["POST /v2/calls/A-1/announcements"])
                #expect(account.api.requests.map(\.text) == [#"{"url":"\#(address)\#(path)"}"#])
            }
        }
    }

    @Test("what is on this machine is refused where the provider is elsewhere")
    func local() async throws {
        let folder = try TemporaryFolder()
        try await Self.withSite { address, site in
            let run = try RunningProgram(
                [Announce.path, "account", "call", "announce", "A-1", "\(address)/good.wav", "--state", "state"],
                in: folder.path,
                environment: [
                    "ANNOUNCE_TOKEN_ID": AccountFixture.tokenID, "ANNOUNCE_TOKEN": AccountFixture.token,
                    "ANNOUNCE_API_URL": "https://api.example.test/v2",
                ], input: .nothing
            ).wait()
            #expect(run.status == 1)
            #expect(run.errors.contains("which the provider cannot reach. Nothing was played."), "\(run.errors)")
            #expect(site.requests.isEmpty)
        }
    }

    @Test("a recording is published by the running server, and then played")
    func recording() async throws {
        let port = try ListeningSocket.unusedPort()
        let served = try ServedFolder(
            "numbers: {}", recordings: ["closed.m4a"], options: ["--config", "own.yaml"],
            prepare: { folder in
                let text = ServedFolder.text("numbers: {}").replacing(
                    Provider.publicURL, with: "http://127.0.0.1:\(port)/ann"
                ).replacing("listen: \"127.0.0.1:0\"", with: "listen: \"127.0.0.1:\(port)\"")
                try folder.write(Array(text.utf8), to: "own.yaml")
                try folder.makeFolder("elsewhere")
                try folder.copy("welcome.flac", to: "elsewhere/moment.flac")
                try folder.write(Array("words".utf8), to: "elsewhere/text.wav")
            })
        try await AccountFixture.with { account in
            let account = AccountFixture(folder: served.folder, api: account.api)
            func announce(_ file: String) throws -> RunningProgram.Result {
                try account.run("call", "announce", "A-1", file, "--config", "own.yaml")
            }
            let run = try announce("elsewhere/moment.flac")
            #expect(run.status == 0, "\(run.errors)")
            #expect(
                run.errors.contains("Copied elsewhere/moment.flac to media/announced/moment.flac.\n"), "\(run.errors)")
            let url = try #require(run.text.split(separator: "\n").first)
            #expect(url.hasPrefix("http://127.0.0.1:\(port)/ann/media/"))
            #expect(try Announce.run("inspect", String(url), in: served.folder).status == 0)
            // Once more, and one that is in the folder already: nothing is copied.
            let again = try announce("elsewhere/moment.flac")
            #expect(again.text == run.text && !again.errors.contains("Copied"), "\(again)")
            let inside = try announce("media/closed.m4a")
            #expect(inside.status == 0 && inside.text.contains("/media/closed-") && inside.errors.isEmpty, "\(inside)")
            #expect(account.api.requests.filter { $0.method == "POST" }.count == 3)
            try served.folder.write(Array("another".utf8), to: "elsewhere/moment.flac")
            let other = try announce("elsewhere/moment.flac")
            #expect(other.status == 1 && other.errors.contains("is another recording of this name"), "\(other.errors)")
            let broken = try announce("elsewhere/text.wav")
            #expect(broken.status == 1 && broken.errors.contains("cannot be converted"), "\(broken.errors)")
            let missing = try announce("nowhere.wav")
            #expect(missing.status == 1 && missing.errors.contains("there is no such file"), "\(missing.errors)")
            #expect(account.api.requests.filter { $0.method == "POST" }.count == 3)
        }
    }
}
