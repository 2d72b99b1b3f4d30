import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// `convert --manifest` as speech people run it: a manifest in, a shard per process, results that are the memory of it all.
struct CorpusTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Recordings of 0.1 s and their `wav.scp`; every tenth is no recording.
    private func makeCorpus(_ count: Int) throws {
        try folder.makeFolder("in")
        let sound = WaveFile.tone(seconds: 0.1, rate: 16_000)
        let lines = try (0..<count).map { number in
            try folder.write(number % 10 == 9 ? Array("no sound".utf8) : sound, to: "in/utt\(number).wav")
            return "utt\(number) in/utt\(number).wav\n"
        }
        try folder.write(lines.joined().utf8, to: "wav.scp")
    }

    private func convert(_ options: String..., environment: [String: String] = [:]) throws -> RunningProgram.Result {
        try RunningProgram(
            [Announce.path, "convert", "--manifest", "wav.scp", "--results", "results"] + options, in: folder.path,
            environment: environment, input: .nothing
        ).wait()
    }

    private func status() throws -> [String: Any] {
        let run = try convert("--status", "--json")
        return try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
    }

    /// All lines of all attempts.
    private func results() throws -> [[String: Any]] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("results").string)
        return try names.flatMap { name in
            try String(decoding: folder.bytes(of: "results/\(name)"), as: UTF8.self).split(separator: "\n").map {
                try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
            }
        }
    }

    /// How many lines there are so far.
    private var resultCount: Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.file("results").string)) ?? []
        return names.reduce(0) { $0 + ((try? folder.bytes(of: "results/\($1)")) ?? []).count { $0 == 0x0A } }
    }

    @Test("a corpus is converted, shown and written as a manifest; a second run does only what is missing")
    func whole() throws {
        try makeCorpus(40)
        let run = try convert("-o", "8k", "-j1", "--json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("36 converted, 4 failed in "), "\(run.errors)")
        #expect(run.errors.contains("Error: in/utt9.wav: this is text, not a recording"), "\(run.errors)")
        #expect(try OutputSchema("convert-manifest").verdict(of: run.output) == "valid")
        for line in try results() where line["status"] as? String == "converted" {
            try expectAnnouncement(FilePath(#require(line["output"] as? String)), samples: 800)
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("results").string)
        #expect(names.count == 1 && names[0].hasPrefix("00000-of-00001."))
        let lines = try folder.bytes(of: "results/\(names[0])")
        #expect(try OutputSchema("convert-results").verdict(of: lines, documents: 40) == "valid")

        let again = try convert("-o", "8k")
        #expect(
            again.status == 0 && again.errors.hasPrefix("36 converted before, 4 failed before in "), "\(again.errors)")
        #expect(try results().count == 40)
        #expect(try convert("-o", "8k", "--strict").status == 1)
        #expect(try convert("-o", "8k", "--retry-failed").errors.contains("36 converted before, 4 failed in"))
        // Other settings are other results.
        #expect(try convert("-o", "8k", "--trim").errors.contains("36 converted, 4 failed in"))

        let shown = try convert("--status")
        #expect(shown.status == 0 && shown.text == "40 recordings: 36 converted, 4 failed.\n", "\(shown.text)")
        let object = try convert("--status", "--json").output
        #expect(try OutputSchema("convert-status").verdict(of: object) == "valid")
        let written = try convert("--write-manifest", "new.scp")
        #expect(
            written.status == 0 && written.errors == "new.scp: 36 lines; left out: 4 that failed.\n",
            "\(written.errors)")
        let pairs = String(decoding: try folder.bytes(of: "new.scp"), as: UTF8.self).split(separator: "\n")
            .map { $0.split(separator: " ") }
        #expect(pairs.map { $0[0] } == (0..<40).filter { $0 % 10 != 9 }.map { "utt\($0)" })
        for pair in pairs { try expectAnnouncement(FilePath(String(pair[1])), samples: 800) }
    }

    @Test("shards of Slurm, Kubernetes and the command line make one whole, and the status names what is left")
    func shards() throws {
        try makeCorpus(60)
        let slurm = [
            "SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "1",
            "SLURM_ARRAY_TASK_MAX": "4", "SLURM_ARRAY_TASK_STEP": "1",
        ]
        let first = try convert("-o", "8k", environment: slurm)
        #expect(first.status == 0 && first.errors.hasPrefix("Shard 0/4, by SLURM_ARRAY_TASK_ID.\n"), "\(first.errors)")
        #expect(try convert("-o", "8k", "--shards", "4", environment: ["JOB_COMPLETION_INDEX": "2"]).status == 0)
        let shown = try convert("--status")
        #expect(shown.status == 75 && shown.text.contains("Unfinished shards of 4: --array=1,3\n"), "\(shown.text)")
        #expect(try status()["array"] as? String == "1,3")
        let early = try convert("--write-manifest", "new.scp")
        #expect(early.status == 75 && early.errors.contains("no result yet; nothing was written"), "\(early.errors)")
        #expect(!folder.listing.contains("new.scp"))

        // An array of what is left has gaps.
        let gap = slurm.merging([
            "SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "2", "SLURM_ARRAY_TASK_MAX": "3",
        ]) { $1 }
        #expect(try convert("-o", "8k", "--shards", "4", environment: gap).status == 0)
        let refused = try convert("-o", "8k", environment: gap.merging(["SLURM_ARRAY_TASK_MAX": "9"]) { $1 })
        #expect(refused.status == 64 && refused.errors.contains("Add --shard 3/N"), "\(refused.errors)")
        #expect(try convert("-o", "8k", environment: ["JOB_COMPLETION_INDEX": "2"]).status == 64)
        // The rest by one process, whatever the number of shards was.
        #expect(try convert("-o", "8k").status == 0)
        #expect(try status()["missing"] as? Int == 0)
        let ids = try results().compactMap { $0["id"] as? String }
        #expect(ids.count == 60 && Set(ids).count == 60)
    }

    @Test(
        "a command in a manifest is never run; its line is named, and the others are done",
        arguments: [
            ("utt0 in/utt0.wav\nx touch ran; cat in/utt0.wav |\nutt1 in/utt1.wav\n", "line 2: this is a command"),
            (
                "utt0 in/utt0.wav\nutt0 in/utt1.wav\nutt1 in/utt1.wav\n",
                "line 2: the ID utt0 already stands for another"
            ),
        ])
    func refused(_ manifest: String, _ reason: String) throws {
        try makeCorpus(2)
        try folder.write(manifest.utf8, to: "wav.scp")
        let run = try convert("-o", "8k")
        #expect(run.status == 64 && run.errors.contains("Error: wav.scp, \(reason)"), "\(run.errors)")
        #expect(run.errors.contains("2 converted in"))
        #expect(!folder.listing.contains("ran"))
        #expect(try convert("--status").status == 64)
        #expect(try convert("--write-manifest", "new.scp").status == 64)
        #expect(try folder.bytes(of: "new.scp").count(where: { $0 == 0x0A }) == 2)
    }

    @Test("forms of other tools, from a pipe and packed, come back in their form")
    func forms() throws {
        try makeCorpus(2)
        let input = folder.path.appending("in")
        let nemo = #"{"audio_filepath": "\#(input)/utt0.wav", "duration": 0.1, "text": "Grüße"}"#
        let cut = #"{"audio_filepath": "\#(input)/utt1.wav", "offset": 0.05, "duration": 0.03}"#
        try folder.write("\(nemo)\n\(cut)\n\(cut)\n".utf8, to: "train.jsonl")
        let script = """
            "$announce" convert --manifest - --results r -o 8k -q < train.jsonl && gzip -k train.jsonl \
            && "$announce" convert --manifest train.jsonl.gz --results r --write-manifest new.jsonl.gz && gzip -dc new.jsonl.gz
            """
        let run = try Announce.shell(script, in: folder)
        #expect(run.status == 0, "\(run.errors)")
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(lines.count == 3 && lines[1] == lines[2])
        #expect(
            lines[0].contains(#", "duration": 0.1, "text": "Grüße"}"#)
                && lines[0].hasPrefix(#"{"audio_filepath": "\#(folder.path)/8k/"#))
        #expect(lines[1].hasSuffix(#", "offset": 0.05, "duration": 0.03}"#))
        // A file that two lines name is converted once.
        #expect(folder.listing.count { $0.hasPrefix("8k/") && $0.hasSuffix(".wav") } == 2)
    }

    @Test("neither the recordings nor the manifest are replaced") func unchanged() throws {
        try makeCorpus(3)
        let manifest = try folder.bytes(of: "wav.scp")
        let run = try convert("-o", "8k")
        #expect(run.status == 0)
        #expect(try convert("--write-manifest", "wav.scp").status == 64)
        #expect(try folder.bytes(of: "wav.scp") == manifest)
        #expect(try convert("--write-manifest", "8k.scp").status == 0)
        let sounds = folder.listing.filter { $0.hasPrefix("8k/") && $0.hasSuffix(".wav") }
        let stamps = try sounds.map(folder.stamp)
        let again = try Announce.run(
            "convert", "--manifest", "8k.scp", "--results", "again", "-o", "8k", in: folder)
        #expect(again.status == 0 && again.errors.contains("would replace the recording itself"), "\(again.errors)")
        #expect(try sounds.map(folder.stamp) == stamps)
    }

    @Test("hostile IDs stay below the output folder") func hostile() throws {
        try makeCorpus(1)
        let ids = [
            "../../escape", "/etc/escape", "..", "a/b/c", "a_b_c", "-rf", "ü", String(repeating: "x", count: 3000),
        ]
        try folder.write(ids.map { "\($0) in/utt0.wav\n" }.joined().utf8, to: "wav.scp")
        #expect(try convert("-o", "8k").status == 0)
        #expect(folder.listing.count { $0.hasSuffix(".wav") && $0.hasPrefix("8k/") } == ids.count)
        #expect(!folder.listing.contains { $0.contains("escape") && !$0.hasPrefix("8k/") })
    }

    @Test(
        "SIGTERM ends it with 75, kill -9 with what was done; the next run does the rest",
        arguments: [SIGTERM, SIGKILL, SIGINT])
    func ended(_ signal: CInt) throws {
        try makeCorpus(1)
        let lines = (0..<20_000).map { "utt\($0) in/utt0.wav\n" }
        try folder.write(lines.joined().utf8, to: "wav.scp")
        let run = try Announce.start(
            "convert", "--manifest", "wav.scp", "--results", "results", "-o", "8k", "-q", in: folder)
        try run.poll("results", within: .seconds(60)) { resultCount > 20 && run.handlesSignals }
        run.send(signal)
        let result = try run.wait(within: .seconds(10))
        if signal == SIGKILL {
            #expect(result.signal == Int(SIGKILL))
        } else {
            #expect(result.status == (signal == SIGTERM ? 75 : 130), "\(result.errors)")
        }
        try folder.write(lines.prefix(400).joined().utf8, to: "wav.scp")
        // A line that a crash has torn.
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("results").string)
        let whole = try folder.bytes(of: "results/\(names[0])")
        let torn = whole.split(separator: 0x0A).first.map { Array($0.prefix(20)) } ?? []
        try folder.write((whole.last == 0x0A ? whole : whole + [0x0A]) + torn, to: "results/\(names[0])")
        #expect(try convert("-o", "8k", "-q").status == 0)
        let shown = try convert("--status")
        #expect(shown.text == "400 recordings: 400 converted, 0 failed.\n", "\(shown.text)")
        let outputs = folder.listing.filter { $0.hasPrefix("8k/") && $0.hasSuffix(".wav") }
        for output in outputs.prefix(50) { try expectAnnouncement(folder.file(output), samples: 800) }
    }

    @Test("decoders that are killed from outside cost no recording") func killedDecoders() throws {
        try makeCorpus(1)
        let count = 3000
        try folder.write((0..<count).map { "utt\($0) in/utt0.wav\n" }.joined().utf8, to: "wav.scp")
        let run = try Announce.start(
            "convert", "--manifest", "wav.scp", "--results", "results", "-o", "8k", "-q", in: folder)
        for round in 1...4 {
            // Far enough from the last time that no recording meets it twice.
            try run.poll("results", within: .seconds(60)) { resultCount > round * 100 }
            for child in Self.children(of: run.process) { kill(child, SIGKILL) }
        }
        let result = try run.wait(within: .seconds(120))
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        #expect(try convert("--status").text == "3,000 recordings: 3,000 converted, 0 failed.\n")
    }

    private static func children(of process: pid_t) -> [pid_t] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return threads.flatMap { thread in
            let path = "/proc/\(process)/task/\(thread)/children"
            return ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: " ").compactMap {
                pid_t($0)
            }
        }
    }

    @Test(
        "a full disk is 75 and fails no recording; without extended attributes nothing is done twice",
        .enabled(if: Announce.canMount))
    func disks() throws {
        try makeCorpus(40)
        let command = "\"$announce\" convert --manifest wav.scp --results disk/results -o disk/8k"
        let script = """
            mkdir disk && mount -t tmpfs -o size=40k none disk && \(command); echo $? >&2
            \(command) --status; mount -o remount,size=4m none disk && \(command) -q; echo $? >&2
            \(command) --status; umount disk && mount -t ramfs none disk && \(command) -q && \(command)
            """
        let run = try Announce.shell("exec unshare --mount sh -c '\(script)'", in: folder)
        #expect(run.errors.contains("no space left on device"), "\(run.errors)")
        #expect(run.errors.contains("\n75\n") && run.errors.contains("\n0\n"), "\(run.errors)")
        let lines = run.text.split(separator: "\n")
        #expect(
            lines.count >= 2 && lines[0].contains("without a result") && !lines[0].contains(" 36 converted"),
            "\(run.text)")
        #expect(lines.last == "40 recordings: 36 converted, 4 failed.", "\(run.text)")
        #expect(run.errors.contains("36 converted before, 4 failed before in"), "\(run.errors)")
    }

    @Test("a recording that only ffmpeg decodes is converted as well", .enabled(if: Tool.isInstalled("ffmpeg")))
    func ffmpeg() throws {
        try folder.copy("closed-en.amr")
        try folder.write("a closed-en.amr\n".utf8, to: "wav.scp")
        let run = try convert("-o", "8k")
        #expect(run.status == 0 && run.errors.hasPrefix("1 converted in"), "\(run.errors)")
    }

    @Test(
        "wrong usage is refused with a sentence, and nothing is done",
        arguments: [
            (["--results", "r", "a.wav"], "need --manifest"),
            (["--manifest", "wav.scp", "-o", "8k"], "needs --results FOLDER"),
            (["--manifest", "wav.scp", "--results", "r"], "-o FOLDER"),
            (["--manifest", "wav.scp", "--results", "r", "-o", "-"], "-o FOLDER"),
            (["--manifest", "wav.scp", "--results", "r", "-o", "8k", "a.wav"], "omit a.wav"),
            (["--manifest", "wav.scp", "--results", "r", "-o", "8k", "--force"], "omit --force"),
            (["--manifest", "wav.scp", "--results", "r", "-o", "8k", "--shard", "8/8"], "--shard"),
            (["--manifest", "wav.scp", "--results", "r", "-o", "8k", "--shards", "0"], "--shards takes"),
            (["--manifest", "table.csv", "--results", "r", "-o", "8k"], "has no column for audio files"),
            (["--manifest", "list.json", "--results", "r", "-o", "8k"], "one JSON array"),
        ])
    func usage(_ arguments: [String], _ reason: String) throws {
        try makeCorpus(1)
        try folder.write("name,text\na,b\n".utf8, to: "table.csv")
        try folder.write("[{}]".utf8, to: "list.json")
        let run = try RunningProgram([Announce.path, "convert"] + arguments, in: folder.path, input: .nothing).wait()
        #expect(run.status == 64 && run.errors.contains(reason), "\(run.errors)")
        #expect(!folder.listing.contains { $0.hasPrefix("8k") })
    }
}
