import Glibc
import Support
import Testing

@testable import TelephoneAudio

private typealias Signal = LevelTestSignal

@Suite struct LevelConditionerTests {
    private let level = LevelRecipe(target: .telephone)

    @Test("Speech comes to the level asked for", arguments: [-30.0, -20, -12], ["-22 LUFS", "-19 dBm0", "-30 LUFS"])
    func reachesTarget(peak: Double, text: String) throws {
        let target = try LevelTarget(text)
        let result = try Signal.conditioned(Signal.speechLike(peak, 4), LevelRecipe(target: target))
        let isSpeech = target.measure == .speech
        let level = isSpeech ? SpeechLevelReference.level(result.samples) : Signal.loudness(result.samples)
        #expect(abs(try #require(level) - target.level) < (isSpeech ? 0.2 : 0.02))
        #expect(abs(try #require(result.report.levelAfter) - target.level) < 0.02)
        #expect(result.findings.isEmpty)
    }

    @Test(
        "-19 dBm0 is an active speech level of -22 dBFS above 300 Hz",
        .enabled(if: Tool.isInstalled("espeak-ng") && Tool.isInstalled("sox")), arguments: [0.25, 0.5, 1] as [Float])
    func realSpeech(factor: Float) throws {
        let speech = try Signal.speech().map { $0 * factor }
        let result = try Signal.conditioned(speech, LevelRecipe(target: .telephone, highPass: true))
        #expect(abs(try #require(SpeechLevelReference.level(result.samples)) + 22) < 1)
        #expect(try #require(Signal.truePeak(result.samples)) <= -3)
        #expect(result.findings.isEmpty)
    }

    @Test(
        "Words of one speaker stay equally loud, however short",
        arguments: [LevelRecipe(target: .telephone), LevelRecipe(target: .telephone, highPass: true, trim: true)],
        [-34.0, -14])
    func shortWords(recipe: LevelRecipe, level: Double) throws {
        let levels = try [0.1, 0.15, 0.2, 0.28, 0.35, 0.4, 0.45, 0.8].map { seconds in
            let result = try Signal.conditioned(Signal.word(seconds, level), recipe)
            #expect(result.findings.allSatisfy { if case .trimmed = $0 { true } else { false } })
            return try #require(SpeechLevelReference.level(result.samples))
        }
        #expect(levels.allSatisfy { abs($0 + 22) < 1.5 }, "\(levels)")
        #expect(try #require(levels.max()) - (try #require(levels.min())) < 1.5, "\(levels)")
    }

    @Test(
        "Digits of one speaker stay equally loud",
        .enabled(if: Tool.isInstalled("espeak-ng") && Tool.isInstalled("sox")),
        arguments: [LevelRecipe(target: .telephone), LevelRecipe(target: .telephone, highPass: true, trim: true)])
    func digits(recipe: LevelRecipe) throws {
        let digits = try (0...20).map { try Signal.speech("\($0)") }
        for factor in [0.25, 1] as [Float] {
            let results = try digits.map { try Signal.conditioned($0.map { $0 * factor }, recipe) }
            let levels = try results.map { try #require(SpeechLevelReference.level($0.samples)) }
            #expect(levels.allSatisfy { abs($0 + 22) < 1.5 }, "\(levels)")
            #expect(try #require(levels.max()) - (try #require(levels.min())) < 1.5, "\(levels)")
            // The level that is reported is the one that came of it.
            for (result, level) in zip(results, levels) {
                #expect(abs(try #require(result.report.levelAfter) - level) < 1)
            }
        }
    }

    @Test("A loudness too, of less than 400 ms", arguments: [0.1, 0.2, 0.39, 0.41])
    func shortLoudness(seconds: Double) throws {
        let target = try LevelTarget("-22 LUFS")
        let result = try Signal.conditioned(Signal.sine(1000, -30, seconds), LevelRecipe(target: target))
        let padded = result.samples + Signal.silence(max(0, 0.4 - seconds))
        #expect(abs(try #require(Signal.loudness(Array(padded.prefix(3200)))) + 22) < 0.02)
        #expect(result.findings.isEmpty)
    }

    @Test("DC is not amplified, but removed", arguments: [0.2, -0.05] as [Float])
    func offset(offset: Float) throws {
        let speech = Signal.silence(1) + Signal.speechLike(-26, 4) + Signal.silence(1)
        // Far below the ceiling: no limiter.
        let recipe = LevelRecipe(target: try LevelTarget("-25 dBm0"))
        let result = try Signal.conditioned(speech.map { $0 + offset }, recipe)
        let mean = result.samples.reduce(0) { $0 + Double($1) } / Double(result.samples.count)
        #expect(abs(mean) < 0.001)
        #expect(abs(try #require(SpeechLevelReference.level(result.samples)) + 28) < 0.2)
        guard case .dcOffset(let found, isRemoved: true) = result.findings.first else {
            Issue.record("no finding: \(result.findings)")
            return
        }
        #expect(abs(found - Double(offset)) < 0.001)
    }

    @Test(
        "Noise that becomes audible is reported",
        arguments: [(-50.0, -34.0, true), (-78, -34, false), (-50, -18, false), (-68, -40, true)])
    func noise(floor: Double, speech: Double, isReported: Bool) throws {
        let samples = zip(Signal.silence(1) + Signal.speechLike(speech + 5, 4), Signal.noise(floor, 5)).map { $0 + $1 }
        let result = try Signal.conditioned(samples, level)
        let reported = result.findings.compactMap { finding -> (Double, Double)? in
            if case .noiseRaised(let gain, let level) = finding { (gain, level) } else { nil }
        }
        #expect((reported.count == 1) == isReported, "\(result.report)")
        for (gain, level) in reported {
            #expect(gain == result.report.gain && gain > 10)
            #expect(abs(level - floor - 0.35 - gain) < 2)
        }
    }

    @Test("Single peaks cost up to 6 dB less than the ceiling asks for", arguments: [0.9, 0.99, 1.5] as [Float])
    func ceiling(spike: Float) throws {
        var samples = Signal.speechLike(-32, 4)
        samples[16_000] = spike
        let result = try Signal.conditioned(samples, level)
        let truePeak = try #require(Signal.truePeak(result.samples))
        #expect(truePeak <= -3 && truePeak > -3.5)
        #expect(try #require(result.report.truePeakAfter) <= -3)
        #expect(abs(result.report.limited - 6) < 1e-9)
        #expect(abs(result.report.gain - (3 - 20 * log10(Double(spike)))) < 0.01)
        guard case .levelNotReached(wanted: .telephone, let reached, because: .ceiling) = result.findings.first else {
            Issue.record("no finding: \(result.findings)")
            return
        }
        #expect(reached == result.report.levelAfter)
        #expect(result.findings.first?.severity == .warning)
    }

    @Test("At most 20 dB up", arguments: [(-45.0, true), (-50, true), (-55, true), (-28, false)])
    func largestGain(peak: Double, limited: Bool) throws {
        let result = try Signal.conditioned(Signal.speechLike(peak, 4), level)
        #expect((result.report.gain == 20) == limited)
        #expect(result.report.gain <= 20)
        guard limited, let reached = result.report.levelAfter else { return }
        #expect(result.findings == [.levelNotReached(wanted: .telephone, reached: reached, because: .largestGain)])
        #expect(result.findings.first?.severity == (reached < -25 ? .warning : .note))
    }

    @Test("Silence is left alone", arguments: [0, 0.001, 3])
    func silence(seconds: Double) throws {
        let samples = Signal.silence(seconds)
        let result = try Signal.conditioned(samples, LevelRecipe(target: .telephone, highPass: true, trim: true))
        let unchanged = result.samples == samples
        #expect(unchanged)
        #expect(result.report.gain == 0)
        #expect(result.findings.isEmpty)
    }

    @Test("Too little sound is never raised", arguments: [0.01, 0.03, 0.06], [0.0, 1, 5])
    func shortBeep(beep: Double, pause: Double) throws {
        let samples = Signal.silence(pause) + Signal.sine(1000, -30, beep) + Signal.silence(pause)
        let result = try Signal.conditioned(samples, level)
        let unchanged = result.samples == samples
        #expect(unchanged)
        #expect(result.findings == [.tooShortToLevel])
    }

    @Test func shortBeepUnderTheCeiling() throws {
        let result = try Signal.conditioned(Signal.silence(1) + Signal.sine(1000, 0, 0.06) + Signal.silence(1), level)
        let truePeak = try #require(Signal.truePeak(result.samples))
        #expect(truePeak <= -3 && truePeak > -3.01)
        #expect(result.findings == [.tooShortToLevel])
    }

    @Test("Faint noise is not speech")
    func faintNoise() throws {
        let samples = Signal.noise(-75, 3)
        let result = try Signal.conditioned(samples, level)
        let unchanged = result.samples == samples
        #expect(unchanged)
        #expect(result.findings == [.tooShortToLevel])
    }

    @Test("A clip under 3 s is levelled like any other", arguments: [0.6, 1, 2.9])
    func shortClip(seconds: Double) throws {
        let result = try Signal.conditioned(Signal.silence(0.2) + Signal.sine(500, -30, seconds), level)
        #expect(abs(try #require(SpeechLevelReference.level(result.samples)) + 22) < 0.2)
    }

    @Test("Whatever goes in finite comes out finite", arguments: [1e-38, 1e-20, 1e5, 1e30] as [Float])
    func finite(scale: Float) throws {
        let samples = Signal.speechLike(-10, 2).map { $0 * scale }
        let result = try Signal.conditioned(samples, LevelRecipe(target: .telephone, highPass: true, trim: true))
        #expect(result.samples.allSatisfy { $0.isFinite })
        #expect(result.report.gain.isFinite)
        #expect(result.samples.map(abs).max() ?? 0 <= 1)
    }

    @Test("The high-pass alone is the high-pass", arguments: [100, 8192, 20_000])
    func highPassOnly(count: Int) throws {
        let samples = Array(Signal.noise(-20, 3).map { $0 + 0.1 }.prefix(count))
        let result = try Signal.conditioned(samples, LevelRecipe(highPass: true))
        let isHighPassed = result.samples == Signal.highPassed(samples)
        #expect(isHighPassed)
        #expect(result.report.gain == 0)
    }

    @Test func everythingAtOnce() throws {
        let speech = Signal.silence(2) + Signal.speechLike(-25, 5) + Signal.silence(2)
        let samples = zip(speech, Signal.sine(50, -50, 9)).map { $0 + $1 + 0.05 }
        let target = try LevelTarget("-25 dBm0")
        let result = try Signal.conditioned(samples, LevelRecipe(target: target, highPass: true, trim: true))
        #expect(abs(try #require(SpeechLevelReference.level(result.samples)) + 28) < 0.3)
        #expect(result.report.trimmedStart > 1.8 && result.report.trimmedEnd > 1.7)
        #expect(result.findings == [.trimmed(start: result.report.trimmedStart, end: result.report.trimmedEnd)])
    }

    @Test func errorsOfTheSinkAreRethrown() throws {
        let spool = try Signal.spool(Signal.noise(-20, 3))
        #expect(throws: OutputRefused.self) {
            try Conditioner(LevelRecipe(highPass: true)).run(on: spool, count: 24_000) { _ in throw OutputRefused() }
        }
    }
}

private struct OutputRefused: Error {}
