import Foundation
import Support
import SystemPackage
import Testing

/// `announce init`: something that works at once, and nothing overwritten.
struct InitCommandTests {
    private func check(_ folder: TemporaryFolder, _ file: String = "announce.yaml") throws -> RunningProgram.Result {
        try Announce.run("check", "--strict", file, "--state", "state", in: folder)
    }

    @Test("the starter project passes the strict check, and the chime plays") func works() throws {
        let folder = try TemporaryFolder()
        let run = try Announce.run("init", in: folder)
        #expect(run.status == 0, "\(run.errors)")
        #expect(folder.listing == ["announce.schema.json", "announce.yaml", "media", "media/chime.wav"])
        #expect(run.text.contains("announce check") && run.text.contains("announce serve"))
        try expectAnnouncement(folder.file("media/chime.wav"), samples: 11_200)

        let check = try check(folder)
        #expect(check.status == 0, "\(check.errors)")
        #expect(check.errors.isEmpty)
        #expect(check.text.contains("+492111234567"))
    }

    /// The template, and its lines that are examples: commented by # without a space, which prose has.
    private func template() throws -> (folder: TemporaryFolder, lines: [String], examples: [Int]) {
        let folder = try TemporaryFolder()
        #expect(try Announce.run("init", in: folder).status == 0)
        let lines = String(decoding: try folder.bytes(of: "announce.yaml"), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let examples = lines.indices.filter { lines[$0].contains(/^#(?=\S|  )/) }
        return (folder, lines, examples)
    }

    @Test("each example of the template can be uncommented by itself, and all of them together") func uncommented()
        throws
    {
        let (folder, lines, examples) = try template()
        #expect(examples.count >= 6)
        for chosen in examples.map({ [$0] }) + [examples] {
            var lines = lines
            for index in chosen { lines[index].removeFirst() }
            try folder.write(Array(lines.joined(separator: "\n").utf8), to: "announce.yaml")
            let check = try check(folder)
            #expect(check.status == 0, "\(chosen.map { lines[$0] }): \(check.errors)")
        }
    }

    @Test(
        "what the template's comments advise is valid",
        arguments: [
            ("public-url: http://127.0.0.1:8080", "public-url: https://phone.example.com"),
            ("level: -19 dBm0 ", "level: keep "), ("listen: 127.0.0.1:8080", "listen: 0.0.0.0:8080"),
            ("- play: chime", "- play: welcome"), ("tries: 3, then", "say: welcome, tries: 3, then"),
        ])
    func advice(_ old: String, _ new: String) throws {
        let (folder, lines, _) = try template()
        let text = lines.joined(separator: "\n")
        #expect(text.contains(old))
        try folder.copy("welcome.flac", to: "media/welcome.flac")
        try folder.write(Array(text.replacing(old, with: new).utf8), to: "announce.yaml")
        let check = try check(folder)
        #expect(check.status == 0, "\(check.errors)")
    }

    @Test("a greeting copied into media/ does not clash with the chime") func greeting() throws {
        let folder = try TemporaryFolder()
        #expect(try Announce.run("init", in: folder).status == 0)
        try folder.copy("welcome.flac", to: "media/welcome.flac")
        let check = try check(folder)
        #expect(check.status == 0 && check.text.contains("welcome"), "\(check)")
    }

    @Test("the demo is the project's own announce.yaml, and speaks without ffmpeg") func demo() throws {
        let folder = try TemporaryFolder()
        let run = try Announce.run("init", "--demo", "shop", in: folder)
        #expect(run.status == 0 && run.text.contains("cd shop && announce serve"), "\(run)")
        let text = String(decoding: try folder.bytes(of: "shop/announce.yaml"), as: UTF8.self)
        let root = try String(contentsOfFile: CallCommandTests.root.appending("announce.yaml").string, encoding: .utf8)
        func body(_ text: String) -> String { text.replacing(/^# yaml-language-server:.*\n/, with: "") }
        #expect(body(text) == body(root))
        #expect(text.hasPrefix("# yaml-language-server: $schema=announce.schema.json\n"))
        let check = try Announce.run(
            "check", "--strict", "shop/announce.yaml", "--state", "state", in: folder, environment: ["PATH": "/nowhere"]
        )
        // Its recordings play without any other program, and what speaks its text is named.
        #expect(check.status == 1 && check.errors.hasSuffix("\n1 error\n"), "\(check.errors)")
        #expect(check.errors.contains("opens-again: error: its text is not spoken: espeak is not installed"))
        if Tool.isInstalled("espeak-ng") {
            let spoken = try Announce.run("check", "--strict", "shop/announce.yaml", "--state", "state", in: folder)
            #expect(spoken.status == 0 && spoken.errors.isEmpty, "\(spoken.errors)")
            #expect(spoken.text.contains(/opens-again .*spoken by espeak, a draft voice/), "\(spoken.text)")
        }
        let call = try Announce.run(
            "call", "+49 211 1234567", "--at", "2026-12-23T10:00", "--keys", "3,0815", "-c", "shop/announce.yaml",
            "--state", "state", in: folder)
        #expect(call.text.contains("main-menu") && call.text.contains("+4915799912345"), "\(call)")

        let again = try Announce.run("init", "--demo", "shop", in: folder)
        #expect(again.status == 1 && again.errors.contains("shop/announce.yaml already exists"), "\(again)")
        try folder.makeFolder("other/media")
        try folder.copy("welcome.flac", to: "other/media/welcome.flac")
        let clash = try Announce.run("init", "--demo", "other", in: folder)
        #expect(clash.status == 1 && clash.errors.contains("already has a recording named welcome"), "\(clash)")
        #expect(folder.listing.filter { $0.hasPrefix("other/") } == ["other/media", "other/media/welcome.flac"])
    }

    @Test(
        "existing files are named and left alone, and nothing else is written",
        arguments: [
            (["announce.yaml": "mine"], "announce.yaml already exists"), (["media": "mine"], "media already exists"),
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

    @Test("existing recordings are kept; one named chime makes the placeholder unnecessary") func recordings() throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        try folder.copy("welcome.flac", to: "media/chime.flac")
        #expect(try Announce.run("init", in: folder).status == 0)
        #expect(folder.listing == ["announce.schema.json", "announce.yaml", "media", "media/chime.flac"])
    }

    @Test("a link that leads nowhere is not replaced") func danglingLink() throws {
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
