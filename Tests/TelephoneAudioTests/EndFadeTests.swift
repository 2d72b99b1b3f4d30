import Glibc
import Support
import Testing

@testable import TelephoneAudio

@Suite struct EndFadeTests {
    private static func tone(_ amplitude: Double, rate: Int) -> [Float] {
        Tone.samples([Tone(frequency: 500, amplitude: amplitude, phase: .pi / 2)], rate: rate, frames: rate / 2)
    }

    @Test("Ends that are far from zero are faded", arguments: AnnouncementEncoding.allCases, [16000, 44100])
    func fades(encoding: AnnouncementEncoding, rate: Int) async throws {
        let wave = WaveBytes.float(Self.tone(0.5, rate: rate), rate: rate)
        let samples = try await Converted(wave, Recipe(encoding: encoding)).linear(encoding)
        #expect(samples.count == 4000)
        for ends in [Array(samples.prefix(40)), samples.suffix(40).reversed()] {
            #expect(abs(Int(ends[0])) < 100)
            #expect(ends.map { abs(Int($0)) }.max() ?? 0 < 17_000)
        }
        // The rest is the tone.
        #expect(samples[40..<3960].map { abs(Int($0)) }.max() ?? 0 > 15_000)
    }

    @Test("Ends near zero are not touched") func quiet() async throws {
        let rate = 16000
        let loud = try await Converted(WaveBytes.float(Self.tone(0.009, rate: rate), rate: rate))
        #expect(abs(Int(loud.samples[0])) > 50)
    }

    @Test("What is right already stays as it is", arguments: [1, 2, 3, 4000]) func copies(count: Int) async throws {
        let samples = Self.tone(0.5, rate: 8000).prefix(count).map { Int16($0 * 32767) }
        #expect(try await Converted(WaveBytes.pcm16(samples, rate: 8000)).samples == samples)
    }

    @Test("µ-law codes there and back", arguments: 0...255) func muLaw(code: Int) {
        let code = UInt8(code)
        // There are two codes for zero.
        #expect(code == 0x7F || G711.muLaw(Int(G711.linear(muLaw: code))) == code)
    }
}

extension Converted {
    /// The samples of an announcement, decoded.
    fileprivate func linear(_ encoding: AnnouncementEncoding) -> [Int16] {
        switch encoding {
        case .pcm16: samples
        case .alaw: bytes.dropFirst(58).map { G711.linear(aLaw: $0) }
        case .ulaw: bytes.dropFirst(58).map { G711.linear(muLaw: $0) }
        }
    }
}
