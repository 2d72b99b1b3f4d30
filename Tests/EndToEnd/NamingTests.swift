import Foundation
import Support
import SystemPackage
import Testing

/// Names and folders of announcements.
struct NamingTests {
    @Test(
        "next to the recording, NAME.wav; NAME.8k.wav if that is the recording itself",
        arguments: [
            ("wrong-key.aiff", "a.aiff", "a.wav"), ("nothing-heard.wav", "a.wav", "a.8k.wav"),
            ("nothing-heard.wav", "A.WAV", "A.8k.wav"), ("nothing-heard.wav", "a.b.c.au", "a.b.c.wav"),
            ("nothing-heard.wav", "noextension", "noextension.wav"), ("wrong-key.aiff", "wrong.wav", "wrong.8k.wav"),
            ("nothing-heard.wav", "a b.x", "a b.wav"), ("nothing-heard.wav", "sub/☎️ ü.x", "sub/☎️ ü.wav"),
        ])
    func beside(_ medium: String, _ input: String, _ output: String) throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("sub")
        try folder.copy(medium, to: input)
        let before = try folder.bytes(of: input)
        let run = try Announce.run("convert", input, in: folder)
        #expect(run.status == 0, "\(run.errors)")
        #expect(folder.listing == ["sub", input, output].sorted())
        #expect(try folder.bytes(of: input) == before)
        #expect(run.text.hasPrefix("\(input) → \(output)  "))
        try expectAnnouncement(folder.file(output))
    }

    @Test(
        "--output: a file, an existing folder, a new folder",
        arguments: [
            ("out.wav", "out.wav"), ("there", "there/a.wav"), ("there/", "there/a.wav"), ("new/", "new/a.wav"),
            ("new/deep/", "new/deep/a.wav"), ("new/b.wav", "new/b.wav"), ("noextension", "noextension"),
            ("./there/../c.wav", "c.wav"),
        ])
    func output(_ argument: String, _ output: String) throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("there")
        try folder.copy("wrong-key.aiff", to: "a.aiff")
        for option in [["-o", argument], ["--output=\(argument)"]] {
            let run = try RunningProgram(
                [Announce.path, "convert", "--force", "a.aiff"] + option, in: folder.path, input: .nothing
            ).wait()
            #expect(run.status == 0, "\(run.errors)")
            try expectAnnouncement(folder.file(output), samples: 15114)
        }
        #expect(folder.listing.filter { $0.hasSuffix(".wav") || $0 == "noextension" } == [output])
    }

    @Test("a name that ends as the recording's own, in another folder, needs no 8k") func sameNameElsewhere() throws {
        let folder = try TemporaryFolder()
        try folder.copy("nothing-heard.wav", to: "a.wav")
        #expect(try Announce.run("convert", "a.wav", "-o", "out/", in: folder).status == 0)
        #expect(folder.listing == ["a.wav", "out", "out/a.wav"])
    }

    @Test(
        "without a header the extension names the encoding",
        arguments: [("pcm16", "raw", 2), ("alaw", "al", 1), ("ulaw", "ul", 1)])
    func raw(_ encoding: String, _ suffix: String, _ bytes: Int) throws {
        let folder = try TemporaryFolder()
        try folder.copy("nothing-heard.wav", to: "a.wav")
        #expect(try Announce.run("convert", "--raw", "--encoding", encoding, "a.wav", in: folder).status == 0)
        #expect(folder.listing == ["a.\(suffix)", "a.wav"])
        #expect(try folder.bytes(of: "a.\(suffix)").count == 18392 * bytes)
    }

    /// A folder with recordings on three floors and other things between.
    private func tree() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.makeFolder("in/b/c")
        try folder.copy("wrong-key.aiff", to: "in/a.aiff")
        try folder.copy("nothing-heard.wav", to: "in/b/a.wav")
        try folder.copy("enter-code.au", to: "in/b/c/noextension")
        try folder.copy("enter-code.au", to: "in/.hidden.au")
        try folder.copy("enter-code.au", to: "in/half-copied.au.part")
        try folder.write("a note".utf8, to: "in/note.txt")
        try folder.makeFolder("in/.git")
        try folder.copy("enter-code.au", to: "in/.git/a.au")
        return folder
    }

    @Test("a folder is searched recursively, and its structure kept", arguments: ["out", "out/", "new/out"])
    func recursive(_ output: String) throws {
        let folder = try tree()
        let run = try Announce.run("convert", "in", "-o", output, in: folder)
        #expect(run.status == 0, "\(run.errors)")
        let out = output.hasSuffix("/") ? String(output.dropLast()) : output
        let made = folder.listing.filter { $0.hasPrefix(out) && $0.hasSuffix(".wav") }
        #expect(made == ["a.wav", "b/a.wav", "b/c/noextension.wav"].map { "\(out)/\($0)" })
        for name in made { try expectAnnouncement(folder.file(name)) }
        #expect(
            run.errors.contains(
                "Passed over 2 files: 1 not a recording (in/note.txt), 1 unfinished (named .part, .tmp or ~).\n"),
            "\(run.errors)")
        #expect(run.errors.hasPrefix("3 converted in "), "\(run.errors)")
    }

    @Test("run twice in place, a folder's announcements are not converted again") func inPlace() throws {
        let folder = try tree()
        let first = try Announce.run("convert", "in", in: folder)
        #expect(first.status == 0, "\(first.errors)")
        let listing = folder.listing
        #expect(
            listing.filter { $0.hasSuffix(".wav") } == [
                "in/a.wav", "in/b/a.8k.wav", "in/b/a.wav", "in/b/c/noextension.wav",
            ])
        let stamps = try listing.map { try folder.stamp(of: $0) }
        let second = try Announce.run("convert", "in", in: folder)
        #expect(second.status == 0, "\(second.errors)")
        #expect(second.text.split(separator: "\n").allSatisfy { $0.hasSuffix("up to date") })
        #expect(second.text.split(separator: "\n").count == 3)
        #expect(folder.listing == listing)
        #expect(try listing.map { try folder.stamp(of: $0) } == stamps)
    }

    @Test("run twice into a folder below, that folder is not searched") func outputBelow() throws {
        let folder = try tree()
        for _ in 0..<2 {
            let run = try Announce.run("convert", "in", "-o", "in/out", in: folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(folder.listing.count { $0.hasSuffix(".wav") } == 4)
        }
    }

    @Test(
        "folders and files that would become one file: an error before anything is written",
        arguments: [
            ["a.aiff", "a.au"], ["a.aiff", "a.aiff"], ["a.aiff", "./a.aiff"], ["a.aiff", "$PWD/a.au"],
            ["a.aiff", "link/a.au"], ["a.aiff", "b/a.aiff", "-o", "out"], ["a.aiff", "b/a.aiff", "-o", "new/out/"],
            ["b", "b/a.aiff"], ["b", "c", "-o", "out"],
        ])
    func clash(_ arguments: [String]) throws {
        let folder = try TemporaryFolder()
        for name in ["a.aiff", "b/a.aiff", "c/a.aiff"] {
            try folder.makeFolder("b")
            try folder.makeFolder("c")
            try folder.copy("wrong-key.aiff", to: name)
        }
        try folder.copy("enter-code.au", to: "a.au")
        try FileManager.default.createSymbolicLink(atPath: folder.file("link").string, withDestinationPath: ".")
        let before = folder.listing
        let words = arguments.map { $0.replacing("$PWD", with: folder.path.string) }
        let run = try RunningProgram([Announce.path, "convert"] + words, in: folder.path, input: .nothing).wait()
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("would both become"))
        #expect(!run.errors.contains("Usage:"))
        #expect(folder.listing == before)
    }

    @Test(
        "several recordings into one file, or to standard output: wrong usage",
        arguments: [
            ["a.aiff", "b.aiff", "-o", "there.wav"], ["in", "-o", "there.wav"], ["a.aiff", "b.aiff", "-o", "-"],
            ["in", "-o", "-"], ["-", "-"], ["a.aiff", "b.aiff", "-o", "new.wav"], ["in", "-o", "new.wav"],
            ["a.aiff", "b.aiff", "-o", "new.mp3"],
        ])
    func manyIntoOne(_ arguments: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("in")
        for name in ["a.aiff", "b.aiff", "in/a.aiff"] { try folder.copy("wrong-key.aiff", to: name) }
        try folder.write("old".utf8, to: "there.wav")
        let before = folder.listing
        let run = try RunningProgram(
            [Announce.path, "convert", "--force"] + arguments, in: folder.path, input: .nothing
        )
        .wait()
        #expect(run.status == 64)
        #expect(run.errors.contains("Several recordings cannot go"))
        #expect(run.output.isEmpty)
        #expect(folder.listing == before)
        #expect(try folder.bytes(of: "there.wav") == Array("old".utf8))
    }

    @Test("a folder without recordings is reported, and the others are converted") func emptyAmongOthers() throws {
        let folder = try TemporaryFolder()
        try folder.copy("wrong-key.aiff", to: "a.aiff")
        try folder.makeFolder("empty")
        let run = try Announce.run("convert", "empty", "a.aiff", "-o", "out", in: folder)
        #expect(run.status == 1)
        #expect(run.errors.contains("empty contains no recordings"))
        try expectAnnouncement(folder.file("out/a.wav"))
    }

    @Test("several files into a new folder") func manyIntoNew() throws {
        let folder = try TemporaryFolder()
        try folder.copy("wrong-key.aiff", to: "a.aiff")
        try folder.copy("wrong-key.aiff", to: "b.aiff")
        #expect(try Announce.run("convert", "a.aiff", "b.aiff", "-o", "new", in: folder).status == 0)
        #expect(folder.listing == ["a.aiff", "b.aiff", "new", "new/a.wav", "new/b.wav"])
    }

    @Test(
        "any file name a file system takes",
        arguments: [
            "a b.aiff", "new\\nline.aiff", "\\t.aiff", "-dash.aiff", "--level", "-", "caf\\351.aiff", "\\377\\376.aiff",
            "☎️🎉.aiff", "e\\314\\201.aiff", "*?[x].aiff", "$HOME.aiff", "quote'\\042.aiff", "\\033[31m.aiff",
        ])
    func awkward(_ name: String) throws {
        let folder = try TemporaryFolder()
        let source = Media.folder.appending("wrong-key.aiff").string
        let script = """
            name=$(printf -- "$1"); stem=${name%.aiff}; mkdir dir && cp "$2" "dir/$name" && cp "$2" "./$name" &&
            ("$announce" convert dir -o out && test -f "out/$stem.wav") &&
            (cd dir && "$announce" convert -- "$name" || test "$name" = -) &&
            (cd dir && "$announce" convert --force -- "./$name" && test -f "./$stem.wav") &&
            cmp "dir/$stem.wav" "out/$stem.wav" && cmp "dir/$name" "$2" && ls -Ab | wc -l && ls -Ab out | wc -l
            """
        let run = try Announce.shell(script, name, source, in: folder)
        #expect(run.status == 0, "\(run.errors)\(run.text)")
        #expect(run.text.hasSuffix("3\n1\n"), "\(run.text)")
        let lines = run.text.split(separator: "\n").filter { $0.contains("→") }
        // One line per recording, whatever its name, and no control characters.
        #expect(lines.allSatisfy { $0.contains("AIFF") && $0.contains("resampled") })
        #expect(!run.output.contains(0x1B))
    }

    @Test("a name too long for its new extension is refused; another can be given", arguments: [".au", ".wav"])
    func longest(_ suffix: String) throws {
        let folder = try TemporaryFolder()
        let name = String(repeating: "x", count: 255 - suffix.count) + suffix
        try folder.copy("enter-code.au", to: name)
        let run = try Announce.run("convert", name, in: folder)
        // One more byte than .au is too much, so is .8k before .wav.
        #expect(run.status == 1)
        #expect(run.errors.contains("file name too long"))
        #expect(folder.listing == [name])
        #expect(try Announce.run("convert", name, "-o", "short.wav", in: folder).status == 0)
    }
}
