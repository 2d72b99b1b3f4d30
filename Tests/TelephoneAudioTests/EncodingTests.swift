import Glibc
import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

@Suite struct EncodingTests {
    private static let everyCode = (Int(Int16.min)...Int(Int16.max)).map { Int16($0) }

    private static func encoded(_ samples: [Int16], _ encoding: AnnouncementEncoding) throws -> [UInt8] {
        let g711 = try #require(G711(encoding))
        var codes = [UInt8](repeating: 0, count: samples.count)
        samples.withUnsafeBufferPointer { samples in
            codes.withUnsafeMutableBufferPointer { codes in
                codes.baseAddress.map { g711.encode(samples, into: $0) }
            }
        }
        return codes
    }

    private static func samples(_ bytes: [UInt8]) -> [Int16] {
        bytes.withUnsafeBytes { raw in
            (0..<raw.count / 2).map { raw.loadUnaligned(fromByteOffset: 2 * $0, as: Int16.self) }
        }
    }

    /// What G.711 codes mean, by sox.
    private static func decoded(_ codes: [UInt8], _ encoding: AnnouncementEncoding) throws -> [Int16] {
        let format = encoding == .alaw ? "al" : "ul"
        return samples(
            try Tool.require(
                "sox", ["-D", "-t", format, "-r", "8000", "-c", "1", "-", "-t", "s16", "-"], input: codes
            ).output)
    }

    // MARK: G.711

    @Test(arguments: [AnnouncementEncoding.alaw, .ulaw]) func everyG711CodeSurvives(_ encoding: AnnouncementEncoding)
        throws
    {
        let codes = (0...UInt8.max).map { $0 }
        let again = try Self.encoded(Self.decoded(codes, encoding), encoding)
        // µ-law has two zeros.
        let expected = codes.map { encoding == .ulaw && $0 == 0x7F ? 0xFF : $0 }
        #expect(again == expected)
    }

    /// Which samples get a code follows from what the codes mean: intervals reach half a step of their own segment
    /// upwards (tables 1a and 2a of the recommendation, columns 6 and 8). On a boundary either code is right.
    @Test(arguments: [AnnouncementEncoding.alaw, .ulaw])
    func everySampleGetsTheCodeOfItsInterval(_ encoding: AnnouncementEncoding) throws {
        let meanings = try Self.decoded((0...UInt8.max).map { $0 }, encoding).map(Int.init)
        let magnitudes = Set(meanings.filter { $0 >= 0 }).sorted()
        #expect(magnitudes.count == 128)
        let boundaries = magnitudes.indices.map { index in
            let isLastOfSegment = index % 16 == 15
            let step =
                isLastOfSegment
                ? magnitudes[index] - magnitudes[index - 1] : magnitudes[index + 1] - magnitudes[index]
            return magnitudes[index] + step / 2
        }
        let codes = try Self.encoded(Self.everyCode, encoding)
        let wrong = zip(Self.everyCode, codes).filter { sample, code in
            let size = abs(Int(sample))
            let index = boundaries.firstIndex { size <= $0 } ?? 127
            let isOnBoundary = index < 127 && size == boundaries[index]
            let meaning = meanings[Int(code)]
            let isRight = abs(meaning) == magnitudes[index] || isOnBoundary && abs(meaning) == magnitudes[index + 1]
            return !isRight || meaning != 0 && sample != 0 && meaning.signum() != Int(sample).signum()
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }

    /// sox rounds to 13 or 14 bits before it looks a code up, so it differs next to boundaries: by one code, and in
    /// less than two of a hundred samples.
    @Test(arguments: [AnnouncementEncoding.alaw, .ulaw]) func againstSox(_ encoding: AnnouncementEncoding) throws {
        let bytes = Self.everyCode.withUnsafeBytes { Array($0) }
        let format = encoding == .alaw ? "al" : "ul"
        let sox = try Tool.require(
            "sox", ["-D", "-t", "s16", "-r", "8000", "-c", "1", "-", "-t", format, "-"], input: bytes
        ).output
        let ours = try Self.encoded(Self.everyCode, encoding)
        #expect(ours.count == sox.count)
        let ranks = try Self.decoded((0...UInt8.max).map { $0 }, encoding).enumerated()
            .sorted { $0.element < $1.element }.map(\.offset)
        let rank = ranks.enumerated().reduce(into: [Int](repeating: 0, count: 256)) { $0[$1.element] = $1.offset }
        let distances = zip(ours, sox).map { abs(rank[Int($0)] - rank[Int($1)]) }
        #expect(distances.allSatisfy { $0 <= 1 })
        #expect(distances.filter { $0 > 0 }.count < Self.everyCode.count / 50)
    }

    // MARK: Headers

    @Test func canonicalHeader() {
        let header = AnnouncementEncoding.pcm16.waveHeader(samples: 100)
        #expect(header == Array(WaveBytes.canonical(samples: 100).prefix(44)))
    }

    @Test(arguments: AnnouncementEncoding.allCases, [0, 1, 2, 77, 1_000_000])
    func headersThatOthersRead(_ encoding: AnnouncementEncoding, samples: Int) throws {
        var bytes = encoding.waveHeader(samples: samples)
        bytes += [UInt8](repeating: 0x55, count: samples * encoding.sampleSize)
        if !bytes.count.isMultiple(of: 2) { bytes.append(0) }
        let folder = try TemporaryFolder()
        let path = try folder.write(bytes, to: "a.wav").string
        func soxi(_ option: String) throws -> String {
            let result = try Tool.require("soxi", [option, path])
            #expect(result.errors.isEmpty)
            return String(result.text.split(separator: "\n").first ?? "")
        }
        #expect(try soxi("-r") == "8000")
        #expect(try soxi("-c") == "1")
        #expect(try soxi("-s") == "\(samples)")
        #expect(try soxi("-e") == ["pcm16": "Signed Integer PCM", "alaw": "A-law", "ulaw": "u-law"][encoding.rawValue])
        #expect(try soxi("-b") == "\(8 * encoding.sampleSize)")
        withExtendedLifetime(folder) {}
    }

    @Test(arguments: AnnouncementEncoding.allCases) func theLongestAnnouncement(_ encoding: AnnouncementEncoding) {
        let size = encoding.largestSampleCount * encoding.sampleSize
        #expect(size + 58 <= Int(UInt32.max))
        #expect(size + 64 > Int(UInt32.max))
    }

    // MARK: Whole conversions

    /// 8 kHz, mono, 16 bit: all codes, in every lossless kind of file, with no change at all.
    @Test(arguments: RecordingKind.allCases.filter(\.isLossless)) func rightAlready(_ kind: RecordingKind) async throws
    {
        let samples = Self.everyCode + Self.everyCode.reversed()
        let wave = WaveBytes.pcm16(samples, rate: 8000)
        let converted = try await Converted(kind.encode(wave))
        #expect(converted.samples == samples)
        #expect(converted.bytes == wave)
        #expect(converted.report.findings.isEmpty)
    }

    @Test(arguments: [AnnouncementEncoding.alaw, .ulaw], [true, false])
    func g711Announcements(_ encoding: AnnouncementEncoding, headerless: Bool) async throws {
        // Odd, so that the chunk needs padding.
        let samples = Array(Self.everyCode.dropLast())
        let recipe = Recipe(encoding: encoding, headerless: headerless)
        let converted = try await Converted(WaveBytes.pcm16(samples, rate: 8000), recipe)
        let codes = try Self.encoded(samples, encoding)
        #expect(converted.bytes == (headerless ? codes : encoding.waveHeader(samples: samples.count) + codes + [0]))
    }

    @Test func headerlessSamples() async throws {
        let converted = try await Converted(WaveBytes.pcm16(Self.everyCode, rate: 8000), Recipe(headerless: true))
        #expect(Self.samples(converted.bytes) == Self.everyCode)
    }
}
