import LocalFiles
import Support
import SystemPackage
import Testing

@testable import Corpora

/// The results are the memory of a corpus: what is read back, and what is not believed.
struct ResultTests {
    private let folder: TemporaryFolder
    private var results: ResultsFolder { ResultsFolder(folder.path.appending("results")) }

    init() throws {
        folder = try TemporaryFolder()
        try results.make()
    }

    private static let stamp = InputStamp(size: 32_044, modified: 1_764_268_800_123_456_789)

    private func result(
        _ id: String, stamp: InputStamp? = stamp, root: String = "/out", failed: Bool = false
    ) -> RecordingResult {
        let place = OutputPlace(id, RecordingKey(id), suffix: "wav").path.string
        return RecordingResult(
            id: id, input: "/in/\(id)", stamp: stamp, recipe: "2 pcm16",
            outcome: failed
                ? .failed(code: "empty", message: "no \"bytes\"\n")
                : .converted(output: "\(root)/\(place)", samples: 8001, findings: ["silent"]))
    }

    @Test("a line is read as it was written", arguments: ["utt1", "", "ä\"\\\n\u{7F}😀", "/a/b.wav"])
    func roundTrip(_ id: String) throws {
        for written in [result(id), result(id, stamp: nil, failed: true)] {
            #expect(written.line.last == 0x0A && written.line.dropLast().allSatisfy { $0 >= 0x20 })
            #expect(RecordingResult(written.line.dropLast()) == written)
        }
    }

    @Test("no part of a line counts as one") func torn() throws {
        let line = result("utt1").line
        for count in 0..<line.count - 1 { #expect(RecordingResult(Array(line.prefix(count))) == nil) }
        for samples in ["4294967296", "9223372036854775807", "80019999999999999999", "-1", "1.5", "null"] {
            let other = String(decoding: line, as: UTF8.self).replacing(
                "\"samples\":8001", with: "\"samples\":\(samples)")
            #expect(RecordingResult(Array(other.utf8.dropLast())) == nil, "\(samples)")
        }
        let text = result("a").line + result("b").line + result("c").line.dropLast(3)
        try folder.write(text, to: "results/00000-of-00001.host-1.jsonl")
        // What a crash may leave on a disk.
        try folder.write([0, 0, 0] + result("d").line + result("e").line, to: "results/00000-of-00001.host-2.jsonl")
        // The last line is whole but for its end: it may be the beginning of a longer one.
        try folder.write(result("f").line.dropLast(), to: "results/00000-of-00001.host-3.jsonl")
        #expect(
            try known(["a", "b", "c", "d", "e", "f"]) == [
                "converted", "converted", "missing", "missing", "converted", "missing",
            ])
    }

    private func known(_ ids: [String], shard: Shard = .whole) throws -> [String] {
        var table = ResultTable()
        try results.read(for: shard, into: &table)
        return ids.map { id in
            if case .first(let known) = table.name(RecordingKey(id), path: id) { "\(known.state)" } else { "again" }
        }
    }

    @Test("an attempt writes a file of its own, also with the name and number of another")
    func attempts() throws {
        let shard = try #require(Shard(7, of: 100))
        let writers = [ResultsWriter(results, shard), ResultsWriter(results, shard)]
        for writer in writers {
            try writer.write(result("a"))
            try writer.write(result("b", failed: true))
        }
        let names = try results.path.entries().map(\.string)
        #expect(names.count == 2)
        #expect(names.allSatisfy { $0.hasPrefix("00007-of-00100.") && AttemptName($0)?.shard == shard })
        #expect(names.contains { $0.hasSuffix("-2.jsonl") })
    }

    @Test("a success stands beside a failure of another attempt, whichever is read last") func precedence() throws {
        for (one, other) in [("1", "2"), ("2", "1")] {
            try folder.write(result("a").line, to: "results/00000-of-00001.h-\(one).jsonl")
            try folder.write(result("a", failed: true).line, to: "results/00000-of-00001.h-\(other).jsonl")
            #expect(try known(["a"]) == ["converted"])
        }
    }

    @Test("results of runs with another number of shards count") func otherCount() throws {
        let keys = (0..<300).map { "utt\($0)" }
        for index in 0..<6 {
            let shard = try #require(Shard(index, of: 6))
            let writer = ResultsWriter(results, shard)
            for id in keys where shard.contains(RecordingKey(id)) { try writer.write(result(id)) }
        }
        for index in 0..<4 {
            let shard = try #require(Shard(index, of: 4))
            let own = keys.filter { shard.contains(RecordingKey($0)) }
            #expect(try known(own, shard: shard).allSatisfy { $0 == "converted" })
        }
        #expect(try known(keys).allSatisfy { $0 == "converted" })
    }

    @Test("a table of many keeps each apart, and an ID for two recordings is noticed") func table() throws {
        var table = ResultTable()
        for number in 0..<10_000 {
            table.add(result("utt\(number)", failed: number % 3 == 0), RecordingKey("utt\(number)"))
        }
        #expect(table.count == 10_000)
        for number in 0..<10_100 {
            guard case .first(let known) = table.name(RecordingKey("utt\(number)"), path: "\(number)") else {
                Issue.record("utt\(number) was named before")
                return
            }
            #expect(known.state == (number >= 10_000 ? .missing : number % 3 == 0 ? .failed : .converted))
            #expect(known.origin == (known.state == .converted ? .init(folder: "/out", suffix: "wav") : nil))
            #expect(known.state == .missing || known.isOf(Self.stamp, recipe: "2 pcm16"))
            #expect(!known.isOf(Self.stamp, recipe: "2 alaw") && !known.isOf(nil, recipe: "2 pcm16"))
        }
        guard case .again = table.name(RecordingKey("utt7"), path: "7") else {
            Issue.record("utt7 is named as before")
            return
        }
        #expect(table.name(RecordingKey("utt7"), path: "8") == .otherRecording)
    }

    @Test("the status counts each recording once and names the shards that are not done") func status() throws {
        let ids = (0..<400).map { "utt\($0)" }
        let lines = ids.map { "\($0) /in/\($0)\n" } + ["utt0 /in/utt0\n", "utt1 /in/other\n", "x cat y |\n"]
        let manifest = try folder.write(lines.joined().utf8, to: "wav.scp")
        for index in 0..<10 {
            let shard = try #require(Shard(index, of: 10))
            let writer = ResultsWriter(results, shard)
            for id in ids where shard.contains(RecordingKey(id)) && !(index == 3 && id.hasSuffix("1")) && index < 8 {
                try writer.write(result(id, failed: id.hasSuffix("77")))
            }
        }
        let status = try CorpusStatus(
            of: ManifestReader(manifest, root: nil), in: results, shard: .whole, count: nil)
        #expect(status.recordings == 400 && status.shards == 10 && status.unfinished == [3, 8, 9])
        #expect(status.refused == 2 && status.refusals.map(\.line) == [402, 403])
        let missing = ids.count { id in
            let index = Shard.index(of: RecordingKey(id), 10)
            return index >= 8 || index == 3 && id.hasSuffix("1")
        }
        #expect(status.missing == missing && status.failed <= 4)
    }

    @Test("the new manifest has every line with a success, and there is none while results are missing")
    func manifest() throws {
        let manifest = try folder.write("a /in/a\nb /in/b\nc /in/c\n".utf8, to: "wav.scp")
        let writer = ResultsWriter(results, .whole)
        try writer.write(result("a"))
        try writer.write(result("b", failed: true))
        let target = folder.file("new.scp")
        let partial = try ConvertedManifest(of: ManifestReader(manifest, root: nil), in: results, to: target)
        #expect(partial.missing == 1 && !target.exists)
        try writer.write(result("c"))
        for name in ["new.scp", "new.scp.gz"] {
            let whole = try ConvertedManifest(
                of: ManifestReader(manifest, root: nil), in: results, to: folder.file(name))
            #expect(whole.recordings == 2 && whole.failed == 1 && whole.missing == 0)
        }
        func place(_ id: String) -> String { "/out/\(OutputPlace(id, RecordingKey(id), suffix: "wav").path)" }
        let expected = "a \(place("a"))\nc \(place("c"))\n"
        #expect(try folder.bytes(of: "new.scp") == Array(expected.utf8))
        #expect(try Tool.require("gzip", ["-dc", folder.file("new.scp.gz").string]).text == expected)
    }
}
