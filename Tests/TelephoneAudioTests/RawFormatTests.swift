import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

/// Telephone systems' files without a header.
struct RawFormatTests {
    private static func tone(rate: Int) -> [Int16] { TestSound.tone(1000, frames: 2 * rate, rate: rate) }

    /// What sox or ffmpeg makes of a tone, without a header.
    private static func encode(_ format: RawFormat) throws -> [UInt8] {
        let rate = format == .sln16 || format == .g722 ? 16000 : 8000
        let wave = WaveBytes.pcm16(tone(rate: rate), rate: rate)
        let sox = ["-D", "-t", "wav", "-"]
        return switch format {
        case .gsm: try Tool.require("sox", sox + ["-t", "gsm", "-"], input: wave).output
        case .alaw: try Tool.require("sox", sox + ["-t", "al", "-"], input: wave).output
        case .ulaw: try Tool.require("sox", sox + ["-t", "ul", "-"], input: wave).output
        case .vox: try Tool.require("sox", sox + ["-t", "vox", "-"], input: wave).output
        case .sln, .sln16: TestSound.bytes(tone(rate: rate))
        case .g722:
            try Tool.require(
                "ffmpeg", ["-v", "error", "-f", "wav", "-i", "pipe:0", "-c:a", "g722", "-f", "g722", "pipe:1"],
                input: wave
            ).output
        }
    }

    @Test(
        .enabled(if: Tool.isInstalled("sox") && Tool.isInstalled("ffmpeg"), "sox, ffmpeg"),
        arguments: RawFormat.allCases)
    func isReadAsNamed(format: RawFormat) async throws {
        let bytes = try Self.encode(format)
        let recipe = Recipe(reading: ReadingOptions(rawFormat: format))
        let converted = try await Converted(bytes, recipe)
        #expect(abs(converted.report.samples - 16000) <= (format == .gsm ? 160 : 0))
        #expect(abs(Measure.decibels(converted.tone / 0.5)) < (format == .gsm ? 3 : 0.3))
        if format == .sln { #expect(converted.samples == Self.tone(rate: 8000)) }
        let inspector = Inspector(reading: recipe.reading)
        #expect(try inspector.inspect(bytes).failure == nil)
        // Of these only GSM says what it is.
        if format == .gsm {
            #expect(try await Converted(bytes).samples == converted.samples)
        } else {
            #expect(throws: RecordingError.notAudio(looksLike: nil)) { try Recording(ByteSource.of(bytes)) }
        }
    }

    @Test(.enabled(if: Tool.isInstalled("sox"), "sox")) func gsmSignature() throws {
        let bytes = try Self.encode(.gsm)
        func reader(_ bytes: [UInt8]) throws -> FileSignature.Reader {
            try FileSignature(of: ByteSource.of(bytes)).reader
        }
        #expect(try reader(bytes) == .gsm)
        #expect(try reader(Array(bytes.prefix(33 * 8 + 20))) == .gsm)
        #expect(try reader(Array(bytes.prefix(33 * 7))) == .unknown)
        #expect(try reader(Array(bytes.dropFirst())) == .unknown)
        var damaged = bytes
        damaged[33 * 3] = 0x12
        #expect(try reader(damaged) == .unknown)
    }

    /// A header is not read as sound.
    @Test(arguments: [RawFormat.ulaw, .sln]) func withAHeader(format: RawFormat) throws {
        let wave = WaveBytes.pcm16(Self.tone(rate: 8000), rate: 8000)
        #expect(throws: RecordingError.hasHeader(format: "WAV")) {
            try Recording(ByteSource.of(wave), ReadingOptions(rawFormat: format))
        }
    }

    @Test(arguments: [
        ("ul", RawFormat.ulaw), ("ULAW", .ulaw), ("al", .alaw), ("sln", .sln), ("sln16", .sln16), ("g722", .g722),
        ("gsm", .gsm), ("vox", .vox), ("wav", nil), ("", nil),
    ])
    func fileNameExtensions(suffix: String, format: RawFormat?) {
        #expect(RawFormat(fileNameExtension: suffix) == format)
    }
}
