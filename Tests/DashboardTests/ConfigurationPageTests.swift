import CallFlow
import Foundation
import ServerFixtures
import Support
import SystemPackage
import Testing

@testable import Dashboard

@Suite("Configuration page")
struct ConfigurationPageTests {
    private let folder: TemporaryFolder
    private let server: RunningServer
    private let visitor: Visitor

    init() async throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("media").string, withIntermediateDirectories: false)
        for name in ["main-menu", "closed", "welcome", "unpublished", "wrong-key", "nothing-heard"] {
            try folder.write([], to: "media/\(name).wav")
        }
        try folder.write(Array(Example.text.utf8), to: "announce.yaml")
        var dashboard = DashboardContent()
        dashboard.configuration = EditedFile(
            folder.file("announce.yaml"), media: nil, backups: folder.file("versions"))
        server = try await RunningServer(dashboard: dashboard)
        visitor = try Visitor(server)
    }

    private var text: String {
        get throws { String(decoding: try folder.bytes(of: "announce.yaml"), as: UTF8.self) }
    }

    private var versions: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.file("versions").string)) ?? []).sorted()
    }

    private func opened() async throws -> String {
        let page = try await visitor.get("/configuration")
        return String(try #require(page.text.firstMatch(of: /name="opened" value="([^"]+)"/)).1)
    }

    private func save(
        _ text: String, opened: String, action: String = "save", _ further: [String: String] = [:]
    ) async throws -> RawClient.Answer {
        let fields = ["text": text, "opened": opened, "action": action].merging(further) { mine, _ in mine }
        return try await visitor.post("/configuration", fields)
    }

    @Test("The editor shows the file unchanged, and saving keeps every byte")
    func roundTrip() async throws {
        for text in [
            Example.text, Example.text + "\n", "\n\n# </textarea><script>\n" + Example.text + "\n# &amp; ü\t\n",
        ] {
            try folder.write(Array(text.utf8), to: "announce.yaml")
            let page = try await visitor.get("/configuration").text
            let shown = try #require(page.firstMatch(of: /(?s)<textarea[^>]*>\n(.*?)<\/textarea>/)).1
            let plain = String(shown).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing(
                "&#39;", with: "'"
            )
            .replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
            #expect(plain == text)
            // As browsers post it.
            let sent = plain.replacing("\n", with: "\r\n") + "# edited"
            #expect(try await save(sent, opened: try await opened()).status == 303)
            #expect(try self.text == text + "# edited")
        }
        let windows = Example.text.replacing("\n", with: "\r\n")
        try folder.write(Array(windows.utf8), to: "announce.yaml")
        #expect(try await save(windows + "# x", opened: try await opened()).status == 303)
        #expect(try self.text == windows + "# x")
        try await server.stop()
    }

    @Test("Errors are reported with their place, and the text is not saved")
    func refusal() async throws {
        let opened = try await opened()
        let broken = Example.text.replacing("{ menu: main }", with: "{ menu: <b>mian }")
        let answer = try await save(broken, opened: opened)
        #expect(answer.status == 422)
        #expect(answer.text.contains("Line 5, column 28"), "the first finding")
        #expect(answer.text.contains("&lt;b&gt;mian") && !answer.text.contains("<b>mian"))
        #expect(try text == Example.text && versions.isEmpty)
        let checked = try await save(Example.text + "\n", opened: opened, action: "check")
        #expect(checked.status == 200)
        #expect(try text == Example.text)
        try await server.stop()
    }

    @Test(
        "A program to run is added in the file only, and not by a login for the dashboard",
        arguments: [
            "speech: { language: de, engines: { command: [ touch, /tmp/owned ] } }\n",
            "recordings: { folder: media, clean: { command: [ touch, /tmp/owned ] } }\n",
            "server: { tunnel: touch /tmp/owned }\n",
        ])
    func commands(_ section: String) async throws {
        let key = String(section.prefix { $0 != ":" })
        let rest = Example.text.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix(key + ":") }.joined(separator: "\n")
        try folder.write(Array(rest.utf8), to: "announce.yaml")
        let refused = try await save(rest + "\n" + section, opened: try await opened())
        #expect(refused.status == 422 && refused.text.contains("touch /tmp/owned is a new program"), "\(refused.text)")
        #expect(try text == rest)
        // One that is in the file stays.
        try folder.write(Array((rest + "\n" + section).utf8), to: "announce.yaml")
        let saved = try await save(rest + "\n# same\n" + section, opened: try await opened())
        #expect(saved.status == 303, "\(saved.text)")
    }

    @Test("Changes are listed per number")
    func changes() async throws {
        _ = try await visitor.get("/configuration")
        func check(_ edit: (String) -> String) async throws -> String {
            let answer = try await visitor.send(
                "/configuration/check", edit(Example.text), "text/plain; charset=utf-8", ["X-Token: \(visitor.token)"])
            #expect(answer.status == 200)
            return answer.text
        }
        let two = try await check {
            $0.replacing("timeout: 4s", with: "timeout: 5s").replacing("{ reject: busy }", with: "hangup")
        }
        #expect(two.contains("<strong>2 numbers</strong>") && two.contains("menu main"))
        #expect(two.contains(">+49 211 123 4567<") && two.contains("<td>reject as busy</td><td>hangup</td>"))
        let none = try await check {
            $0.replacing("menu: main }", with: "menu: haupt }").replacing(" main:", with: " haupt:")
        }
        #expect(none.contains("No changes to numbers"), "a menu by another name")
        let gone = try await check {
            $0.replacing("  +49 211 1234573: voicemail\n", with: "  +49 30 1234: voicemail\n")
        }
        #expect(gone.contains("<strong>2 numbers</strong>") && gone.contains("<em>not listed</em>"))
        #expect(try await check { $0.replacing("  +49 211", with: "  '+49 211'\n") }.contains("cannot be saved"))
        let german = try await visitor.send(
            "/configuration/check", Example.text.replacing("2: voicemail", with: "2: hangup"),
            "text/plain; charset=utf-8",
            ["X-Token: \(visitor.token)", "Accept-Language: de"]
        ).text
        #expect(german.contains("Auswahlmenü main<ul><li>Taste 2: Anrufbeantworter → auflegen</li>"), "\(german)")
        #expect(german.contains("Damit ändern sich") || german.contains("Damit ändert sich"))
        #expect(
            try await visitor.send("/configuration/check", "", "text/plain", []).status == 403, "no token, no answer")
        try await server.stop()
    }

    @Test("A file changed meanwhile is not overwritten; both texts are shown")
    func conflict() async throws {
        let opened = try await opened()
        try folder.write(Array((Example.text + "\n# theirs\n").utf8), to: "announce.yaml")
        let mine = Example.text + "\n# mine\n"
        let answer = try await save(mine, opened: opened)
        #expect(answer.status == 409)
        #expect(answer.text.contains("<del>- # theirs</del>") && answer.text.contains("<ins>+ # mine</ins>"))
        #expect(answer.text.contains("# mine\n</textarea>"), "nothing that was typed is lost")
        #expect(try text == Example.text + "\n# theirs\n")
        // Saving again undoes no one's work.
        let again = String(try #require(answer.text.firstMatch(of: /name="opened" value="([^"]+)"/)).1)
        #expect(again == opened)
        #expect(try await save(mine, opened: again).status == 409)
        let theirs = String(try #require(answer.text.firstMatch(of: /name="theirs" value="([^"]+)"/)).1)
        #expect(answer.text.contains("name=\"replace\" value=\"yes\""))
        #expect(try text == Example.text + "\n# theirs\n")
        // What was not seen is not replaced either.
        try folder.write(Array((Example.text + "\n# others\n").utf8), to: "announce.yaml")
        let replacing = ["replace": "yes", "theirs": theirs]
        #expect(try await save(mine, opened: again, replacing).status == 409)
        try folder.write(Array((Example.text + "\n# theirs\n").utf8), to: "announce.yaml")
        #expect(try await save(mine, opened: again, replacing).status == 303)
        #expect(try text == mine)
        #expect(try await visitor.get("/configuration").text.contains("Earlier versions (1)"))
        try await server.stop()
    }

    @Test("The last twenty versions are kept and can be restored; links and permissions are preserved")
    func backups() async throws {
        let real = try folder.write(Array(Example.text.utf8), to: "real.yaml")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: real.string)
        try FileManager.default.removeItem(atPath: folder.file("announce.yaml").string)
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("announce.yaml").string, withDestinationPath: "real.yaml")
        for count in 1...23 {
            #expect(try await save(Example.text + "\n# \(count)\n", opened: try await opened()).status == 303)
        }
        #expect(versions.count == 20)
        #expect(String(decoding: try folder.bytes(of: "real.yaml"), as: UTF8.self).hasSuffix("# 23\n"))
        let attributes = try FileManager.default.attributesOfItem(atPath: real.string)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("announce.yaml").string)
                == "real.yaml")
        let newest = try #require(versions.last)
        let page = try await visitor.get("/configuration/versions/\(newest)")
        #expect(page.status == 200 && page.text.contains("# 22\n</textarea>"))
        for name in ["..%2Fannounce.yaml", "announce.yaml", "%2Fetc%2Fpasswd"] {
            #expect(try await visitor.get("/configuration/versions/\(name)").status == 404)
        }
        try await server.stop()
    }

    @Test(
        "Refuses to edit a file that a browser would damage",
        arguments: [[0x23, 0xFF], Array("# a\u{1}\n".utf8), Array("# a\u{85}\n".utf8), Array("# a\r# b\n".utf8)])
    func unfit(_ start: [UInt8]) async throws {
        try folder.write(start + Array(Example.text.utf8), to: "announce.yaml")
        let page = try await visitor.get("/configuration")
        #expect(page.text.contains("Edit it with a text editor") && !page.text.contains("<textarea"))
        try await server.stop()
    }
}
