import Glibc
import Support
import Testing

@testable import TelephoneAudio

@Suite struct MP3ConversionTests {
    private static func music(_ seconds: Double, rate: Int = 44100, channels: Int = 1) -> [Int16] {
        ConversionTests.music(seconds: seconds, rate: rate, channels: channels)
    }

    private static func mp3(_ seconds: Double, rate: Int = 44100, channels: Int = 1, _ options: String...) throws
        -> [UInt8]
    {
        let wave = WaveBytes.pcm16(music(seconds, rate: rate, channels: channels), rate: rate, channels: channels)
        // At least 64 kbit/s: frames of the lowest rates have no room for an info tag.
        let fixed = ["--resample", "\(Double(rate) / 1000)", "-b", "64"]
        return try RecordingKind.mp3.encode(wave, options: fixed + options)
    }

    /// An ID3v2.4 tag around a picture (id3.org, ID3v2.4.0 sections 3.1 and 4.14).
    private static func tag(picture: [UInt8]) -> [UInt8] {
        func safe(_ size: Int) -> [UInt8] { [21, 14, 7, 0].map { UInt8(size >> $0 & 0x7F) } }
        let body = [0] + Array("image/jpeg".utf8) + [0, 3, 0] + picture
        let frame = Array("APIC".utf8) + safe(body.count) + [0, 0] + body
        return Array("ID3".utf8) + [4, 0, 0] + safe(frame.count) + frame
    }

    private static func noise(_ count: Int, seed: UInt64 = 9) -> [UInt8] {
        var generator = SplitMix(state: seed)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// Where `b` lies behind `a`, in samples and fractions, by the peak of their correlation.
    private static func delay(of b: [Float], behind a: [Float]) -> Double {
        let range = 200..<min(a.count, b.count) - 200
        func correlation(_ lag: Int) -> Double {
            range.reduce(0) { $0 + Double(a[$1]) * Double(b[$1 + lag]) }
        }
        let values = (-100...100).map(correlation)
        guard let best = values.indices.max(by: { values[$0] < values[$1] }), best > 0, best < 200 else { return 1000 }
        // A parabola through the highest three
        let (before, top, after) = (values[best - 1], values[best], values[best + 1])
        return Double(best - 100) + 0.5 * (before - after) / (before - 2 * top + after)
    }

    // MARK: Gapless

    /// The encoder's tag declares the padding: the result is as long as the original, to the sample, and in time.
    @Test(
        arguments: [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000],
        [["-b", "64"], ["-V", "4"], ["--abr", "80"]])
    func nothingIsAddedByTheEncoder(_ rate: Int, options: [String]) async throws {
        let samples = Self.music(1.2, rate: rate) + [7, 7, 7]
        let wave = WaveBytes.pcm16(samples, rate: rate)
        let resample = ["--resample", "\(Double(rate) / 1000)"]
        let converted = try await Converted(RecordingKind.mp3.encode(wave, options: resample + options))
        #expect(converted.report.format.sampleRate == rate)
        #expect(converted.report.samples == (samples.count * 16000 + rate) / (2 * rate))
        #expect(converted.report.findings.isEmpty)
        let source = try await Converted(wave)
        #expect(abs(Self.delay(of: converted.floats, behind: source.floats)) < 0.02)
    }

    /// Free format, whose headers declare no length: bitrates that are none of the table's, also behind a tag, split over
    /// workers and cut off.
    @Test(arguments: [(44100, "100"), (44100, "64"), (48000, "333"), (32000, "50")])
    func freeFormat(_ rate: Int, bitrate: String) async throws {
        let wave = WaveBytes.pcm16(Self.music(25, rate: rate), rate: rate)
        let recording = try RecordingKind.mp3.encode(wave, options: ["--freeformat", "-b", bitrate, "-m", "m"])
        let converted = try await Converted(recording)
        #expect(converted.report.format.codec == "MP3" && converted.report.findings.isEmpty)
        // Without an info tag, the encoder's padding stays.
        #expect((200_000..<201_500).contains(converted.report.samples))
        let reference = try await Converted(wave)
        let (level, expected) = (Measure.rms(converted.floats), Measure.rms(reference.floats))
        #expect(abs(Measure.decibels(level / expected)) < 1.5)
        #expect(try await Converted(recording, workers: 3).bytes == converted.bytes)
        let tagged = Self.tag(picture: Self.noise(500)) + recording
        #expect(try await Converted(tagged).bytes == converted.bytes)
        let cut = try await Converted(Array(recording.prefix(recording.count / 2)))
        #expect(abs(cut.report.duration - 12.5) < 0.2 && !cut.report.findings.isEmpty)
    }

    @Test(arguments: [1, 100, 575, 1152, 1153, 2304, 5000]) func shortOnes(_ frames: Int) async throws {
        let wave = WaveBytes.pcm16(Array(Self.music(0.5).prefix(frames)), rate: 44100)
        let recording = try RecordingKind.mp3.encode(wave)
        let expected = telephoneLength(of: frames, at: 44100)
        if expected == 0 {
            await #expect(throws: RecordingError.noSamples(format: "MP3")) { try await Converted(recording) }
        } else {
            #expect(try await Converted(recording).report.samples == expected)
        }
    }

    /// Without a tag nothing can be cut, but nothing may be lost either.
    @Test(arguments: [["-V", "5"], ["-b", "48"]], [1, 2]) func withoutATag(_ options: [String], channels: Int)
        async throws
    {
        // The first frame is large, and those of silence are small: a guess from it falls short.
        let samples =
            Self.music(1, channels: channels) + [Int16](repeating: 0, count: 8 * 44100 * channels)
            + Self.music(1, channels: channels)
        let wave = WaveBytes.pcm16(samples, rate: 44100, channels: channels)
        let converted = try await Converted(RecordingKind.mp3.encode(wave, options: ["-t"] + options))
        #expect((80000..<80800).contains(converted.samples.count))
        #expect(Measure.rms(converted.floats[73000..<80000]) > 0.05)
        #expect(converted.report.findings.isEmpty)
    }

    @Test(arguments: ["mp2"]) func layerTwo(_ format: String) async throws {
        let wave = WaveBytes.pcm16(Self.music(1, rate: 48000), rate: 48000)
        let recording = try Tool.require(
            "ffmpeg", ["-v", "error", "-f", "wav", "-i", "-", "-f", format, "-"], input: wave
        ).output
        let converted = try await Converted(recording)
        #expect(converted.report.format.container == "MP2")
        #expect((8000..<8400).contains(converted.samples.count))
        #expect(Measure.rms(converted.floats) > 0.05)
    }

    // MARK: Several in one file

    @Test(arguments: [([44100, 44100], [1, 1]), ([44100, 44100], [2, 2]), ([44100, 22050, 48000], [1, 1, 2])])
    func joined(_ rates: [Int], channels: [Int]) async throws {
        let parts = try zip(rates, channels).enumerated().map {
            try Self.mp3(1 + 0.31 * Double($0), rate: $1.0, channels: $1.1)
        }
        let joined = try await Converted(parts.flatMap { $0 })
        var expected: [[Int16]] = []
        for part in parts { expected.append(try await Converted(part).samples) }
        joined.expectSamples(of: expected)
        #expect(joined.report.findings == [.joinedStreams(parts.count)])
        let seconds = rates.indices.reduce(0) { $0 + 1 + 0.31 * Double($1) }
        #expect(abs(joined.report.recordedDuration - seconds) < 0.001)
    }

    /// Parts without tags flow into one another.
    @Test func joinedWithoutTags() async throws {
        let parts = try [Self.mp3(1, "-t"), Self.mp3(1.5, "-t")]
        let joined = try await Converted(parts[0] + parts[1])
        var lengths = 0
        for part in parts { lengths += try await Converted(part).samples.count }
        #expect(abs(joined.samples.count - lengths) <= 1)
        #expect(Measure.rms(joined.floats[(joined.samples.count - 8000)...]) > 0.05)
    }

    // MARK: Holes

    /// Frames of 8 kbit/s at 8 or 12 kHz, mono (ISO/IEC 13818-3, and MPEG-2.5 by custom), with nothing in them.
    private static func emptyFrame(is12kHz: Bool) -> [UInt8] {
        [0xFF, 0xE3, is12kHz ? 0x14 : 0x18, 0xC4] + [UInt8](repeating: 0, count: is12kHz ? 44 : 68)
    }

    /// What stands between frames is never decoded, however much like a frame it looks.
    @Test(
        "Text between frames changes no sample",
        arguments: [
            Array("StreamTitle='News';".utf8) + [UInt8](repeating: 0, count: 181), [0xFF, 0xFB, 0x90, 0x64, 1, 2, 3],
            [0xFF, 0xE3, 0x18, 0xC4, 0xFF], [UInt8](repeating: 0xFF, count: 40),
        ] as [[UInt8]])
    func textBetweenFrames(_ text: [UInt8]) async throws {
        let recording = try Self.mp3(3, "-t")
        let clean = try await Converted(recording)
        var walker = FrameWalker(try ByteSource.of(recording))
        var pieces: [[UInt8]] = []
        while let frame = try walker.next() {
            pieces.append(Array(recording[frame.offset..<frame.offset + frame.header.length]))
        }
        let holed = pieces.enumerated().flatMap { $1 + ($0 % 8 == 7 ? text : []) }
        let converted = try await Converted(holed)
        #expect(converted.samples == clean.samples)
        let count = pieces.count / 8 * text.count
        guard case .skippedDamage(_, let bytes?, nil)? = converted.report.findings.first else {
            Issue.record("\(converted.report.findings)")
            return
        }
        #expect(bytes <= count && bytes >= count - text.count)
    }

    /// Fraunhofer's encoders put their tag 32 bytes behind the header of a frame without sound.
    @Test(arguments: [(["-b", "128", "-m", "s"], 2), (["-V", "4"], 1)])
    func fraunhoferTag(_ options: [String], channels: Int) async throws {
        let wave = WaveBytes.pcm16(Self.music(2, channels: channels), rate: 44100, channels: channels)
        let recording = try RecordingKind.mp3.encode(wave, options: ["-t"] + options)
        let plain = try await Converted(recording)
        var walker = FrameWalker(try ByteSource.of(recording))
        let header = try #require(try walker.next()).header
        var tag = Array(recording[..<4]) + [UInt8](repeating: 0, count: header.length - 4)
        let count = plain.samples.count * 441 / 80 / 1152
        let fields = Array("VBRI".utf8) + [0, 1, 4, 0x51, 0, 75, 0, 0, 0x40, 0] + WaveBytes.little(count, 4).reversed()
        tag.replaceSubrange(36..<36 + fields.count, with: fields)
        let converted = try await Converted(tag + recording)
        #expect(converted.samples == plain.samples)
        #expect(converted.report.findings.isEmpty)
        // It says how long the recording is.
        let cut = try await Converted(tag + recording.prefix(recording.count / 2))
        #expect(cut.report.findings.count == 1)
    }

    /// In a WAV file it is the same sound, whose length no other field declares.
    @Test(arguments: [(0x55, 44100), (0x50, 48000)]) func inWave(tag: Int, rate: Int) async throws {
        let wave = WaveBytes.pcm16(Self.music(2, rate: rate), rate: rate)
        let recording =
            try tag == 0x55
            ? RecordingKind.mp3.encode(wave, options: ["-b", "64"])
            : Tool.require("ffmpeg", ["-v", "error", "-f", "wav", "-i", "-", "-f", "mp2", "-"], input: wave).output
        var file = WaveBytes()
        file.format(tag: UInt16(tag), rate: rate, bits: 0, blockAlign: 1, byteRate: 8000, extra: [0, 0])
        file.chunk("fact", size: 4, WaveBytes.little(rate, 4))
        file.chunk("data", size: UInt32(recording.count), recording)
        if recording.count % 2 == 1 { file.bytes.append(0) }
        file.chunk("LIST", size: 4, Array("INFO".utf8))
        let plain = try await Converted(recording)
        let converted = try await Converted(file.finished)
        #expect(converted.samples == plain.samples)
        #expect(converted.report.findings.isEmpty)
        #expect(converted.report.format.container == "WAV")
        #expect(converted.report.format.codec == (tag == 0x55 ? "MP3" : "MP2"))
    }

    /// Any number of them is one finding: where they begin, and their size in all.
    @Test func fullOfHoles() async throws {
        let frame = Self.emptyFrame(is12kHz: false)
        let recording = (0..<500).flatMap { _ in frame + frame + [0, 0, 0] } + frame
        let converted = try await Converted(recording)
        #expect(converted.samples.count == 1001 * 576)
        #expect(converted.report.findings.contains(.skippedDamage(at: 0.144, bytes: 1500, lost: nil)))
        #expect(converted.report.findings.count == 2)
    }

    /// Another rate every second frame: looked at as far as is sane.
    @Test func thousandsOfParts() throws {
        let (low, high) = (Self.emptyFrame(is12kHz: false), Self.emptyFrame(is12kHz: true))
        let recording = (0..<5010).flatMap { _ in low + low + high + high }
        let streams = try MP3Stream.all(in: ByteSource.of(recording))
        #expect(streams.count == MP3Stream.limit)
        let found = try Recording(ByteSource.of(recording)).findings
        #expect(found == [.joinedStreams(MP3Stream.limit), .unreadBytes(10 * (2 * 72 + 2 * 48))])
    }

    /// A large file of something else is recognised as such, and fast: every byte is read, but not as a frame.
    @Test func nothingInAMegabyte() throws {
        let streams = try MP3Stream.all(in: ByteSource.of([1, 2, 3], size: 1 << 20))
        #expect(streams.isEmpty)
    }

    // MARK: Around the sound

    /// Bytes that are not sound neither remove nor change any.
    @Test(
        arguments: [
            "1 MB of cover art", "two tags", "an empty tag", "garbage in front", "zeros in front", "ID3v1 behind",
            "APE behind", "APE and ID3v1 behind",
        ])
    func whatStandsAround(_ what: String) async throws {
        let recording = try Self.mp3(1.5)
        let last = Array("TAG".utf8) + [UInt8](repeating: 0x20, count: 125)
        let items = Self.noise(500)
        let size = WaveBytes.little(items.count + 32, 4)
        let version = Array("APETAGEX".utf8) + WaveBytes.little(2000, 4)
        let rest = WaveBytes.little(1, 4) + [0, 0, 0, 0xA0] + [UInt8](repeating: 0, count: 8)
        let ape = version + size + rest + items + version + size + rest
        let around: [UInt8] =
            switch what {
            case "1 MB of cover art": Self.tag(picture: Self.noise(1 << 20)) + recording
            case "two tags": Self.tag(picture: Self.noise(300)) + Self.tag(picture: Self.noise(70000)) + recording
            case "an empty tag": Array("ID3".utf8) + [3, 0, 0, 0, 0, 0, 0] + recording
            case "garbage in front": Self.noise(3000) + recording
            case "zeros in front": [UInt8](repeating: 0, count: 100_000) + recording
            case "ID3v1 behind": recording + last
            case "APE behind": recording + ape
            default: recording + ape + last
            }
        let plain = try await Converted(recording)
        let converted = try await Converted(around)
        #expect(converted.bytes == plain.bytes)
        #expect(converted.report.findings.isEmpty)
    }
}
