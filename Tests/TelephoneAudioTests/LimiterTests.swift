import Glibc
import Support
import Testing

@testable import TelephoneAudio

private typealias Signal = LevelTestSignal

@Suite struct LimiterTests {
    private func limited(_ samples: [Float], piece: Int = 8192, ceiling: Double = -3) -> [Float] {
        var limiter = Limiter(ceiling: ceiling)
        var result: [Float] = []
        Signal.push(samples, piece: piece) { limiter.push($0) { result.append(contentsOf: $0) } }
        limiter.finish { result.append(contentsOf: $0) }
        return result
    }

    @Test(
        "Peaks up to 6 dB over the ceiling come down to it",
        arguments: [
            LevelTestSound("2 kHz between samples", Signal.ramped(Signal.sine(2000, 3, 1, phase: .pi / 4))),
            LevelTestSound("997 Hz", Signal.sine(997, 2.9, 0.5)), LevelTestSound("noise", Signal.noise(-6, 3)),
            LevelTestSound("syllables", Signal.speechLike(1, 3)),
            LevelTestSound("clicks", (0..<9000).map { $0 % 701 == 0 ? 1.4 : 0.01 }),
            LevelTestSound("one sample", [1.4]), LevelTestSound("17 samples", [Float](repeating: -1.2, count: 17)),
        ])
    func ceiling(sound: LevelTestSound) throws {
        let peak = try #require(Signal.truePeak(sound.samples))
        let scale = Float(Signal.amplitude(3 - max(3, peak)))
        let samples = sound.samples.map { $0 * scale }
        let result = limited(samples)
        #expect(result.count == samples.count)
        #expect(try #require(Signal.truePeak(result)) <= -3)
        // A gain of 1/2 at most, of 1 at least, and never another sign.
        #expect(zip(samples, result).allSatisfy { abs($1) <= abs($0) && abs($1) >= abs($0) * 0.49 && $0 * $1 >= 0 })
    }

    @Test("What is under the ceiling stays as it is") func unchanged() {
        let samples = Signal.speechLike(-12, 2)
        let isUnchanged = limited(samples) == samples
        #expect(isUnchanged)
        #expect(limited([]).isEmpty)
    }

    @Test("A click is lowered within 12 ms before and 50 ms after it") func reach() {
        var samples = Signal.sine(440, -20, 1)
        samples[4000] = 1.4
        let result = limited(samples)
        #expect(result[..<(4000 - 96)] == samples[..<(4000 - 96)])
        #expect(result[(4000 + 400)...] == samples[(4000 + 400)...])
        let gains = zip(samples, result).map { $0 == 0 ? 1 : $1 / $0 }
        #expect(gains[4000] < 0.51)
        #expect(zip(gains, gains.dropFirst()).allSatisfy { abs($0 - $1) < 0.012 })
    }

    @Test("The size of the pieces changes nothing", arguments: [1, 15, 16, 17, 4000, 5000])
    func pieces(size: Int) {
        let samples = Signal.noise(-8, 1.3)
        let isSame = limited(samples, piece: size) == limited(samples)
        #expect(isSame)
    }

    /// Speech with 6 dB taken off its peaks differs little from the speech: the distortion stays 18 dB below it, as a gain that
    /// varies slowly.
    @Test(
        "Speech keeps its shape", .enabled(if: Tool.isInstalled("espeak-ng") && Tool.isInstalled("sox")))
    func speech() throws {
        let speech = try Signal.speech()
        let peak = try #require(Signal.truePeak(speech))
        let samples = speech.map { $0 * Float(Signal.amplitude(3 - peak)) }
        let result = limited(samples)
        #expect(try #require(Signal.truePeak(result)) <= -3)
        // The best fit in each 32 ms, as an ear adapts; what is left is distortion.
        var (signal, rest) = (0.0, 0.0)
        for start in stride(from: 0, to: samples.count - 256, by: 256) {
            let range = start..<start + 256
            let cross = range.reduce(0.0) { $0 + Double(samples[$1]) * Double(result[$1]) }
            let power = range.reduce(0.0) { $0 + Double(samples[$1]) * Double(samples[$1]) }
            guard power > 0 else { continue }
            signal += cross * cross / power
            rest += range.reduce(0.0) {
                let difference = Double(result[$1]) - cross / power * Double(samples[$1])
                return $0 + difference * difference
            }
        }
        #expect(10 * log10(signal / rest) > 18, "\(10 * log10(signal / rest)) dB")
    }

    @Test("A conversion reports the level that was reached behind the limiter") func reachedLevel() async throws {
        var samples = Signal.speechLike(-32, 4)
        samples[16_000] = 0.99
        let recipe = Recipe(level: LevelRecipe(target: .telephone))
        let converted = try await Converted(WaveBytes.float(samples, rate: 8000), recipe)
        let level = try #require(SpeechLevelReference.level(converted.floats))
        guard case .levelNotReached(_, let reached, because: .ceiling) = converted.report.findings.first else {
            Issue.record("\(converted.report.findings)")
            return
        }
        #expect(abs(reached - level) < 0.25)
        #expect(abs(try #require(converted.report.activeLevel) - level) < 0.25)
    }
}
