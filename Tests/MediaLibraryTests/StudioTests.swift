import Foundation
import Glibc
import Support
import Synchronization
import SystemPackage
import TelephoneAudio
import Telephony
import Testing

@testable import MediaLibrary

@Suite(.timeLimit(.minutes(5)))
struct StudioTests {
    /// A draft of these bytes, converted.
    private func draft(_ studio: RecordingStudio, _ bytes: [UInt8], _ name: String = "x.wav") async throws
        -> RecordingDraft
    {
        let upload = studio.uploads.appending("upload-\(UUID().uuidString)")
        try Data(bytes).write(to: URL(fileURLWithPath: upload.string))
        let id = try studio.begin(upload, fileName: name, size: bytes.count).id
        while true {
            let draft = try #require(studio.draft(id))
            guard case .converting = draft.outcome else { return draft }
            await Task.yield()
        }
    }

    private func name(_ text: String) throws -> AnnouncementName { try AnnouncementName(text) }

    private func sox(_ ending: String, in shop: Workshop, _ frequency: Int = 440) throws -> [UInt8] {
        let file = "\(UUID().uuidString).\(ending)"
        try Tool.require(
            "sox", ["-n", "-r", "16000", shop.base.file(file).string, "synth", "0.5", "sine", "\(frequency)"])
        return try shop.base.bytes(of: file)
    }

    @Test func theDraftHeardIsTheFilePublished() async throws {
        let shop = try Workshop()
        let settings = shop.settings()
        try await MediaLibrary.running(settings) { library in
            let studio = RecordingStudio { library }
            try await library.quiet()
            let draft = try await draft(studio, try sox("flac", in: shop))
            guard case .ready(let file, let report) = draft.outcome else { throw Unexpected(draft.outcome) }
            #expect(report.format.container == "FLAC" && file.samples == 4000)
            // Nothing of it is published, nor in the folder.
            #expect(library.catalogue.recordings.isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: shop.recordings.string).isEmpty)

            let published = try studio.publish(
                draft.id, as: try name("shop/new"), replacing: false, library.catalogue)
            let catalogue = try await library.until { $0["shop/new"] != nil }
            #expect(catalogue["shop/new"]?.hash == published.hash)
            #expect(studio.draft(draft.id) == nil)
            #expect(throws: StudioError.noDraft) {
                try studio.publish(draft.id, as: try name("again"), replacing: true, catalogue)
            }
        }
    }

    /// What was listened to is what callers hear: one conversion, and the announcement is there at once.
    @Test(arguments: ["", "news.flac", "news.wav"]) func aDraftIsConvertedOnce(replaced: String) async throws {
        let shop = try Workshop()
        if !replaced.isEmpty { try shop.record(replaced, samples: 900, seed: 5) }
        let before = replaced.isEmpty ? 0 : 1
        let settings = shop.settings(worker: try shop.worker(Workshop.counting))
        let published = try await MediaLibrary.running(settings) { library in
            let studio = RecordingStudio { library }
            try await library.quiet()
            let draft = try await draft(studio, try sox("flac", in: shop))
            #expect(shop.conversions == before + 1)
            guard case .ready(let heard, let report) = draft.outcome else { throw Unexpected(draft.outcome) }
            let bytes = heard.bytes
            try studio.publish(draft.id, as: try name("news"), replacing: true, library.catalogue)
            let catalogue = try await library.until { $0["news"]?.hash == heard.hash && $0.recordings.count == 1 }
            #expect(catalogue["news"]?.bytes == bytes && !bytes.isEmpty)
            #expect(catalogue.recordings.first?.report == report)
            // Nothing was read or converted by the library itself.
            #expect(catalogue.conversions.done == before)
            return catalogue["news"]
        }
        #expect(shop.conversions == before + 1)
        // Nor at the next start.
        #expect(try await MediaLibrary.survey(settings)["news"] == published)
        #expect(shop.conversions == before + 1)
    }

    @Test func aDraftOfAnotherRecipeIsConvertedAnew() async throws {
        let shop = try Workshop()
        let old = MediaLibrary(shop.settings(worker: try shop.worker(Workshop.counting)))
        var settings = old.settings
        settings.recipe.level.target = .telephone
        try await MediaLibrary.running(settings) { library in
            let current = Mutex(old)
            let studio = RecordingStudio { current.withLock { $0 } }
            try await library.quiet()
            let draft = try await draft(studio, try sox("wav", in: shop))
            guard case .ready(let heard, _) = draft.outcome else { throw Unexpected(draft.outcome) }
            // The configuration asks for another sound by now.
            current.withLock { $0 = library }
            try studio.publish(draft.id, as: try name("news"), replacing: false, library.catalogue)
            let catalogue = try await library.until { $0["news"] != nil }
            #expect(catalogue["news"]?.hash != heard.hash && catalogue.conversions.done == 1)
        }
        #expect(shop.conversions == 2)
    }

    @Test func aRecordingThatChangesAfterItsPublicationIsConverted() async throws {
        let shop = try Workshop()
        let settings = shop.settings(worker: try shop.worker(Workshop.counting))
        try await MediaLibrary.running(settings) { library in
            let studio = RecordingStudio { library }
            try await library.quiet()
            let draft = try await draft(studio, Workshop.wave(samples: 500, seed: 1))
            try studio.publish(draft.id, as: try name("a"), replacing: false, library.catalogue)
            // Before the library has noticed anything, or after: the last content counts.
            try shop.record("a.wav", samples: 700, seed: 2)
            let catalogue = try await library.until { $0["a"]?.samples == 700 }
            #expect(catalogue.recordings.map(\.status) == [.published])
        }
        #expect(shop.conversions == 2)
    }

    @Test func replacingByAnotherFormatLeavesNoGap() async throws {
        let shop = try Workshop()
        let settings = shop.settings()
        let first = try shop.record("welcome.wav", samples: 800)
        try await MediaLibrary.running(settings) { library in
            let studio = RecordingStudio { library }
            let before = try #require(try await library.quiet()["welcome"])
            let other = try await draft(studio, try sox("flac", in: shop))
            #expect(throws: StudioError.taken(try name("welcome"))) {
                try studio.publish(other.id, as: try name("welcome"), replacing: false, library.catalogue)
            }
            let published = try studio.publish(
                other.id, as: try name("welcome"), replacing: true, library.catalogue)
            // At no moment is the name without a sound.
            let after = try await library.until { catalogue in
                #expect(catalogue["welcome"] != nil)
                return catalogue["welcome"]?.hash == published.hash
            }
            #expect(after.recordings.map(\.path) == ["welcome.flac"])
            #expect(after.earlier(of: try name("welcome")) == [before])

            let version = try #require(studio.versions(of: try name("welcome")).first)
            #expect(version.path == "welcome.wav" && version.published == before.name && version.container == "WAV")
            try studio.restore(version.id, of: try name("welcome"), after)
            let back = try await library.until { $0["welcome"]?.hash == before.hash }
            #expect(back["welcome"]?.bytes == first)
            #expect(studio.versions(of: try name("welcome")).map(\.path) == ["welcome.flac"])
            #expect(throws: StudioError.noVersion) {
                try studio.restore(version.id, of: try name("welcome"), back)
            }
        }
    }

    @Test func deletedRecordingsCanBeRestoredAndTenAreKept() async throws {
        let shop = try Workshop()
        let library = MediaLibrary(shop.settings())
        let studio = RecordingStudio { library }
        let empty = Catalogue()
        for seed in 1...13 {
            try shop.record("a.wav", samples: 100, seed: seed)
            try studio.remove(try name("a"), empty)
            #expect(throws: StudioError.noRecording(try name("a"))) { try studio.remove(try name("a"), empty) }
        }
        let versions = studio.versions(of: try name("a"))
        #expect(versions.count == 10)
        #expect(studio.deleted() == [versions[0]])
        // Over a restart, with another program.
        let next = RecordingStudio { library }
        #expect(next.versions(of: try name("a")) == versions)
        try next.restore(versions[0].id, of: try name("a"), empty)
        let file = try Data(contentsOf: URL(fileURLWithPath: shop.recordings.appending("a.wav").string))
        #expect([UInt8](file) == Workshop.wave(samples: 100, seed: 13))
        #expect(next.deleted().isEmpty)
    }

    @Test("what is kept of all names together is bounded, and the oldest goes first") func theSizeOfAllIsBounded()
        throws
    {
        let shop = try Workshop()
        let kept = ReplacedRecordings(state: shop.state, recordings: shop.recordings, mostBytes: 2500)
        var last: AnnouncementName?
        for number in 1...20 {
            let name = try name("a\(number)")
            let file = shop.recordings.appending("a\(number).wav")
            try Data(repeating: 1, count: 1000).write(to: URL(fileURLWithPath: file.string))
            _ = try kept.keep(file, at: FilePath("a\(number).wav"), of: name, .deleted, nil, now: number)
            kept.prune(name)
            #expect(kept.versions(of: name).count == 1)
            last = name
        }
        #expect(kept.newest().count == 2)
        // One that is larger than the bound is kept until another comes.
        let large = shop.recordings.appending("large.wav")
        try Data(repeating: 1, count: 5000).write(to: URL(fileURLWithPath: large.string))
        _ = try kept.keep(large, at: "large.wav", of: try name("large"), .deleted, nil, now: 21)
        kept.prune(try name("large"))
        #expect(kept.newest().map(\.name) == [try name("large")])
        #expect(last.map { kept.versions(of: $0) } == [])
    }

    @Test func unconfirmedDraftsAreRemoved() async throws {
        let shop = try Workshop()
        let library = MediaLibrary(shop.settings())
        let drafts = shop.state.appending("drafts").string
        func files() -> [String] {
            (FileManager.default.enumerator(atPath: drafts)?.compactMap { $0 as? String } ?? [])
                .filter { !$0.hasSuffix("lock") && $0.contains("/") }
        }
        let studio = RecordingStudio { library }
        let first = try await draft(studio, Workshop.wave(samples: 100, seed: 1))
        shop.pass(seconds: 3599)
        #expect(studio.draft(first.id) != nil)
        shop.pass(seconds: 1)
        #expect(studio.draft(first.id) == nil)
        studio.removeOld()
        #expect(files().isEmpty)

        let second = try await draft(studio, Workshop.wave(samples: 100, seed: 2))
        // Another program with the same state leaves it alone, and takes away what a dead one has left.
        let dead = drafts + "/1-2"
        try FileManager.default.createDirectory(atPath: dead + "/x", withIntermediateDirectories: true)
        try Data([1]).write(to: URL(fileURLWithPath: dead + "/x/recording"))
        let other = RecordingStudio { library }
        #expect(other.uploads != studio.uploads)
        #expect(studio.draft(second.id) != nil && !files().isEmpty)
        #expect(!FileManager.default.fileExists(atPath: dead))
        studio.discard(second.id)
        #expect(files().isEmpty)
    }

    @Test func filesWithoutSoundAreReportedAndNeverPublished() async throws {
        let shop = try Workshop()
        let library = MediaLibrary(shop.settings())
        let studio = RecordingStudio { library }
        let draft = try await draft(studio, Array("Good morning.\n".utf8))
        guard case .failed(let failure) = draft.outcome else { throw Unexpected(draft.outcome) }
        #expect(failure == .refused(.notAudio(looksLike: "text")) && failure.message.contains("text"))
        #expect(throws: StudioError.notReady) {
            try studio.publish(draft.id, as: try name("a"), replacing: true, Catalogue())
        }
    }

    @Test(arguments: [".part/x", "a.tmp/x", "b~/x"])
    func namesThatTheLibraryWouldPassOver(_ text: String) async throws {
        let shop = try Workshop()
        let library = MediaLibrary(shop.settings())
        let studio = RecordingStudio { library }
        // The first is not a name.
        guard let name = try? AnnouncementName(text) else { return }
        let draft = try await draft(studio, Workshop.wave(samples: 100, seed: 1))
        let failure = #expect(throws: StudioError.self) {
            try studio.publish(draft.id, as: name, replacing: true, Catalogue())
        }
        guard case .impossiblePlace = failure else { throw Unexpected(failure) }
    }

    /// A folder that is a link leads out of the recordings.
    @Test func linksAreNotFollowed() async throws {
        let shop = try Workshop()
        let library = MediaLibrary(shop.settings())
        let studio = RecordingStudio { library }
        let outside = shop.base.file("outside").string
        try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: shop.recordings.appending("shop").string, withDestinationPath: outside)
        let draft = try await draft(studio, Workshop.wave(samples: 100, seed: 1))
        #expect(throws: StudioError.impossiblePlace(try name("shop/x"), folder: "shop")) {
            try studio.publish(draft.id, as: try name("shop/x"), replacing: true, Catalogue())
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside).isEmpty)
    }

    @Test func theOverviewMatchesSox() async throws {
        let shop = try Workshop()
        try Tool.require(
            "sox",
            [
                "-n", "-r", "8000", "-b", "16", shop.recordings.appending("tone.wav").string, "synth", "2", "sine",
                "1000",
                "gain", "-6", "pad", "1", "1",
            ])
        let catalogue = try await MediaLibrary.survey(shop.settings())
        let file = try #require(catalogue["tone"])
        let overview = try SoundOverview(file, stretches: 40)
        #expect(overview.stretches.count == 40)
        // A sine at -6 dBFS peak has -9.03 dBFS RMS, -6.03 dBm0; the blocks at its ends are not full.
        #expect(abs((overview.activeLevelDBm0 ?? 0) - -6.03) < 1)
        #expect(abs((overview.peakDBFS ?? 0) - -6) < 0.1)
        for (index, stretch) in overview.stretches.enumerated() {
            let isHeard = (10..<30).contains(index)
            #expect(isHeard ? stretch.high > 0.49 && stretch.low < -0.49 : stretch.high < 0.06 && stretch.low > -0.06)
        }
        for place in ListeningPlace.allCases {
            let heard = try file.heard(in: place)
            #expect(heard.count == file.size)
            #expect(try file.heard(in: place) == heard)
        }
    }
}

private struct Unexpected: Error {
    let what: String
    init(_ what: Any?) { self.what = "\(what.map { "\($0)" } ?? "nothing")" }
}
