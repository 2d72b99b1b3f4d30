import Glibc
import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

/// Headers with wrong values.
@Suite(.serialized, .timeLimit(.minutes(2))) struct WrongHeaderTests {
    private static let samples = ConversionTests.music(seconds: 0.5, rate: 8000, channels: 1)

    /// A wrong header of one kind of file, and what is expected of its conversion.
    struct WrongHeader: Sendable, CustomTestStringConvertible {
        enum Expectation: Sendable {
            /// All of the sound is converted.
            case whole
            /// The file is refused.
            case refused
            /// Either, but without a crash, and with no more sound than the file can hold.
            case any
        }

        var testDescription: String
        var kind: RecordingKind
        var expectation: Expectation
        var write: @Sendable (inout [UInt8]) -> Void

        init(
            _ kind: RecordingKind, _ what: String, _ expectation: Expectation,
            _ write: @escaping @Sendable (inout [UInt8]) -> Void
        ) {
            (self.kind, self.expectation, self.write) = (kind, expectation, write)
            testDescription = "\(kind.rawValue): \(what)"
        }

        /// Overwrites bytes at an offset, counted from behind the first occurrence of `mark` if there is one.
        init(
            _ kind: RecordingKind, _ what: String, _ expectation: Expectation, after mark: String = "", at offset: Int,
            _ bytes: [UInt8]
        ) {
            self.init(kind, what, expectation) { file in
                guard let start = place(of: mark, in: file) else { return }
                for (n, byte) in bytes.enumerated() where start + offset + n < file.count {
                    file[start + offset + n] = byte
                }
            }
        }
    }

    private static func big(_ value: some BinaryInteger, _ count: Int) -> [UInt8] {
        WaveBytes.little(value, count).reversed()
    }

    private static func big(_ value: Double) -> [UInt8] { big(value.bitPattern, 8) }

    /// STREAMINFO's 64 bits of rate, channels, width and length (RFC 9639 section 8.2).
    private static func streamInfo(rate: UInt64 = 8000, channels: UInt64 = 1, bits: UInt64 = 16, total: UInt64)
        -> [UInt8]
    {
        big(rate << 44 | (channels - 1) << 41 | (bits - 1) << 36 | total, 8)
    }

    private static let wrongHeaders: [WrongHeader] = [
        WrongHeader(.wav, "data size 0", .whole, at: 40, [0, 0, 0, 0]),
        WrongHeader(.wav, "data size 0xFFFFFFFF", .whole, at: 40, [0xFF, 0xFF, 0xFF, 0xFF]),
        WrongHeader(.wav, "data size 0x7FFFF000", .whole, at: 40, [0, 0xF0, 0xFF, 0x7F]),
        WrongHeader(.wav, "data size 2,000,000,000", .whole, at: 40, WaveBytes.little(2_000_000_000, 4)),
        WrongHeader(.wav, "data size 0x3FFFFFFF", .whole, at: 40, [0xFF, 0xFF, 0xFF, 0x3F]),
        WrongHeader(.wav, "all sizes 0", .whole) { for n in [4, 5, 6, 7, 40, 41, 42, 43] { $0[n] = 0 } },
        WrongHeader(.wav, "RIFF size 0", .whole, at: 4, [0, 0, 0, 0]),
        WrongHeader(.wav, "0 channels", .refused, at: 22, [0, 0]),
        WrongHeader(.wav, "1,025 channels", .refused, at: 22, [1, 4]),
        WrongHeader(.wav, "65,535 channels", .refused, at: 22, [0xFF, 0xFF]),
        WrongHeader(.wav, "0 Hz", .refused, at: 24, [0, 0, 0, 0]),
        WrongHeader(.wav, "1 Hz", .refused, at: 24, [1, 0, 0, 0]),
        WrongHeader(.wav, "999 Hz", .refused, at: 24, [0xE7, 3, 0, 0]),
        WrongHeader(.wav, "1,536,001 Hz", .refused, at: 24, [1, 0x70, 0x17, 0]),
        WrongHeader(.wav, "2 GHz", .refused, at: 24, [0, 0x94, 0x35, 0x77]),
        WrongHeader(.wav, "4 GHz", .refused, at: 24, [0xFF, 0xFF, 0xFF, 0xFF]),
        WrongHeader(.wav, "no bytes per frame", .any, at: 32, [0, 0]),
        WrongHeader(.wav, "65,535 bytes per frame", .any, at: 32, [0xFF, 0xFF]),
        WrongHeader(.wav, "no bits", .any, at: 34, [0, 0]),
        WrongHeader(.wav, "65,535 bits", .any, at: 34, [0xFF, 0xFF]),
        WrongHeader(.wav, "an unknown codec", .refused, at: 20, [0x99, 0x99]),
        WrongHeader(.wav, "MS ADPCM", .any, at: 20, [2, 0]), WrongHeader(.wav, "IMA ADPCM", .any, at: 20, [0x11, 0]),
        WrongHeader(.wav, "GSM", .any, at: 20, [0x31, 0]), WrongHeader(.wav, "MPEG", .any, at: 20, [0x55, 0]),
        WrongHeader(.wav, "a format of 4 GB", .any, at: 16, [0xFF, 0xFF, 0xFF, 0xFF]),

        WrongHeader(.flac, "no length", .whole, at: 18, streamInfo(total: 0)),
        WrongHeader(.flac, "the largest length", .whole, at: 18, streamInfo(total: 1 << 36 - 1)),
        WrongHeader(.flac, "a length of less than there is", .any, at: 18, streamInfo(total: 100)),
        WrongHeader(.flac, "0 Hz", .any, at: 18, streamInfo(rate: 0, total: 4000)),
        WrongHeader(.flac, "the largest rate", .any, at: 18, streamInfo(rate: 1 << 20 - 1, total: 4000)),
        WrongHeader(.flac, "8 channels", .any, at: 18, streamInfo(channels: 8, total: 4000)),
        WrongHeader(.flac, "4 bits", .any, at: 18, streamInfo(bits: 4, total: 4000)),
        WrongHeader(.flac, "blocks of none", .any, at: 8, [0, 0, 0, 0]),
        WrongHeader(.flac, "metadata of 16 MB", .any, at: 5, [0xFF, 0xFF, 0xFF]),

        WrongHeader(.aiff, "the most frames", .whole, after: "COMM", at: 6, [0xFF, 0xFF, 0xFF, 0xFF]),
        WrongHeader(.aiff, "no frames", .any, after: "COMM", at: 6, [0, 0, 0, 0]),
        WrongHeader(.aiff, "0 channels", .refused, after: "COMM", at: 4, [0, 0]),
        WrongHeader(.aiff, "32,767 channels", .refused, after: "COMM", at: 4, [0x7F, 0xFF]),
        WrongHeader(.aiff, "-1 channels", .refused, after: "COMM", at: 4, [0xFF, 0xFF]),
        WrongHeader(.aiff, "no bits", .any, after: "COMM", at: 10, [0, 0]),
        WrongHeader(
            .aiff, "a rate beyond numbers", .refused, after: "COMM", at: 12,
            [0x7F, 0xFF] + [UInt8](repeating: 0xFF, count: 8)),
        WrongHeader(.aiff, "a rate of 0", .refused, after: "COMM", at: 12, [UInt8](repeating: 0, count: 10)),
        WrongHeader(.aiff, "a negative rate", .any, after: "COMM", at: 12, [0xC0]),
        WrongHeader(.aiff, "COMM of 4 GB", .any, after: "COMM", at: 0, [0xFF, 0xFF, 0xFF, 0xFF]),
        WrongHeader(.aiff, "SSND of 4 GB", .any, after: "SSND", at: 0, [0xFF, 0xFF, 0xFF, 0xFF]),
        WrongHeader(.aiff, "sound that begins at 4 GB", .any, after: "SSND", at: 4, [0xFF, 0xFF, 0xFF, 0xFF]),
        WrongHeader(.aiff, "FORM of nothing", .any, at: 4, [0, 0, 0, 0]),

        WrongHeader(.au, "unknown size", .whole, at: 8, [0xFF, 0xFF, 0xFF, 0xFF]),
        WrongHeader(.au, "size 0", .any, at: 8, [0, 0, 0, 0]),
        WrongHeader(.au, "sound that begins behind the end", .refused, at: 4, [0x7F, 0, 0, 0]),
        WrongHeader(.au, "sound that begins in the header", .any, at: 4, [0, 0, 0, 0]),
        WrongHeader(.au, "0 channels", .refused, at: 20, [0, 0, 0, 0]),
        WrongHeader(.au, "4 billion channels", .refused, at: 20, [0xFF, 0xFF, 0xFF, 0xFF]),
        WrongHeader(.au, "2 GHz", .refused, at: 16, [0x77, 0x35, 0x94, 0]),
        WrongHeader(.au, "1 Hz", .refused, at: 16, [0, 0, 0, 1]),
        WrongHeader(.au, "an unknown encoding", .refused, at: 12, [0, 0, 0, 0xEE]),

        WrongHeader(.caf, "the largest size", .any, after: "data", at: 0, [0x7F] + [UInt8](repeating: 0xFF, count: 7)),
        WrongHeader(.caf, "unknown size", .any, after: "data", at: 0, [UInt8](repeating: 0xFF, count: 8)),
        WrongHeader(.caf, "size -2", .whole, after: "data", at: 0, [UInt8](repeating: 0xFF, count: 7) + [0xFE]),
        WrongHeader(.caf, "size -13", .whole, after: "data", at: 0, [UInt8](repeating: 0xFF, count: 7) + [0xF3]),
        WrongHeader(.caf, "size 0", .any, after: "data", at: 0, [UInt8](repeating: 0, count: 8)),
        WrongHeader(.caf, "a negative size", .any, after: "data", at: 0, [0x80] + [UInt8](repeating: 0, count: 7)),
        WrongHeader(
            .caf, "a description of the largest size", .any, after: "desc", at: 0,
            [0x7F] + [UInt8](repeating: 0xFF, count: 7)),
        WrongHeader(.caf, "a rate that is not a number", .refused, after: "desc", at: 8, big(Double.nan)),
        WrongHeader(.caf, "an infinite rate", .refused, after: "desc", at: 8, big(Double.infinity)),
        WrongHeader(.caf, "a rate of 1e300", .refused, after: "desc", at: 8, big(1e300)),
        WrongHeader(.caf, "a negative rate", .refused, after: "desc", at: 8, big(-8000)),
        WrongHeader(.caf, "a rate of 0", .refused, after: "desc", at: 8, big(0)),
        WrongHeader(.caf, "0 channels", .refused, after: "desc", at: 32, [0, 0, 0, 0]),
        WrongHeader(.caf, "4 billion channels", .refused, after: "desc", at: 32, [0xFF, 0xFF, 0xFF, 0xFF]),
        WrongHeader(.caf, "no bytes per packet", .any, after: "desc", at: 24, [0, 0, 0, 0]),

        WrongHeader(.w64, "the largest size", .any, at: 16, [UInt8](repeating: 0xFF, count: 7) + [0x7F]),
        WrongHeader(.w64, "size 0", .any, at: 16, [UInt8](repeating: 0, count: 8)),
        WrongHeader(.w64, "0 channels", .refused, at: 66, [0, 0]),
        WrongHeader(.w64, "1 Hz", .refused, at: 68, [1, 0, 0, 0]),
        WrongHeader(.w64, "the largest data", .any, after: "data", at: 12, [UInt8](repeating: 0xFF, count: 7) + [0x7F]),

        WrongHeader(.vorbis, "0 channels", .refused, after: "vorbis", at: 4, [0]),
        WrongHeader(.vorbis, "0 Hz", .refused, after: "vorbis", at: 5, [0, 0, 0, 0]),
        WrongHeader(.vorbis, "2 GHz", .refused, after: "vorbis", at: 5, [0, 0x94, 0x35, 0x77]),
        WrongHeader(.opus, "0 channels", .refused, after: "OpusHead", at: 1, [0]),
        WrongHeader(.opus, "255 channels", .any, after: "OpusHead", at: 1, [255]),
        WrongHeader(.opus, "the largest pre-skip", .any, after: "OpusHead", at: 2, [0xFF, 0xFF]),
        WrongHeader(.opus, "a version to come", .any, after: "OpusHead", at: 0, [0xF0]),
        WrongHeader(.mp3, "a tag that says 4 billion frames", .any, after: "Info", at: 4, [0xFF, 0xFF, 0xFF, 0xFF]),
        WrongHeader(.mp3, "a tag that pads by the most", .any, after: "LAME", at: 17, [0xFF, 0xFF, 0xFF]),
        WrongHeader(.mp3, "another rate in every second frame", .any) { file in
            for n in stride(from: 200, to: file.count - 4, by: 700) {
                file.replaceSubrange(n..<n + 4, with: [0xFF, 0xFB, 0x94, 0xC4])
            }
        },
    ]

    @Test(arguments: wrongHeaders) func header(_ header: WrongHeader) async throws {
        // With room for lame's tag
        let options = header.kind == .mp3 ? ["-b", "64", "--resample", "8"] : []
        var bytes = try header.kind.encode(WaveBytes.pcm16(Self.samples, rate: 8000), options: options)
        let before = bytes
        header.write(&bytes)
        #expect(bytes != before, "the header is unchanged")
        if header.kind == .vorbis || header.kind == .opus { Self.fixFirstChecksum(of: &bytes) }
        let outcome = try await InputOutcome.of(bytes, inspecting: true)
        switch header.expectation {
        case .whole:
            #expect(outcome.error == nil)
            #expect(outcome.samples == Self.samples)
        case .refused:
            #expect(outcome.error != nil)
        case .any:
            #expect(outcome.samples.count <= 61 * telephoneRate)
        }
    }

    /// Readers check it before they trust the header (RFC 3533 section 6).
    private static func fixFirstChecksum(of bytes: inout [UInt8]) {
        let segments = Int(bytes[26])
        let size = 27 + segments + bytes[27..<27 + segments].reduce(0) { $0 + Int($1) }
        bytes.replaceSubrange(22..<26, with: [0, 0, 0, 0])
        var sum: UInt32 = 0
        for byte in bytes[..<size] {
            sum ^= UInt32(byte) << 24
            for _ in 0..<8 { sum = sum << 1 ^ (sum >> 31 == 1 ? 0x04C1_1DB7 : 0) }
        }
        bytes.replaceSubrange(22..<26, with: WaveBytes.little(sum, 4))
    }

    /// Placeholders for the size, which a program never replaced, are no reason to miss hours of sound.
    @Test(
        arguments: [
            (RecordingKind.wav, 40, [0, 0x94, 0x35, 0x77]), (.wav, 40, [0xFF, 0xFF, 0xFF, 0x3F]),
            (.wav, 40, [0xFF, 0xFF, 0xFF, 0x7F]), (.au, 8, [0x7F, 0xFF, 0xFF, 0xFF]),
            (.aiff, 4, [0x7F, 0xFF, 0xFF, 0xFF]), (.caf, -1, [UInt8](repeating: 0xFF, count: 7) + [0xFE]),
        ] as [(RecordingKind, Int, [UInt8])])
    func placeholdersAreNoFinding(_ kind: RecordingKind, offset: Int, size: [UInt8]) async throws {
        var bytes = try kind.encode(WaveBytes.pcm16(Self.samples, rate: 8000))
        let start = try offset >= 0 ? offset : #require(place(of: "data", in: bytes))
        bytes.replaceSubrange(start..<start + size.count, with: size)
        let outcome = try await InputOutcome.of(bytes, inspecting: true)
        #expect(outcome.samples == Self.samples)
        #expect(outcome.findings.isEmpty)
    }

    /// A size that somebody measured is one.
    @Test func whatIsCutOffIsSaid() async throws {
        let wave = Array(WaveBytes.pcm16(Self.samples, rate: 8000).dropLast(2000))
        let findings = try await InputOutcome.of(wave).findings
        #expect(findings == [.stoppedEarly(at: 0.375, expected: 0.5, cause: .truncated)])
    }

    @Test func theErrorNamesTheDefect() async throws {
        func error(at offset: Int, _ bytes: [UInt8]) async throws -> RecordingError? {
            var wave = WaveBytes.pcm16(Self.samples, rate: 8000)
            wave.replaceSubrange(offset..<offset + bytes.count, with: bytes)
            return try await InputOutcome.of(wave).error
        }
        #expect(try await error(at: 22, [0, 0]) == .channelCountOutOfRange(0))
        #expect(try await error(at: 22, [1, 4]) == .channelCountOutOfRange(1025))
        #expect(try await error(at: 24, [1, 0, 0, 0]) == .rateOutOfRange(1))
        #expect(try await error(at: 24, [0, 0x94, 0x35, 0x77]) == .rateOutOfRange(2_000_000_000))
    }

    /// The ends of what is accepted are accepted.
    @Test(arguments: [(1000, 1), (1_536_000, 1), (8000, 1024), (44100, 1024)])
    func theExtremes(_ rate: Int, channels: Int) async throws {
        let frames = rate / 50
        let wave = WaveBytes.pcm16([Int16](repeating: 1000, count: frames * channels), rate: rate, channels: channels)
        let converted = try await Converted(wave)
        #expect(converted.samples.count == 160)
        #expect(abs(converted.samples[80] - 1000) <= 1)
    }

    /// More than 4 GB, of whose size the header holds the lower 32 bits: only opened, since converting takes too long.
    @Test func wrappedSize() throws {
        let size = 44 + 1 << 32 + 8000
        var wave = WaveBytes(size: 36 + 8000)
        wave.format(channels: 2, rate: 44100)
        wave.data(0, claimed: 8000)
        let recording = try Recording(ByteSource.of(wave.bytes, size: size))
        let stream = try #require(recording.streams.first)
        let decoder = try recording.decoder(for: stream, mix: true)
        #expect(decoder.length == .exact((1 << 32 + 8000) / 4))
        #expect(recording.findings.count == 1)
        try decoder.seek(to: (1 << 32 + 8000) / 4 - 10)
        let rest = SampleBlock(frames: 100, layout: decoder.layout, channels: decoder.format.channels.count)
        #expect(try decoder.read(100, into: rest) == 10)
    }

    /// 17 minutes of zeros without a single byte on the disk: a rate at which that is a second.
    @Test func sparseFiles() async throws {
        let start = WaveBytes.pcm16([Int16](repeating: 1, count: 100), rate: 1_536_000)
        let converted = try await Converted(Array(start), size: 44 + 2 * 1_536_000)
        #expect(converted.samples.count <= 8000)
    }

    // MARK: No files

    @Test func foldersAndPipesAreRejected() async throws {
        let folder = try TemporaryFolder()
        func error(_ path: FilePath) async -> RecordingError? {
            do {
                _ = try await Converted(file: path)
                return nil
            } catch {
                return error as? RecordingError
            }
        }
        #expect(await error(folder.path) == .system(errno: EISDIR, action: .open))
        #expect(await error(folder.file("none")) == .system(errno: ENOENT, action: .open))
        #expect(await error("/dev/null") == .system(errno: ESPIPE, action: .open))
        let pipe = folder.file("pipe")
        #expect(pipe.withPlatformString { mkfifo($0, 0o600) } == 0)
        // Without a writer, opening the pipe must not wait for ever.
        #expect(await error(pipe) == .system(errno: ETIMEDOUT, action: .open))
    }
}

/// Where the bytes behind `mark` begin; the start of the file for no mark.
private func place(of mark: String, in file: [UInt8]) -> Int? {
    let mark = Array(mark.utf8)
    return (0...max(0, file.count - mark.count)).first { file[$0...].starts(with: mark) }.map { $0 + mark.count }
}
