import Glibc
import Testing

@testable import TelephoneAudio

/// WAV headers whose bytes per sample and bits per sample disagree: the samples decide how they are stored.
@Suite struct SampleStorageTests {
    /// How a writer stores samples of `bytes` bytes in frames of `container` bytes per channel.
    struct Layout: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bits: Int
        var container: Int
        /// The bytes of a sample of as many bits.
        var store: @Sendable (Int32) -> [UInt8]

        init(_ what: String, bits: Int, container: Int, _ store: @escaping @Sendable (Int32) -> [UInt8]) {
            testDescription = what
            (self.bits, self.container, self.store) = (bits, container, store)
        }
    }

    private static let layouts = [
        Layout("24 bits in the upper of four bytes", bits: 24, container: 4) { WaveBytes.little($0 << 8, 4) },
        Layout("24 bits in the lower of four bytes", bits: 24, container: 4) { WaveBytes.little($0, 4) },
        Layout("24 bits in the lower of four bytes, no sign above", bits: 24, container: 4) {
            WaveBytes.little($0 & 0xFF_FFFF, 4)
        },
        Layout("24 bits, said to be in four bytes", bits: 24, container: 4) { WaveBytes.little($0, 3) },
        Layout("24 bits, said to be in two bytes", bits: 24, container: 2) { WaveBytes.little($0, 3) },
        Layout("16 bits in the upper of four bytes", bits: 16, container: 4) { WaveBytes.little($0 << 16, 4) },
        Layout("16 bits in the lower of four bytes", bits: 16, container: 4) { WaveBytes.little($0, 4) },
        Layout("16 bits, said to be in four bytes", bits: 16, container: 4) { WaveBytes.little($0, 2) },
        Layout("16 bits, said to be in one byte", bits: 16, container: 1) { WaveBytes.little($0, 2) },
        Layout("16 bits in the upper of three bytes", bits: 16, container: 3) { WaveBytes.little($0 << 8, 3) },
        Layout("20 bits in the upper of four bytes", bits: 20, container: 4) { WaveBytes.little($0 << 12, 4) },
    ]

    private static func samples(bits: Int, channels: Int, level: Double) -> [Int32] {
        ConversionTests.music(seconds: 0.5, rate: 44100, channels: channels).map { sample in
            Int32((Double(sample) / 32768 * level * Double(1 << (bits - 1))).rounded())
        }
    }

    @Test(arguments: layouts, [(1, false), (2, false), (1, true), (2, true)])
    func everyLayout(_ layout: Layout, _ form: (channels: Int, isExtensible: Bool)) async throws {
        let samples = Self.samples(bits: layout.bits, channels: form.channels, level: 0.9)
        var wave = WaveBytes()
        wave.format(
            tag: form.isExtensible ? 0xFFFE : 1, channels: form.channels, rate: 44100, bits: layout.bits,
            blockAlign: form.channels * layout.container,
            extra: form.isExtensible ? WaveBytes.extensible(tag: 1, validBits: layout.bits, mask: 0) : [])
        let sound = samples.flatMap(layout.store)
        wave.chunk("data", size: UInt32(sound.count), sound)
        let converted = try await Converted(wave.finished)
        // The same samples as plain float.
        let scale = Float(1 << (layout.bits - 1))
        let plain = try await Converted(
            WaveBytes.float(samples.map { Float($0) / scale }, rate: 44100, channels: form.channels))
        #expect(converted.samples == plain.samples)
        let codec = "\((layout.bits + 7) / 8 * 8)-bit PCM"
        #expect(converted.report.format.codec == codec)
        // And `inspect` names one number of bits only.
        let header = try #require(try WaveHeader(ByteSource.of(wave.finished)))
        #expect(header.format?.codecName == codec)
        #expect(!converted.report.findings.contains { $0.severity == .warning })
    }

    /// Core Audio files whose samples occupy four bytes.
    @Test(arguments: [(true, true), (true, false), (false, true), (false, false)], [1, 2])
    func coreAudio(_ form: (isUpper: Bool, isBigEndian: Bool), channels: Int) async throws {
        let samples = Self.samples(bits: 24, channels: channels, level: 0.9)
        func big(_ value: some BinaryInteger, _ count: Int) -> [UInt8] { WaveBytes.little(value, count).reversed() }
        let sound = samples.flatMap { sample in
            let word = form.isUpper ? sample << 8 : sample
            return form.isBigEndian ? big(word, 4) : WaveBytes.little(word, 4)
        }
        let description: [UInt8] =
            big(44100.0.bitPattern, 8) + Array("lpcm".utf8) + big(form.isBigEndian ? 0 : 2, 4) + big(4 * channels, 4)
            + big(1, 4) + big(channels, 4) + big(24, 4)
        let file: [UInt8] =
            Array("caff".utf8) + [0, 1, 0, 0] + Array("desc".utf8) + big(32, 8) + description + Array("data".utf8)
            + big(sound.count + 4, 8) + [0, 0, 0, 0] + sound
        let converted = try await Converted(file)
        let plain = try await Converted(
            WaveBytes.float(samples.map { Float($0) / 8_388_608 }, rate: 44100, channels: channels))
        #expect(converted.samples == plain.samples)
        #expect(converted.report.format.codec == "24-bit PCM" && converted.report.format.container == "CAF")
    }

    @Test("Quiet samples in the lower bytes are not taken for silence") func quiet() async throws {
        let samples = Self.samples(bits: 24, channels: 1, level: 0.001)
        var wave = WaveBytes()
        wave.format(tag: 1, rate: 44100, bits: 24, blockAlign: 4)
        let sound = samples.flatMap { WaveBytes.little($0, 4) }
        wave.chunk("data", size: UInt32(sound.count), sound)
        let plain = try await Converted(WaveBytes.float(samples.map { Float($0) / 8_388_608 }, rate: 44100))
        #expect(try await Converted(wave.finished).samples == plain.samples)
    }

    @Test("Silence is silence in every layout", arguments: [(24, 4), (24, 2), (16, 4), (8, 2), (32, 3)])
    func silence(bits: Int, container: Int) async throws {
        var wave = WaveBytes()
        wave.format(tag: 1, rate: 8000, bits: bits, blockAlign: container)
        let sound = [UInt8](repeating: 0, count: 24000)
        wave.chunk("data", size: UInt32(sound.count), sound)
        _ = try await Converted(wave.finished)
    }
}
