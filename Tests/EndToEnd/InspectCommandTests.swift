import Foundation
import Support
import SystemPackage
import Testing

/// `announce inspect`: whether a file would play, and if not, every reason.
struct InspectCommandTests {
    /// 44.1 kHz, stereo, 32-bit float, behind the long header: wrong in every respect.
    private func writeWrong(to folder: TemporaryFolder) throws {
        let make = "sox -n -r 44100 -c 2 -e floating-point -b 32 wrong.wav synth 0.5 sine 440 vol 0.5"
        #expect(try Announce.shell(make, in: folder).status == 0)
        // sox writes floats without WAVE_FORMAT_EXTENSIBLE.
        let ffmpeg =
            "ffmpeg -nostdin -v error -i wrong.wav -c:a pcm_f32le -f wav -y extensible.wav; test -s extensible.wav"
        #expect(try Announce.shell(ffmpeg, in: folder).status == 0)
    }

    @Test("every reason is named") func reasons() throws {
        let folder = try TemporaryFolder()
        try writeWrong(to: folder)
        let run = try Announce.run("inspect", "extensible.wav", in: folder)
        #expect(run.status == 1)
        #expect(run.errors.isEmpty)
        let verdict = try #require(run.text.split(separator: "\n").first)
        #expect(verdict.hasPrefix("extensible.wav: would be skipped: "))
        for reason in ["44.1 kHz", "stereo", "32-bit float", "WAVE_FORMAT_EXTENSIBLE header"] {
            #expect(verdict.contains(reason), "\(verdict)")
        }
        #expect(verdict.hasSuffix("`announce convert` fixes this."))

        let json = try Announce.run("inspect", "--json", "extensible.wav", in: folder)
        #expect(json.status == 1)
        let object = try #require(try json.json(InspectedObject.self).first)
        #expect(!object.plays)
        #expect(Set(object.obstacles.map(\.code)) == ["sample-rate", "channels", "codec", "extensible-header"])
        #expect(object.format == .init(container: "WAV", codec: "32-bit float", sampleRate: 44100, channels: 2))

        #expect(try Announce.run("convert", "-q", "extensible.wav", in: folder).status == 0)
        #expect(try Announce.run("inspect", "extensible.8k.wav", in: folder).status == 0)
    }

    @Test(
        "one thing wrong, one reason",
        arguments: [
            ("-r 16000 -c 1 -b 16", ["sample-rate"]), ("-r 8000 -c 2 -b 16", ["channels"]),
            ("-r 8000 -c 1 -b 8", ["codec"]),
            ("-r 8000 -c 1 -e a-law", ["codec"]), ("-r 8000 -c 1 -b 16", []),
        ])
    func reason(_ options: String, _ codes: [String]) throws {
        let folder = try TemporaryFolder()
        #expect(try Announce.shell("sox -R -n \(options) a.wav synth 0.5 sine 440 vol 0.5", in: folder).status == 0)
        let run = try Announce.run("inspect", "--json", "a.wav", in: folder)
        #expect(run.status == (codes.isEmpty ? 0 : 1))
        #expect(try run.json(InspectedObject.self).map { $0.obstacles.map(\.code) } == [codes])
    }

    @Test("every announcement that convert makes would play, and its level is the one reported") func announcements()
        throws
    {
        let folder = try TemporaryFolder()
        let convert = try Announce.run("convert", "--json", Media.folder.string, "-o", "out", in: folder)
        #expect(convert.status == 0, "\(convert.errors)")
        let converted = try convert.json(ConvertedObject.self)
        let run = try Announce.run("inspect", "--json", "out", in: folder)
        #expect(run.status == 0)
        let inspected = try run.json(InspectedObject.self)
        #expect(inspected.count == converted.count)
        #expect(inspected.count > 20)
        let made = Dictionary(converted.map { ($0.output, $0) }, uniquingKeysWith: { first, _ in first })
        for object in inspected {
            #expect(object.plays, "\(object.input)")
            #expect(object.obstacles.isEmpty && object.doubts.isEmpty && object.error == nil)
            let source = try #require(made[object.input])
            #expect(object.seconds == source.seconds)
            if let level = source.activeLevelDBm0, let found = object.activeLevelDBm0 {
                #expect(abs(level - found) < 0.2 || source.findings?.contains { $0.code == "clipped" } == true)
            } else {
                #expect(source.activeLevelDBm0 == nil && object.activeLevelDBm0 == nil)
            }
        }
        #expect(inspected.first { $0.input == "out/touch-tone.wav" }?.dtmf?.map(\.key) == ["5"])
        #expect(inspected.filter { $0.dtmf?.isEmpty == false }.map(\.input) == ["out/touch-tone.wav"])
    }

    @Test("exit 1 when any would not play; the others are reported as well") func several() throws {
        let folder = try TemporaryFolder()
        try folder.copy("nothing-heard.wav", to: "good.wav")
        try folder.copy("welcome.flac")
        try folder.write("words".utf8, to: "text.wav")
        let run = try Announce.run("inspect", "good.wav", "welcome.flac", "text.wav", "missing.wav", in: folder)
        #expect(run.status == 1)
        #expect(run.text.contains("good.wav: would play\n"))
        #expect(run.text.contains("welcome.flac: would be skipped: FLAC instead of WAV"))
        #expect(run.errors.contains("text.wav: ") || run.text.contains("text.wav: would be skipped"))
        #expect(run.errors.contains("Error: missing.wav: it cannot be opened: no such file or directory."))
        #expect(try Announce.run("inspect", "good.wav", in: folder).status == 0)

        let json = try Announce.run("inspect", "--json", "good.wav", "missing.wav", in: folder)
        #expect(json.status == 1)
        let objects = try json.json(InspectedObject.self)
        #expect(objects.map(\.plays) == [true, false])
        #expect(objects.map { $0.error?.code } == [nil, "system"])
    }

    @Test("--quiet prints nothing; the exit status answers") func quiet() throws {
        let folder = try TemporaryFolder()
        try folder.copy("nothing-heard.wav", to: "good.wav")
        try folder.copy("welcome.flac")
        for (name, status) in [("good.wav", 0), ("welcome.flac", 1)] {
            let run = try Announce.run("inspect", "-q", name, in: folder)
            #expect(run.status == status)
            #expect(run.output.isEmpty)
            #expect(run.errors.isEmpty)
        }
    }

    @Test("inspecting changes nothing") func changesNothing() throws {
        let folder = try TemporaryFolder()
        for name in ["welcome.flac", "closed.m4a", "nothing-heard.wav"] { try folder.copy(name) }
        let stamps = try folder.listing.map { try folder.stamp(of: $0) }
        _ = try Announce.run("inspect", ".", in: folder)
        #expect(folder.listing.count == 3)
        #expect(try folder.listing.map { try folder.stamp(of: $0) } == stamps)
    }
}
