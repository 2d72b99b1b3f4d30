import Foundation
import Support
import SystemPackage
import Testing

/// `announce init`: something that works at once, and nothing overwritten.
struct InitCommandTests {
    @Test("what it writes passes the check at once, and the chime plays") func works() throws {
        let folder = try TemporaryFolder()
        let run = try Announce.run("init", in: folder)
        #expect(run.status == 0, "\(run.errors)")
        #expect(folder.listing == ["announce.yaml", "media", "media/welcome.wav"])
        #expect(run.text.contains("announce check") && run.text.contains("announce serve"))
        try expectAnnouncement(folder.file("media/welcome.wav"), samples: 11_200)

        let check = try Announce.run("check", "--strict", "--state", "state", in: folder)
        #expect(check.status == 0, "\(check.errors)")
        #expect(check.errors.isEmpty)
        #expect(check.text.contains("+492111234567"))
    }

    @Test("with every example uncommented it passes as well, once the recordings are there") func uncommented() throws {
        let folder = try TemporaryFolder()
        #expect(try Announce.run("init", "shop", in: folder).status == 0)
        let text = String(decoding: try folder.bytes(of: "shop/announce.yaml"), as: UTF8.self)
        // Code is commented by # alone, prose by # and a space.
        let uncommented = text.replacing(/(?m)^#(?=\S|  )/, with: "")
        #expect(uncommented.contains("\nmenus:") && uncommented.contains("\n    - check: office"))
        try folder.write(Array(uncommented.utf8), to: "shop/announce.yaml")
        for recording in ["no-anonymous.opus", "closed.m4a", "main-menu.mp3", "wrong-key.aiff"] {
            try folder.copy(recording, to: "shop/media/\(recording)")
        }
        let check = try Announce.run(
            "check", "--strict", "--config", "shop/announce.yaml", "--state", "state", in: folder)
        #expect(check.status == 0, "\(check.errors)")
    }

    @Test(
        "what is there already is named and left alone, and nothing else is written",
        arguments: [
            (["announce.yaml": "mine"], "announce.yaml exists already"), (["media": "mine"], "media exists already"),
        ])
    func overwritesNothing(_ files: [String: String], _ words: String) throws {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(Array(text.utf8), to: name) }
        let run = try Announce.run("init", in: folder)
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix("Error: \(words)"), "\(run.errors)")
        #expect(run.output.isEmpty)
        #expect(folder.listing == files.keys.sorted())
        for (name, text) in files { #expect(try folder.bytes(of: name) == Array(text.utf8)) }
    }

    @Test("recordings that are there are kept, and a greeting among them makes the chime unnecessary") func recordings()
        throws
    {
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        try folder.copy("welcome.flac", to: "media/welcome.flac")
        #expect(try Announce.run("init", in: folder).status == 0)
        #expect(folder.listing == ["announce.yaml", "media", "media/welcome.flac"])
    }

    @Test("a link that leads nowhere is something, too") func danglingLink() throws {
        let folder = try TemporaryFolder()
        let link = folder.file("announce.yaml").string
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "elsewhere.yaml")
        #expect(try Announce.run("init", in: folder).status == 1)
        #expect(folder.listing == ["announce.yaml"])
    }

    @Test("a folder that cannot be written to is one sentence", .enabled(if: Announce.unprivileged != nil))
    func noPermission() throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("closed")
        let prefix = try #require(Announce.unprivileged)
        let run = try Announce.shell(
            "chmod 755 . && chmod 555 closed && \(prefix) \"$announce\" init closed", in: folder)
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix("Error: closed/media cannot be written: permission denied"), "\(run.errors)")
        #expect(folder.listing == ["closed"])
    }
}
