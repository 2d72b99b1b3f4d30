import MediaLibrary
import Support
import Telephony
import Testing

@Suite(.timeLimit(.minutes(5)))
struct JoiningTests {
    @Test func joinedSamplesAreTheSamplesOfTheParts() async throws {
        let shop = try Workshop()
        let a = try shop.record("wrong-key.wav", samples: 1001, seed: 1)
        let b = try shop.record("main-menu.wav", samples: 2003, seed: 3)
        let prompt = try Prompt("wrong-key", "main-menu")
        let twice = try Prompt("main-menu", "main-menu")
        let settings = shop.settings(worker: try shop.worker(Workshop.counting))
        let first = try await MediaLibrary.running(settings, wanting: [prompt, twice]) { library in
            await library.settled()
            let joined = try #require(library.catalogue.announcement(prompt))
            #expect(joined.samples == 3004 && joined.size == 44 + 6008)
            let header = Array(Workshop.wave(samples: 3004, seed: 1)[..<44])
            #expect(joined.bytes == header + Array(a[44...]) + Array(b[44...]))
            #expect(joined.name.hasPrefix("wrong-key-main-menu-"))
            #expect(library.catalogue.file(named: joined.name) == joined)
            let doubled = try #require(library.catalogue.announcement(twice))
            #expect(Array(doubled.bytes.dropFirst(44)) == Array(b[44...]) + Array(b[44...]))
            return joined
        }
        #expect(shop.conversions == 2)
        // Made once, and made again when a part changes.
        try await MediaLibrary.running(settings, wanting: [prompt]) { library in
            await library.settled()
            #expect(library.catalogue.announcement(prompt) == first)
            #expect(library.catalogue.announcement(twice) == nil)
            let c = try shop.record("main-menu.wav", samples: 10, seed: 7)
            let again = try await library.until { $0.announcement(prompt)?.samples == 1011 }
            let remade = try #require(again.announcement(prompt))
            #expect(Array(remade.bytes.dropFirst(44)) == Array(a[44...]) + Array(c[44...]))
            #expect(again.file(named: first.name) == first)
        }
        #expect(shop.conversions == 3)
    }

    @Test func aMissingPartIsLeftOutUntilItComes() async throws {
        let shop = try Workshop()
        try shop.record("a.wav", samples: 100, seed: 1)
        try shop.record("c.wav", samples: 200, seed: 3)
        try shop.write("no sound".utf8, to: "b.wav")
        let prompt = try Prompt("a", "b", "c")
        let none = try Prompt("b", "missing")
        try await MediaLibrary.running(shop.settings(), wanting: [prompt, none]) { library in
            await library.settled()
            let catalogue = library.catalogue
            let missing = try AnnouncementName("b")
            #expect(catalogue.announcement(prompt)?.samples == 300)
            #expect(catalogue.announcement(none) == nil)
            #expect(catalogue.problems.contains(.partsMissing(prompt, [missing])))
            try shop.record("b.wav", samples: 50, seed: 5)
            try await library.until { $0.announcement(prompt)?.samples == 350 && $0.announcement(none)?.samples == 50 }
            // Asked for later, it is made later, and until then nothing is settled.
            let late = try Prompt("c", "a")
            library.want([late])
            #expect(!library.catalogue.isSettled)
            await library.settled()
            #expect(library.catalogue.announcement(late)?.samples == 300)
            #expect(library.catalogue.announcement(prompt) == nil)
        }
    }
}
