import Foundation
import Support
import SystemPackage
import Testing

/// Every recording that ships with the project becomes an announcement with the right sound in it.
struct MediaTests {
    struct Medium: CustomTestStringConvertible {
        /// Another program that reads the recording and brings it to 8 kHz.
        enum Peer {
            case sox, ffmpeg
            /// The peers do something else on purpose, or the sound is noise at the edge of the band.
            case none
        }

        let name: String
        let frames: Int
        let rate: Int
        let format: String
        var peer = Peer.sox
        var findings: [String] = []
        /// Only through ffmpeg; what it is called where that is missing.
        var needsFFmpeg: String?

        /// Rounded half up.
        var samples: Int { (frames * 16000 + rate) / (2 * rate) }
        var stem: String { String(name.prefix { $0 != "." }) }
        var testDescription: String { name }
    }

    /// Frames are those that ffmpeg decodes.
    static let media = [
        Medium(name: "welcome.flac", frames: 179120, rate: 44100, format: "FLAC 16-bit PCM"),
        Medium(name: "main-menu.mp3", frames: 256238, rate: 44100, format: "MP3", peer: .ffmpeg),
        Medium(name: "main-menu-short.mp3", frames: 247680, rate: 44100, format: "MP3", peer: .ffmpeg),
        Medium(
            name: "closed.m4a", frames: 248832, rate: 48000, format: "M4A", peer: .ffmpeg, needsFFmpeg: "M4A"),
        Medium(name: "holiday.ogg", frames: 105107, rate: 32000, format: "Ogg Vorbis"),
        Medium(name: "no-anonymous.opus", frames: 242987, rate: 48000, format: "Ogg Opus", peer: .ffmpeg),
        Medium(name: "nothing-heard.wav", frames: 18392, rate: 8000, format: "WAV 16-bit PCM"),
        Medium(name: "wrong-key.aiff", frames: 41658, rate: 22050, format: "AIFF 16-bit PCM"),
        Medium(name: "enter-code.au", frames: 22171, rate: 8000, format: "AU µ-law"),
        Medium(name: "welcome-en.caf", frames: 48905, rate: 16000, format: "CAF 16-bit PCM"),
        Medium(
            name: "closed-en.amr", frames: 32960, rate: 8000, format: "AMR", peer: .ffmpeg, needsFFmpeg: "AMR"),
        Medium(name: "goodbye-en.mp3", frames: 58682, rate: 24000, format: "MP3", peer: .ffmpeg),
        Medium(name: "music-on-hold.flac", frames: 134400, rate: 96000, format: "FLAC 16-bit PCM"),
        Medium(
            name: "room-tone.oga", frames: 66150, rate: 44100, format: "Ogg FLAC", peer: .ffmpeg,
            findings: ["quiet"]),
        Medium(
            name: "silence.wav", frames: 16538, rate: 11025, format: "WAV 8-bit PCM", peer: .none,
            findings: ["silent"]),
        Medium(name: "quiet-voice.flac", frames: 85240, rate: 48000, format: "FLAC 24-bit PCM", findings: ["quiet"]),
        Medium(
            name: "clipped-voice.wav", frames: 88682, rate: 44100, format: "WAV 16-bit PCM",
            findings: ["clipped", "dc-offset"]),
        Medium(
            name: "over-full-scale.wav", frames: 38897, rate: 24000, format: "WAV 32-bit float",
            findings: ["clipped"]),
        Medium(
            name: "dc-offset.wav", frames: 40502, rate: 22050, format: "WAV 24-bit PCM", findings: ["dc-offset"]),
        Medium(
            name: "antiphase.wav", frames: 54042, rate: 22050, format: "WAV 16-bit PCM", peer: .none,
            findings: ["anti-phase"]),
        // Its speech is in the centre alone, which ffmpeg mixes down to a third.
        Medium(
            name: "surround.wav", frames: 40244, rate: 48000, format: "WAV 24-bit PCM", peer: .none,
            findings: ["one-channel"]),
        Medium(
            name: "late-start.webm", frames: 227413, rate: 48000, format: "WebM", peer: .ffmpeg,
            needsFFmpeg: "WebM"),
        Medium(name: "touch-tone.wav", frames: 17326, rate: 8000, format: "WAV A-law", findings: ["key-tones"]),
    ]

    @Test("the table contains every recording") func complete() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Media.folder.string)
        let recordings = names.filter { name in
            !["md", "sh"].contains { name.hasSuffix(".\($0)") } && name.contains(".")
        }
        #expect(recordings.sorted() == Self.media.map(\.name).sorted())
    }

    @Test("a recording becomes an announcement that sox reads", arguments: media)
    func converts(_ medium: Medium) throws {
        let folder = try TemporaryFolder()
        try folder.copy(medium.name)
        let run = try Announce.run("convert", "--json", medium.name, "-o", "out/", in: folder)
        #expect(run.status == 0, "\(run.errors)\(run.text)")
        #expect(folder.listing == [medium.name, "out", "out/\(medium.stem).wav"].sorted())
        let output = folder.file("out/\(medium.stem).wav")
        try expectAnnouncement(output, samples: medium.samples)

        let report = try #require(try run.json(ConvertedObject.self).first)
        #expect(report.samples == medium.samples)
        let format = try #require(report.format)
        #expect(medium.format == (format.container == format.codec ? "" : format.container + " ") + format.codec)
        #expect(format.sampleRate == medium.rate)
        #expect(report.findings?.map(\.code) == medium.findings)
        try expectSameSound(medium, output)
    }

    /// As loud as what another program makes of the recording, and in step with it: a shift by one sample of the
    /// recording's own rate would be seen.
    private func expectSameSound(_ medium: Medium, _ output: FilePath) throws {
        let source = Media.folder.appending(medium.name).string
        let raw: [UInt8]
        switch medium.peer {
        case .none: return
        case .sox:
            raw = try Tool.require(
                "sox", ["-D", source, "-t", "raw", "-r", "8000", "-c", "1", "-b", "16", "-e", "signed", "-"]
            ).output
        case .ffmpeg:
            let arguments = ["-nostdin", "-v", "error", "-i", source, "-ac", "1", "-ar", "8000", "-f", "s16le", "-"]
            raw = try Tool.require("ffmpeg", arguments).output
        }
        let theirs = WaveFile.samples([UInt8](repeating: 0, count: 44) + raw)
        let ours = WaveFile.samples(try [UInt8](Data(contentsOf: URL(fileURLWithPath: output.string))))
        #expect(abs(theirs.count - ours.count) <= 1)
        let (a, b) = (energy(ours), energy(theirs))
        let product = zip(ours, theirs).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(10 * log10(a / b)) < 0.1, "level")
        #expect(product / (a * b).squareRoot() > 0.998, "correlation")
    }

    private func energy(_ samples: [Double]) -> Double {
        samples.reduce(0) { $0 + $1 * $1 }
    }

    @Test("a recording that already has the format passes bit for bit") func unchanged() throws {
        let folder = try TemporaryFolder()
        try folder.copy("nothing-heard.wav")
        let run = try Announce.run("convert", "nothing-heard.wav", in: folder)
        #expect(run.status == 0)
        #expect(try folder.bytes(of: "nothing-heard.8k.wav") == folder.bytes(of: "nothing-heard.wav"))
        #expect(run.text.contains("samples unchanged"))
    }

    @Test("digital silence stays exact zeros, also with dither") func silence() throws {
        let folder = try TemporaryFolder()
        try folder.copy("silence.wav")
        let run = try Announce.run("convert", "--dither", "silence.wav", in: folder)
        #expect(run.status == 0)
        #expect(try folder.bytes(of: "silence.8k.wav").dropFirst(44).allSatisfy { $0 == 0 })
    }

    @Test(
        "without ffmpeg, a recording that needs it is refused with the remedy, and nothing is written",
        arguments: media.filter { $0.needsFFmpeg != nil })
    func withoutFFmpeg(_ medium: Medium) throws {
        let folder = try TemporaryFolder()
        try folder.copy(medium.name)
        let environment = ["PATH": "/nonexistent"]
        let run = try Announce.run("convert", medium.name, in: folder, environment: environment)
        #expect(run.status == 1)
        let format = try #require(medium.needsFFmpeg)
        #expect(run.errors.hasPrefix("Error: \(medium.name): \(format) is decoded by ffmpeg"))
        #expect(run.errors.contains("Install it"))
        #expect(run.output.isEmpty)
        #expect(folder.listing == [medium.name])
    }

    @Test("the whole folder in one go: every recording is converted, other files are skipped") func folder() throws {
        let folder = try TemporaryFolder()
        let run = try Announce.run("convert", Media.folder.string, "-o", "out", in: folder)
        #expect(run.status == 0, "\(run.errors)")
        #expect(folder.listing == (["out"] + Self.media.map { "out/\($0.stem).wav" }).sorted())
        let lines = run.text.split(separator: "\n").filter { !$0.hasPrefix(" ") }
        #expect(lines.count == Self.media.count)
        #expect(run.errors.contains("not recordings ("))
        #expect(run.errors.contains("README.md"))
    }
}
