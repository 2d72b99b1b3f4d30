import Testing

@testable import TelephoneAudio

@Suite struct WaveHeaderTests {
    private func header(_ bytes: [UInt8], size: Int? = nil) throws -> WaveHeader? {
        try WaveHeader(ByteSource.of(bytes, size: size))
    }

    @Test func canonicalHeader() throws {
        let header = try #require(try header(WaveBytes.canonical(samples: 100)))
        #expect(header.form == .riff)
        #expect(header.defects.isEmpty)
        #expect(header.dataOffset == 44)
        #expect(header.dataBytes == 200)
        #expect(header.claimedDataBytes == 200)
        #expect(header.chunksBefore == ["fmt "])
        #expect(header.chunksAfter.isEmpty)
        #expect(header.format?.codecName == "16-bit PCM")
        let expected = HeaderlessFormat(
            codec: .pcm16, codecName: "16-bit PCM", sampleRate: 8000, channels: [.center])
        #expect(header.format?.headerless == expected)
        #expect(!header.needsRepair)
    }

    @Test(arguments: ["", "RIFF", "text that is no sound at all", "RIFF\0\0\0\0AVI LIST", "RIFX\0\0\0\u{24}WAVEfmt "])
    func anythingElseIsNoWave(_ text: String) throws {
        #expect(try header(Array(text.utf8)) == nil)
    }

    @Test func everyTruncationOfACanonicalFile() throws {
        let whole = WaveBytes.canonical(samples: 4)
        for length in 0..<whole.count {
            let header = try header(Array(whole[..<length]))
            guard length >= 12 else {
                #expect(header == nil)
                continue
            }
            let found = try #require(header)
            #expect(found.defects.contains(.riffSize(claimed: 44)))
            #expect(found.dataBytes == max(0, length - 44) / 2 * 2)
            #expect(found.dataOffset <= length)
            if length < 44 { #expect(found.defects.contains(.noData)) }
            if length >= 20, length < 36 { #expect(found.defects.contains(.shortFormat(bytes: 16))) }
            if length >= 44 { #expect(found.defects.contains(.truncated(missing: UInt64(52 - length)))) }
            if length >= 44, length % 2 == 1 { #expect(found.defects.contains(.partialFrame(bytes: 1))) }
        }
    }

    @Test(
        arguments: [
            0, 0xFFFF_FFFF, 0x7FFF_F000, 0x8000_0000, 0x7FFF_FFFF, 0xFFFF_FFDB, 0x3FFF_FFFF, 0x3FFF_FFDB, 0x4000_0000,
            0x1FFF_FFFF, 2_000_000_000, 2_000_000_036, 1_999_999_956, 1_000_000_000,
        ] as [UInt32])
    func sizesThatWereNeverFilledIn(_ size: UInt32) throws {
        var wave = WaveBytes(size: size)
        wave.format()
        wave.data(1001, claimed: size)
        let header = try #require(try header(wave.bytes))
        #expect(header.dataBytes == 1000)
        #expect(header.defects.contains(.placeholderSize(UInt64(size))))
        #expect(header.defects.contains(.riffSize(claimed: UInt64(size))))
        #expect(header.needsRepair)
    }

    @Test func noSoundButChunksAfterIt() throws {
        var wave = WaveBytes()
        wave.format()
        wave.data(0)
        wave.chunk("LIST", size: 4, Array("INFO".utf8))
        let header = try #require(try header(wave.finished))
        #expect(header.dataBytes == 0)
        #expect(header.chunksAfter == ["LIST"])
        #expect(header.defects.isEmpty)
    }

    @Test func dataLargerThanTheFile() throws {
        var wave = WaveBytes()
        wave.format()
        wave.data(500, claimed: 5000)
        let header = try #require(try header(wave.finished))
        #expect(header.dataBytes == 500)
        #expect(header.defects == [.truncated(missing: 4500)])
        #expect(!header.needsRepair)
    }

    /// Two and nine times 4 GB, of which the file knows the rest only; and the same with a chunk behind the sound.
    @Test(arguments: [1, 2, 9], [false, true])
    func sizeWrappedAtFourGigabytes(_ times: Int, tagged: Bool) throws {
        let sound = times << 32 + 1_000_000
        var wave = WaveBytes()
        wave.format(channels: 2, rate: 48000)
        wave.chunk("data", size: 1_000_000)
        let size = 44 + sound
        // The tag itself would be written far behind: a sparse file of zeros stands for the sound, and for the end.
        let header = try #require(try header(wave.bytes, size: tagged ? size + 100 : size))
        #expect(header.dataBytes == sound)
        #expect(header.dataOffset == 44)
        #expect(header.defects.contains(.wrappedSize(claimed: 1_000_000)))
        #expect(header.defects.contains(.trailingBytes(100)) == tagged)
        #expect(header.needsRepair)
    }

    @Test func size64() throws {
        var wave = WaveBytes("RF64", size: .max)
        let sound = 5 << 30
        let riff = 4 + 36 + 24 + 8 + sound
        wave.chunk(
            "ds64", size: 28, WaveBytes.little(riff, 8) + WaveBytes.little(sound, 8) + [UInt8](repeating: 0, count: 12))
        wave.format(channels: 2, rate: 48000)
        wave.chunk("data", size: .max)
        let header = try #require(try header(wave.bytes, size: riff + 8))
        #expect(header.form == .rf64)
        #expect(header.claimedRIFFBytes == UInt64(riff))
        #expect(header.dataBytes == sound)
        #expect(header.defects.isEmpty)
    }

    @Test(arguments: [0, 1, UInt64.max, UInt64.max - 7, 1 << 63, 1 << 40])
    func hostileSize64(_ size: UInt64) throws {
        var wave = WaveBytes("RF64", size: .max)
        wave.chunk(
            "ds64", size: 28, WaveBytes.little(size, 8) + WaveBytes.little(size, 8) + [UInt8](repeating: 0, count: 12))
        wave.format()
        wave.data(1000, claimed: .max)
        let header = try #require(try header(wave.bytes))
        #expect(header.claimedDataBytes == size)
        #expect(header.dataBytes == (size == 1 ? 0 : 1000))
        #expect(!header.defects.isEmpty)
    }

    @Test func rf64WithoutItsSizes() throws {
        var wave = WaveBytes("RF64", size: .max)
        wave.format()
        wave.data(1000, claimed: .max)
        let header = try #require(try header(wave.bytes))
        #expect(header.dataBytes == 1000)
        #expect(header.defects.contains(.noSize64))
        #expect(header.needsRepair)
    }

    @Test(arguments: [0x7FFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFF0, 10_000, 2, 40] as [UInt32])
    func listThatLies(_ size: UInt32) throws {
        var wave = WaveBytes()
        wave.format()
        wave.chunk("LIST", size: size, Array("INFOISFT\u{10}\0\0\0metadata\0\0\0\0 of data".utf8))
        let offset = wave.bytes.count + 8
        wave.data(1000)
        let header = try #require(try header(wave.finished))
        #expect(header.dataOffset == offset)
        #expect(header.dataBytes == 1000)
        #expect(header.chunksBefore.prefix(2) == ["fmt ", "LIST"])
        #expect(header.defects == [.wrongChunkSize("LIST", claimed: size)])
        #expect(header.needsRepair)
    }

    @Test func wrongListSizeBeforeTheFormat() throws {
        var wave = WaveBytes()
        wave.chunk("LIST", size: .max, Array("INFO fmt is not here".utf8))
        wave.format()
        wave.data(1000)
        let header = try #require(try header(wave.finished))
        #expect(header.dataBytes == 1000)
        #expect(header.format?.sampleRate == 8000)
        #expect(header.chunksBefore == ["LIST", "fmt "])
    }

    @Test func nothingAfterAWrongListSize() throws {
        var wave = WaveBytes()
        wave.format()
        wave.chunk("LIST", size: .max, [UInt8](repeating: 0, count: 100_000))
        let header = try #require(try header(wave.finished))
        #expect(header.dataBytes == 0)
        #expect(header.defects == [.truncated(missing: 0xFFFF_FFFF - 100_000), .noData])
    }

    @Test(arguments: [true, false])
    func oddChunks(_ padded: Bool) throws {
        var wave = WaveBytes()
        wave.chunk("LIST", size: 7, Array("INFOxyz".utf8) + (padded ? [0] : []))
        wave.format()
        wave.chunk("zzzz", size: 3, Array("abc".utf8) + (padded ? [0] : []))
        wave.data(999)
        if padded { wave.bytes.append(0) }
        wave.chunk("LIST", size: 4, Array("INFO".utf8))
        let header = try #require(try header(wave.finished))
        #expect(header.dataBytes == 998)
        #expect(header.chunksAfter == ["LIST"])
        let unpadded: [WaveHeader.Defect] = [.unpaddedChunk("LIST"), .unpaddedChunk("zzzz"), .unpaddedChunk("data")]
        #expect(header.defects == (padded ? [] : unpadded) + [.partialFrame(bytes: 1)])
        #expect(header.needsRepair == !padded)
    }

    @Test(arguments: [250, 65535])
    func emptyChunks(_ count: Int) throws {
        var wave = WaveBytes()
        wave.format()
        for _ in 0..<count { wave.chunk("junk", size: 0) }
        wave.data(1000)
        let header = try #require(try header(wave.finished))
        #expect(header.dataBytes == (count < WaveScan.chunkLimit ? 1000 : 0))
        #expect(header.defects == (count < WaveScan.chunkLimit ? [] : [.tooManyChunks, .noData]))
    }

    @Test func emptyChunksAfterTheSound() throws {
        var wave = WaveBytes()
        wave.format()
        wave.data(1000)
        for _ in 0..<65535 { wave.chunk("junk", size: 0) }
        let header = try #require(try header(wave.finished))
        #expect(header.dataBytes == 1000)
        #expect(header.defects == [.tooManyChunks])
    }

    @Test func soundInTwoChunks() throws {
        var wave = WaveBytes()
        wave.format()
        wave.data(1000)
        wave.data(500)
        let header = try #require(try header(wave.finished))
        #expect(header.dataBytes == 1000)
        #expect(header.chunksAfter == ["data"])
        #expect(header.defects == [.severalDataChunks(500)])
        #expect(header.needsRepair)
    }

    @Test func formatAfterTheSound() throws {
        var wave = WaveBytes()
        wave.data(1000)
        wave.format(rate: 16000)
        let header = try #require(try header(wave.finished))
        #expect(header.format?.sampleRate == 16000)
        #expect(header.dataBytes == 1000)
    }

    @Test func garbageAfterTheSound() throws {
        var wave = WaveBytes()
        wave.format()
        wave.data(1000)
        wave.bytes += [UInt8](repeating: 0xFE, count: 77)
        let header = try #require(try header(wave.finished))
        #expect(header.dataBytes == 1000)
        #expect(header.defects == [.trailingBytes(77)])
    }

    @Test func channelsZero() throws {
        var wave = WaveBytes()
        wave.format(channels: 0)
        wave.data(1000)
        let header = try #require(try header(wave.finished))
        #expect(header.format?.isLinearOrLog == false)
        #expect(header.dataBytes == 1000)
        #expect(!header.needsRepair)
    }

    @Test func mostOfEverything() throws {
        var wave = WaveBytes(size: .max)
        wave.format(channels: 65535, rate: 0xFFFF_FFFF, bits: 64, blockAlign: 65535, byteRate: 0xFFFF_FFFF)
        wave.data(1000, claimed: 0xFFFF_FFFE)
        let header = try #require(try header(wave.bytes))
        #expect(header.format?.channels == 65535)
        #expect(header.format?.isLinearOrLog == false)
    }

    @Test func blockAlignZero() throws {
        var wave = WaveBytes()
        wave.format(channels: 2, blockAlign: 0)
        wave.data(1002)
        let header = try #require(try header(wave.finished))
        #expect(header.format?.frameBytes == 4)
        #expect(header.dataBytes == 1000)
        #expect(header.defects == [.blockAlign(0), .byteRate(0), .partialFrame(bytes: 2)])
        #expect(header.needsRepair)
    }

    @Test(arguments: [0, 2, 14, 15])
    func shortFormats(_ size: Int) throws {
        var wave = WaveBytes()
        let body = Array(WaveBytes.canonical()[20..<36])
        wave.chunk("fmt ", size: UInt32(size), Array(body[..<size]) + (size % 2 == 1 ? [0] : []))
        wave.data(100)
        let header = try #require(try header(wave.finished))
        #expect(header.defects.contains(.shortFormat(bytes: size)))
        #expect(header.dataBytes == 100)
    }

    @Test func extensible() throws {
        var wave = WaveBytes()
        wave.format(
            tag: 0xFFFE, channels: 6, rate: 96000, bits: 24,
            extra: WaveBytes.extensible(tag: 1, validBits: 20, mask: 0x3F))
        wave.data(1800)
        let header = try #require(try header(wave.finished))
        let format = try #require(header.format)
        #expect(header.defects.isEmpty)
        #expect(format.isExtensible)
        #expect(format.validBits == 20)
        #expect(format.codecName == "24-bit PCM")
        #expect(
            format.headerless?.channels == [.left, .right, .center, .lowFrequency, .surroundLeft, .surroundRight])
    }

    @Test(arguments: [[], [0, 0], WaveBytes.little(22, 2) + [16, 0]])
    func extensibleWithAShortFormat(_ extra: [UInt8]) throws {
        var wave = WaveBytes()
        wave.format(tag: 0xFFFE, extra: extra)
        wave.data(100)
        let header = try #require(try header(wave.finished))
        #expect(header.defects == [.shortFormat(bytes: 16 + extra.count)])
        #expect(header.format?.sampleCodec == .pcm16)
        #expect(header.needsRepair)
    }

    @Test func extensibleOfAnotherFamily() throws {
        var wave = WaveBytes()
        let extra = WaveBytes.extensible(tag: 1, validBits: 16, mask: 4)
        wave.format(tag: 0xFFFE, extra: extra.dropLast(3) + [1, 2, 3])
        wave.data(100)
        let format = try #require(try header(wave.finished)?.format)
        #expect(format.codecTag == nil)
        #expect(!format.isLinearOrLog)
        #expect(format.codecName == "unknown codec")
    }

    @Test(
        arguments: [
            (1, 8, nil, "8-bit PCM", 1), (1, 16, nil, "16-bit PCM", 2), (1, 12, 2, "16-bit PCM", 2),
            (1, 24, nil, "24-bit PCM", 3), (1, 24, 4, "24-bit PCM", 4), (1, 32, nil, "32-bit PCM", 4),
            (3, 32, nil, "32-bit float", 4), (3, 64, nil, "64-bit float", 8), (6, 8, nil, "A-law", 1),
            (7, 8, nil, "µ-law", 1), (0x11, 4, 256, "IMA ADPCM", nil), (0x55, 0, 1, "MP3", nil),
            (0x1234, 16, 2, "codec 0x1234", nil),
            (1, 64, 8, "64-bit PCM", nil), (3, 16, 2, "16-bit float", nil),
        ] as [(UInt16, Int, Int?, String, Int?)])
    func codecs(_ tag: UInt16, bits: Int, blockAlign: Int?, name: String, frameBytes: Int?) throws {
        var wave = WaveBytes()
        wave.format(tag: tag, bits: bits, blockAlign: blockAlign)
        // Silence, which says nothing about how it is stored.
        wave.chunk("data", size: 1024, [UInt8](repeating: 0, count: 1024))
        let format = try #require(try header(wave.finished)?.format)
        #expect(format.codecName == name)
        #expect(format.frameBytes == frameBytes)
        #expect(format.isLinearOrLog == (frameBytes != nil))
    }

    /// Every byte of a rich header in turn set to 0x00, 0x7F, 0x80 and 0xFF: never more sound than there are bytes.
    @Test func everyByteDamaged() throws {
        var wave = WaveBytes()
        wave.chunk("bext", size: 5, [1, 2, 3, 4, 5, 0])
        wave.format(tag: 0xFFFE, channels: 2, extra: WaveBytes.extensible(tag: 1, validBits: 16, mask: 3))
        wave.chunk("LIST", size: 12, Array("INFOISFT\0\0\0\0".utf8))
        wave.data(200)
        wave.chunk("cue ", size: 4, [0, 0, 0, 0])
        let whole = wave.finished
        for index in whole.indices {
            for value in [0, 0x7F, 0x80, 0xFF] as [UInt8] {
                var bytes = whole
                bytes[index] = value
                guard let header = try header(bytes) else {
                    #expect(index < 12)
                    continue
                }
                #expect(header.dataOffset + header.dataBytes <= bytes.count)
            }
        }
    }
}
