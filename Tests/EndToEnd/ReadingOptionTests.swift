import Foundation
import Support
import SystemPackage
import Testing

/// `--track` and `--from`, and the words about files that need them.
@Suite(.enabled(if: Tool.isInstalled("ffmpeg") && Tool.isInstalled("sox"), "ffmpeg, sox")) struct ReadingOptionTests {
    /// A film with a silent track before one with a tone of two seconds.
    private static func film(in folder: TemporaryFolder, named name: String = "film.mp4") throws {
        try Tool.require(
            "ffmpeg",
            ["-v", "error", "-f", "lavfi", "-i", "anullsrc=r=44100:cl=mono:d=2", "-f", "lavfi", "-i", "sine=f=500:d=2"]
                + ["-map", "0", "-map", "1", "-c:a", "aac", folder.file(name).string])
    }

    @Test("a silent first track is reported, and another one can be chosen") func tracks() throws {
        let folder = try TemporaryFolder()
        try Self.film(in: folder)
        let first = try Announce.run("convert", "film.mp4", "-o", "a.wav", in: folder)
        #expect(first.status == 0)
        #expect(
            first.text.contains("audio track 1 is silent, track 2 is not: convert it with --track 2"), "\(first.text)")
        let second = try Announce.run("convert", "--track", "2", "film.mp4", "-o", "b.wav", in: folder)
        #expect(second.status == 0 && !second.text.contains("warning"), "\(second.text)")
        try expectAnnouncement(folder.file("b.wav"))
        let third = try Announce.run("convert", "--track", "3", "film.mp4", "-o", "c.wav", in: folder)
        #expect(third.status == 1)
        #expect(third.errors == "Error: film.mp4: it has no audio track 3. Omit --track to use the first.\n")
        let inspection = try Announce.run("inspect", "--track", "2", "film.mp4", in: folder)
        #expect(inspection.status == 1 && inspection.text.contains("duration   0:02.0"), "\(inspection.text)")
        // Another track is another announcement.
        let again = try Announce.run("convert", "--track", "1", "film.mp4", "-o", "b.wav", in: folder)
        #expect(again.status == 1 && again.errors.contains("already exists"))
    }

    @Test(
        "a telephone system's file: its name suggests the option, which reads it",
        arguments: ["ul", "al", "sln", "vox"])
    func withoutAHeader(_ suffix: String) throws {
        let folder = try TemporaryFolder()
        let format = ["ul": "ulaw", "al": "alaw"][suffix] ?? suffix
        let type = suffix == "sln" ? ["-t", "raw", "-e", "signed", "-b", "16"] : ["-t", suffix]
        try Tool.require(
            "sox", ["-n", "-r", "8000"] + type + [folder.file("a.\(suffix)").string, "synth", "1", "sine", "500"])
        let refused = try Announce.run("convert", "a.\(suffix)", in: folder)
        #expect(refused.status == 1)
        #expect(refused.errors.contains("add --from \(format)."), "\(refused.errors)")
        #expect(try Announce.run("inspect", "a.\(suffix)", in: folder).text.contains("add --from \(format)."))
        let run = try Announce.run("convert", "--from", format, "a.\(suffix)", in: folder)
        #expect(run.status == 0, "\(run.errors)")
        try expectAnnouncement(folder.file("a.wav"), samples: 8000)
        #expect(
            try Announce.run("inspect", "--from", format, "a.\(suffix)", in: folder).text.contains("duration   0:01.0"))
    }

    @Test("a whole folder of them") func folderWithoutHeaders() throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("b")
        for name in ["a.ul", "b/c.ul"] {
            try Tool.require(
                "sox", ["-n", "-r", "8000", "-t", "ul", folder.file(name).string, "synth", "1", "sine", "500"])
        }
        try folder.write(Array("Dear Sir or Madam".utf8), to: "note.txt")
        let run = try Announce.run("convert", "--from", "ulaw", ".", in: folder)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("Passed over 1 file: 1 not a recording"), "\(run.errors)")
        #expect(folder.listing.filter { $0.hasSuffix(".wav") } == ["a.wav", "b/c.wav"])
        // Without the option they are not passed over in silence.
        let plain = try Announce.run("convert", ".", "-o", "out", in: folder)
        #expect(plain.status == 1 && plain.errors.contains("add --from ulaw."), "\(plain.errors)")
    }

    @Test("options that contradict each other or the file") func contradictions() throws {
        let folder = try TemporaryFolder()
        try folder.write(WaveFile.tone(seconds: 1, rate: 8000), to: "a.wav")
        let header = try Announce.run("convert", "--from", "ulaw", "a.wav", in: folder)
        #expect(header.status == 1 && header.errors.contains("its header says that it is WAV"), "\(header.errors)")
        #expect(try Announce.run("convert", "--from", "ulaw", "--track", "1", "a.wav", in: folder).status == 64)
        #expect(try Announce.run("convert", "--from", "mp3", "a.wav", in: folder).status == 64)
        #expect(try Announce.run("convert", "--track", "0", "a.wav", in: folder).status == 64)
    }

    @Test("what a folder holds besides recordings is counted, and an unreadable folder is an error") func passedOver()
        throws
    {
        let folder = try TemporaryFolder()
        try folder.makeFolder("in")
        try folder.write(WaveFile.tone(seconds: 1, rate: 16000), to: "in/a.wav")
        for number in 1...12 { try folder.write(Array("note \(number)".utf8), to: "in/\(number + 100).txt") }
        try folder.write(WaveFile.tone(seconds: 1, rate: 16000), to: "in/b.wav.part")
        try folder.write([0], to: "in/.hidden")
        let run = try Announce.run("convert", "in", "-o", "out", in: folder)
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            run.errors.contains("Passed over 13 files: 12 not recordings (in/101.txt, "), "\(run.errors)")
        #expect(run.errors.contains("in/110.txt, …), 1 unfinished (named .part, .tmp or ~)."), "\(run.errors)")
        let quiet = try Announce.run("convert", "--quiet", "in", "-o", "out", in: folder)
        #expect(quiet.errors.isEmpty)

        guard let prefix = Announce.unprivileged else { return }
        let script = "chmod 755 . in; mkdir in/closed; chmod 000 in/closed; \(prefix) \"$announce\" inspect in"
        let closed = try Announce.shell(script, in: folder)
        #expect(
            closed.status == 1 && closed.errors.contains("in/closed cannot be read"), "\(closed.errors)")
    }
}
