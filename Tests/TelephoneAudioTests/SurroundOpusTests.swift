import Glibc
import Support
import Testing

@testable import TelephoneAudio

/// Opus of more than two channels (RFC 7845 section 5.1.1.2): left, centre, right, not left, right, centre as in WAV.
@Suite(.enabled(if: Tool.isInstalled("opusenc"), "opus-tools")) struct SurroundOpusTests {
    /// In the order of WAV, as opusenc takes them: a tone for each loudspeaker.
    private static let wave: [(speaker: Speaker, frequency: Double)] = [
        (.left, 400), (.right, 600), (.center, 900), (.lowFrequency, 60), (.surroundLeft, 1900), (.surroundRight, 2700),
    ]

    private static func opus(_ levels: [Double]) throws -> [UInt8] {
        let tones = zip(wave, levels).map { TestSound.tone($0.frequency, frames: 96000, levels: [$1]) }
        let frames = (0..<96000).flatMap { frame in tones.map { $0[frame] } }
        return try RecordingKind.opus.encode(
            WaveBytes.pcm16(frames, rate: 48000, channels: wave.count), options: ["--bitrate", "300"])
    }

    private static func decoder(_ bytes: [UInt8]) throws -> OpusDecoder {
        let source = try ByteSource.of(bytes)
        let link = try #require(try OggLinks(source).links.first)
        return try OpusDecoder(source, stream: OpusStream(source, link: link), mix: true)
    }

    @Test func channelsAreThoseOfTheStandard() throws {
        let decoder = try Self.decoder(Self.opus(Array(repeating: 0.3, count: 6)))
        let order: [Speaker] = [.left, .center, .right, .surroundLeft, .surroundRight, .lowFrequency]
        #expect(decoder.format.channels == order && decoder.recorded.channels == order)
        #expect(decoder.length == .exact(32000))
        let sound = try DecodedSound(decoder)
        #expect(sound.frames == 32000 && sound.findings.isEmpty)
        for (channel, speaker) in order.enumerated() {
            for (other, frequency) in Self.wave {
                let level = sound.level(of: frequency, channel: channel)
                #expect(other == speaker ? abs(level - 0.3) < 0.03 : level < 0.03, "\(speaker): \(frequency) Hz")
            }
        }
    }

    /// ITU-R BS.775: the centre by 0.2929, without the low-frequency channel.
    @Test func theMixHasTheCentreInIt() async throws {
        let recording = try Self.opus(Array(repeating: 0.3, count: 6))
        let mix = try await Converted(recording).floats
        let weights = [0.2071, 0.2071, 0.2929, 0, 0.1464, 0.1464]
        for ((speaker, frequency), weight) in zip(Self.wave, weights) {
            #expect(abs(Self.level(mix, frequency) - 0.3 * weight) < 0.01, "\(speaker)")
        }
        // `--channel` counts in the order of the file.
        for (number, frequency) in [(1, 400.0), (2, 900), (3, 600), (4, 1900), (5, 2700)] {
            let one = try await Converted(recording, Recipe(channels: .only(number))).floats
            #expect(abs(Self.level(one, frequency) - 0.3) < 0.03, "channel \(number)")
        }
    }

    private static func level(_ samples: [Float], _ frequency: Double) -> Double {
        let middle = samples[1600..<14400]
        let (real, imaginary) = middle.enumerated().reduce((0.0, 0.0)) { sum, sample in
            let angle = 2 * Double.pi * frequency * Double(sample.offset) / 8000
            return (sum.0 + Double(sample.element) * cos(angle), sum.1 + Double(sample.element) * sin(angle))
        }
        return 2 * (real * real + imaginary * imaginary).squareRoot() / Double(middle.count)
    }

    @Test func seekingChangesNoSample() throws {
        let levels = Array(repeating: 0.2, count: 6)
        let decoder = try Self.decoder(Self.opus(levels))
        let whole = try DecodedSound(decoder)
        for frame in [0, 1, 5000, 16000, 31990] {
            try decoder.seek(to: frame)
            let part = try DecodedSound(decoder, limit: 2000)
            #expect(part.samples == Array(whole.samples[frame * 6..<(frame + part.frames) * 6]), "from \(frame)")
        }
    }

    @Test("Mapping tables: a short one is refused, and two channels in one are stereo") func tables() throws {
        let start = Array("OpusHead".utf8) + [1, 3, 56, 1, 0x80, 0xBB, 0, 0, 0, 0]
        #expect(throws: RecordingError.undecodable(format: "Opus", reason: "no channel mapping table")) {
            try OpusHead(start + [1, 2, 1, 0])
        }
        let head = try OpusHead(start + [1, 2, 1, 0, 2, 1])
        #expect(head.mapping == .init(streams: 2, coupled: 1, channels: [0, 2, 1]))
        #expect(head.speakers == [.left, .center, .right])
        let stereo = try OpusHead(Array("OpusHead".utf8) + [1, 2, 56, 1, 0x80, 0xBB, 0, 0, 0, 0, 1, 1, 1, 0, 1])
        #expect(stereo.mapping?.isPlain == true)
        let unnamed = try OpusHead(start + [255, 3, 0, 0, 1, 2])
        #expect(unnamed.speakers == [nil, nil, nil])
    }
}
