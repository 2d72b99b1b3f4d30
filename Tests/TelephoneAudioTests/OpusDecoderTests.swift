import Support
import Testing

@testable import TelephoneAudio

@Suite(.enabled(if: Tool.isInstalled("opusenc"), "opus-tools"))
struct OpusDecoderTests {
    private func open(_ bytes: [UInt8], mix: Bool = true) throws -> OpusDecoder {
        let source = try ByteSource.of(bytes)
        guard let link = try OggLinks(source).links.first else { throw RecordingError.empty }
        return try OpusDecoder(source, stream: OpusStream(source, link: link), mix: mix)
    }

    @Test(arguments: [
        (["--bitrate", "96"], 2), (["--bitrate", "24", "--speech"], 1), (["--bitrate", "40", "--speech"], 2),
        (["--bitrate", "32", "--framesize", "2.5"], 1), (["--bitrate", "48", "--framesize", "60"], 2),
        (["--bitrate", "510", "--framesize", "60", "--hard-cbr"], 2), (["--bitrate", "64", "--max-delay", "0"], 1),
    ])
    func toneKeepsLevelAndLength(options: [String], channels: Int) throws {
        let frames = 48000 * 2 + 1
        let levels = [0.5, 0.25].prefix(channels)
        let raw = ["--quiet", "--raw", "--raw-rate", "48000", "--raw-chan", "\(channels)", "-", "-"]
        let samples = TestSound.bytes(TestSound.tone(1000, frames: frames, levels: Array(levels)))
        let bytes = try Tool.require("opusenc", options + raw, input: samples).output
        let decoder = try open(bytes, mix: false)
        #expect(decoder.recordedFrames == frames)
        #expect(decoder.recorded.sampleRate == 48000 && decoder.format.sampleRate == 16000)
        let sound = try DecodedSound(decoder)
        #expect(decoder.length == .exact(sound.frames) && sound.frames == 32001)
        #expect(sound.findings.isEmpty)
        for (channel, level) in levels.enumerated() {
            #expect(abs(sound.level(of: 1000, channel: channel) / level - 1) < 0.05)
        }
        let mixed = try DecodedSound(try open(bytes))
        #expect(mixed.channels == 1 && mixed.frames == sound.frames)
        #expect(abs(mixed.level(of: 1000) / (levels.reduce(0, +) / Double(channels)) - 1) < 0.05)
    }

    @Test(arguments: [1, 2, 3, 100, 959, 960, 961, 47999, 48000, 123_457])
    func everyLengthIsExact(frames: Int) throws {
        let decoder = try open(try OggBytes.opus(TestSound.tone(300, frames: frames)))
        #expect(decoder.recordedFrames == frames)
        #expect(try DecodedSound(decoder).frames == (frames + 2) / 3)
    }

    @Test(arguments: 0..<4) func preSkipNeedNotBeAMultipleOfThree(more: Int) throws {
        var file = try OggBytes(OggBytes.opus(TestSound.voice(frames: 48000)))
        let plain = try DecodedSound(try open(file.bytes))
        file.set(UInt16(312 + more), at: 28 + 10, page: 0)
        file.fixChecksums()
        let decoder = try open(file.bytes)
        // What is skipped more is missing at the end: the last granule position stays.
        #expect(decoder.recordedFrames == 48000 - more)
        #expect(decoder.lead == Double(more % 3))
        #expect(try DecodedSound(decoder).samples == Array(plain.samples.dropFirst(more / 3)))
    }

    @Test(arguments: [(-1536, 0.5012), (0, 1.0), (512, 1.2589)]) func outputGain(gain: Int, factor: Double) throws {
        var file = try OggBytes(OggBytes.opus(TestSound.tone(1000, frames: 96000)))
        file.set(Int16(gain), at: 28 + 16, page: 0)
        file.fixChecksums()
        let level = try DecodedSound(try open(file.bytes)).level(of: 1000)
        #expect(abs(level / (0.5 * factor) - 1) < 0.05)
    }

    @Test func antiPhaseCancelsOnlyInTheMix() throws {
        let bytes = try OggBytes.opus(
            TestSound.tone(700, frames: 96000, levels: [0.5, -0.5]), channels: 2, "--bitrate", "128")
        #expect(try DecodedSound(try open(bytes)).level(of: 700) < 0.005)
        #expect(abs(try DecodedSound(try open(bytes, mix: false)).level(of: 700, channel: 1) - 0.5) < 0.02)
    }

    @Test func streamCutFromALongerOne() throws {
        var file = try OggBytes(OggBytes.opus(TestSound.tone(500, frames: 48000 * 6)))
        let whole = try DecodedSound(try open(file.bytes))
        file.pages.removeSubrange(2..<4)
        file.renumber()
        file.fixChecksums()
        let decoder = try open(file.bytes)
        // Two pages of a second each are gone, and the pre-skip is dropped from what is left.
        #expect(decoder.length == .exact(whole.frames - 32000))
        let sound = try DecodedSound(decoder)
        #expect(sound.findings.isEmpty)
        #expect(abs(sound.level(of: 500) - 0.5) < 0.03)
    }

    @Test(arguments: [0, 5, 26, 100, 400]) func damageKeepsTime(at offset: Int) throws {
        var file = try OggBytes(OggBytes.opus(TestSound.voice(frames: 48000 * 8), "--bitrate", "64", "--music"))
        let whole = try DecodedSound(try open(file.bytes))
        for index in offset..<offset + 50 { file.pages[4][index] = 0 }
        let decoder = try open(file.bytes)
        #expect(decoder.length == .claimed(whole.frames))
        let sound = try DecodedSound(decoder)
        #expect(sound.frames == whole.frames)
        // The third page of sound: a second from the end of the second one.
        let gap = Finding.skippedDamage(at: 2 - 312.0 / 48000, bytes: file.pages[4].count, lost: 1)
        #expect(sound.findings == [gap])
        #expect(sound.samples[..<31000] == whole.samples[..<31000])
        let later = zip(sound.samples, whole.samples).dropFirst(16000 * 5).map { abs($0 - $1) }.max() ?? 1
        #expect(later < 1e-3)
    }

    @Test func lostPagesAndADamagedPacket() throws {
        var file = try OggBytes(OggBytes.opus(TestSound.voice(frames: 48000 * 8)))
        let frames = try open(file.bytes).length.frames
        var holed = file
        holed.pages.remove(at: 5)
        let sound = try DecodedSound(try open(holed.bytes))
        #expect(sound.frames == frames)
        #expect(sound.findings == [.skippedDamage(at: 3 - 312.0 / 48000, bytes: nil, lost: 1)])
        // A packet whose own lengths do not fit: code 3, padded by more than there is.
        let body = 27 + Int(file.pages[4][26])
        file.pages[4][body] |= 3
        file.pages[4][body + 1] = 0x41
        for index in body + 2..<body + 12 { file.pages[4][index] = 0xFF }
        file.fixChecksums()
        let odd = try DecodedSound(try open(file.bytes))
        #expect(odd.frames == frames)
        guard case .skippedDamage(_, let bytes?, let lost?)? = odd.findings.first else {
            Issue.record("\(odd.findings)")
            return
        }
        #expect(bytes < 1000 && abs(lost - 0.02) < 1e-9)
    }

    @Test func impossibleGranulePositionsAddNoSilence() throws {
        var file = try OggBytes(OggBytes.opus(TestSound.voice(frames: 48000 * 5)))
        file.pages.remove(at: 4)
        for page in 4..<file.pages.count { file.set(Int64.max - 5, at: 6, page: page) }
        file.fixChecksums()
        let sound = try DecodedSound(try open(file.bytes))
        #expect((16000 * 3..<16000 * 5).contains(sound.frames))
        for (first, second) in [(Int64.max, Int64(0)), (0, .min), (.max, .max), (-1, .max), (62 * 48000 + 96000, .max)]
        {
            var file = file
            // Pages with nothing on them but a place, and a hole before each.
            let empty = Array(file.pages[3][..<26]) + [0]
            file.pages.insert(contentsOf: [empty, empty], at: 4)
            for (page, granule) in [(4, first), (5, second)] {
                file.set(UInt32(page * 2), at: 18, page: page)
                file.set(granule, at: 6, page: page)
            }
            file.fixChecksums()
            #expect(try DecodedSound(try open(file.bytes)).frames < 16000 * 70)
        }
        file.set(Int64.min, at: 6, page: 3)
        file.fixChecksums()
        #expect((16000 * 3..<16000 * 5).contains(try DecodedSound(try open(file.bytes)).frames))
    }

    @Test func truncatedAnywhere() throws {
        let bytes = try OggBytes.opus(TestSound.voice(frames: 48000 * 3), "--max-delay", "200")
        let whole = try DecodedSound(try open(bytes))
        var longest = 0
        for count in Array(stride(from: 1, to: bytes.count, by: 97)) + [bytes.count - 1] {
            let cut = Array(bytes[..<count])
            guard let decoder = try? open(cut) else {
                #expect(count < 1000, "\(count) bytes hold the headers")
                continue
            }
            let sound = try DecodedSound(decoder)
            #expect(sound.frames >= longest, "more bytes, less sound at \(count)")
            longest = max(longest, sound.frames)
            let end = Finding.stoppedEarly(at: Double(sound.frames) / 16000, expected: nil, cause: .truncated)
            #expect(sound.findings == [end] || sound.findings.count == 1 && count < 1000)
        }
        // All but the last packet is there.
        #expect(whole.frames - longest < 640)
    }

    @Test func randomDamageNeverBreaksIt() throws {
        let bytes = try OggBytes.opus(TestSound.voice(frames: 48000 * 2), "--max-delay", "100")
        var random = SplitMix(state: 7)
        for _ in 0..<150 {
            var file = try OggBytes(bytes)
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let page = Int.random(in: 0..<file.pages.count, using: &random)
                let index = Int.random(in: 0..<file.pages[page].count, using: &random)
                file.pages[page][index] = .random(in: 0...255, using: &random)
            }
            // With right checksums, so that the damage reaches the decoder.
            if Bool.random(using: &random) { file.fixChecksums() }
            guard let decoder = try? open(file.bytes, mix: .random(using: &random)) else { continue }
            let sound = try DecodedSound(decoder, limit: 16000 * 100)
            #expect(sound.frames <= 16000 * 70)
            #expect(sound.frames == decoder.length.frames)
        }
    }

    @Test(arguments: [
        ["--bitrate", "96", "--music"], ["--bitrate", "16", "--speech"], ["--bitrate", "24", "--max-delay", "20"],
    ])
    func seekingChangesNoSample(options: [String]) throws {
        let raw = ["--quiet", "--raw", "--raw-rate", "48000", "--raw-chan", "1", "-", "-"]
        let phrase = TestSound.bytes(TestSound.voice(frames: 48000 * 10))
        let samples = Array(repeatElement(phrase, count: 8).joined())
        let bytes = try Tool.require("opusenc", options + raw, input: samples).output
        let decoder = try open(bytes)
        let whole = try DecodedSound(decoder)
        for frame in [
            0, 1, 319, 16000, 777_777, 957_500, 959_999, 960_000, 960_001, 1_234_567, 40_000, whole.frames - 1,
        ] {
            try decoder.seek(to: frame)
            let part = try DecodedSound(decoder, limit: 3000)
            #expect(part.frames >= min(3000, whole.frames - frame))
            #expect(part.samples == Array(whole.samples[frame..<frame + part.frames]), "from \(frame)")
        }
    }

    @Test func bytesAfterTheEnd() throws {
        let bytes = try OggBytes.opus(TestSound.tone(400, frames: 48000))
        let decoder = try open(bytes + [UInt8](repeating: 0x55, count: 1234))
        #expect(try DecodedSound(decoder).findings == [.unreadBytes(1234)])
        #expect(decoder.recordedFrames == 48000)
    }

    @Test(arguments: [
        ("OpusHead", "no Opus header"), ("OpusHead\u{F0}\u{1}AABBBBCC\0", "version 240"),
        ("OpusHead\u{1}\u{1}AABBBBCC", "no Opus header"),
        ("OpusHead\u{20}\u{1}AABBBBCC\0", "version 32"), ("", "no Opus header"),
    ])
    func badHeader(packet: String, reason: String) {
        #expect(throws: RecordingError.undecodable(format: "Opus", reason: reason)) {
            try OpusHead(Array(packet.unicodeScalars.map { UInt8($0.value) }))
        }
    }
}

/// Random numbers that are the same every time.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
