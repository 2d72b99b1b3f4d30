import Foundation
import Support
import SystemPackage
import Testing

/// Output and exit status of the command.
struct ReportTests {
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.copy("welcome.flac")
        try folder.copy("antiphase.wav")
        try folder.copy("wrong-key.aiff")
        return folder
    }

    @Test("one line per file: format, work done, duration, level; findings below") func text() throws {
        let folder = try folder()
        let run = try Announce.run("convert", "welcome.flac", "antiphase.wav", in: folder)
        #expect(run.status == 0)
        #expect(run.errors.hasPrefix("2 converted (1 with warnings) in "), "\(run.errors)")
        let lines = run.text.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(
            lines[0].hasPrefix(
                "welcome.flac → welcome.wav  0:04.1 · FLAC 16-bit PCM 44.1 kHz stereo · mixed, resampled · speech -20.9 dBm0 · peak -3.6 dBFS"
            ))
        #expect(
            lines[1].hasPrefix(
                "antiphase.wav → antiphase.8k.wav  0:02.5 · WAV 16-bit PCM 22.05 kHz stereo · left channel, resampled · speech "
            ))
        #expect(lines[2].hasPrefix("  warning: the two channels cancel each other"))
    }

    @Test(
        "the report lists the work done",
        arguments: [
            ("--level", "mixed, resampled, +1.9 dB, peaks -1.3 dB · speech -19.1 dBm0"), ("--high-pass", "high-passed"),
            ("--dither", "dithered"),
            ("--channel=right", "right channel, resampled"), ("--channel=2", "right channel, resampled"),
            ("--channel=1", "left channel, resampled"), ("--encoding=alaw", "resampled, alaw"),
            ("--trim", "note: cut "),
        ])
    func work(_ option: String, _ words: String) throws {
        let folder = try folder()
        let run = try Announce.run("convert", option, "welcome.flac", in: folder)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.text.contains(words), "\(run.text)")
    }

    @Test("JSON: every key of a converted recording, with its type") func jsonConverted() throws {
        let folder = try folder()
        let run = try Announce.run("convert", "--json", "--level=-22LUFS", "welcome.flac", "antiphase.wav", in: folder)
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        let objects = try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [[String: Any]])
        #expect(objects.count == 2)
        #expect(
            Set(try #require(objects.first).keys) == [
                "input", "output", "status", "format", "recordedSeconds", "seconds", "samples", "activeLevelDBm0",
                "peakDBFS", "gainDB", "loudnessLUFS", "truePeakDBTP", "findings",
            ])
        let report = try run.json(ConvertedObject.self)
        #expect(report[0].input == "welcome.flac")
        #expect(report[0].output == "welcome.wav")
        #expect(report[0].status == "converted")
        #expect(report[0].format == .init(container: "FLAC", codec: "16-bit PCM", sampleRate: 44100, channels: 2))
        #expect(report[0].samples == 32493)
        #expect(abs(try #require(report[0].seconds) - 32493.0 / 8000) < 1e-4)
        #expect(abs(try #require(report[0].recordedSeconds) - 179120.0 / 44100) < 1e-4)
        #expect(abs(try #require(report[0].loudnessLUFS) + 22) < 0.1)
        #expect(try #require(report[0].truePeakDBTP) <= -2.99)
        let finding = try #require(report[1].findings?.first)
        #expect(finding.code == "anti-phase")
        #expect(finding.severity == "warning")
        #expect(!finding.message.isEmpty)
        #expect(finding.at == nil)
    }

    @Test("JSON: failed, up to date, planned") func jsonOthers() throws {
        let folder = try folder()
        try folder.write([], to: "empty.wav")
        #expect(try Announce.run("convert", "-q", "welcome.flac", in: folder).status == 0)
        let inputs = ["welcome.flac", "empty.wav", "missing.wav", "wrong-key.aiff"]
        let command = [Announce.path, "convert", "--json"] + inputs
        let planned = try RunningProgram(command + ["--dry-run"], in: folder.path, input: .nothing).wait()
        #expect(planned.status == 1)
        #expect(try planned.json(ConvertedObject.self).map(\.status) == ["up-to-date", "planned", "failed", "planned"])
        #expect(!folder.listing.contains("wrong-key.wav"))

        let run = try RunningProgram(command, in: folder.path, input: .nothing).wait()
        #expect(run.status == 1)
        #expect(run.errors.isEmpty)
        let objects = try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [[String: Any]])
        #expect(
            objects.map { Set($0.keys) }.prefix(3) == [
                ["input", "output", "status"], ["input", "output", "status", "error"],
                ["input", "output", "status", "error"],
            ])
        let report = try run.json(ConvertedObject.self)
        #expect(report.map(\.input) == inputs)
        #expect(report.map(\.output) == ["welcome.wav", "empty.8k.wav", "missing.8k.wav", "wrong-key.wav"])
        #expect(report.map(\.status) == ["up-to-date", "failed", "failed", "converted"])
        #expect(report.map { $0.error?.code } == [nil, "empty", "system", nil])
        #expect(report[1].error?.message == "the file is empty. Was it copied completely?")
        #expect(report[2].error?.message == "it cannot be opened: no such file or directory.")
    }

    @Test("--quiet prints nothing on success, and only the errors otherwise") func quiet() throws {
        let folder = try folder()
        let good = try Announce.run("convert", "--quiet", "antiphase.wav", in: folder)
        #expect(good.status == 0)
        #expect(good.output.isEmpty)
        #expect(good.errors.isEmpty)
        let bad = try Announce.run("convert", "-q", "missing.wav", "wrong-key.aiff", in: folder)
        #expect(bad.status == 1)
        #expect(bad.output.isEmpty)
        #expect(bad.errors == "Error: missing.wav: it cannot be opened: no such file or directory.\n")
        #expect(folder.listing.contains("wrong-key.wav"))
    }

    @Test("--dry-run writes nothing, not even a folder", arguments: ["out/", "new/deep/a.wav", "-", "/dev/null"])
    func dryRun(_ output: String) throws {
        let folder = try folder()
        let before = folder.listing
        let run = try Announce.run("convert", "--dry-run", "welcome.flac", "-o", output, in: folder)
        #expect(run.status == 0, "\(run.errors)")
        #expect((run.text + run.errors).contains("would be written"))
        #expect(!run.text.contains("RIFF"))
        #expect(folder.listing == before)
    }

    @Test("some fail: the others are converted, each failure is reported, exit 1") func someFail() throws {
        let folder = try folder()
        try folder.write("words".utf8, to: "text.wav")
        try folder.write([], to: "empty.flac")
        try folder.makeFolder("folder")
        try folder.write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], to: "picture.mp3")
        let run = try Announce.run(
            "convert", "text.wav", "welcome.flac", "empty.flac", "missing.flac", "picture.mp3", "wrong-key.aiff", "-o",
            "out", in: folder)
        #expect(run.status == 1)
        #expect(
            run.errors == """
                Error: text.wav: this is text, not a recording.
                Error: empty.flac: the file is empty. Was it copied completely?
                Error: missing.flac: it cannot be opened: no such file or directory.
                Error: picture.mp3: this is a PNG picture, not a recording.

                """ + (run.errors.split(separator: "\n").last.map { "\($0)\n" } ?? ""))
        #expect(run.errors.contains(try Regex("\n2 converted, 4 failed in [0-9]+\\.[0-9] s\\.\n$")))
        #expect(run.text.split(separator: "\n").map { $0.prefix { $0 != " " } } == ["welcome.flac", "wrong-key.aiff"])
        #expect(folder.listing.filter { $0.hasPrefix("out/") } == ["out/welcome.wav", "out/wrong-key.wav"])
    }

    @Test(
        "wrong usage is 64, names what is wrong, and does nothing",
        arguments: [
            (["convert"], "Name a recording"), (["convert", "--bogus", "welcome.flac"], "--bogus"),
            (["convert", "--level=nonsense", "welcome.flac"], "nonsense"),
            (["convert", "--level=", "welcome.flac"], "--level"),
            (["convert", "--level=9 parsecs", "welcome.flac"], "9 parsecs"),
            (["convert", "--level=nanLUFS", "welcome.flac"], "nanLUFS"),
            (["convert", "--level", "-16", "welcome.flac"], "-16"),
            (["convert", "--color", "perhaps", "welcome.flac"], "perhaps"),
            (["convert", "--channel", "middle", "welcome.flac"], "middle"),
            (["convert", "--channel", "0", "welcome.flac"], "'0'"),
            (["convert", "--encoding", "mp3", "welcome.flac"], "mp3"),
            (["convert", "--resampler", "slow", "welcome.flac"], "slow"),
            (["convert", "-j", "0", "welcome.flac"], "--jobs"),
            (["convert", "-j", "many", "welcome.flac"], "many"), (["convert", "welcome.flac", "-o"], "-o"),
            (["convert", ""], "input"), (["convert", "welcome.flac", "-o", ""], "-o"), (["frobnicate"], "frobnicate"),
            (["inspect"], "Missing expected argument"), (["inspect", "--level", "welcome.flac"], "--level"),
        ])
    func usage(_ arguments: [String], _ words: String) throws {
        let folder = try folder()
        let before = folder.listing
        let run = try RunningProgram([Announce.path] + arguments, in: folder.path, input: .nothing).wait()
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains(words), "\(run.errors)")
        #expect(run.errors.contains("Usage: announce"))
        #expect(folder.listing == before)
    }

    @Test(
        "--level takes a level after a space or =, and a recording can follow",
        arguments: [
            (["--level", "welcome.flac"], -22.0), (["welcome.flac", "--level"], -22),
            (["--level=-16LUFS", "welcome.flac"], -16), (["--level", "-16LUFS", "welcome.flac"], -16),
            (["welcome.flac", "--level", "-19dBm0"], -22), (["--level", "-24 LUFS", "welcome.flac"], -24),
            (["--level=-24 LUFS", "welcome.flac"], -24), (["--level=-19dBm0", "welcome.flac"], -22),
            (["--level=-25dBm0", "welcome.flac"], -28),
        ] as [([String], Double)])
    func level(_ arguments: [String], _ loudness: Double) throws {
        let folder = try folder()
        let run = try RunningProgram(
            [Announce.path, "convert", "--json"] + arguments, in: folder.path, input: .nothing
        )
        .wait()
        #expect(run.status == 0, "\(run.errors)")
        let report = try #require(try run.json(ConvertedObject.self).first)
        let isLoudness = arguments.contains { $0.contains("LUFS") }
        #expect((report.loudnessLUFS != nil) == isLoudness)
        let reached = try #require(isLoudness ? report.loudnessLUFS : report.activeLevelDBm0.map { $0 - 3 })
        // Or as near as the ceiling lets it; a limiter takes a little off the level.
        #expect(abs(reached - loudness) < 0.3 || report.findings?.first?.code == "level-not-reached")
        #expect(try #require(report.truePeakDBTP) <= -2.99)
        try expectAnnouncement(folder.file("welcome.wav"), samples: 32493)
    }

    @Test("--strict fails on warnings, also of files that are up to date; the files are written") func strict() throws {
        let folder = try folder()
        #expect(try Announce.run("convert", "--strict", "welcome.flac", in: folder).status == 0)
        for _ in 0..<2 {
            let run = try Announce.run("convert", "--strict", "antiphase.wav", in: folder)
            #expect(run.status == 1)
            #expect(run.text.contains("warning: the two channels cancel each other"))
            try expectAnnouncement(folder.file("antiphase.8k.wav"))
            #expect(try Announce.run("convert", "antiphase.wav", in: folder).status == 0)
        }
    }

    @Test("a batch ends with its totals on standard error", arguments: [[], ["--quiet"], ["--json"]])
    func totals(_ options: [String]) throws {
        let folder = try folder()
        #expect(try Announce.run("convert", "welcome.flac", in: folder).errors.isEmpty)
        let command = [Announce.path, "convert", "missing.wav", "welcome.flac", "antiphase.wav"] + options
        let run = try RunningProgram(command, in: folder.path, input: .nothing).wait()
        #expect(run.status == 1)
        let hasTotals = run.errors.contains("1 converted (1 with warnings), 1 up to date, 1 failed in ")
        #expect(hasTotals == options.isEmpty, "\(run.errors)")
    }

    @Test("after -- everything is a name") func names() throws {
        let folder = try folder()
        try folder.copy("wrong-key.aiff", to: "--level")
        let run = try Announce.run("convert", "--", "--level", in: folder)
        #expect(run.status == 0, "\(run.errors)")
        try expectAnnouncement(folder.file("--level.wav"), samples: 15114)
    }

    @Test(
        "help and version go to standard output",
        arguments: [
            (["--help"], "SUBCOMMANDS"), (["convert", "--help"], "--dry-run"), (["help", "inspect"], "--json"),
            (["--version"], "."), (["--generate-completion-script", "bash"], "convert"),
            (["--generate-completion-script", "zsh"], "convert"),
            (["--generate-completion-script", "fish"], "convert"),
        ])
    func help(_ arguments: [String], _ words: String) throws {
        let folder = try TemporaryFolder()
        let run = try RunningProgram([Announce.path] + arguments, in: folder.path, input: .nothing).wait()
        #expect(run.status == 0)
        #expect(run.text.contains(words))
        #expect(run.errors.isEmpty)
    }

    @Test("the exit codes are in the help") func exitCodes() throws {
        let folder = try TemporaryFolder()
        let text = try Announce.run("convert", "--help", in: folder).text
        for words in ["0 all converted", "1 some failed", "64 wrong usage", "130 interrupted"] {
            #expect(text.replacing("\n", with: " ").contains(words))
        }
    }
}
