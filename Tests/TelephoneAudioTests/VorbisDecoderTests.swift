import Support
import Testing

@testable import TelephoneAudio

@Suite(.enabled(if: Tool.isInstalled("oggenc"), "vorbis-tools"))
struct VorbisDecoderTests {
    private func open(_ bytes: [UInt8], mayHalve: Bool = true) throws -> VorbisDecoder {
        let source = try ByteSource.of(bytes)
        guard let link = try OggLinks(source).links.first else { throw RecordingError.empty }
        return try VorbisDecoder(source, stream: VorbisStream(source, link: link), mayHalve: mayHalve)
    }

    private func encode(_ samples: [Int16], rate: Int = 44100, channels: Int = 1, quality: Int = 5) throws -> [UInt8] {
        try RecordingKind.vorbis.encode(
            WaveBytes.pcm16(samples, rate: rate, channels: channels), options: ["-q", "\(quality)"])
    }

    /// A voice with a click now and then, so that short blocks come between long ones; one more silent in each channel.
    private func sound(_ frames: Int, channels: Int = 1, rate: Int = 44100) -> [Int16] {
        var mono = TestSound.voice(frames: frames, rate: rate)
        for start in stride(from: 7000, to: frames, by: 20011) { mono[start] = 30000 }
        guard channels > 1 else { return mono }
        return mono.flatMap { sample in (0..<channels).map { sample / Int16($0 + 1) } }
    }

    @Test(arguments: [(8000, 1), (22050, 2), (44100, 1), (44100, 2), (48000, 6)])
    func fullRateIsWhatLibsndfileDecodes(rate: Int, channels: Int) throws {
        let bytes = try encode(sound(rate * 2 + 17, channels: channels, rate: rate), rate: rate, channels: channels)
        let decoder = try open(bytes, mayHalve: false)
        #expect(decoder.recorded == decoder.format && decoder.lead == 0)
        let own = try DecodedSound(decoder)
        #expect(own.findings.isEmpty && decoder.length == .exact(rate * 2 + 17) && own.frames == rate * 2 + 17)
        let reference = try DecodedSound(try SndFileDecoder(ByteSource.of(bytes), container: "Ogg"))
        #expect(own.samples.elementsEqual(reference.samples))
        guard channels == 6 else { return }
        // oggenc was given the channels in the order of WAV, each quieter than the one before.
        let wave: [Speaker?] = [.left, .right, .center, .lowFrequency, .surroundLeft, .surroundRight]
        let levels = try wave.map { speaker in
            own.channel(try #require(decoder.format.channels.firstIndex(of: speaker))).reduce(0) { $0 + abs($1) }
        }
        for (channel, level) in levels.enumerated() {
            #expect(abs(level / levels[0] * Float(channel + 1) - 1) < 0.03)
        }
    }

    @Test(arguments: [32000, 44100, 48000, 96000], [0, 5, 10])
    func halfTheRateIsTheSameSound(rate: Int, quality: Int) async throws {
        let music = ConversionTests.music(seconds: 2, rate: rate, channels: 1)
        let clicks = sound(music.count, rate: rate)
        let bytes = try encode(zip(music, clicks).map { $0 / 2 + $1 / 2 }, rate: rate, quality: quality)
        let (half, full) = (try open(bytes), try open(bytes, mayHalve: false))
        #expect(half.format.sampleRate == rate / 2 && half.recorded == full.recorded)
        #expect(half.recordedFrames == music.count && half.length == .exact((music.count + 1) / 2))
        let (one, other) = (try telephone(half), try telephone(full))
        #expect(one.count == other.count)
        // Without the ends, where both begin and end in mid-sound.
        let difference = zip(one, other).dropFirst(80).dropLast(80).map { abs($0 - $1) }.max() ?? 1
        #expect(difference < 3e-5)
    }

    /// What a decoder delivers, at 8 kHz.
    private func telephone(_ decoder: VorbisDecoder) throws -> [Float] {
        let rate = decoder.format.sampleRate
        let lead = decoder.lead * Double(rate) / Double(decoder.recorded.sampleRate)
        let resampler = try makeResampler(from: rate, lead: lead, choice: .fast)
        let sound = try DecodedSound(decoder)
        let room = resampler.reserve(sound.frames)
        for (frame, sample) in sound.samples.enumerated() { room[frame] = sample }
        var result: [Float] = []
        try resampler.commit(sound.frames) { result += $1 }
        try resampler.finish(at: decoder.telephoneLength(delivered: sound.frames)) { result += $1 }
        return result
    }

    @Test(arguments: [1, 2, 3, 63, 64, 577, 1023, 1024, 1025, 44099, 44100, 123_457]) func everyLengthIsExact(
        frames: Int
    ) throws {
        let bytes = try encode(TestSound.tone(300, frames: frames, rate: 44100))
        let decoder = try open(bytes)
        #expect(decoder.recordedFrames == frames)
        #expect(try DecodedSound(decoder).frames == (frames + 1) / 2)
        #expect(try DecodedSound(try open(bytes, mayHalve: false)).frames == frames)
    }

    @Test(arguments: [1, 2, 255, 1000]) func streamCutFromALongerOne(startTrim: Int) throws {
        var file = try OggBytes(encode(sound(200_000)))
        let whole = try DecodedSound(try open(file.bytes, mayHalve: false))
        // All granule positions earlier: the first page holds more than it has to.
        for page in 2..<file.pages.count {
            let granule = file.pages[page][6..<14].reversed().reduce(Int64(0)) { $0 << 8 | Int64($1) }
            file.set(granule - Int64(startTrim), at: 6, page: page)
        }
        file.fixChecksums()
        let decoder = try open(file.bytes, mayHalve: false)
        #expect(decoder.recordedFrames == 200_000 - startTrim)
        #expect(try DecodedSound(decoder).samples.elementsEqual(whole.samples.dropFirst(startTrim)))
        let half = try open(file.bytes)
        #expect(half.lead == (startTrim % 2 == 0 ? -0.5 : 0.5))
        #expect(try DecodedSound(half).frames == (200_000 - startTrim + 1 + startTrim % 2) / 2)
    }

    @Test(arguments: [(1, true), (2, true), (2, false)]) func seekingChangesNoSample(channels: Int, halved: Bool) throws
    {
        let decoder = try open(encode(sound(44100 * 6 + 5, channels: channels), channels: channels), mayHalve: halved)
        let whole = try DecodedSound(decoder)
        var random = SplitMix(state: 3)
        for place in 0..<50 {
            let frame =
                place < 4 ? [0, 1, whole.frames - 1, 4097][place] : .random(in: 0..<whole.frames, using: &random)
            try decoder.seek(to: frame)
            let part = try DecodedSound(decoder, limit: 3000)
            #expect(part.frames >= min(3000, whole.frames - frame))
            let same = whole.samples[frame * channels..<(frame + part.frames) * channels]
            #expect(part.samples.elementsEqual(same), "from \(frame)")
        }
    }

    @Test(arguments: [0, 5, 26, 100, 400]) func damageKeepsTime(at offset: Int) throws {
        var file = try OggBytes(encode(sound(44100 * 8 + 1)))
        let whole = try DecodedSound(try open(file.bytes))
        for index in offset..<offset + 50 { file.pages[4][index] = 0 }
        let decoder = try open(file.bytes)
        #expect(decoder.length == .claimed(whole.frames))
        let sound = try DecodedSound(decoder)
        #expect(sound.frames == whole.frames)
        guard case .skippedDamage(let at?, file.pages[4].count, let lost?)? = sound.findings.first else {
            Issue.record("\(sound.findings)")
            return
        }
        let (start, end) = (Int(at * 22050), Int((at + lost) * 22050))
        #expect(sound.findings.count == 1 && lost > 0.2 && lost < 3)
        #expect(sound.samples[..<(start - 1)].elementsEqual(whole.samples[..<(start - 1)]))
        #expect(sound.samples[(start + 1)..<(end - 1)].allSatisfy { $0 == 0 })
        #expect(sound.samples[(end + 1)...].elementsEqual(whole.samples[(end + 1)...]))
    }

    @Test func lostPages() throws {
        var file = try OggBytes(encode(sound(44100 * 8 + 1)))
        for page in [file.pages.count - 2, 3] {
            file.pages.remove(at: page)
            let sound = try DecodedSound(try open(file.bytes))
            #expect(abs(sound.frames - 22050 * 8) <= 1)
            guard sound.findings.count == 1, case .skippedDamage(_, nil, let lost?)? = sound.findings.first else {
                Issue.record("\(sound.findings)")
                continue
            }
            #expect(lost > 0.2)
        }
    }

    @Test func truncatedAnywhere() throws {
        let bytes = try encode(sound(44100 * 2))
        var longest = 0
        for count in Array(stride(from: 1, to: bytes.count, by: 397)) + [bytes.count - 1] {
            guard let decoder = try? open(Array(bytes[..<count])) else {
                #expect(count < 5000, "\(count) bytes hold the headers")
                continue
            }
            let sound = try DecodedSound(decoder)
            #expect(sound.frames >= longest, "more bytes, less sound at \(count)")
            longest = max(longest, sound.frames)
            let end = Finding.stoppedEarly(at: Double(sound.frames) / 22050, expected: nil, cause: .truncated)
            #expect(sound.findings == [end], "\(count)")
        }
        #expect(longest > 44100 - 2048)
    }

    @Test func randomDamageNeverBreaksIt() throws {
        let bytes = try encode(sound(15000, channels: 2), channels: 2)
        var random = SplitMix(state: 7)
        var decoded = 0
        for _ in 0..<200 {
            var file = try OggBytes(bytes)
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let page = Int.random(in: 0..<file.pages.count, using: &random)
                let index = Int.random(in: 0..<file.pages[page].count, using: &random)
                file.pages[page][index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            // With right checksums, so that the damage reaches the decoder.
            if Bool.random(using: &random) { file.fixChecksums() }
            guard let decoder = try? open(file.bytes) else { continue }
            let sound = try DecodedSound(decoder, limit: 44100 * 100)
            #expect(sound.frames == decoder.length.frames && sound.frames <= 44100 * 70)
            decoded += 1
        }
        #expect(decoded > 30)
    }

    @Test func bytesAfterTheEnd() throws {
        let decoder = try open(encode(sound(44100)) + [UInt8](repeating: 0x55, count: 1234))
        #expect(try DecodedSound(decoder).findings == [.unreadBytes(1234)])
        #expect(decoder.recordedFrames == 44100)
    }

    @Test(arguments: [(11, 0), (12, 0), (12, 9), (28, 0xFF), (29, 0), (1, 0x20)])
    func badHeader(offset: Int, value: UInt8) throws {
        var file = try OggBytes(encode(sound(4410)))
        for index in offset..<min(offset + 4, 30) { file.pages[0][28 + index] = value }
        file.fixChecksums()
        #expect(throws: RecordingError.self) { try open(file.bytes) }
        file = try OggBytes(encode(sound(4410)))
        file.pages.removeSubrange(1...)
        #expect(throws: RecordingError.undecodable(format: "Vorbis", reason: "its headers are missing")) {
            try open(file.bytes)
        }
    }
}
