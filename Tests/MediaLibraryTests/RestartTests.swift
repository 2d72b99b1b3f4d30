import Foundation
import Glibc
import MediaLibrary
import Support
import SystemPackage
import TelephoneAudio
import Telephony
import Testing

@Suite(.timeLimit(.minutes(5)))
struct RestartTests {
    @Test func unchangedRecordingsAreNeitherConvertedNorRead() async throws {
        let shop = try Workshop()
        for number in 1...20 { try shop.record("r\(number).wav", samples: 100 + number) }
        try shop.write("no sound".utf8, to: "broken.wav")
        let settings = shop.settings(worker: try shop.worker(Workshop.counting))
        let before = try await MediaLibrary.running(settings) { try await $0.quiet() }
        #expect(shop.conversions == 21)
        // Not read: what cannot be seen by date, size and inode is not seen.
        let secret = shop.recordings.appending("r1.wav").string
        let date = shop.base.file("date").string
        try Tool.require("touch", ["-r", secret, date])
        let descriptor = open(secret, O_WRONLY)
        #expect(pwrite(descriptor, [9, 9], 2, 60) == 2)
        close(descriptor)
        try Tool.require("touch", ["-r", date, secret])

        try await MediaLibrary.running(settings) { library in
            let after = try await library.quiet()
            #expect(after.recordings == before.recordings)
            #expect(after.problems == before.problems)
            // A touched one is read, and found to be the same.
            try Tool.require("touch", [shop.recordings.appending("r2.wav").string])
            try shop.record("marker.wav", samples: 10)
            let touched = try await library.until { $0["marker"] != nil }
            #expect(touched["r2"] == before["r2"])
        }
        #expect(shop.conversions == 22)
        // Copies are known by their content.
        try FileManager.default.copyItem(
            atPath: shop.recordings.appending("r3.wav").string, toPath: shop.recordings.appending("copy.wav").string)
        let copied = try await MediaLibrary.survey(settings)
        #expect(copied["copy"]?.hash == before["r3"]?.hash)
        #expect(shop.conversions == 22)
        // Another recipe makes other announcements.
        var trimmed = settings
        trimmed.recipe.level.trim = true
        _ = try await MediaLibrary.survey(trimmed, wanting: [Prompt("r5")], onlyWanted: true)
        #expect(shop.conversions == 23)
    }

    /// The same bytes under many names, and a recording that changes while it is converted.
    @Test func aRecordingIsConvertedOnceAtATime() async throws {
        let shop = try Workshop()
        for number in 1...8 { try shop.record("copy\(number).wav", samples: 300) }
        let slow =
            Workshop.counting + #"; case "$*" in *late.wav*) until [ -e "$folder/go" ]; do sleep 0.05; done; esac"#
        var settings = shop.settings(worker: try shop.worker(slow))
        settings.jobs = 4
        try await MediaLibrary.running(settings) { library in
            let catalogue = try await library.quiet()
            #expect(Set((1...8).map { catalogue["copy\($0)"]?.hash }) == [catalogue["copy1"]?.hash])
            #expect(shop.conversions == 1)
            try shop.record("late.wav", samples: 400)
            for number in 1...4 {
                try shop.record("next\(number).wav", samples: 500 + number)
                try await library.until { $0["next\(number)"] != nil }
                // Its bytes are the same: read again, and the conversion that goes on is the right one.
                try Tool.require("chmod", ["60\(number)", shop.recordings.appending("late.wav").string])
            }
            _ = try shop.base.write([], to: "go")
            try await library.until { $0["late"]?.samples == 400 }
            try await library.quiet()
        }
        #expect(shop.conversions == 6)
    }

    /// After a crash the copy is tried nevertheless.
    @Test func aCopyIsTriedAfterACrash() async throws {
        let shop = try Workshop()
        for name in ["a.wav", "b.wav"] { try shop.record(name, samples: 300) }
        let once = Workshop.counting + #"; [ -e "$folder/crashed" ] || { : > "$folder/crashed"; kill -SEGV $$; }"#
        let catalogue = try await MediaLibrary.survey(shop.settings(worker: try shop.worker(once)))
        #expect([catalogue["a"], catalogue["b"]].count { $0?.samples == 300 } == 1)
        #expect(shop.conversions == 2)
    }

    @Test func failuresOfTheMachineAreRetried() async throws {
        let shop = try Workshop()
        try shop.record("a.wav", samples: 100)
        let crashing = shop.settings(worker: try shop.worker(Workshop.counting + "; kill -SEGV $$"))
        for _ in 1...2 {
            #expect(try await MediaLibrary.survey(crashing).failure("a") == .crashed(signal: 11))
        }
        #expect(shop.conversions == 2)
        let missing = shop.settings(worker: ["/no/such/program"])
        #expect(try await MediaLibrary.survey(missing).failure("a") == .noConverter(errno: ENOENT))
        #expect(try await MediaLibrary.survey(shop.settings())["a"]?.samples == 100)
    }

    @Test func aDamagedStateFolderIsMadeAnew() async throws {
        let shop = try Workshop()
        try shop.record("a.wav", samples: 100)
        let before = try #require(try await MediaLibrary.survey(shop.settings())["a"])
        let index = FilePath(before.path).removingLastComponent().appending("index.json").string
        try Data("{".utf8).write(to: URL(fileURLWithPath: index))
        #expect(try await MediaLibrary.survey(shop.settings())["a"]?.name == before.name)
        #expect(truncate(before.path, 50) == 0)
        #expect(try await MediaLibrary.survey(shop.settings())["a"]?.bytes.count == before.size)
        unlink(before.path)
        #expect(try await MediaLibrary.survey(shop.settings())["a"]?.bytes.count == before.size)
        let mode = try FileManager.default.attributesOfItem(atPath: shop.state.string)[.posixPermissions]
        #expect(mode as? Int == 0o700)
    }

    /// Reports of earlier versions lack findings: recordings are converted again, and stay published meanwhile.
    @Test(arguments: [1, 2]) func earlierVersionsResultsAreRenewed(_ version: Int) async throws {
        let shop = try Workshop()
        try shop.record("quiet.wav", samples: 100)
        try shop.write("no sound".utf8, to: "broken.wav")
        let settings = shop.settings(worker: try shop.worker(Workshop.counting))
        let before = try await MediaLibrary.survey(settings)
        #expect(shop.conversions == 2)
        let file = FilePath(try #require(before["quiet"]).path).removingLastComponent().appending("index.json").string
        func index() throws -> [String: Any] {
            try #require(
                try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: file))) as? [String: Any])
        }
        var old = try index()
        #expect(old["version"] as? Int == 4)
        old["version"] = version
        // They kept in the one file what is in two now.
        let saved = URL(filePath: FilePath(file).removingLastComponent().appending("published.json").string)
        let columns = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: saved)) as? [String: [Any]])
        let names = try #require(columns["name"])
        old["names"] = names.indices.map { row in
            let file = ["hash", "size", "samples", "modified"].map { ($0, columns[$0]?[row] as Any) }
            return ["name": names[row], "file": Dictionary(uniqueKeysWithValues: file)]
        }
        old["published"] = zip(columns["prompt"] ?? [], columns["plays"] ?? []).map { parts, name in
            ["announcement": (parts as? [String])?.first, "name": name as? String]
        }
        try FileManager.default.removeItem(at: saved)
        let results = try #require(old["results"] as? [[String: Any]])
        old["results"] = results.map { result in
            var result = result
            if var report = result["report"] as? [String: Any] {
                report["findings"] = [["severity": "warning", "code": "silent", "message": "nothing but silence"]]
                result["report"] = report
            } else {
                result["refusal"] = nil
                result["failure"] = ["refused": ["code": "not-audio", "message": "this is text, not a recording."]]
            }
            return result
        }
        try JSONSerialization.data(withJSONObject: old).write(to: URL(filePath: file))
        let failing = try await MediaLibrary.survey(shop.settings(worker: try shop.worker("exit 1")))
        #expect(failing["quiet"] == before["quiet"])
        let after = try await MediaLibrary.survey(settings)
        #expect(after.recordings == before.recordings)
        #expect(after.recordings.flatMap(\.findings) == [.tooShort(seconds: 100 / 8000)])
        #expect(after.failure("broken") == before.failure("broken"))
        #expect(shop.conversions == 4)
        #expect(try index()["version"] as? Int == 4)
        #expect(try await MediaLibrary.survey(settings).recordings == after.recordings)
        #expect(shop.conversions == 4)
    }

    /// A replaced recording does not keep calls waiting; a file that has gone does, since its callers would hear nothing.
    @Test func whatAnEarlierRunPublishedIsHeardAtOnce() async throws {
        let shop = try Workshop()
        try shop.record("a.wav", samples: 100)
        try shop.record("b.wav", samples: 200)
        let (single, joined) = (try Prompt("a"), try Prompt("a", "b"))
        let settings = shop.settings()
        let before = try await MediaLibrary.running(settings, wanting: [single, joined]) { try await $0.quiet() }
        try shop.record("a.wav", samples: 300)
        let waiting = shop.settings(
            worker: try shop.worker(#"until [ -e "$folder/go" ]; do sleep 0.05; done"#))
        try await MediaLibrary.running(waiting, wanting: [single, joined]) { library in
            await library.audible()
            let first = library.catalogue
            #expect(
                [single, joined].map { first.announcement($0) } == [single, joined].map { before.announcement($0) })
            #expect(first.announcement(joined)?.samples == 300 && !first.isSettled)
            _ = try shop.base.write([], to: "go")
            let after = try await library.quiet()
            #expect(after.announcement(single)?.samples == 300 && after.announcement(joined)?.samples == 500)
            unlink(try #require(after.announcement(joined)).path)
        }
        try await MediaLibrary.running(settings, wanting: [single, joined]) { library in
            await library.audible()
            #expect(library.catalogue.announcement(joined)?.bytes.count == 44 + 1000)
        }
        // Nothing keeps a prompt that is no longer wanted.
        try await MediaLibrary.running(settings, wanting: [single]) { library in
            let after = try await library.quiet()
            #expect(after.announcement(joined) == nil && after.announcement(single)?.samples == 300)
        }
    }

    /// `announce check` beside a server: neither takes anything away from the other.
    @Test func twoAtOnce() async throws {
        let shop = try Workshop()
        try shop.record("a.wav", samples: 100)
        try await MediaLibrary.running(shop.settings()) { library in
            let a = try #require(try await library.quiet()["a"])
            try shop.record("a.wav", samples: 200)
            try await library.until { $0["a"]?.samples == 200 }
            shop.pass(seconds: 25 * 3600)
            #expect(try await MediaLibrary.survey(shop.settings())["a"]?.samples == 200)
            #expect(a.bytes.count == a.size)
        }
    }
}
