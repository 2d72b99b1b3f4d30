import Support
import Testing

@testable import TelephoneAudio

/// WAV files one directly behind the other in one file.
struct WavePartsTests {
    private static let first = TestSound.tone(1000, frames: 8000, rate: 8000)
    private static let second = TestSound.tone(500, frames: 4001, rate: 8000)

    private static func wave(
        _ samples: [Int16], rate: Int = 8000, claimed: UInt32? = nil, listBehind: Bool = false
    ) -> [UInt8] {
        var wave = WaveBytes(size: claimed ?? 0)
        wave.format(rate: rate)
        let bytes = TestSound.bytes(samples)
        wave.chunk("data", size: claimed ?? UInt32(bytes.count), bytes)
        if listBehind { wave.chunk("LIST", size: 10, Array("INFOISFT".utf8) + [0, 0]) }
        return claimed == nil ? wave.finished : wave.bytes
    }

    @Test(arguments: [false, true], [1, 2, 5]) func wholeFiles(listBehind: Bool, more: Int) async throws {
        var file = Self.wave(Self.first, listBehind: listBehind)
        for _ in 0..<more { file += Self.wave(Self.second, listBehind: listBehind) }
        let converted = try await Converted(file)
        #expect(converted.samples == Self.first + (0..<more).flatMap { _ in Self.second })
        #expect(converted.report.findings == [.joinedStreams(1 + more)])
    }

    /// The first header's size may be that of the whole.
    @Test func sizeOfTheWhole() async throws {
        var file = Self.wave(Self.first) + Self.wave(Self.second)
        file.replaceSubrange(4..<8, with: WaveBytes.little(file.count - 8, 4))
        let converted = try await Converted(file)
        #expect(converted.samples == Self.first + Self.second)
        #expect(converted.report.findings == [.joinedStreams(2)])
    }

    /// Speech that is sent sentence by sentence: headers without sizes within the samples would be clicks.
    @Test(arguments: [UInt32.max, 0, 0x7FFF_FFFF]) func withoutSizes(claimed: UInt32) async throws {
        let file =
            Self.wave(Self.first, claimed: claimed) + Self.wave(Self.second, claimed: claimed)
            + Self.wave(Self.first)
        let converted = try await Converted(file)
        #expect(converted.samples == Self.first + Self.second + Self.first)
        #expect(converted.report.findings == [.joinedStreams(3)])
    }

    @Test func otherRates() async throws {
        let high = TestSound.tone(1000, frames: 16000, rate: 16000)
        let converted = try await Converted(Self.wave(Self.first) + Self.wave(high, rate: 16000))
        #expect(converted.report.samples == 16000 && converted.report.findings == [.joinedStreams(2)])
        #expect(abs(converted.tone - 0.5) < 0.01)
    }

    /// A part that is no sound is reported and costs the others nothing.
    @Test func aPartWithoutSound() async throws {
        let rest = Self.wave([])
        let converted = try await Converted(Self.wave(Self.first) + rest)
        #expect(converted.samples == Self.first)
        #expect(converted.report.findings == [.unreadBytes(rest.count)])
    }

    /// The word alone, in samples or in a chunk, is no file.
    @Test func theWordAlone() async throws {
        var samples = Self.first
        samples.replaceSubrange(100..<102, with: [0x4952, 0x4646])
        #expect(try await Converted(Self.wave(samples)).samples == samples)
        #expect(try await Converted(Self.wave(samples, claimed: .max)).samples == samples)
    }
}
