import Foundation
import Support
import SystemPackage
import Testing

/// A damaged recording gets one clear sentence and exit 1, or a valid WAV with findings.
struct HostileFileTests {
    /// One sentence about `name`, exit 1, nothing written.
    private func expectRefused(
        _ name: String, in folder: TemporaryFolder, saying words: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = folder.listing
        let run = try Announce.run("convert", name, "-o", "out.wav", in: folder)
        #expect(run.status == 1, "\(run.text)", sourceLocation: sourceLocation)
        #expect(run.output.isEmpty, sourceLocation: sourceLocation)
        #expect(run.errors.hasPrefix("Error: "), "\(run.errors)", sourceLocation: sourceLocation)
        #expect(run.errors.contains(words), "\(run.errors)", sourceLocation: sourceLocation)
        #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)", sourceLocation: sourceLocation)
        #expect(folder.listing == before, sourceLocation: sourceLocation)
    }

    struct Content: CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        var words = "Error: "
    }

    @Test(
        "files that are not recordings, whatever their name",
        arguments: [
            Content(testDescription: "text", bytes: Array("Dear Sir or Madam\n".utf8), words: "this is text"),
            Content(testDescription: "nothing", bytes: [], words: "the file is empty"),
            Content(
                testDescription: "PNG", bytes: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0],
                words: "a PNG picture"),
            Content(testDescription: "JPEG", bytes: [0xFF, 0xD8, 0xFF, 0xE0, 0, 16], words: "a JPEG picture"),
            Content(testDescription: "PDF", bytes: Array("%PDF-1.7\n".utf8), words: "a PDF document"),
            Content(
                testDescription: "HTML", bytes: Array("<!DOCTYPE html><title>404</title>".utf8), words: "a web page"),
            Content(testDescription: "ZIP", bytes: Array("PK\u{3}\u{4}xxxx".utf8), words: "a ZIP archive"),
            Content(testDescription: "zeros", bytes: [UInt8](repeating: 0, count: 10_000)),
            Content(testDescription: "one zero", bytes: [0]),
            Content(
                testDescription: "noise",
                bytes: (0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 2_654_435_761 >> 13) }),
        ], ["a.wav", "a.mp3"])
    func notAudio(_ content: Content, _ name: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(content.bytes, to: name)
        try expectRefused(name, in: folder, saying: content.words)
    }

    @Test(
        "a header without a sample, a rate or a channel",
        arguments: [
            (8000, 1, 0, "no samples"), (0, 1, 100, "0 Hz"), (1, 1, 100, "1 Hz"),
            (2_000_000_000, 1, 100, "2000000000 Hz"), (8000, 0, 100, "0 channels"), (8000, 1025, 100, "1025 channels"),
        ])
    func header(_ rate: Int, _ channels: Int, _ frames: Int, _ words: String) throws {
        let folder = try TemporaryFolder()
        let header = WaveFile.header(rate: rate, channels: channels, frames: frames)
        try folder.write(header + [UInt8](repeating: 1, count: frames * max(1, channels) * 2), to: "a.wav")
        try expectRefused("a.wav", in: folder, saying: words)
    }

    @Test(
        "a recording cut at any byte: a WAV with a finding, or one sentence",
        arguments: [
            "nothing-heard.wav", "welcome.flac", "goodbye-en.mp3", "holiday.ogg", "no-anonymous.opus", "closed.m4a",
        ])
    func truncated(_ name: String) throws {
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: Media.folder.appending(name).string)))
        let folder = try TemporaryFolder()
        var samples = Int.max
        for cut in [0, 1, whole.count / 4, whole.count / 2, whole.count - 1000].map({ whole.count - $0 })
            + [45, 44, 43, 11, 3, 1]
        {
            try folder.write(whole.prefix(cut), to: "cut")
            let run = try Announce.run("convert", "--json", "--force", "cut", in: folder)
            let report = try #require(try run.json(ConvertedObject.self).first)
            if run.status == 0 {
                let count = try #require(report.samples)
                try expectAnnouncement(folder.file("cut.wav"), samples: count)
                if samples == .max { samples = count }
                #expect((count < samples) == (report.findings?.isEmpty == false), "\(name) cut at \(cut)")
            } else {
                #expect(run.status == 1, "\(name) cut at \(cut)")
                #expect(report.error?.message.isEmpty == false)
                #expect(cut <= 1000 || name == "closed.m4a", "\(name) cut at \(cut): \(run.text)")
            }
        }
    }

    @Test("a header that lies about the length", arguments: [0, 0xFFFF_FFFF, 0x7FFF_F000])
    func lyingLength(_ claimed: Int) throws {
        let folder = try TemporaryFolder()
        var bytes = WaveFile.tone(seconds: 1, rate: 16000)
        bytes.replaceSubrange(4..<8, with: WaveFile.little(claimed, 4))
        bytes.replaceSubrange(40..<44, with: WaveFile.little(claimed, 4))
        try folder.write(bytes, to: "a.wav")
        let run = try Announce.run("convert", "--json", "a.wav", "-o", "out.wav", in: folder)
        #expect(run.status == 0, "\(run.text)")
        try expectAnnouncement(folder.file("out.wav"), samples: 8000)
    }

    @Test("a missing file; a file removed before its turn") func vanished() throws {
        let folder = try TemporaryFolder()
        try expectRefused(
            "missing.wav", in: folder, saying: "missing.wav: it cannot be opened: no such file or directory")
        try expectRefused("no/such/folder/a.wav", in: folder, saying: "no such file or directory")
        // Its target's folder is not made either.
        let run = try Announce.run("convert", "missing.wav", "-o", "new/", in: folder)
        #expect(run.status == 1)
        #expect(folder.listing.isEmpty)
    }

    @Test("links that lead nowhere or in circles") func links() throws {
        let folder = try TemporaryFolder()
        #expect(
            try Announce.shell(
                "ln -s nowhere a.wav; ln -s b.wav b.wav; ln -s d.wav c.wav; ln -s c.wav d.wav", in: folder
            ).status == 0)
        try expectRefused("a.wav", in: folder, saying: "a.wav: it cannot be opened: no such file or directory")
        try expectRefused("b.wav", in: folder, saying: "too many levels of symbolic links")
        try expectRefused("c.wav", in: folder, saying: "too many levels of symbolic links")
    }

    @Test("not a regular file: a pipe without a writer, a device, a socket") func notAFile() throws {
        let folder = try TemporaryFolder()
        #expect(try Announce.shell("mkfifo pipe.wav", in: folder).status == 0)
        try expectRefused("pipe.wav", in: folder, saying: "pipe.wav: ")
        try expectRefused("/dev/null", in: folder, saying: "/dev/null: ")
    }

    @Test("folders without a recording", arguments: ["convert", "inspect"]) func noRecordings(_ command: String) throws
    {
        let folder = try TemporaryFolder()
        try folder.makeFolder("empty")
        try folder.makeFolder("words/below")
        try folder.write("words".utf8, to: "words/below/note.txt")
        try folder.makeFolder("hidden")
        try folder.copy("enter-code.au", to: "hidden/.a.au")
        for name in ["empty", "words", "hidden"] {
            let run = try Announce.run(command, name, in: folder)
            #expect(run.status == 1)
            #expect(run.output.isEmpty)
            #expect(run.errors.contains(name))
            #expect(run.errors.contains("recordings"))
            #expect(run.errors.split(separator: "\n").count == 1)
        }
    }

    @Test("a folder with everything in it: what can be converted is, what is broken is named") func mixedFolder() throws
    {
        let folder = try TemporaryFolder()
        try folder.makeFolder("in/b")
        try folder.copy("wrong-key.aiff", to: "in/good.aiff")
        try folder.copy("enter-code.au", to: "in/b/good.au")
        try folder.copy("enter-code.au", to: "in/.hidden.au")
        try folder.write([], to: "in/empty.wav")
        try folder.write("words".utf8, to: "in/b/broken.flac")
        try folder.write("words".utf8, to: "in/b/note.txt")
        let script = "cd in; ln -s .. b/loop; ln -s . self; ln -s nowhere dangling.wav; ln -s b again; mkfifo pipe.wav"
        #expect(try Announce.shell(script, in: folder).status == 0)
        let run = try Announce.run("convert", "--json", "in", "-o", "out", in: folder)
        #expect(run.status == 1)
        let report = try run.json(ConvertedObject.self)
        let failed = report.filter { $0.status == "failed" }
        #expect(
            failed.map { $0.error?.code } == ["not-audio", "empty"]
                || failed.map { $0.error?.code } == ["empty", "not-audio"])
        // Each folder is entered once, by whichever name comes first.
        #expect(report.count == 4, "\(report.map(\.input))")
        #expect(report.count { $0.status == "converted" } == 2)
        #expect(folder.listing.count { $0.hasPrefix("out") && $0.hasSuffix(".wav") } == 2)
    }

    @Test("a folder that may not be entered", .enabled(if: Announce.unprivileged != nil)) func lockedFolder() throws {
        let prefix = try #require(Announce.unprivileged)
        let folder = try TemporaryFolder()
        try folder.makeFolder("locked")
        try folder.copy("enter-code.au", to: "locked/a.au")
        let script =
            "chmod 755 .; chmod 000 locked; \(prefix) \"$announce\" convert locked; s=$?; chmod 755 locked; exit $s"
        let run = try Announce.shell(script, in: folder)
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix("Error: locked "))
    }

    @Test("a channel that is not there") func noSuchChannel() throws {
        let folder = try TemporaryFolder()
        try folder.copy("welcome.flac")
        let run = try Announce.run("convert", "--channel", "3", "welcome.flac", in: folder)
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix("Error: welcome.flac: there is no channel 3: the recording has 2."))
        #expect(folder.listing == ["welcome.flac"])
    }
}
