import Glibc
import Support
import Testing

@testable import TelephoneAudio

private typealias Signal = LevelTestSignal

@Suite struct CleanTests {
    private static let hasSpeech: Bool = Tool.isInstalled("espeak-ng") && Tool.isInstalled("sox")
    private let clean = LevelRecipe(clean: true)

    /// Speech of -22 dBFS with pauses of half a second around it.
    private func speech() throws -> [Float] {
        let speech = try Signal.conditioned(Signal.speech(), LevelRecipe(target: .telephone)).samples
        return Signal.silence(0.5) + speech + Signal.silence(0.5)
    }

    private func rms(_ samples: some Collection<Float>) -> Double {
        Decibel.ofPower(samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(samples.count))
    }

    @Test("Steady noise becomes softer, and the speech stays where and as loud as it was", .enabled(if: hasSpeech))
    func noise() throws {
        let speech = try speech()
        let noisy = zip(speech, Signal.noise(-42, Double(speech.count) / 8000 + 1)).map { $0 + $1 }
        let result = try Signal.conditioned(noisy, clean)
        let report = try #require(result.report.clean)
        #expect(report.outcome == .cleaned && report.hum == nil)
        #expect(result.samples.count == noisy.count)
        #expect(rms(result.samples[400..<3600]) < rms(noisy[400..<3600]) - 8)
        // No delay: what is left after the speech is taken away is mostly noise.
        let error = rms(zip(result.samples, speech).map { $0 - $1 })
        #expect(error < rms(speech) - 10)
        #expect(error < rms(zip(result.samples.dropFirst(80), speech).map { $0 - $1 }) - 3)
    }

    @Test(
        "Speech that loud noise hides is found all the same; music in the same noise is left alone",
        .enabled(if: hasSpeech))
    func loudNoise() throws {
        let speech = try speech()
        func noise(_ level: Double) -> [Float] { Signal.noise(level, Double(speech.count) / 8000 + 1) }
        let noisy = zip(speech, noise(-30)).map { $0 + $1 }
        #expect(try Signal.conditioned(noisy, clean).report.clean?.outcome == .cleaned)
        // Chords of three notes, a new one every half second, with a breath between them.
        let chords = (0..<speech.count).map { index -> Float in
            let time = Double(index) / 8000
            let root = 220 * pow(2, Double([0, 5, 7, 3][Int(time * 2) % 4]) / 12)
            let loudness = min(1, 8 * (0.5 - time.truncatingRemainder(dividingBy: 0.5)))
            return Float(loudness * [1, 1.26, 1.5].reduce(0) { $0 + 0.05 * sin(2 * .pi * root * $1 * time) })
        }
        let music = zip(chords, noise(-32)).map { $0 + $1 }
        #expect(try Signal.conditioned(music, clean).report.clean?.outcome != .cleaned)
    }

    @Test("Hum of mains is taken out", .enabled(if: hasSpeech), arguments: [50, 60])
    func hum(mains: Int) throws {
        let speech = try speech()
        let seconds = Double(speech.count) / 8000 + 1
        let hum = (1...4).map { Signal.sine(Double(mains * $0), -34 - 3 * Double($0), seconds) }
        let humming = speech.indices.map { index in hum.reduce(speech[index]) { $0 + $1[index] } }
        let result = try Signal.conditioned(humming, clean)
        #expect(result.report.clean?.hum == mains)
        // From the first tenth of a second on.
        #expect(rms(result.samples[400..<3600]) < rms(humming[400..<3600]) - 25)
    }

    @Test(
        "What is clean, or no speech, is not touched, and it is said",
        .enabled(if: hasSpeech), arguments: [nil, LevelTarget.telephone])
    func untouched(target: LevelTarget?) throws {
        let sounds: [([Float], CleanReport.Outcome)] = [
            (try speech(), .alreadyClean), (Signal.silence(1), .alreadyClean), ([], .alreadyClean),
            (Signal.sine(425, -12, 4), .notSpeech), (Signal.noise(-20, 4), .notSpeech),
        ]
        for (samples, outcome) in sounds {
            let result = try Signal.conditioned(samples, LevelRecipe(target: target, clean: true))
            #expect(result.report.clean?.outcome == outcome)
            #expect(result.findings.contains(.notCleaned(because: outcome)))
            #expect(result.samples == (try Signal.conditioned(samples, LevelRecipe(target: target)).samples))
        }
    }

    @Test(
        "Whatever comes, finite samples of the same number go out",
        arguments: [
            LevelTestSound("one sample", [0.5]), LevelTestSound("DC", [Float](repeating: 0.4, count: 9000)),
            LevelTestSound("absurdly loud", [1e30, -1e30] + Signal.speechLike(-20, 2)),
            LevelTestSound("a square wave", (0..<20_000).map { $0 / 20 % 2 == 0 ? 1 : -1 }),
            LevelTestSound("loud and noisy", zip(Signal.speechLike(0, 4), Signal.noise(-30, 4)).map { $0 + $1 }),
        ])
    func anything(sound: LevelTestSound) throws {
        let result = try Signal.conditioned(sound.samples, LevelRecipe(target: .telephone, polish: true, clean: true))
        #expect(result.samples.allSatisfy { $0.isFinite })
        #expect(result.samples.count == sound.samples.count)
    }
}
