import Glibc
import Support
import Testing

@testable import TelephoneAudio

private typealias Signal = LevelTestSignal

@Suite struct LevelConditionerTests {
    private let level = LevelRecipe(target: .telephone)

    @Test("Speech comes to the level asked for", arguments: [-30.0, -20, -8], ["-22 LUFS", "-19 dBm0", "-30 LUFS"])
    func reachesTarget(peak: Double, text: String) throws {
        let target = try LevelTarget(text)
        let result = try Signal.conditioned(Signal.speechLike(peak, 4), LevelRecipe(target: target))
        #expect(abs(try #require(Signal.loudness(result.samples)) - target.loudness) < 0.02)
        #expect(abs(try #require(result.report.loudnessAfter) - target.loudness) < 0.02)
        #expect(result.findings.isEmpty)
    }

    @Test(
        "-19 dBm0 is an active speech level of -22 dBFS",
        .enabled(if: Tool.isInstalled("espeak-ng") && Tool.isInstalled("sox")), arguments: [0.05, 0.5, 1] as [Float])
    func realSpeech(factor: Float) throws {
        let speech = try Signal.speech().map { $0 * factor }
        let result = try Signal.conditioned(speech, LevelRecipe(target: .telephone, highPass: true))
        let limited = result.findings.contains { if case .levelNotReached = $0 { true } else { false } }
        let wanted = limited ? try #require(result.report.loudnessAfter) : -22
        #expect(abs(try #require(Signal.active(result.samples).activeLevel) - wanted) < 0.5)
    }

    @Test("The ceiling is kept by gain alone", arguments: [0.9, 0.99, 1.5] as [Float])
    func ceiling(spike: Float) throws {
        var samples = Signal.speechLike(-45, 4)
        for index in stride(from: 1000, to: samples.count, by: 9000) { samples[index] = spike }
        let result = try Signal.conditioned(samples, level)
        let truePeak = try #require(Signal.truePeak(result.samples))
        #expect(truePeak <= -3 && truePeak > -3.01)
        #expect(try #require(result.report.truePeakAfter) <= -3)
        let factor = Float(pow(10, result.report.gain / 20))
        #expect(zip(samples, result.samples).allSatisfy { abs($0 * factor - $1) <= abs($1) * 1e-6 })
        let reached = try #require(Signal.loudness(result.samples))
        guard case .levelNotReached(wanted: -22, let reported, because: .ceiling) = result.findings.first else {
            Issue.record("no finding: \(result.findings)")
            return
        }
        #expect(abs(reported - reached) < 0.02)
    }

    @Test("At most 20 dB up", arguments: [(-45.0, true), (-55, true), (-60, true), (-35, false)])
    func largestGain(peak: Double, limited: Bool) throws {
        let result = try Signal.conditioned(Signal.speechLike(peak, 4), level)
        #expect((result.report.gain == 20) == limited)
        #expect(result.report.gain <= 20)
        guard limited, let reached = result.report.loudnessAfter else { return }
        #expect(result.findings == [.levelNotReached(wanted: -22, reached: reached, because: .largestGain)])
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

    @Test("Too little sound is never raised", arguments: [0.01, 0.1, 0.2], [0.0, 1, 5])
    func shortBeep(beep: Double, pause: Double) throws {
        let samples = Signal.silence(pause) + Signal.sine(1000, -30, beep) + Signal.silence(pause)
        let result = try Signal.conditioned(samples, level)
        let unchanged = result.samples == samples
        #expect(unchanged)
        #expect(result.findings == [.tooShortToLevel])
    }

    @Test func shortBeepUnderTheCeiling() throws {
        let result = try Signal.conditioned(Signal.silence(1) + Signal.sine(1000, 0, 0.2) + Signal.silence(1), level)
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
        #expect(abs(try #require(Signal.loudness(result.samples)) + 22) < 0.02)
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
        let result = try Signal.conditioned(samples, LevelRecipe(target: .telephone, highPass: true, trim: true))
        // Measured on the whole, so blocks across the cuts make a little difference.
        #expect(abs(try #require(Signal.loudness(result.samples)) + 22) < 0.2)
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
