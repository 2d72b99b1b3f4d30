import Testing

@testable import TelephoneAudio

@Suite struct PlayabilityTests {
    private func inspect(_ bytes: [UInt8], leadingBytes: Int = 0) throws -> Playability {
        Playability(try #require(try WaveHeader(ByteSource.of(bytes))), leadingBytes: leadingBytes)
    }

    @Test func filesKnownToPlay() throws {
        #expect(try inspect(WaveBytes.canonical()).isKnownToPlay)
        var tagged = WaveBytes()
        tagged.format()
        tagged.chunk("LIST", size: 12, Array("INFOISFT\0\0\0\0".utf8))
        tagged.data(200)
        #expect(try inspect(tagged.finished).isKnownToPlay)
    }

    @Test func everyReasonAtOnce() throws {
        var wave = WaveBytes()
        wave.format(
            tag: 0xFFFE, channels: 2, rate: 44100, bits: 32,
            extra: WaveBytes.extensible(tag: 3, validBits: 32, mask: 3))
        wave.data(800)
        let playability = try inspect(wave.finished)
        #expect(!playability.plays)
        #expect(
            playability.obstacles == [.codec("32-bit float"), .sampleRate(44100), .channels(2), .extensibleHeader])
        #expect(playability.doubts.isEmpty)
    }

    @Test(arguments: [
        (6, 8, "A-law"), (7, 8, "µ-law"), (1, 8, "8-bit PCM"), (1, 24, "24-bit PCM"), (0x31, 0, "GSM 6.10"),
    ])
    func codecs(_ tag: Int, _ bits: Int, _ name: String) throws {
        var wave = WaveBytes()
        wave.format(tag: UInt16(tag), bits: bits)
        wave.data(600)
        #expect(try inspect(wave.finished).obstacles == [.codec(name)])
    }

    @Test func extensibleHeaderAlone() throws {
        var wave = WaveBytes()
        wave.format(tag: 0xFFFE, extra: WaveBytes.extensible(tag: 1, validBits: 16, mask: 4))
        wave.data(200)
        #expect(try inspect(wave.finished).obstacles == [.extensibleHeader])
    }

    @Test func sizes() throws {
        var streamed = WaveBytes(size: .max)
        streamed.format()
        streamed.data(200, claimed: .max)
        #expect(
            try inspect(streamed.bytes).obstacles == [
                .dataSize(claimed: 0xFFFF_FFFF, found: 200), .riffSize(claimed: 0xFFFF_FFFF, found: 236),
            ])
        let whole = WaveBytes.canonical(samples: 100)
        #expect(
            try inspect(whole.dropLast(50)).obstacles == [
                .dataSize(claimed: 200, found: 150), .riffSize(claimed: 236, found: 186),
            ])
        #expect(
            try inspect(whole.dropLast(51)).obstacles == [
                .dataSize(claimed: 200, found: 148), .riffSize(claimed: 236, found: 185), .partialSample,
            ])
        #expect(try inspect(whole, leadingBytes: 512).obstacles == [.leadingBytes(512)])
    }

    @Test func withoutSound() throws {
        #expect(try inspect(WaveBytes.canonical(samples: 0)).obstacles == [.noSamples])
        #expect(
            try inspect(Array(WaveBytes.canonical()[..<20])).obstacles == [
                .riffSize(claimed: 236, found: 12), .noFormat, .noSamples,
            ])
        #expect(try inspect(Array(WaveBytes.canonical()[..<12])).obstacles.contains(.noFormat))
    }

    @Test func rf64() throws {
        var wave = WaveBytes("RF64", size: .max)
        let sizes = WaveBytes.little(36 + 36 + 200, 8) + WaveBytes.little(200, 8)
        wave.chunk("ds64", size: 28, sizes + [UInt8](repeating: 0, count: 12))
        wave.format()
        wave.data(200, claimed: .max)
        #expect(try inspect(wave.bytes).obstacles == [.rf64])
    }

    @Test func brokenChunks() throws {
        var wave = WaveBytes()
        wave.format(byteRate: 8000)
        wave.chunk("junk", size: 3, [1, 2, 3])
        wave.data(200)
        wave.bytes += [0, 0, 0]
        #expect(try inspect(wave.finished).obstacles == [.brokenChunks, .contradictoryFormat])
    }

    @Test func doubts() throws {
        var wave = WaveBytes()
        wave.format(extra: [0, 0])
        wave.chunk("fact", size: 4, [100, 0, 0, 0])
        wave.data(200)
        wave.chunk("LIST", size: 4, Array("INFO".utf8))
        wave.chunk("id3 ", size: 2, [0, 0])
        let playability = try inspect(wave.finished)
        #expect(playability.plays)
        #expect(!playability.isKnownToPlay)
        #expect(
            playability.doubts == [
                .chunksBefore(["fact"]), .chunksAfter(["LIST", "id3 "]), .longFormatChunk(bytes: 18),
            ])
    }

    @Test func otherContainers() {
        let mp3 = RecordingFormat(container: "MP3", codec: "MP3", sampleRate: 44100, channels: [.left, .right])
        #expect(
            Playability(container: "MP3", format: mp3).obstacles == [
                .container("MP3"), .sampleRate(44100), .channels(2),
            ])
        let aiff = RecordingFormat(container: "AIFF", codec: "16-bit PCM", sampleRate: 8000, channels: [.center])
        #expect(Playability(container: "AIFF", format: aiff).obstacles == [.container("AIFF")])
        #expect(Playability(container: "text", format: nil).obstacles == [.container("text")])
        #expect(
            Playability(container: "AIFF", format: aiff, isEmpty: true).obstacles == [.container("AIFF"), .noSamples])
    }

    @Test func inspectionCombinesItsParts() throws {
        let header = try WaveHeader(ByteSource.of(WaveBytes.canonical()))
        let format = RecordingFormat(container: "WAV", codec: "16-bit PCM", sampleRate: 8000, channels: [.center])
        let wav = Inspection(container: "WAV", header: header, format: format, sound: nil, findings: [.silent])
        #expect(wav.playability.plays)
        #expect(wav.format == format)
        #expect(wav.findings == [.silent])
        let picture = Inspection(container: "a PNG picture", header: nil, format: nil, sound: nil)
        #expect(picture.playability.obstacles == [.container("a PNG picture")])
        let empty = Inspection(
            container: "AIFF", header: nil, format: format, sound: SoundAnalyzer(sampleRate: 8000).report)
        #expect(empty.playability.obstacles.contains(.noSamples))
    }
}
