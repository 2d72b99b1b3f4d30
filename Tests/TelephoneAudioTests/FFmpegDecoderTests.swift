import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

@Suite(.enabled(if: Tool.isInstalled("ffmpeg"), "ffmpeg"))
struct FFmpegDecoderTests {
    /// How to make a file, and with what to read it.
    struct Format: CustomTestStringConvertible, Sendable {
        var name: String
        /// Of the file; nil for one of ffmpeg's options.
        var encoder: [String]
        var demuxer: String
        var rate = 44100
        /// Frames at the end or start that the format cannot help adding.
        var slack = 0

        var testDescription: String { "\(name) \(encoder)" }
    }

    static let formats = [
        Format(name: "m4a", encoder: ["-c:a", "aac"], demuxer: "mov", slack: 1024),
        Format(name: "m4a", encoder: ["-c:a", "alac"], demuxer: "mov"),
        Format(name: "mp4", encoder: ["-c:a", "aac", "-movflags", "+faststart"], demuxer: "mov", slack: 1024),
        Format(name: "3gp", encoder: ["-c:a", "aac"], demuxer: "mov", slack: 1024),
        Format(name: "aac", encoder: ["-c:a", "aac", "-f", "adts"], demuxer: "aac", slack: 2048),
        Format(name: "wma", encoder: ["-c:a", "wmav2"], demuxer: "asf", slack: 4096),
        Format(name: "webm", encoder: ["-c:a", "libopus"], demuxer: "matroska", rate: 48000, slack: 1000),
        Format(name: "webm", encoder: ["-c:a", "libvorbis"], demuxer: "matroska", slack: 2048),
        Format(name: "mka", encoder: ["-c:a", "pcm_s16le"], demuxer: "matroska"),
        Format(name: "ogg", encoder: ["-c:a", "flac"], demuxer: "ogg"),
        Format(name: "wv", encoder: ["-c:a", "wavpack"], demuxer: "wv"),
        Format(name: "ac3", encoder: ["-c:a", "ac3"], demuxer: "ac3", slack: 2048),
    ]

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Encodes samples at 44.1 kHz.
    private func encode(_ samples: [Int16], channels: Int = 1, _ options: [String], as name: String) throws -> FilePath
    {
        let path = folder.file(name)
        let raw = ["-f", "s16le", "-ar", "44100", "-ac", "\(channels)", "-i", "pipe:0"]
        try Tool.require(
            "ffmpeg", ["-v", "error", "-y"] + raw + options + [path.string], input: TestSound.bytes(samples))
        return path
    }

    @Test(arguments: formats) func toneKeepsLevelAndLength(format: Format) throws {
        let tone = TestSound.tone(1000, frames: 88200, rate: 44100, levels: [0.5, 0.25])
        let path = try encode(tone, channels: 2, format.encoder, as: "tone.\(format.name)")
        let decoder = try FFmpegDecoder(
            try ByteSource(path: path), FFmpegInput(container: format.name, demuxer: format.demuxer))
        #expect(decoder.format.sampleRate == format.rate)
        #expect(decoder.format.channels == [.left, .right])
        #expect(decoder.format.container == format.name)
        let sound = try DecodedSound(decoder)
        #expect(abs(sound.frames - 2 * format.rate) <= format.slack)
        #expect(abs(sound.level(of: 1000) - 0.5) < 0.02)
        #expect(abs(sound.level(of: 1000, channel: 1) - 0.25) < 0.02)
        #expect(sound.findings.isEmpty)
    }

    @Test(.enabled(if: Tool.isInstalled("sox"), "sox")) func telephoneRecording() throws {
        let path = folder.file("tone.amr-nb")
        let raw = ["-t", "raw", "-r", "8000", "-e", "signed", "-b", "16", "-c", "1", "-"]
        let tone = TestSound.tone(500, frames: 16000, rate: 8000)
        try Tool.require("sox", raw + [path.string], input: TestSound.bytes(tone))
        let sound = try DecodedSound(
            try FFmpegDecoder(try ByteSource(path: path), FFmpegInput(container: "AMR", demuxer: "amr")))
        #expect(sound.sampleRate == 8000 && sound.channels == 1)
        #expect(abs(sound.frames - 16000) <= 320)
        #expect(abs(sound.level(of: 500) - 0.5) < 0.1)
        #expect(sound.findings.isEmpty)
    }

    @Test func losslessIsBitExact() throws {
        let voice = TestSound.voice(frames: 44100, rate: 44100)
        let path = try encode(voice, ["-c:a", "alac"], as: "voice.m4a")
        let sound = try DecodedSound(
            try FFmpegDecoder(try ByteSource(path: path), FFmpegInput(container: "M4A", demuxer: "mov")))
        #expect(sound.samples == voice.map { Float($0) / 32768 })
    }

    @Test func channelPositions() throws {
        let tones = TestSound.tone(300, frames: 44100, rate: 44100, levels: [0.1, 0.2, 0.3, 0.04, 0.15, 0.25])
        let path = try encode(tones, channels: 6, ["-c:a", "pcm_s16le"], as: "surround.mka")
        let decoder = try FFmpegDecoder(try ByteSource(path: path), FFmpegInput(container: "MKA", demuxer: "matroska"))
        #expect(
            decoder.format.channels == [.left, .right, .center, .lowFrequency, .surroundLeft, .surroundRight])
        #expect(abs(try DecodedSound(decoder).level(of: 300, channel: 3) - 0.04) < 0.001)
    }

    @Test func aPartOfAFile() throws {
        let tone = TestSound.tone(1000, frames: 44100, rate: 44100)
        let inside = try folder.bytes(of: encode(tone, ["-c:a", "flac"], as: "tone.ogg").lastComponent?.string ?? "")
        let around = Array("What is around it is not looked at. OggS".utf8)
        let source = try ByteSource.of(around + inside + around)
        let window = source.window(around.count..<around.count + inside.count)
        let sound = try DecodedSound(try FFmpegDecoder(window, FFmpegInput(container: "Ogg FLAC", demuxer: "ogg")))
        #expect(sound.frames == 44100 && sound.findings.isEmpty)
    }

    @Test func anUnlinkedFileWithAnOddName() throws {
        let tone = TestSound.tone(1000, frames: 4410, rate: 44100)
        let path = try encode(tone, ["-c:a", "pcm_s16le"], as: "-f lavfi\n';%d.mka")
        let source = try ByteSource(path: path)
        try Tool.require("rm", ["--", path.string])
        #expect(
            try DecodedSound(try FFmpegDecoder(source, FFmpegInput(container: "MKA", demuxer: "matroska"))).frames
                == 4410)
    }

    @Test func droppedHalfWay() throws {
        let path = try encode(TestSound.tone(1000, frames: 44100 * 20, rate: 44100), ["-c:a", "alac"], as: "long.m4a")
        for _ in 0..<3 {
            let decoder = try FFmpegDecoder(try ByteSource(path: path), FFmpegInput(container: "M4A", demuxer: "mov"))
            #expect(try DecodedSound(decoder, limit: 5000).frames == 5000)
        }
    }

    @Test(arguments: [0.3, 0.6, 0.95]) func truncated(part: Double) throws {
        let tone = TestSound.tone(1000, frames: 44100 * 10, rate: 44100)
        let name = "cut.m4a"
        _ = try encode(tone, ["-c:a", "aac", "-movflags", "+faststart"], as: name)
        let bytes = try folder.bytes(of: name)
        let source = try ByteSource.of(Array(bytes.prefix(Int(Double(bytes.count) * part))))
        let sound = try DecodedSound(try FFmpegDecoder(source, FFmpegInput(container: "M4A", demuxer: "mov")))
        #expect(abs(Double(sound.frames) / 441_000 - part) < 0.15)
        let at = Double(sound.frames) / 44100
        #expect(sound.findings == [.stoppedEarly(at: at, expected: nil, cause: .truncated)])
    }

    @Test func damaged() throws {
        let name = "damaged.aac"
        _ = try encode(TestSound.voice(frames: 44100 * 10, rate: 44100), ["-c:a", "aac", "-f", "adts"], as: name)
        var bytes = try folder.bytes(of: name)
        var random = SplitMix(state: 3)
        for index in bytes.count / 2..<bytes.count / 2 + 2000 { bytes[index] = .random(in: 0...255, using: &random) }
        let decoder = try FFmpegDecoder(try ByteSource.of(bytes), FFmpegInput(container: "AAC", demuxer: "aac"))
        let sound = try DecodedSound(decoder)
        #expect(Double(sound.frames) > 44100 * 8)
        #expect(sound.findings == [.skippedDamage(at: nil, bytes: nil, lost: nil)])
    }

    @Test(arguments: ["mov", "matroska", "asf", "ogg", "wv"]) func nothingToHear(demuxer: String) throws {
        let lures = [
            "", "just text\n", "#EXTM3U\nfile:///etc/passwd\n", "ffconcat version 1.0\nfile '/etc/passwd'\n",
            "\u{1B}[31mOggS\u{7}\n",
        ]
        for lure in lures {
            let source = try ByteSource.of(Array(lure.utf8))
            let error = #expect(throws: RecordingError.self) {
                _ = try DecodedSound(try FFmpegDecoder(source, FFmpegInput(container: "odd", demuxer: demuxer)))
            }
            guard case .undecodable("odd", let reason)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(!reason.isEmpty && reason.utf8.allSatisfy { $0 >= 0x20 } && !reason.contains("passwd"))
        }
    }

    @Test func aPictureIsNotSound() throws {
        let path = folder.file("picture.mp4")
        let picture = ["-f", "lavfi", "-i", "color=size=32x32:duration=0.2", "-c:v", "mpeg4", path.string]
        try Tool.require("ffmpeg", ["-v", "error", "-y"] + picture)
        #expect(throws: RecordingError.self) {
            try FFmpegDecoder(try ByteSource(path: path), FFmpegInput(container: "MP4", demuxer: "mov"))
        }
    }

    @Test(arguments: [
        ("", nil), ("\n\n", nil), ("[mov,mp4 @ 0x55d] moov atom not found\nmore\n", "moov atom not found"),
        ("/proc/self/fd/3: Invalid data", "the file: Invalid data"), ("a\u{1B}b\u{7}c", "abc"),
    ])
    func firstLine(messages: String, line: String?) {
        #expect(FFmpegRefusal.firstLine(of: Array(messages.utf8)) == line)
    }
}
