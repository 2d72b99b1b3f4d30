import Glibc
import Support
import Testing

@testable import TelephoneAudio

@Suite(.enabled(if: Tool.isInstalled("flac"), "flac"))
struct FLACDecoderTests {
    /// Loud noise, no sample of it 0: silence in its midst shows.
    private static func noise(_ count: Int, bits: Int = 16) -> [Int32] {
        var random = SplitMix(state: 3)
        let top = Int32.max >> Int32(32 - bits)
        return (0..<count).map { _ in .random(in: 1...top, using: &random) * (.random(using: &random) ? 1 : -1) }
    }

    private func open(_ bytes: [UInt8]) throws -> FLACDecoder {
        try FLACDecoder(try ByteSource.of(bytes))
    }

    /// The finding for damage; places and lengths in samples.
    private func gap(at place: Int, lost: Int, rate: Int = 44100) -> [Finding] {
        let seconds = lost > 0 ? Double(lost) / Double(rate) : nil
        return [.skippedDamage(at: Double(place) / Double(rate), bytes: nil, lost: seconds)]
    }

    /// As a whole file is opened.
    private func openRecording(_ bytes: [UInt8]) throws -> any Decoder {
        let recording = try Recording(try ByteSource.of(bytes))
        try #require(recording.streams.count == 1 && recording.findings.isEmpty)
        return try recording.decoder(for: recording.streams[0], mix: false)
    }

    @Test(arguments: [
        (8, 1, []), (8, 2, []), (16, 1, ["--blocksize=4608"]), (16, 2, ["-8"]), (16, 2, ["--blocksize=16"]),
        (16, 6, []), (16, 3, ["--ogg"]), (16, 2, ["--ogg", "--serial-number=77"]), (24, 1, []), (24, 2, ["-8"]),
        (24, 6, []), (24, 8, ["--blocksize=65535"]), (24, 2, ["--ogg"]), (16, 1, ["--blocksize=1152"]),
        (32, 1, []), (32, 2, ["-8"]), (32, 2, ["--ogg"]),
    ])
    func everySampleIsExact(bits: Int, channels: Int, options: [String]) throws {
        let samples = Self.noise(10007 * channels, bits: bits)
        let bytes = try FLACBytes.encode(samples, bits: bits, channels: channels, options)
        let decoder = try openRecording(bytes)
        let isOgg = options.contains("--ogg")
        #expect(decoder.format.container == (isOgg ? "Ogg" : "FLAC"))
        #expect(decoder.format.codec == (isOgg ? "FLAC" : "\(bits)-bit PCM"))
        #expect(decoder.format.channels == Speaker.standardChannels(count: channels))
        #expect(decoder.format.sampleRate == 44100)
        #expect(decoder.layout == .planarInt32(bits: bits))
        #expect(decoder.length == .exact(10007))
        let sound = try ScaledSound(decoder)
        #expect(sound.samples == ScaledSound(samples, bits: bits).samples)
        #expect(sound.findings.isEmpty)
    }

    /// Sound that encoders can predict: a few tones, a little noise, the lowest `wasted` bits zero.
    private static func music(_ frames: Int, channels: Int, bits: Int, wasted: Int) -> [Int32] {
        var random = SplitMix(state: 9)
        return (0..<frames * channels).map { index in
            let (frame, channel) = (Double(index / channels), Double(index % channels))
            let tones = sin(frame / 13) + sin(frame / (40 + channel)) + sin(frame / 7.3) * sin(frame / 999)
            let value = tones / 4 + .random(in: -0.01...0.01, using: &random)
            return Int32(value * Double(1 << (bits - 1))) & (-1 << Int32(wasted))
        }
    }

    @Test(
        arguments: (0...8).map { ["-\($0)"] } + [
            ["-8", "-e", "-p"], ["-l", "32", "--blocksize=4608"], ["-l", "17"], ["-m"], ["-M"], ["--no-mid-side"],
            ["-r", "15", "--blocksize=32768"],
            ["--disable-constant-subframes", "--disable-fixed-subframes"], ["--disable-verbatim-subframes", "-l", "0"],
        ],
        [(8, 1, 0), (16, 1, 0), (16, 2, 0), (16, 2, 5), (24, 2, 0), (24, 1, 8), (16, 3, 0)])
    func asEncodersPredict(options: [String], sound: (bits: Int, channels: Int, wasted: Int)) throws {
        let samples = Self.music(9001, channels: sound.channels, bits: sound.bits, wasted: sound.wasted)
        let isStereoOnly = options == ["-m"] || options == ["-M"] || options == ["--no-mid-side"]
        guard sound.channels == 2 || !isStereoOnly else { return }
        let bytes = try FLACBytes.encode(samples, bits: sound.bits, channels: sound.channels, options)
        let decoder = try openRecording(bytes)
        #expect(decoder.length == .exact(9001))
        let found = try ScaledSound(decoder)
        #expect(found.samples == ScaledSound(samples, bits: sound.bits).samples)
        #expect(found.findings.isEmpty)
    }

    @Test(.enabled(if: Tool.isInstalled("ffmpeg"), "ffmpeg"), arguments: ["ogg", "flac"])
    func asOthersWriteIt(format: String) throws {
        let samples = Self.noise(100_001)
        let raw = ["-v", "error", "-f", "s16le", "-ar", "48000", "-ac", "1", "-i", "-"]
        let pcm = TestSound.bytes(samples.map { Int16($0) })
        let bytes = try Tool.require("ffmpeg", raw + ["-c:a", "flac", "-f", format, "-"], input: pcm).output
        let sound = try ScaledSound(try openRecording(bytes))
        #expect(sound.samples == ScaledSound(samples, bits: 16).samples)
        #expect(sound.findings.isEmpty)
    }

    @Test(arguments: [0.02, 0.5, 0.9], [1, 40, 900, 30_000])
    func damageKeepsTime(place: Double, size: Int) throws {
        let samples = Self.noise(4096 * 20)
        var bytes = try FLACBytes.encode(samples)
        let offset = Int(Double(bytes.count) * place)
        let before = try ScaledSound(try open(Array(bytes[..<offset]))).samples.count
        for index in offset..<min(offset + size, bytes.count - 9000) { bytes[index] ^= 0x5A }
        let decoder = try open(bytes)
        let sound = try ScaledSound(decoder)
        let lost = sound.samples.count { $0 == 0 }
        #expect(sound.samples.count == samples.count && lost > 0)
        #expect(sound.findings == gap(at: before, lost: lost))
        // 4096 samples per frame; the damage reaches into one more at most than its size, and no sound is lost beyond.
        #expect(lost <= 4096 * (size / 6000 + 2))
        let whole = ScaledSound(samples, bits: 16).samples
        #expect(zip(sound.samples, whole).allSatisfy { $0 == $1 || $0 == 0 })
        #expect(sound.samples.firstIndex(of: 0) == before)
    }

    @Test func holesAreOneFinding() throws {
        let samples = Self.noise(4096 * 30)
        var file = try FLACBytes(FLACBytes.encode(samples))
        for frame in stride(from: 2, to: 28, by: 3) { file.frames[frame][100] ^= 1 }
        let sound = try ScaledSound(try open(file.bytes))
        #expect(sound.samples.count == samples.count)
        #expect(
            sound.findings == gap(at: 2 * 4096, lost: 9 * 4096))
    }

    @Test(arguments: [1, 3, 90]) func framesTakenOutCleanly(count: Int) throws {
        // libFLAC itself would fill a gap of 50 frames.
        let samples = Self.noise(1024 * 100)
        var file = try FLACBytes(FLACBytes.encode(samples, ["--blocksize=1024"]))
        file.frames.removeSubrange(5..<5 + count)
        let sound = try ScaledSound(try open(file.bytes))
        var expected = ScaledSound(samples, bits: 16).samples
        for index in 5 * 1024..<(5 + count) * 1024 { expected[index] = 0 }
        #expect(sound.samples.count == expected.count)
        #expect(sound.samples.indices.first { sound.samples[$0] != expected[$0] } == nil)
        #expect(
            sound.findings == gap(at: 5 * 1024, lost: count * 1024))
    }

    @Test func gapsBeyondTheDeclaredLength() throws {
        // Two minutes of which only ends are left, and no length in the header to say that they were there.
        var file = try FLACBytes(FLACBytes.encode(Self.noise(1000 * 120), rate: 1000))
        let last = file.frames.count - 3
        file.frames.removeSubrange(3..<last)
        file.setTotal(0)
        let sound = try ScaledSound(try open(file.bytes))
        #expect(sound.samples.count == 3 * 4096 + 2 * 4096 + 1000 * 120 % 4096)
        #expect(sound.findings == gap(at: 3 * 4096, lost: 0, rate: 1000))
    }

    @Test func framesThatGoBackwardsOrDoNotBelong() throws {
        let samples = Self.noise(4096 * 10)
        let file = try FLACBytes(FLACBytes.encode(samples))
        let whole = ScaledSound(samples, bits: 16).samples
        var twice = file
        twice.frames.insert(file.frames[2], at: 6)
        var sound = try ScaledSound(try open(twice.bytes))
        #expect(sound.samples == whole)
        #expect(sound.findings == gap(at: 6 * 4096, lost: 0))
        // Frames with the right numbers of streams with other channels, depth and rate.
        for (bits, channels, rate) in [(16, 2, 44100), (24, 1, 44100), (16, 1, 48000)] {
            var mixed = file
            let other = Self.noise(4096 * 10 * channels, bits: bits)
            let foreign = try FLACBytes(FLACBytes.encode(other, bits: bits, channels: channels, rate: rate))
            mixed.frames.replaceSubrange(4..<6, with: foreign.frames[4..<6])
            sound = try ScaledSound(try open(mixed.bytes))
            #expect(sound.samples.count == samples.count && sound.samples.count { $0 == 0 } == 2 * 4096)
            #expect(
                sound.findings == gap(at: 4 * 4096, lost: 2 * 4096))
        }
    }

    @Test func streamCutFromALongerOne() throws {
        let samples = Self.noise(4096 * 10)
        var file = try FLACBytes(FLACBytes.encode(samples))
        file.frames.removeFirst(4)
        file.setTotal(0)
        let decoder = try open(file.bytes)
        #expect(decoder.length == .unknown)
        let sound = try ScaledSound(decoder)
        #expect(sound.samples == Array(ScaledSound(samples, bits: 16).samples.dropFirst(4 * 4096)))
        #expect(sound.findings.isEmpty)
    }

    @Test(arguments: [false, true]) func truncatedAnywhere(isOgg: Bool) throws {
        let samples = Self.noise(4096 * 6 + 100)
        let whole = ScaledSound(samples, bits: 16).samples
        let bytes = try FLACBytes.encode(samples, isOgg ? ["--ogg"] : [])
        for count in Array(stride(from: 1, to: bytes.count, by: 997)) + [42, 43, 8400, bytes.count - 1] {
            guard let decoder = try? openRecording(Array(bytes[..<count])) else {
                #expect(count < 200, "\(count) bytes hold the header")
                continue
            }
            let sound = try ScaledSound(decoder)
            #expect(sound.samples == Array(whole[..<sound.samples.count]))
            let at = Double(sound.samples.count) / 44100
            let expected = Double(samples.count) / 44100
            guard sound.samples.count < samples.count else { continue }
            // A short file cannot hold what its header says: then that is the finding.
            if decoder.length == .unknown {
                #expect(sound.findings == [.headerLies(claimed: expected, found: at)] && count < 500)
            } else {
                #expect(
                    sound.findings == [.stoppedEarly(at: at, expected: expected, cause: .truncated)], "\(count) bytes")
            }
        }
    }

    @Test func damagedToTheEnd() throws {
        var file = try FLACBytes(FLACBytes.encode(Self.noise(4096 * 10)))
        for frame in 6..<10 { file.frames[frame] = Array(repeating: 0x11, count: file.frames[frame].count) }
        let sound = try ScaledSound(try open(file.bytes))
        #expect(sound.samples.count == 6 * 4096)
        let (at, expected) = (6 * 4096 / 44100.0, 10 * 4096 / 44100.0)
        #expect(
            sound.findings == [.stoppedEarly(at: at, expected: expected, cause: .damagedData(codec: "FLAC"))])
    }

    @Test(arguments: [0, 1, 5000, 4096 * 10 - 1, 4096 * 10 + 1, 1 << 20, 1 << 36 - 1]) func wrongTotals(total: Int)
        throws
    {
        let samples = Self.noise(4096 * 10)
        var file = try FLACBytes(FLACBytes.encode(samples))
        file.setTotal(total)
        let decoder = try open(file.bytes)
        let isBelieved = total > 0 && total < 1 << 30
        #expect(decoder.length == (isBelieved ? .exact(total) : .unknown))
        let sound = try ScaledSound(decoder)
        #expect(sound.samples == ScaledSound(samples, bits: 16).samples)
        let (found, claimed) = (Double(samples.count) / 44100, Double(total) / 44100)
        switch total {
        case 0: #expect(sound.findings.isEmpty)
        case samples.count + 1..<1 << 30:
            #expect(sound.findings == [.stoppedEarly(at: found, expected: claimed, cause: .truncated)])
        default: #expect(sound.findings == [.headerLies(claimed: claimed, found: found)])
        }
    }

    @Test(arguments: [1, 2, 8]) func silenceTakesNextToNoBytes(channels: Int) throws {
        let samples = [Int32](repeating: 0, count: 192 * 100 * channels)
        let options = ["--blocksize=192", "--no-seektable"]
        var file = try FLACBytes(FLACBytes.encode(samples, channels: channels, options))
        file.header = Array(file.header[..<42])
        file.header[4] |= 0x80
        #expect(file.bytes.count < 4000)
        #expect(try open(file.bytes).length == .exact(192 * 100))
    }

    @Test func truncatedWithoutALength() throws {
        var file = try FLACBytes(FLACBytes.encode(Self.noise(4096 * 5)))
        file.setTotal(0)
        let sound = try ScaledSound(try open(Array(file.bytes.dropLast(3000))))
        #expect(sound.samples.count == 4096 * 4)
        #expect(sound.findings == [.stoppedEarly(at: 4 * 4096 / 44100.0, expected: nil, cause: .truncated)])
    }

    @Test func bytesAfterTheEnd() throws {
        let samples = Self.noise(4096 * 3)
        let bytes = try FLACBytes.encode(samples)
        let tag = Array("TAG".utf8) + [UInt8](repeating: 0x20, count: 125)
        let cases: [([UInt8], [Finding])] = [
            (tag, []), ([UInt8](repeating: 0, count: 4000), []),
            ([UInt8](repeating: 0x55, count: 777), [.unreadBytes(777)]), (bytes, [.unreadBytes(bytes.count)]),
        ]
        for (more, findings) in cases {
            let sound = try ScaledSound(try open(bytes + more))
            #expect(sound.samples == ScaledSound(samples, bits: 16).samples)
            #expect(sound.findings == findings)
        }
    }

    @Test(arguments: [
        (16, 2, []), (24, 1, []), (16, 1, ["--blocksize=1152", "--no-seektable"]), (16, 1, ["--ogg"]),
        (16, 2, ["--no-seektable"]),
    ])
    func seekingChangesNoSample(bits: Int, channels: Int, options: [String]) throws {
        let samples = Self.noise(60_001 * channels, bits: bits)
        let whole = ScaledSound(samples, bits: bits).samples
        let decoder = try openRecording(FLACBytes.encode(samples, bits: bits, channels: channels, options))
        var random = SplitMix(state: 11)
        let places = [0, 1, 4095, 4096, 4097, 60_000] + (0..<15).map { _ in .random(in: 0..<60_001, using: &random) }
        for place in places {
            try decoder.seek(to: place)
            let part = try ScaledSound(decoder, limit: 5000)
            #expect(part.samples.count == min(5000, 60_001 - place) * channels)
            #expect(part.samples == Array(whole[(place * channels)...].prefix(part.samples.count)), "from \(place)")
            #expect(part.findings.isEmpty)
        }
    }

    @Test func seekingIntoDamageFails() throws {
        var file = try FLACBytes(FLACBytes.encode(Self.noise(4096 * 20)))
        file.frames[10][3000] ^= 0x10
        let decoder = try open(file.bytes)
        #expect(throws: RecordingError.self) { try decoder.seek(to: 10 * 4096 + 5) }
        // What says so is useless for more only if it cannot seek elsewhere.
        try decoder.seek(to: 12 * 4096)
        #expect(try ScaledSound(decoder).samples.count == 8 * 4096)
    }

    @Test func oggPagesLost() throws {
        let samples = Self.noise(4096 * 30)
        let whole = ScaledSound(samples, bits: 16).samples
        let file = try OggBytes(FLACBytes.encode(samples, ["--ogg"]))
        for isRemoved in [true, false] {
            var holed = file
            let page = file.pages.count / 2
            if isRemoved { holed.pages.remove(at: page) } else { holed.pages[page][300] ^= 4 }
            let sound = try ScaledSound(try openRecording(holed.bytes))
            let lost = sound.samples.count { $0 == 0 }
            // A page holds four frames, and the one behind it is lost as well.
            #expect(sound.samples.count == samples.count && lost > 0 && lost <= 5 * 4096)
            #expect(zip(sound.samples, whole).allSatisfy { $0 == $1 || $0 == 0 })
            guard case .skippedDamage(let at?, nil, let seconds?)? = sound.findings.first else {
                Issue.record("\(sound.findings)")
                continue
            }
            #expect(sound.findings.count == 1)
            #expect(sound.samples.firstIndex(of: 0).map(Double.init) == at * 44100)
            #expect(seconds * 44100 == Double(lost))
        }
    }

    @Test func pictureAndOtherMetadata() throws {
        let samples = Self.noise(4096 * 3)
        var file = try FLACBytes(FLACBytes.encode(samples))
        file.insert([UInt8](repeating: 0xFF, count: 1 << 20), type: 6)
        file.insert([], type: 1)
        file.insert([UInt8](repeating: 0xA5, count: 18 * 70_000), type: 3)
        let decoder = try open(file.bytes)
        #expect(decoder.length == .exact(samples.count))
        // A large and wrong seek table is not used.
        try decoder.seek(to: 10_000)
        #expect(try ScaledSound(decoder).samples == Array(ScaledSound(samples, bits: 16).samples[10_000...]))
        try decoder.seek(to: 0)
        let sound = try ScaledSound(decoder)
        #expect(sound.samples == ScaledSound(samples, bits: 16).samples)
        #expect(sound.findings.isEmpty)
    }

    @Test func metadataWithWrongSizes() throws {
        let samples = Self.noise(4096 * 3)
        var file = try FLACBytes(FLACBytes.encode(samples))
        file.insert([1, 2, 3], type: 6, claiming: 0xFFFFFF)
        let decoder = try open(file.bytes)
        let sound = try ScaledSound(decoder)
        #expect(sound.samples == ScaledSound(samples, bits: 16).samples)
        #expect(sound.findings == gap(at: 0, lost: 0))
    }

    @Test func framesOverrideTheHeader() throws {
        let samples = Self.noise(4096 * 6)
        var file = try FLACBytes(FLACBytes.encode(samples, channels: 2))
        // Three channels, 17 bits, 44101 Hz.
        file.header[19] ^= 0
        file.header[20] = file.header[20] & 0x01 | 0x54
        file.header[21] = file.header[21] & 0x0F
        let decoder = try open(file.bytes)
        #expect(decoder.format.channels.count == 2 && decoder.format.codec == "16-bit PCM")
        #expect(decoder.format.sampleRate == 44100)
        #expect(try ScaledSound(decoder).samples == ScaledSound(samples, bits: 16).samples)
    }

    @Test(arguments: ["fLaC", "fLaC\u{1}\u{2}\u{3}", "fLaC is how a FLAC file begins, and this is none."])
    func notFLAC(text: String) {
        #expect(
            throws: RecordingError.undecodable(format: "FLAC", reason: "neither a stream header nor a whole frame")
        ) {
            try open(Array(text.utf8))
        }
    }

    @Test func headerOnly() throws {
        let file = try FLACBytes(FLACBytes.encode(Self.noise(4096)))
        let decoder = try open(file.header)
        #expect(decoder.format.sampleRate == 44100)
        #expect(try ScaledSound(decoder).samples.isEmpty)
    }

    @Test(arguments: [[], ["--ogg"]]) func randomDamageNeverBreaksIt(options: [String]) throws {
        let samples = Self.noise(4096 * 5 * 2)
        let bytes = try FLACBytes.encode(samples, channels: 2, options + ["--blocksize=1024"])
        var random = SplitMix(state: 5)
        for _ in 0..<100 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                // Half of it in the header.
                let end = Bool.random(using: &random) ? 200 : bytes.count
                damaged[.random(in: 0..<end, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            guard let decoder = try? openRecording(damaged) else { continue }
            let sound = try ScaledSound(decoder, limit: 1 << 22)
            #expect(sound.samples.count <= 2 * 48000 * 70)
            _ = try? decoder.seek(to: .random(in: 0..<30000, using: &random))
            _ = try ScaledSound(decoder, limit: 20000)
        }
    }
}
