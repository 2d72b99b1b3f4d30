import SystemPackage
import Testing

@testable import Corpora

struct ShardTests {
    @Test(
        "the hash of an ID is the same in every release",
        arguments: [
            ("", 0xEFD01F60BA992926, 0x00000000), ("utt000001", 0x94FEADA8362AA2F5, 0x8247C207),
            ("/data/ä.wav", 0x3FFA86A48C83E2E2, 0xF5203884),
        ])
    func stable(_ id: String, _ hash: UInt64, _ check: UInt32) {
        #expect(RecordingKey(id).hash == hash)
        #expect(RecordingKey(id).check == check)
    }

    @Test("every ID is in one shard, whatever their number, and the shards are even")
    func even() throws {
        let keys = (0..<6000).map { RecordingKey("utt\($0)") }
        for count in [1, 2, 7, 100] {
            let shards = try (0..<count).map { try #require(Shard($0, of: count)) }
            let sizes = shards.map { shard in keys.count(where: shard.contains) }
            #expect(sizes.reduce(0, +) == keys.count)
            let mean = Double(keys.count) / Double(count)
            // Five standard deviations.
            #expect(sizes.allSatisfy { abs(Double($0) - mean) <= 5 * mean.squareRoot() })
        }
    }

    @Test("shards of two counts overlap exactly where they share IDs") func overlap() throws {
        let keys = (0..<1000).map { RecordingKey("utt\($0)") }
        for (one, other) in [(4, 6), (5, 7), (8, 8), (1, 9)] {
            for first in 0..<one {
                for second in 0..<other {
                    let (left, right) = (try #require(Shard(first, of: one)), try #require(Shard(second, of: other)))
                    let shares = keys.contains { left.contains($0) && right.contains($0) }
                    #expect(left.overlaps(right) == shares, "\(left) \(right)")
                }
            }
        }
    }

    @Test(
        "what is written for a shard",
        arguments: [
            ("0/1", true), ("7/100", true), ("100/100", false), ("-1/3", false), ("1/0", false), ("1", false),
            ("1/2/3", false), ("a/b", false), ("", false), ("0/1000001", false),
        ])
    func written(_ text: String, _ isValid: Bool) { #expect((Shard(text) != nil) == isValid) }

    @Test(
        "the shard that Slurm or Kubernetes started this process for",
        arguments: [
            (["SLURM_ARRAY_TASK_ID": "7", "COUNT": "100", "MIN": "0", "MAX": "99"], nil, "7/100"),
            (["SLURM_ARRAY_TASK_ID": "100", "COUNT": "100", "MIN": "1", "MAX": "100"], nil, "99/100"),
            (["SLURM_ARRAY_TASK_ID": "20", "COUNT": "3", "MIN": "10", "MAX": "30", "STEP": "10"], nil, "1/3"),
            // --array=7,31 of a hundred: two tasks are no two shards.
            (["SLURM_ARRAY_TASK_ID": "31", "COUNT": "2", "MIN": "7", "MAX": "31", "STEP": "1"], nil, "gaps"),
            (["SLURM_ARRAY_TASK_ID": "31", "COUNT": "2", "MIN": "7", "MAX": "31"], 100, "31/100"),
            (["SLURM_ARRAY_TASK_ID": "31"], nil, "gaps"), (["SLURM_ARRAY_TASK_ID": "31"], 31, "no such"),
            (["JOB_COMPLETION_INDEX": "3"], 8, "3/8"), (["JOB_COMPLETION_INDEX": "3"], nil, "no count"),
            (["JOB_COMPLETION_INDEX": "x"], 8, "none"), ([:], 8, "none"),
        ] as [([String: String], Int?, String)])
    func environment(_ variables: [String: String], _ count: Int?, _ expected: String) {
        var environment: [String: String] = [:]
        for (name, value) in variables {
            environment[name.contains("_") ? name : "SLURM_ARRAY_TASK_\(name)"] = value
        }
        let found: String
        do throws(ShardEnvironment.Failure) {
            let shard = try ShardEnvironment.shard(environment, count: count)?.shard
            found = shard.map { "\($0.index)/\($0.count)" } ?? "none"
        } catch {
            found =
                switch error {
                case .gaps: "gaps"
                case .countMissing: "no count"
                case .noSuchShard: "no such"
                }
        }
        #expect(found == expected)
    }

    @Test(
        "lists of numbers as sbatch takes them",
        arguments: [([], ""), ([7], "7"), ([7, 31], "7,31"), ([0, 1, 2, 5, 7, 8], "0-2,5,7-8")])
    func list(_ numbers: [Int], _ text: String) { #expect(ShardList.text(numbers) == text) }
}

/// Where announcements go, whatever an ID holds.
struct OutputPlaceTests {
    private func place(_ id: String) -> String { OutputPlace(id, RecordingKey(id), suffix: "wav").path.string }

    static let hostile = [
        "../../etc/passwd", "/etc/passwd", "..", ".", "", "a/../../b", "\u{0}x", "a\nb", "-rf", ".hidden", "ü", "CON",
        String(repeating: "x", count: 5000), String(repeating: "ä/", count: 3000), "a\u{202E}b", "~", "$(id)", "a b",
    ]

    @Test("every place is two levels below the folder, with a plain name", arguments: hostile)
    func safe(_ id: String) throws {
        let match = try #require(place(id).wholeMatch(of: #/([0-9a-f]{2})/([A-Za-z0-9_][A-Za-z0-9._-]*)\.wav/#))
        #expect(match.2.utf8.count <= 128)
        #expect(!match.2.contains(".."))
    }

    @Test("IDs that look alike when cleaned stay apart, also those made to look like another's") func apart() {
        let ids =
            Self.hostile + ["a/b", "a_b", "x/a b", "y/a b", "a b.wav", "a?b.wav", "utt1", "UTT1"]
            + (0..<2000).map { "/data/\($0)/clip.wav" }
        let places = Set(ids.map(place))
        #expect(places.count == Set(ids).count)
        let hashed = String(place("a b").dropFirst(3).dropLast(4))
        #expect(place(hashed) != place("a b") && !place(hashed).hasSuffix("/\(hashed).wav"))
    }

    @Test("plain IDs keep their name; paths give the name of the file")
    func readable() {
        #expect(place("utt000001").hasSuffix("/utt000001.wav"))
        #expect(place("clip.mp3").hasSuffix("/clip.mp3.wav"))
        #expect(place("/data/19/19-198-0000.flac").contains("/19-198-0000-"))
    }
}
