import Support
import Testing

@testable import TelephoneAudio

/// Damaged recordings: each gives an error, or a valid WAV in which what was not damaged is in its place.
///
/// Serialized: most start ffmpeg again and again.
@Suite(.serialized, .timeLimit(.minutes(5))) struct DamagedInputTests {
    /// 400 bytes in the middle are missing: the rest is in its place, and the damage is reported.
    @Test(arguments: [RecordingKind.flac, .vorbis, .opus, .mp3], [UInt8(0), 0xFF, 0x5A])
    func damagedInTheMiddle(_ kind: RecordingKind, filling: UInt8) async throws {
        let whole = try InputOutcome.recording(kind, seconds: 10, rate: 16000)
        let middle = whole.count / 2
        let damaged = whole[..<middle] + [UInt8](repeating: filling, count: 400) + whole[(middle + 400)...]
        let clean = try await InputOutcome.of(whole).samples
        let outcome = try await InputOutcome.of(Array(damaged))
        let samples = outcome.samples
        #expect(abs(samples.count - clean.count) < 6000, "\(samples.count)")
        let places = outcome.findings.map { finding -> Double? in
            switch finding {
            case .skippedDamage(let at, _, _): at ?? 5
            case .stoppedEarly(let at, _, _): at
            default: nil
            }
        }
        #expect(places.contains { $0.map { abs($0 - 5) < 1.5 } ?? false }, "\(outcome.findings)")
        // Before the damage nothing has changed.
        #expect(zip(samples, clean).prefix(30000).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }

    @Test(arguments: [RecordingKind.flac, .vorbis, .opus, .mp3]) func workersAgreeOnDamage(_ kind: RecordingKind)
        async throws
    {
        let whole = try InputOutcome.recording(kind, seconds: 25, rate: 16000)
        let third = whole.count / 3
        let damaged = Array(whole[..<third] + [UInt8](repeating: 0, count: 500) + whole[(third + 500)...])
        for bytes in [damaged, Array(whole[..<(whole.count * 9 / 10)])] {
            let alone = try await InputOutcome.of(bytes)
            let together = try await InputOutcome.of(bytes, workers: 3)
            #expect(alone.error == nil)
            #expect(!alone.findings.isEmpty)
            #expect(together.findings == alone.findings)
            #expect(together.samples == alone.samples)
        }
    }

    /// Flipped bits, zeroed and overwritten stretches, shifted and missing bytes, everywhere.
    @Test(arguments: RecordingKind.allCases) func randomDamage(_ kind: RecordingKind) async throws {
        let whole = try InputOutcome.recording(kind, seconds: 1)
        var generator = SplitMix(state: UInt64(kind.rawValue.count) * 77)
        var converted = 0
        for number in 0..<200 {
            var bytes = whole
            // Half of them where the headers are
            let limit = number.isMultiple(of: 2) ? min(200, bytes.count) : bytes.count
            let place = Int.random(in: 0..<limit, using: &generator)
            let length = min(Int.random(in: 1...300, using: &generator), bytes.count - place)
            switch number % 5 {
            case 0, 1:
                for _ in 0..<Int.random(in: 1...8, using: &generator) {
                    bytes[Int.random(in: 0..<limit, using: &generator)] ^=
                        1 << UInt8.random(in: 0..<8, using: &generator)
                }
            case 2: for n in place..<place + length { bytes[n] = 0 }
            case 3: for n in place..<place + length { bytes[n] = .random(in: 0...255, using: &generator) }
            default: bytes.removeSubrange(place..<place + length)
            }
            let outcome = try await InputOutcome.of(bytes, inspecting: number.isMultiple(of: 16))
            if outcome.error == nil { converted += 1 }
            #expect(outcome.samples.count <= 100 * telephoneRate, "variant \(number)")
        }
        #expect(converted > 20)
    }
}
