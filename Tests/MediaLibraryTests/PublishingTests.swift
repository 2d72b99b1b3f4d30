import Foundation
import Glibc
import MediaLibrary
import Support
import SystemPackage
import TelephoneAudio
import Telephony
import Testing

@Suite(.timeLimit(.minutes(5)))
struct PublishingTests {
    @Test func existingAndNewRecordings() async throws {
        let shop = try Workshop()
        let old = try shop.record("welcome.wav", samples: 800)
        try await MediaLibrary.running(shop.settings()) { library in
            var catalogue = try await library.quiet()
            let welcome = try #require(catalogue["welcome"])
            // Right already, so it passes bit for bit.
            #expect(welcome.bytes == old)
            #expect(welcome.samples == 800 && welcome.size == 1644 && welcome.duration == 0.1)
            #expect(welcome.name == "welcome-\(welcome.hash.prefix(16)).wav")
            #expect(catalogue.file(named: welcome.name) == welcome)
            #expect(catalogue.problems.isEmpty)

            try Tool.require(
                "sox",
                ["-n", "-r", "44100", "-c", "2", shop.recordings.string + "/beep.flac", "synth", "1", "sine", "440"])
            catalogue = try await library.until { $0["beep"] != nil }
            #expect(catalogue["beep"]?.samples == 8000)
            #expect(catalogue["welcome"] == welcome)
            let beep = try #require(catalogue.recordings.first)
            #expect(beep.status == .published && beep.path == "beep.flac" && beep.report?.format.sampleRate == 44100)
        }
    }

    @Test func aReplacedRecordingHasANewNameAndTheOldOneStaysADay() async throws {
        let shop = try Workshop()
        let first = try shop.record("shop.wav", samples: 800, seed: 1)
        let (before, after) = try await MediaLibrary.running(shop.settings()) { library in
            let before = try #require(try await library.quiet()["shop"])
            // In place, then by renaming over it.
            try shop.record("shop.wav", samples: 800, seed: 3)
            let second = try await library.until { $0["shop"] != before }
            #expect(second.file(named: before.name)?.bytes == first)
            let third = try shop.record("new.part", samples: 900, seed: 5)
            try shop.move("new.part", to: "shop.wav")
            let after = try #require(try await library.until { $0["shop"]?.samples == 900 }["shop"])
            #expect(after.bytes == third)
            return (before, after)
        }
        // Over a restart.
        shop.pass(seconds: 23 * 3600)
        try await MediaLibrary.running(shop.settings()) { library in
            let catalogue = try await library.quiet()
            #expect(catalogue["shop"] == after)
            #expect(catalogue.file(named: before.name)?.bytes == first)
        }
        #expect(shop.storedFiles.count == 3)
        shop.pass(seconds: 3601)
        try await MediaLibrary.running(shop.settings()) { library in
            let catalogue = try await library.quiet()
            #expect(catalogue["shop"] == after)
            #expect(catalogue.file(named: before.name) == nil)
        }
        #expect(shop.storedFiles.count == 1)
    }

    @Test func aRemovedRecordingIsSilentAtOnceAndReachableForADay() async throws {
        let shop = try Workshop()
        try shop.record("gone.wav", samples: 100)
        try await MediaLibrary.running(shop.settings()) { library in
            let gone = try #require(try await library.quiet()["gone"])
            try shop.remove("gone.wav")
            let catalogue = try await library.until { $0["gone"] == nil }
            #expect(catalogue.file(named: gone.name) == gone)
            #expect(catalogue.recordings.isEmpty)
            // Back again: nothing to convert, and the same name.
            try shop.record("gone.wav", samples: 100)
            #expect(try await library.until { $0["gone"] != nil }["gone"]?.name == gone.name)
        }
    }

    @Test(arguments: [true, false])
    func aHalfCopiedFileIsNotPickedUp(isThereAtStart: Bool) async throws {
        let shop = try Workshop()
        let whole = Workshop.wave(samples: 4000, seed: 1)
        var descriptor: CInt = -1
        func begin() throws {
            descriptor = open(shop.recordings.appending("half.wav").string, O_WRONLY | O_CREAT, 0o644)
            try #require(write(descriptor, whole, 1000) == 1000)
        }
        if isThereAtStart { try begin() }
        try await MediaLibrary.running(shop.settings(), wanting: [Prompt("half")]) { library in
            // A writer that may never end is not waited for.
            await library.settled()
            if !isThereAtStart { try begin() }
            try shop.record("marker.wav", samples: 10)
            let catalogue = try await library.until { $0["marker"] != nil }
            #expect(catalogue["half"] == nil && catalogue.failure("half") == nil)
            #expect(catalogue.recordings.map(\.status) == [.beingWritten, .published])
            let rest = Array(whole[1000...])
            try #require(write(descriptor, rest, rest.count) == rest.count)
            close(descriptor)
            let done = try await library.until { $0["half"] != nil }
            #expect(done["half"]?.bytes == whole)
            #expect(done.problems.isEmpty)
        }
    }

    @Test func aLinkedInFileIsPickedUp() async throws {
        let shop = try Workshop()
        let bytes = try shop.base.write(Workshop.wave(samples: 300, seed: 2), to: "source.wav")
        try await MediaLibrary.running(shop.settings()) { library in
            await library.settled()
            // announce writes a file without a name and links it when it is whole.
            try Tool.require(Workshop.announce, ["convert", bytes.string, "-o", shop.recordings.string + "/made.wav"])
            try await library.until { $0["made"]?.samples == 300 }
            try #require(link(bytes.string, shop.recordings.string + "/hard.wav") == 0)
            try await library.until { $0["hard"]?.samples == 300 }
            try #require(symlink("hard.wav", shop.recordings.string + "/soft.wav") == 0)
            try await library.until { $0["soft"]?.samples == 300 }
            try shop.record("new.tmp", samples: 200)
            try shop.move("new.tmp", to: "hard.wav")
            try await library.until { $0["soft"]?.samples == 200 && $0["hard"]?.samples == 200 }
        }
    }

    @Test func namesAndSkippedFiles() async throws {
        let shop = try Workshop()
        for name in [
            "welcome.wav", "shop/closed.wav", "shop/deep/Öffnungszeiten & mehr.wav", "no-extension", "two.8k.wav",
            ".hidden.wav", "unfinished.tmp", "unfinished.part", "backup.wav~", ".git/object.wav", "README.md",
            "make.sh",
            "Thumbs.db", "a+b.wav", "song.mp3.txt",
        ] {
            try shop.makeFolder(FilePath(name).removingLastComponent().string)
            try shop.record(name, samples: 50)
        }
        try #require(mkfifo(shop.recordings.appending("pipe.wav").string, 0o600) == 0)
        let outside = try shop.base.write(Workshop.wave(samples: 5, seed: 1), to: "secret.wav")
        try #require(symlink(outside.string, shop.recordings.appending("leak.wav").string) == 0)
        try #require(symlink("..", shop.recordings.appending("loop").string) == 0)
        try await MediaLibrary.running(shop.settings()) { library in
            let catalogue = try await library.quiet()
            #expect(
                catalogue.recordings.map(\.name.text) == [
                    "no-extension", "shop/closed", "shop/deep/Öffnungszeiten & mehr", "two.8k", "welcome",
                ])
            #expect(
                Set(catalogue.problems) == [
                    .badName(path: "a+b.wav", .impossibleCharacter("+")), .linkOut(path: "leak.wav"),
                ])
            let name = try #require(catalogue["shop/deep/Öffnungszeiten & mehr"]?.name)
            #expect(name.hasPrefix("shop-deep-Oeffnungszeiten-mehr-"))
            #expect(catalogue.names == MediaLibrary.names(in: shop.recordings.string))

            // Folders that come, move and go.
            try shop.makeFolder("late/deeper")
            try shop.record("late/deeper/one.wav", samples: 60)
            try await library.until { $0["late/deeper/one"] != nil }
            try shop.move("late", to: "moved")
            let moved = try await library.until { $0["moved/deeper/one"] != nil }
            #expect(moved["late/deeper/one"] == nil)
            try shop.record("moved/deeper/two.wav", samples: 70)
            try await library.until { $0["moved/deeper/two"] != nil }
            try shop.remove("moved")
            try await library.until { $0["moved/deeper/one"] == nil && $0["moved/deeper/two"] == nil }
        }
    }

    @Test func twoRecordingsOfOneName() async throws {
        let shop = try Workshop()
        try shop.record("kept.wav", samples: 100)
        try shop.record("both.wav", samples: 200)
        try shop.record("both.wave", samples: 300)
        try await MediaLibrary.running(shop.settings(), wanting: [Prompt("both")]) { library in
            var catalogue = try await library.quiet()
            let both = try AnnouncementName("both")
            #expect(catalogue["both"] == nil)
            #expect(catalogue.problems == [.sameName(both, paths: ["both.wav", "both.wave"])])
            let kept = try #require(catalogue["kept"])
            try shop.record("kept.aiff", samples: 400)
            catalogue = try await library.until { $0.problems.count == 2 }
            #expect(catalogue["kept"] == kept)
            try shop.remove("both.wav")
            try await library.until { $0["both"]?.samples == 300 && $0.problems.count == 1 }
            // What announce itself made of a recording does not compete with it.
            try shop.remove("kept.aiff")
            try Tool.require(
                Workshop.announce,
                ["convert", shop.recordings.string + "/kept.wav", "-o", shop.base.path.string + "/x.wav"])
            try Tool.require("cp", ["-a", shop.base.path.string + "/x.wav", shop.recordings.string + "/both.wav"])
            try shop.record("marker.wav", samples: 10)
            catalogue = try await library.until { $0["marker"] != nil && $0.problems.isEmpty }
            #expect(catalogue["both"]?.samples == 300)
        }
    }

    @Test func theFolderIsRemovedAndRestored() async throws {
        let shop = try Workshop(hasFolder: false)
        try await MediaLibrary.running(shop.settings(), wanting: [Prompt("one")]) { library in
            await library.settled()
            #expect(library.catalogue.problems == [.folder(path: shop.recordings.string, errno: ENOENT)])
            try shop.makeFolder("")
            try shop.record("one.wav", samples: 100)
            let one = try await library.until { $0["one"] != nil && $0.problems.isEmpty }["one"]
            // A mount that goes must not silence the callers.
            try #require(rename(shop.recordings.string, shop.recordings.string + "-away") == 0)
            #expect(try await library.until { !$0.problems.isEmpty }["one"] == one)
            try shop.makeFolder("")
            try await library.until { $0["one"] == nil && $0.problems.isEmpty }
            try shop.record("two.wav", samples: 100)
            try await library.until { $0["two"] != nil }
        }
    }

    @Test func aStateFolderThatCannotBe() async throws {
        let shop = try Workshop()
        try shop.base.write([1], to: "state")
        let error = await #expect(throws: StateFolderError.self) { try await MediaLibrary(shop.settings()).run() }
        #expect(error?.errno == ENOTDIR)
    }
}
