import Support
import Testing

@testable import TelephoneAudio

/// Ogg files that are several recordings one after the other (RFC 3533 section 4).
@Suite struct ChainedOggTests {
    private static func ogg(_ kind: RecordingKind, _ seconds: Double, rate: Int, channels: Int) throws -> [UInt8] {
        let music = ConversionTests.music(seconds: seconds, rate: rate, channels: channels)
        return try kind.encode(WaveBytes.pcm16(music, rate: rate, channels: channels))
    }

    @Test(
        arguments: [
            [(RecordingKind.vorbis, 44100, 2), (.vorbis, 44100, 2)],
            [(.vorbis, 44100, 1), (.vorbis, 22050, 2), (.vorbis, 48000, 1)],
            [(.opus, 48000, 1), (.opus, 48000, 1)],
            [(.opus, 48000, 2), (.opus, 48000, 1)],
            [(.opus, 48000, 1), (.vorbis, 32000, 1)],
        ])
    func linksFollowEachOther(_ kinds: [(kind: RecordingKind, rate: Int, channels: Int)]) async throws {
        let links = try kinds.enumerated().map {
            try Self.ogg($1.kind, 1 + 0.3 * Double($0), rate: $1.rate, channels: $1.channels)
        }
        let chained = try await Converted(links.flatMap { $0 })
        var expected: [[Int16]] = []
        for link in links { expected.append(try await Converted(link).samples) }
        chained.expectSamples(of: expected)
        #expect(chained.report.findings == [.joinedStreams(links.count)])
    }

    @Test(arguments: [RecordingKind.vorbis, .opus]) func lengthsAreExact(_ kind: RecordingKind) async throws {
        for frames in [480, 4800, 48001, 70003] {
            let music = ConversionTests.music(seconds: 1.5, rate: 48000, channels: 1).prefix(frames)
            let recording = try kind.encode(WaveBytes.pcm16(Array(music), rate: 48000))
            #expect(try await Converted(recording).samples.count == (frames + 3) / 6, "\(frames) frames")
        }
    }
}
