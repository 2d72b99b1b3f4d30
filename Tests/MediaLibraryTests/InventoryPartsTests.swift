import Glibc
import LocalFiles
import SystemPackage
import TelephoneAudio
import Telephony
import Testing

@testable import MediaLibrary

/// The parts of the inventory, each alone.
struct InventoryPartsTests {
    private func file(
        _ path: FilePath, size: Int = 1, target: FilePath? = nil, isAnnouncement: Bool = false
    ) throws -> ScannedFile {
        let stamp = try #require(FileStamp(size: size))
        return ScannedFile(
            path: path, name: try AnnouncementName(path.string.split(separator: ".")[0].description), stamp: stamp,
            file: target ?? FilePath("/recordings").pushing(path), isLink: target != nil,
            isAnnouncement: isAnnouncement)
    }

    private func stored(_ hash: String) -> StoredFile { StoredFile(hash: hash, size: 1, samples: 1, modified: 0) }

    private func rendered(_ hash: String) throws -> RenderedFile {
        let report = try RenderReport(
            json:
                #"{"format":{"container":"WAV","codec":"WAV","sampleRate":8000,"channels":1},"recordedSeconds":1,"findings":[]}"#
        )
        return RenderedFile(file: stored(hash), report: report)
    }

    // MARK: Seen recordings

    @Test func aTrustedStampKeepsTheKnownContent() throws {
        var seen = SeenRecordings()
        let path: FilePath = "a.wav"
        seen.see(try file(path), isTrusted: true)
        seen.set(content: "c", of: path)
        seen.set(.rendered(try rendered("h")), of: path)
        seen.see(try file(path), isTrusted: true)
        #expect(seen[path]?.content == "c" && seen[path]?.generation == 0)
        // Reported to have changed, though its stamp is the same.
        seen.see(try file(path), isTrusted: false)
        #expect(seen[path]?.content == nil && seen[path]?.generation == 1)
        #expect(seen.isPending(try AnnouncementName("a")))
        seen.see(try file(path, size: 2), isTrusted: true)
        #expect(seen[path]?.generation == 2)
        let removed = [seen.remove(path), seen.remove(path)]
        #expect(removed == [try AnnouncementName("a"), nil])
        #expect(seen[path] == nil && seen.stamps.isEmpty)
    }

    @Test func anIndexedRecordingIsKnownOnceItIsSeenUnchanged() throws {
        let (a, b) = (try file("a.wav", size: 1), try file("b.wav", size: 2))
        var seen = SeenRecordings(remembering: [
            .init(path: "a.wav", stamp: a.stamp, content: "1"), .init(path: "b.wav", stamp: a.stamp, content: "2"),
            .init(path: "c.wav", stamp: a.stamp, content: "3"),
        ])
        seen.see(a, isTrusted: true)
        seen.see(b, isTrusted: true)
        #expect(seen["a.wav"]?.content == "1" && seen["b.wav"]?.content == nil)
        // Not found, but in a folder that could not be read.
        #expect(Set(seen.indexed.map(\.path)) == ["a.wav", "c.wav"])
        seen.forgetRemembered { _ in true }
        #expect(seen.indexed.count == 2)
        seen.forgetRemembered { _ in false }
        #expect(seen.indexed.map(\.path) == ["a.wav"])
    }

    @Test func anExpectedFileNeedsNoReading() throws {
        var seen = SeenRecordings()
        let draft = try file("a.flac", size: 7)
        seen.expect("content", draft.stamp)
        seen.see(try file("other.flac", size: 8), isTrusted: false)
        #expect(seen["other.flac"]?.content == nil)
        seen.see(draft, isTrusted: false)
        #expect(seen["a.flac"]?.content == "content")
        // Only once: the next change of it is read.
        seen.see(draft, isTrusted: false)
        #expect(seen["a.flac"]?.content == nil)
    }

    @Test func unmetExpectationsAreForgotten() throws {
        var seen = SeenRecordings()
        for size in 1...100 { seen.expect("\(size)", try #require(FileStamp(size: size))) }
        seen.see(try file("old.wav", size: 1), isTrusted: false)
        seen.see(try file("new.wav", size: 100), isTrusted: false)
        #expect(seen["old.wav"]?.content == nil && seen["new.wav"]?.content == "100")
    }

    @Test func originalsTakePrecedenceOverAnnouncements() throws {
        var seen = SeenRecordings()
        let name = try AnnouncementName("a")
        seen.see(try file("a.wav", isAnnouncement: true), isTrusted: true)
        #expect(seen.candidates(for: name) == ["a.wav"])
        seen.see(try file("a.mp3"), isTrusted: true)
        #expect(seen.candidates(for: name) == ["a.mp3"])
        seen.see(try file("a.flac"), isTrusted: true)
        #expect(seen.candidates(for: name) == ["a.flac", "a.mp3"] && !seen.isPending(name))
        seen.see(try file("b.wav", target: "/recordings/a.flac"), isTrusted: true)
        #expect(seen.links(to: ["a.flac"], in: "/recordings") == ["b.wav"])
        #expect(seen.links(to: ["a.mp3"], in: "/recordings") == [])
    }

    @Test func aRecordingThatIsBeingWrittenIsNotWaitedFor() throws {
        var seen = SeenRecordings()
        seen.see(try file("a.wav"), isTrusted: true)
        let name = try AnnouncementName("a")
        #expect(seen.isPending(name))
        seen.beingWritten = ["a.wav"]
        #expect(!seen.isPending(name))
    }

    // MARK: Results

    @Test func resultsAreKnownByContentAndRecipe() throws {
        var results = KnownResults()
        let key = RenderKey(content: "c", recipe: "r")
        results.remember(try rendered("h"), for: key)
        #expect(try results[key]?.get() == rendered("h"))
        #expect(results[RenderKey(content: "c", recipe: "other")] == nil)
        #expect(results[RenderKey(content: "other", recipe: "r")] == nil)
        results.forget(files: ["h"])
        #expect(results[key] == nil && results.hashes.isEmpty)
    }

    @Test func onlyFailuresThatWouldHappenAgainAreRemembered() throws {
        var results = KnownResults()
        let key = RenderKey(content: "c", recipe: "r")
        for passing: RecordingFailure in [
            .crashed(signal: 11), .usedTooMuchMemory(bytes: 1), .refused(.needsFFmpeg(format: "M4A")),
            .refused(.system(errno: 5, action: .read)), .notStored(errno: 28),
        ] {
            let isRemembered = results.remember(passing, for: key)
            #expect(!isRemembered && results[key] == nil)
        }
        let isRemembered = results.remember(.refused(.empty), for: key)
        #expect(isRemembered)
        #expect(throws: RecordingFailure.refused(.empty)) { try results[key]?.get() }
    }

    @Test func usefulResultsSurviveARestart() throws {
        var results = KnownResults()
        let keys = ["1", "2", "3"].map { RenderKey(content: $0, recipe: "r") }
        for key in keys { results.remember(try rendered("h" + key.content), for: key) }
        _ = results.remember(.refused(.empty), for: RenderKey(content: "4", recipe: "r"))
        var index = LibraryIndex()
        index.program = "1"
        results.write(to: &index, contents: ["1", "4"], named: ["h2"])
        let read = KnownResults(index, program: "1") { $0.hash != "h2" }
        #expect(read[keys[0]] != nil && read[keys[1]] == nil && read[keys[2]] == nil)
        let failed = RenderKey(content: "4", recipe: "r")
        #expect(read[failed] != nil)
        #expect(KnownResults(index, program: "2") { _ in true }[failed] == nil)
    }

    // MARK: Wanted prompts, work

    @Test func joinedPromptsAreLookedAtAgainWhenAPartChanges() throws {
        var wanted = WantedPrompts()
        let (joined, single) = (try Prompt("a", "b"), try Prompt("a"))
        wanted.replace(with: [joined, single])
        #expect(wanted.names == [try AnnouncementName("a"), try AnnouncementName("b")])
        var outdated = [wanted.popOutdated(), wanted.popOutdated()]
        #expect(outdated == [joined, nil])
        wanted.outdate(withPart: try AnnouncementName("c"))
        #expect(!wanted.hasOutdated)
        wanted.outdate(withPart: try AnnouncementName("b"))
        outdated = [wanted.popOutdated()]
        wanted.replace(with: [single])
        #expect(outdated == [joined])
        wanted.outdate(joined)
        wanted.outdate(withPart: try AnnouncementName("a"))
        #expect(!wanted.hasOutdated)
    }

    @Test func theSameConversionRunsOnce() {
        var work = WorkInProgress()
        let key = RenderKey(content: "c", recipe: "r")
        var hasBegun = [work.beginConversion(key, of: "a"), work.beginConversion(key, of: "b")]
        #expect(hasBegun == [true, false] && work.running == 1 && !work.isIdle(onlyUrgent: false))
        let waiting = work.endConversion(key)
        #expect(waiting == ["b"] && work.isIdle(onlyUrgent: false))
        hasBegun = [work.beginConversion(key, of: "b")]
        #expect(hasBegun == [true])
    }

    @Test func urgentRecordingsComeFirst() {
        var work = WorkInProgress()
        for path: FilePath in ["a", "b", "c"] { work.enqueue(path, isUrgent: false) }
        work.prefer("c")
        work.prefer("unknown")
        let urgent = [work.next(onlyUrgent: true), work.next(onlyUrgent: true)]
        #expect(urgent == ["c", nil])
        work.remove("a")
        #expect(work.isIdle(onlyUrgent: true) && !work.isIdle(onlyUrgent: false))
        let others = [work.next(onlyUrgent: false), work.next(onlyUrgent: false)]
        #expect(others == ["b", nil])
    }

    // MARK: Publication

    @Test func aReplacedFileCanBeFetchedForADay() throws {
        let shop = try Workshop()
        let settings = shop.settings()
        let store = try MediaStore(state: shop.state, recordings: shop.recordings)
        let names = PublishedNames(store: store, keeps: settings.keepsReplaced, now: settings.now)
        var publication = Publication(PublishedIndex(), names: names) { _ in true }
        let prompt = try Prompt("a")
        let isChange = ["1", "1", "2"].map { publication.publish(stored($0), as: prompt) }
        #expect(isChange == [true, false, true])
        #expect(publication.file(of: prompt)?.name == "a-2.wav" && publication.hashes == ["1", "2"])
        shop.pass(seconds: 24 * 3600 - 1)
        var expired = publication.expire()
        #expect(expired == nil)
        shop.pass(seconds: 1)
        expired = publication.expire()
        #expect(expired == ["1"])
        #expect(publication.hashes == ["2"] && publication.catalogue.files.keys.sorted() == ["a-2.wav"])
        // The same after a restart, except for files that the store no longer has.
        let index = publication.index
        #expect(Publication(index, names: names) { _ in true }.file(of: prompt)?.hash == "2")
        #expect(Publication(index, names: names) { _ in false }.file(of: prompt) == nil)
    }
}

extension FileStamp {
    /// Of a made-up file of this size.
    fileprivate init?(size: Int) {
        guard var status = try? FilePath("/").stat().rawValue else { return nil }
        status.st_size = size
        self.init(Stat(rawValue: status))
    }
}

extension RenderReport {
    fileprivate init(json: String) throws {
        guard case .rendered(let report) = try RenderResult(json: #"{"rendered":{"_0":\#(json)}}"#.utf8) else {
            throw CancellationError()
        }
        self = report
    }
}
