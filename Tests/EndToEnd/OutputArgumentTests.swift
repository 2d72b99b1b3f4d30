import Foundation
import Support
import SystemPackage
import Testing

/// The output named as other converters take it: by the second of two arguments, or by -o with a name that fits.
struct OutputArgumentTests {
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.copy("wrong-key.aiff", to: "a.aiff")
        return folder
    }

    private func convert(_ arguments: [String], in folder: TemporaryFolder) throws -> RunningProgram.Result {
        try RunningProgram([Announce.path, "convert"] + arguments, in: folder.path, input: .nothing).wait()
    }

    @Test(
        "the second of two arguments is the output",
        arguments: [
            ("out.wav", "out.wav"), ("OUT.WAV", "OUT.WAV"), ("new/deep/out.wav", "new/deep/out.wav"),
            ("there", "there/a.wav"), ("there/", "there/a.wav"), ("new/", "new/a.wav"), (".", "a.wav"),
        ])
    func second(_ argument: String, _ output: String) throws {
        let folder = try folder()
        try folder.makeFolder("there")
        for expected in ["resampled", "up to date"] {
            let run = try convert(["a.aiff", argument], in: folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.text.contains(expected), "\(run.text)")
            try expectAnnouncement(folder.file(output), samples: 15114)
            #expect(folder.listing.filter { $0.lowercased().hasSuffix(".wav") } == [output])
        }
    }

    @Test("standard input goes to the second argument") func standardInput() throws {
        let folder = try folder()
        let run = try Announce.run("convert", "-", "out.wav", in: folder, input: .file(folder.file("a.aiff")))
        #expect(run.status == 0, "\(run.errors)")
        try expectAnnouncement(folder.file("out.wav"), samples: 15114)
    }

    @Test("an output of ours with another recipe needs --force") func otherRecipe() throws {
        let folder = try folder()
        #expect(try convert(["a.aiff", "out.wav"], in: folder).status == 0)
        let stamp = try folder.stamp(of: "out.wav")
        let refused = try convert(["--trim", "a.aiff", "out.wav"], in: folder)
        #expect(refused.status == 1 && refused.errors.contains("out.wav already exists"), "\(refused.errors)")
        #expect(try folder.stamp(of: "out.wav") == stamp)
        #expect(try convert(["--trim", "--force", "a.aiff", "out.wav"], in: folder).status == 0)
        #expect(try folder.stamp(of: "out.wav") != stamp)
        #expect(folder.listing == ["a.aiff", "out.wav"])
    }

    @Test("a recording that exists is never taken for the output", arguments: [[], ["--force"]])
    func existing(_ options: [String]) throws {
        let folder = try folder()
        try folder.copy("nothing-heard.wav", to: "b.wav")
        let stamp = try folder.stamp(of: "b.wav")
        let run = try convert(options + ["a.aiff", "b.wav"], in: folder)
        #expect(run.status == 0, "\(run.errors)")
        #expect(folder.listing == ["a.aiff", "a.wav", "b.8k.wav", "b.wav"])
        #expect(try folder.stamp(of: "b.wav") == stamp)
    }

    @Test("a folder goes to a folder, unless both contain recordings") func folders() throws {
        let folder = try folder()
        try folder.makeFolder("in")
        try folder.copy("wrong-key.aiff", to: "in/b.aiff")
        for output in ["out/", "out/", "in/out/"] {
            let run = try convert(["in", output], in: folder)
            #expect(run.status == 0, "\(run.errors)")
            try expectAnnouncement(folder.file("\(output)b.wav"), samples: 15114)
        }
        try folder.makeFolder("more")
        try folder.copy("wrong-key.aiff", to: "more/c.aiff")
        let before = folder.listing
        let run = try convert(["in", "more"], in: folder)
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(run.errors.contains("more contains recordings"))
        #expect(run.errors.contains("announce convert in -o more"))
        #expect(folder.listing == before)
    }

    @Test(
        "an output of another format is refused before anything is written",
        arguments: [
            (["a.aiff", "-o", "x.mp3"], "x.mp3 is named as another format"),
            (["a.aiff", "-o", "x.flac", "--force"], "x.flac is named as another format"),
            (["--raw", "a.aiff", "-o", "x.mp3"], "End its name in .raw"),
            (["a.aiff", "x.mp3"], "Did you mean -o?"), (["a.aiff", "x"], "Did you mean -o?"),
            (["a.aiff", "typo.aiff"], "typo.aiff does not exist"),
        ])
    func otherFormat(_ arguments: [String], _ sentence: String) throws {
        let folder = try folder()
        let run = try convert(arguments, in: folder)
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains(sentence), "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1)
        #expect(folder.listing == ["a.aiff"])
    }

    @Test("`convert *.wav` twice is as `convert .` twice", arguments: [["a.wav"], ["a.wav", "b.wav", "c.flac"]])
    func glob(_ names: [String]) throws {
        let folder = try TemporaryFolder()
        for name in names { try folder.copy(name == "c.flac" ? "welcome.flac" : "nothing-heard.wav", to: name) }
        for command in ["convert *.wav", "convert *", "convert .", "convert *.wav -o ."] {
            #expect(try Announce.shell("\"$announce\" \(command)", in: folder).status == 0)
            let listing = folder.listing
            let stamps = try listing.map { try folder.stamp(of: $0) }
            let second = try Announce.shell("\"$announce\" \(command)", in: folder)
            #expect(second.status == 0, "\(second.errors)")
            #expect(second.text.split(separator: "\n").allSatisfy { $0.hasSuffix("up to date") }, "\(second.text)")
            #expect(folder.listing == listing)
            #expect(try listing.map { try folder.stamp(of: $0) } == stamps)
        }
        #expect(folder.listing.count == 2 * names.count)
    }

    @Test("announcements alone are not converted in a batch, and that is said") func announcementsOnly() throws {
        let folder = try folder()
        try folder.copy("wrong-key.aiff", to: "b.aiff")
        #expect(try convert(["a.aiff", "b.aiff"], in: folder).status == 0)
        let before = folder.listing
        let run = try convert(["a.wav", "b.wav"], in: folder)
        #expect(run.status == 0)
        #expect(run.errors.hasPrefix("Nothing to convert: "), "\(run.errors)")
        #expect(folder.listing == before)
        #expect(try convert(["a.wav"], in: folder).status == 0)
        #expect(folder.listing.contains("a.8k.wav"))
    }
}
