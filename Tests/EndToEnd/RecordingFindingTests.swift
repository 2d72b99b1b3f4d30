import Foundation
import Support
import SystemPackage
import Testing

/// The findings of a recording that a caller would miss or misunderstand: every command reports the same.
struct RecordingFindingTests {
    static let recordings = [
        Faulty(name: "silent", code: "silent", sentence: "only digital silence: callers hear nothing"),
        Faulty(name: "stump", code: "too-short", sentence: "only 0.10 s long: callers will miss it"),
        Faulty(name: "faint", code: "quiet", sentence: "very quiet: -6"),
        Faulty(name: "hiss", code: "quiet", sentence: "too quiet to hear: below -67 dBm0"),
        Faulty(
            name: "cut", ending: "mp3", code: "stopped-early",
            sentence: "stopped at 0:03.3 of about 0:05.8: the file ends there"),
        Faulty(name: "half", ending: "opus", code: "stopped-early", sentence: "stopped at 0:02"),
        Faulty(name: "noisy", code: "noisy", sentence: "the speech is only 1"),
        Faulty(
            name: "tone", code: "key-tones", sentence: "key tones 1, # from 0:00.5: a menu takes them for key presses"),
    ]

    struct Faulty {
        let name: String
        var ending = "wav"
        let code: String
        let sentence: String

        var file: String { "\(name).\(ending)" }
        /// Whether an announcement made of it has the same finding.
        var isInSound: Bool { code != "stopped-early" }
    }

    private static let configuration = """
        numbers:
          +49 211 1234567: [ { play: silent }, { play: stump }, { play: faint }, { play: hiss }, { play: tone }, { play: cut },
            { play: half }, { play: noisy }, hangup ]
        """

    private static func write(to folder: TemporaryFolder) throws {
        try folder.makeFolder("media")
        let media = ["welcome.flac", "main-menu.mp3", "no-anonymous.opus"].map { Media.folder.appending($0).string }
        let script = """
            set -e; cd media
            make() { sox -D -R -r 8000 -n -c 1 -b 16 "$@"; }
            make silent.wav trim 0 1; make stump.wav synth 0.1 sine 440 vol 0.2; sox -D "$1" faint.wav gain -46
            make hiss.wav synth 2 whitenoise vol 0.0004
            head -c 27000 "$2" > cut.mp3; head -c 9000 "$3" > half.opus
            make noise.wav synth 4 whitenoise vol 0.025; sox -D "$1" -c 1 -r 8000 -b 16 voice.wav pad 1 1
            sox -D -m -v 1 voice.wav -v 1 noise.wav noisy.wav trim 0 4; rm noise.wav voice.wav
            make 1.wav synth 0.2 sine 697 sine 1209 remix - vol 0.5
            make 2.wav synth 0.2 sine 941 sine 1477 remix - vol 0.5
            make gap.wav trim 0 0.5; sox gap.wav 1.wav gap.wav 2.wav gap.wav tone.wav; rm 1.wav 2.wav gap.wav
            """
        let run = try Announce.shell(script, media[0], media[1], media[2], in: folder)
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test("convert and inspect") func convertAndInspect() throws {
        let folder = try TemporaryFolder()
        try Self.write(to: folder)
        let files = Self.recordings.map { "media/\($0.file)" }
        func run(_ words: [String]) throws -> RunningProgram.Result {
            try RunningProgram([Announce.path] + words, in: folder.path, input: .nothing).wait()
        }
        let inspected = try run(["inspect", "--json"] + files).json(InspectedObject.self)
        let converted = try run(["convert", "--json", "-o", "out"] + files).json(ConvertedObject.self)
        let outputs = Self.recordings.map { "out/\($0.name).wav" }
        let again = try run(["inspect", "--json"] + outputs).json(InspectedObject.self)
        let codes = Self.recordings.map { [$0.code] }
        let codesInSound = Self.recordings.map { $0.isInSound ? [$0.code] : [] }
        #expect(inspected.map { $0.findings.map(\.code) } == codes)
        #expect(converted.map { $0.findings?.map(\.code) } == codes)
        #expect(again.map { $0.findings.map(\.code) } == codesInSound)
        #expect(
            zip(Self.recordings, inspected).allSatisfy { $1.findings.first?.message.hasPrefix($0.sentence) == true })
        let text = try run(["inspect"] + files).text
        let report = try run(["convert", "-f", "-o", "out"] + files).text
        for recording in Self.recordings {
            #expect(text.contains("  warning: \(recording.sentence)"), "\(text)")
            #expect(report.contains("  warning: \(recording.sentence)"), "\(report)")
        }
    }

    @Test("check: as warnings, which --strict fails on, and in JSON") func check() throws {
        struct Report: Decodable {
            struct Problem: Decodable {
                var severity: String
                var file: String
                var message: String
            }
            struct Announcement: Decodable {
                var name: String
                var findings: [ConvertedObject.Finding]
            }
            var ok: Bool
            var problems: [Problem]
            var announcements: [Announcement]
        }
        let folder = try TemporaryFolder()
        try Self.write(to: folder)
        try folder.write(Array(ServedFolder.text(Self.configuration).utf8), to: "announce.yaml")
        func check(_ options: String...) throws -> RunningProgram.Result {
            try RunningProgram(
                [Announce.path, "check", "--state", "state"] + options, in: folder.path, input: .nothing
            ).wait()
        }
        // The second run reports what the first has stored.
        for _ in 0..<2 {
            let run = try check()
            #expect(run.status == 0, "\(run.errors)")
            for recording in Self.recordings {
                let line = "media/\(recording.file): warning: \(recording.sentence)"
                #expect(run.errors.contains(line), "\(run.errors)")
            }
        }
        #expect(try check("--strict").status == 1)
        let report = try JSONDecoder().decode(Report.self, from: Data(check("--json").output))
        #expect(report.ok)
        #expect(Set(report.problems.map(\.severity)) == ["warning"])
        #expect(report.problems.count == Self.recordings.count)
        for recording in Self.recordings {
            let announcement = try #require(report.announcements.first { $0.name == recording.name })
            #expect(announcement.findings.map(\.code) == [recording.code])
        }
    }

    @Test("serve at each start, and the dashboard") func serve() throws {
        let served = try ServedFolder(Self.configuration) { try Self.write(to: $0) }
        for _ in 0..<2 {
            for recording in Self.recordings { try served.wait(for: "\(recording.file): \(recording.sentence)") }
            try served.restart()
        }
        let client = DashboardClient(port: served.adminPort)
        // Calls are answered before all recordings are looked at.
        let sentences = Self.recordings.map(\.sentence)
        try served.program.poll("the findings") {
            let text = try client.get("/announcements").text
            return sentences.allSatisfy { text.contains($0) }
        }
        let list = try client.get("/announcements").text
        for recording in Self.recordings {
            #expect(list.contains(recording.sentence), "\(recording.name)")
            #expect(try client.get("/announcements/of/\(recording.name)").text.contains(recording.sentence))
        }
    }
}
