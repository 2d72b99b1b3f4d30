import Foundation
import LocalFiles
import MediaLibrary
import Speech
import Support
import SystemPackage
import TelephoneAudio
import Telephony
import Testing

@Suite("Texts become announcements")
struct SpokenLibraryTests {
    @Test("a text is spoken, converted and published; a recording beats it")
    func published() async throws {
        let shop = try SpeechWorkshop()
        let tone = try shop.tone()
        let engine = try shop.engine("cat > '\(shop.base.path)/said'; cp '\(tone)' \"$1\"")
        let first = try await shop.survey([engine], ["closed": "We are closed."])
        #expect(first.problems == [])
        let file = try #require(try first.file("closed"))
        #expect(file.samples == 8000)
        #expect(try String(contentsOfFile: shop.base.file("said").string, encoding: .utf8) == "We are closed.\n")
        #expect(first.texts.values.first?.status == .spoken(engine: "script", isDraft: false))
        #expect(first.recordings.map(\.isSpoken) == [true])

        try FileManager.default.copyItem(
            atPath: try shop.tone("other.wav").string, toPath: shop.recordings.appending("closed.wav").string)
        let second = try await shop.survey([engine], ["closed": "We are closed."])
        #expect(second.texts.values.first?.status == .recorded)
        #expect(second.recordings.map(\.path) == ["closed.wav"])
        #expect(second.problems == [])
    }

    @Test("what was spoken is not spoken again, and stays published while the engine is gone")
    func kept() async throws {
        let shop = try SpeechWorkshop()
        let tone = try shop.tone()
        let count = shop.base.file("count")
        let engine = try shop.engine("echo >> '\(count)'; cp '\(tone)' \"$1\"")
        let first = try await shop.survey([engine], ["closed": "We are closed."])
        _ = try await shop.survey([engine], ["closed": "We are closed."])
        #expect(try Data(contentsOf: URL(fileURLWithPath: count.string)).count == 1)
        try FileManager.default.removeItem(atPath: shop.base.file("engine.sh").string)
        let third = try await shop.survey([engine], ["closed": "We are closed.", "new": "Never spoken."])
        #expect(try third.file("closed")?.hash == first.file("closed")?.hash)
        #expect(try third.file("new") == nil)
        // An edited text that cannot be spoken leaves the old one in its place, and says so.
        let fourth = try await shop.survey([engine], ["closed": "We are closed today."])
        #expect(try fourth.file("closed")?.hash == first.file("closed")?.hash)
        let problem = try #require(fourth.problems.first)
        #expect(problem.message.contains("What was spoken before is still heard."))
        #expect(problem.message.contains("script failed with status"))
    }

    @Test("the first engine that answers speaks, and a better one takes over when it is back")
    func firstThatAnswers() async throws {
        let shop = try SpeechWorkshop()
        let tone = try shop.tone()
        let broken = CommandEngine(["/nonexistent/engine"], name: "best")
        let draft = try shop.engine("cp '\(tone)' \"$1\"")
        let first = try await shop.survey([broken, draft], ["closed": "We are closed."])
        #expect(first.texts.values.first?.status == .spoken(engine: "script", isDraft: false))
        #expect(first.problems == [])
        let best = CommandEngine(["/bin/cp", tone.string, "{out}"], name: "best")
        let second = try await shop.survey([best, draft], ["closed": "We are closed."])
        #expect(second.texts.values.first?.status == .spoken(engine: "best", isDraft: false))
    }

    @Test(
        "nothing is published that would not play, and the finding says why",
        arguments: [
            ("exit 3", 20, "failed with status 3"),
            ("echo 'no such voice: xx' >&2; exit 1", 20, "failed with status 1: no such voice: xx"),
            ("kill -9 $$", 20, "was ended by signal 9"),
            ("sleep 1000", 1, "has not finished after 1 seconds"),
            ("sleep 1000 & sleep 1000", 1, "has not finished after 1 seconds"),
            ("echo 'I am sorry' > \"$1\"", 20, "answered with something that is no sound"),
            (": > \"$1\"", 20, "answered without sound"),
            ("sox -n -r 22050 -b 16 -t wav \"$1\" trim 0 2", 20, "answered with silence: check its voice"),
            ("dd if=/dev/zero of=\"$1\" bs=1M count=100000 2>/dev/null", 20, "answered with more than 4 MiB"),
            ("rm \"$1\"", 20, "answered without sound"),
        ])
    func hostile(_ script: String, _ seconds: Int, _ message: String) async throws {
        let shop = try SpeechWorkshop()
        let catalogue = try await shop.survey(
            [try shop.engine(script, seconds: seconds)], ["closed": "We are closed."])
        #expect(try catalogue.file("closed") == nil)
        let words = catalogue.problems.map(\.message).joined()
        #expect(words.contains("script \(message)"), "\(words)")
        #expect(words.contains("a recording closed makes engines unnecessary"))
        // Neither a sound nor a draft is left.
        #expect(try shop.spoken.entries().isEmpty)
    }

    @Test("of a text that follows the time the wording of the moment is played, alone and in a prompt of several")
    func wordings() async throws {
        let shop = try SpeechWorkshop()
        // Longer words are longer sounds, so that each can be told from the others.
        let engine = try shop.engine(
            "sox -n -r 8000 -b 16 -t wav \"$1\" synth $(wc -c | tr -d ' ').0 sine 300 tremolo 5")
        let (closed, menu) = (try AnnouncementName("closed"), try AnnouncementName("menu"))
        func wording(_ text: String) throws -> AnnouncementName { try #require(closed.wording(text)) }
        let plan = SpokenPlan(
            texts: [
                menu: SpokenText("m", language: "en"), try wording("a"): SpokenText("a", language: "en"),
                try wording("bcd"): SpokenText("bcd", language: "en"),
                try wording("alway"): SpokenText("alway", language: "en"),
            ],
            timed: [
                closed: TimedAnnouncement(
                    changes: [
                        .init(from: Moment(milliseconds: 1000), name: try wording("a")),
                        .init(from: Moment(milliseconds: 2000), name: try wording("bcd")),
                    ], until: Moment(milliseconds: 3000), always: try wording("alway"))
            ])
        var settings = LibrarySettings(
            folder: shop.recordings, state: shop.base.file("state"),
            worker: [SpeechWorkshop.announce, RenderWorker.commandName], programVersion: "1")
        settings.speaker = Speaker([engine], folder: shop.spoken)
        let both = Prompt(closed, [menu])
        let catalogue = try await MediaLibrary.survey(settings, wanting: [Prompt(closed), both], saying: plan)
        #expect(catalogue.problems == [])
        // The text has a line break at its end.
        for (milliseconds, seconds) in [(999, 6), (1000, 2), (1999, 2), (2000, 4), (3000, 6)] as [(Int64, Int)] {
            let moment = Moment(milliseconds: milliseconds)
            #expect(catalogue.announcement(Prompt(closed), at: moment)?.samples == seconds * 8000)
            #expect(catalogue.announcement(both, at: moment)?.samples == (seconds + 2) * 8000)
        }
        #expect(Set(catalogue.published.map(\.name)) == [closed, menu])

        // A recording beats all wordings.
        try FileManager.default.copyItem(
            atPath: try shop.tone().string, toPath: shop.recordings.appending("closed.wav").string)
        let recorded = try await MediaLibrary.survey(settings, wanting: [Prompt(closed), both], saying: plan)
        #expect(recorded.problems == [])
        #expect(recorded.announcement(both, at: Moment(milliseconds: 1000))?.samples == 3 * 8000)
    }

    @Test("studio sound of 192 kHz in stereo becomes an announcement like any other")
    func studio() async throws {
        let shop = try SpeechWorkshop()
        let engine = try shop.engine("sox -n -r 192000 -c 2 -b 24 -t wav \"$1\" synth 1 sine 300 tremolo 5")
        let catalogue = try await shop.survey([engine], ["closed": "We are closed."])
        #expect(catalogue.problems == [])
        #expect(try catalogue.file("closed")?.samples == 8000)
    }

    @Test("two that speak at once have the same sound in the end")
    func twoAtOnce() async throws {
        let shop = try SpeechWorkshop()
        // No two runs of it are equal.
        let engine = try shop.engine("sox -n -r 8000 -b 16 -t wav \"$1\" synth 1 pinknoise tremolo 5")
        let text = SpokenText("We are closed.", language: "en")
        let files = try await withThrowingTaskGroup(of: FilePath.self) { group in
            for _ in 0..<4 {
                let speaker = Speaker([engine], folder: shop.spoken)
                group.addTask { try await speaker.speak(text) { _ in nil }.file }
            }
            var files: [FilePath] = []
            for try await file in group { files.append(file) }
            return files
        }
        #expect(Set(files).count == 1)
        #expect(try shop.spoken.entries().count == 1)
    }

    @Test("a folder that cannot be written is a finding")
    func noPlace() async throws {
        let shop = try SpeechWorkshop()
        _ = try shop.base.write([], to: "file")
        let engine = try shop.engine("cp '\(try shop.tone())' \"$1\"")
        let speaker = Speaker([engine], folder: shop.base.file("file/spoken"))
        await #expect(throws: SpeechFailure([.init("script", .notStored(errno: ENOTDIR))])) {
            try await speaker.speak(SpokenText("Hello.", language: "en")) { _ in nil }
        }
    }

    @Test("espeak-ng and flite are understood to be engines", arguments: ["espeak-ng", "flite"])
    func realEngines(_ program: String) async throws {
        guard Tool.isInstalled(program) else { return }
        let shop = try SpeechWorkshop()
        let engine =
            program == "flite"
            ? CommandEngine(["flite", "-o", "{out}"], name: "flite") : CommandEngine.espeak()
        let catalogue = try await shop.survey([engine], ["closed": "We are closed today."])
        #expect(catalogue.problems == [])
        let file = try #require(try catalogue.file("closed"))
        #expect((0.7...4).contains(file.duration))
        #expect(catalogue.texts.values.first?.isDraft == (program == "espeak-ng"))
    }
}
