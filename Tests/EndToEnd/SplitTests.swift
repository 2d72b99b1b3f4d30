import Foundation
import Support
import SystemPackage
import Testing

/// A long recording is split over the cores, with the same bytes as from one.
struct SplitTests {
    /// How each format is made of `source.wav`.
    static let formats: [(name: String, command: String)] = [
        ("wav", "cp source.wav long.wav"),
        ("flac", "sox -D source.wav long.flac"),
        ("mp3", "lame --quiet -V 4 source.wav long.mp3"),
        ("ogg", "oggenc -Q -o long.ogg source.wav"),
        ("opus", "opusenc --quiet source.wav long.opus"),
    ]

    @Test("one thread and two give the same bytes", arguments: formats)
    func sameBytes(_ name: String, _ command: String) throws {
        let folder = try TemporaryFolder()
        let make = """
            sox -R -n -r 44100 -b 16 -c 2 source.wav synth 61.7 sine 300-3900 whitenoise remix 1v0.3,2v0.1 1v0.2,2v0.2 && \(command)
            """
        #expect(try Announce.shell(make, in: folder).status == 0)
        for options in Self.options(for: name) {
            let script = """
                for threads in 1 2; do
                    "$announce" convert -q -j $threads \(options) long.\(name) -o $threads.wav --force || exit 1
                done
                cmp 1.wav 2.wav
                """
            let run = try Announce.shell(script, in: folder)
            #expect(run.status == 0, "\(options): \(run.errors)\(run.text)")
            if !options.contains("--trim") { try expectAnnouncement(folder.file("2.wav"), samples: 493_600) }
        }
    }

    /// What comes after the decoders is the same for all, and slow in a debug build: once is enough.
    private static func options(for format: String) -> [String] {
        format == "wav" ? ["", "--dither", "--level --high-pass --trim --dither"] : ["", "--dither"]
    }

    @Test("more threads than stretches, and a recording too short to cut", arguments: [60, 19.99, 0.1], [3, 64])
    func manyThreads(_ seconds: Double, _ threads: Int) throws {
        let folder = try TemporaryFolder()
        try folder.write(WaveFile.tone(seconds: seconds, rate: 11025), to: "a.wav")
        let script =
            "\"$announce\" convert -q -j 1 a.wav -o 1.wav && \"$announce\" convert -q -j \(threads) a.wav -o n.wav && cmp 1.wav n.wav"
        let run = try Announce.shell(script, in: folder)
        #expect(run.status == 0, "\(run.errors)\(run.text)")
        try expectAnnouncement(folder.file("n.wav"))
    }

    @Test("several recordings at once come out in order, and as one by one") func batch() throws {
        let folder = try TemporaryFolder()
        let names = ["welcome.flac", "main-menu.mp3", "enter-code.au", "surround.wav", "holiday.ogg", "antiphase.wav"]
        for name in names { try folder.copy(name) }
        for threads in ["1", "2", "7"] {
            let command = [Announce.path, "convert", "--json", "-j", threads, "-o", threads + "/"] + names
            let run = try RunningProgram(command, in: folder.path, input: .nothing).wait()
            #expect(run.status == 0)
            #expect(try run.json(ConvertedObject.self).map(\.input) == names)
        }
        #expect(try Announce.shell("diff -r 1 2 && diff -r 1 7", in: folder).status == 0)
    }
}

/// Progress is for people who look.
struct ProgressTests {
    @Test("a line on the terminal, rewritten and taken off", .enabled(if: Tool.isInstalled("script")))
    func terminal() throws {
        let folder = try TemporaryFolder()
        try WaveFile.writeLong(seconds: 40, to: folder.file("long.wav"))
        let run = try Announce.shell(
            "NO_COLOR=1 script -qec \"'$announce' convert long.wav -o out.wav\" /dev/null < /dev/null", in: folder)
        #expect(run.status == 0, "\(run.text)")
        #expect(run.text.contains("\r\u{1B}[Klong.wav "))
        #expect(run.text.contains(" %"))
        // At the end only the report stands there.
        #expect(run.text.split(separator: "\u{1B}[K").last?.hasPrefix("long.wav → out.wav  0:40 · ") == true)
    }

    @Test(
        "nothing of it with --quiet or --json", .enabled(if: Tool.isInstalled("script")),
        arguments: ["--quiet", "--json", "--dry-run"])
    func terminalButQuiet(_ option: String) throws {
        let folder = try TemporaryFolder()
        try WaveFile.writeLong(seconds: 21, to: folder.file("long.wav"))
        let run = try Announce.shell(
            "NO_COLOR=1 script -qec \"'$announce' convert \(option) long.wav -o out.wav\" /dev/null < /dev/null",
            in: folder)
        #expect(run.status == 0, "\(run.text)")
        #expect(!run.text.contains("\u{1B}"))
        #expect(!run.text.contains(" %"))
    }

    @Test("nothing of it without a terminal") func noTerminal() throws {
        let folder = try TemporaryFolder()
        try WaveFile.writeLong(seconds: 40, to: folder.file("long.wav"))
        let run = try Announce.run("convert", "long.wav", "-o", "out.wav", in: folder)
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        #expect(!run.text.contains("\r"))
        #expect(run.text.split(separator: "\n").count == 2)
    }
}
