import Foundation
import Support
import SystemPackage
import Testing

/// Standard input and standard output.
struct StreamTests {
    /// One of each family; those that ffmpeg reads included.
    static let families = [
        "nothing-heard.wav", "wrong-key.aiff", "enter-code.au", "welcome-en.caf", "welcome.flac", "holiday.ogg",
        "no-anonymous.opus", "main-menu-short.mp3", "closed.m4a", "closed-en.amr", "late-start.webm", "room-tone.oga",
        "over-full-scale.wav",
    ]

    @Test("by pipe, by redirection and by name a recording becomes the same bytes", arguments: families)
    func everyFamily(_ name: String) throws {
        let folder = try TemporaryFolder()
        try folder.copy(name, to: "in")
        let script = """
            set -e
            "$announce" convert -q in -o file.wav
            "$announce" convert -q - -o redirected.wav < in
            cat in | "$announce" convert -q - -o piped.wav
            cat in | "$announce" convert -q - > out.wav
            cat in | "$announce" convert -q - -o - | cat > outpipe.wav
            "$announce" convert -q in -o - > outnamed.wav
            mkfifo fifo
            cat in > fifo & "$announce" convert -q fifo -o fifo.wav
            for made in redirected piped out outpipe outnamed fifo; do cmp file.wav $made.wav; done
            """
        let run = try Announce.shell(script, in: folder)
        #expect(run.status == 0, "\(run.errors)\(run.text)")
        #expect(run.errors.isEmpty)
        #expect(run.output.isEmpty)
        try expectAnnouncement(folder.file("outpipe.wav"))
    }

    @Test(
        "standard output is sound and nothing else; the report goes to standard error",
        arguments: [[], ["--json"], ["--level", "--trim"]])
    func pure(_ options: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.copy("antiphase.wav")
        let command = [Announce.path, "convert", "antiphase.wav", "-o", "-"] + options
        let run = try RunningProgram(command, in: folder.path, input: .nothing).wait()
        #expect(run.status == 0)
        try folder.write(run.output, to: "out.wav")
        try expectAnnouncement(folder.file("out.wav"))
        #expect(run.errors.contains("antiphase.wav"))
        #expect(run.errors.contains("standard output"))
        #expect(run.errors.contains("left channel was used"))
        #expect(!run.errors.contains("\r"))
        if options == ["--json"] {
            let report = try JSONDecoder().decode([ConvertedObject].self, from: Data(run.errors.utf8))
            #expect(report.map(\.output) == ["standard output"])
        }
    }

    @Test("standard input to standard output is the default") func filter() throws {
        let folder = try TemporaryFolder()
        try folder.copy("wrong-key.aiff")
        let input = RunningProgram.Input.file(folder.file("wrong-key.aiff"))
        let run = try Announce.run("convert", "-", in: folder, input: input)
        #expect(run.status == 0)
        #expect(Array(run.output.prefix(44)) == WaveFile.announcementHeader(samples: 15114))
        #expect(run.errors.hasPrefix("standard input → standard output  "))
        #expect(folder.listing == ["wrong-key.aiff"])
    }

    @Test("standard input among files, into a folder") func amongFiles() throws {
        let folder = try TemporaryFolder()
        try folder.copy("wrong-key.aiff")
        try folder.copy("enter-code.au")
        let input = RunningProgram.Input.file(folder.file("wrong-key.aiff"))
        let run = try Announce.run("convert", "-", "enter-code.au", "-o", "out", in: folder, input: input)
        #expect(run.status == 0, "\(run.errors)")
        try expectAnnouncement(folder.file("out/stdin.wav"), samples: 15114)
        try expectAnnouncement(folder.file("out/enter-code.wav"), samples: 22171)
    }

    @Test("nothing on standard input is an error, and nothing goes out") func empty() throws {
        let folder = try TemporaryFolder()
        for script in [
            "\"$announce\" convert - < /dev/null", ": | \"$announce\" convert -", "\"$announce\" convert - <&-",
        ] {
            let run = try Announce.shell(script, in: folder)
            #expect(run.status == 1)
            #expect(run.output.isEmpty)
            #expect(run.errors.hasPrefix("Error: standard input: "))
            #expect(run.errors.split(separator: "\n").count == 1)
        }
    }

    @Test("a recording that cannot be converted puts nothing on standard output") func failure() throws {
        let folder = try TemporaryFolder()
        let run = try Announce.shell("echo This is text | \"$announce\" convert - | wc -c", in: folder)
        #expect(run.text.trimmingCharacters(in: .whitespacesAndNewlines) == "0")
        #expect(run.errors == "Error: standard input: this is text, not a recording.\n")
    }

    @Test("a redirected file that was read halfway is still taken as a whole file") func halfRead() throws {
        let folder = try TemporaryFolder()
        try folder.copy("nothing-heard.wav", to: "a.wav")
        let script = "(head -c 100 > /dev/null; \"$announce\" convert -q - -o b.wav) < a.wav; cmp a.wav b.wav"
        #expect(try Announce.shell(script, in: folder).status == 0)
    }

    @Test(
        "sound is not written to a terminal", .enabled(if: Tool.isInstalled("script")),
        arguments: ["in.au", "in.au -o -", "- < in.au", "--level in.au -o -"])
    func terminal(_ arguments: String) throws {
        let folder = try TemporaryFolder()
        try folder.copy("enter-code.au", to: "in.au")
        let run = try Announce.shell(
            "script -qec \"'$announce' convert \(arguments)\" /dev/null < /dev/null", in: folder)
        if arguments == "in.au" {
            // A name was found for it.
            #expect(run.status == 0, "\(run.text)")
            try expectAnnouncement(folder.file("in.wav"), samples: 22171)
        } else {
            #expect(run.status == 64)
            #expect(run.text.contains("Standard output is a terminal."))
            #expect(!run.text.contains("RIFF"))
        }
    }

    @Test("a reader that closes the pipe causes no error message") func closedPipe() throws {
        let folder = try TemporaryFolder()
        try folder.copy("welcome.flac")
        let run = try Announce.shell("\"$announce\" convert -q welcome.flac -o - | head -c 4", in: folder)
        #expect(run.text == "RIFF")
        #expect(run.errors.isEmpty, "\(run.errors)")
    }

    @Test("inspect reads standard input, too") func inspect() throws {
        let folder = try TemporaryFolder()
        try folder.copy("nothing-heard.wav")
        try folder.copy("welcome.flac")
        let good = try Announce.shell("cat nothing-heard.wav | \"$announce\" inspect -", in: folder)
        #expect(good.status == 0)
        #expect(good.text.hasPrefix("standard input: would play\n"))
        let bad = try Announce.shell("cat welcome.flac | \"$announce\" inspect -", in: folder)
        #expect(bad.status == 1)
        #expect(bad.text.hasPrefix("standard input: would be skipped: FLAC instead of WAV"))
    }
}
