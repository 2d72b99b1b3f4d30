import Glibc
import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

private typealias Signal = LevelTestSignal
private typealias Sound = LevelTestSound

@Suite struct LevelMeterTests {
    @Test("A sine at 997 Hz reads 3 below its peak", arguments: [0.0, -20, -23, -40, -60])
    func loudnessOfSine(peak: Double) throws {
        let loudness = try #require(Signal.loudness(Signal.sine(997, peak, 4)))
        #expect(abs(loudness - (peak - 3.01)) < 0.05)
    }

    @Test(
        "Gates leave out what is much quieter",
        arguments: [
            // Seconds and peak level of two sines; the loudness of both, by the gates of BS.1770.
            (10.0, -20.0, 10.0, -80.0, -23.01), (10, -20, 10, -40, -23.01), (10, -20, 10, -26, -25.04),
            (10, -67.5, 10, -68, -75),
        ])
    func gating(firstLength: Double, first: Double, secondLength: Double, second: Double, expected: Double) {
        let loudness = Signal.loudness(Signal.sine(997, first, firstLength) + Signal.sine(997, second, secondLength))
        guard expected > -70 else {
            #expect(loudness == nil)
            return
        }
        // Blocks across the change count with what is in them.
        #expect(abs((loudness ?? 0) - expected) < 0.1)
    }

    @Test(
        "Less than a block, and silence, have no loudness",
        arguments: [[], Signal.silence(2), Signal.sine(997, 0, 0.39)])
    func noLoudness(samples: [Float]) {
        #expect(Signal.loudness(samples) == nil)
    }

    @Test func oneBlockHasLoudness() {
        #expect(Signal.loudness(Signal.sine(997, 0, 0.4)) != nil)
    }

    @Test(
        "ffmpeg's ebur128 reads the same", .enabled(if: Tool.isInstalled("ffmpeg")),
        arguments: [
            Sound("997 Hz", Signal.sine(997, -12, 5)), Sound("60 Hz", Signal.sine(60, -6, 5)),
            Sound("3300 Hz", Signal.sine(3300, -20, 5)), Sound("noise", Signal.noise(-30, 5)),
            Sound("syllables", Signal.speechLike(-15, 8)),
            Sound("gated", Signal.speechLike(-15, 4) + Signal.silence(3) + Signal.noise(-45, 4)),
            Sound("DC", Signal.sine(440, -30, 3).map { $0 + 0.5 }),
        ])
    func agreesWithFFmpeg(sound: LevelTestSound) throws {
        let samples = sound.samples
        let folder = try TemporaryFolder()
        let file = try folder.write(samples.withUnsafeBytes { [UInt8]($0) }, to: "signal.f32")
        let result = try Tool.require(
            "ffmpeg",
            [
                "-nostdin", "-hide_banner", "-f", "f32le", "-ar", "8000", "-ac", "1", "-i", file.string,
                "-af", "ebur128", "-f", "null", "-",
            ])
        // The last is the summary's "I: -15.0 LUFS".
        let words = result.errors.split { $0 == " " || $0 == "\n" }
        let index = try #require(words.lastIndex(of: "I:"))
        let theirs = try #require(Double(words[index + 1]))
        let ours = try #require(Signal.loudness(samples))
        #expect(abs(ours - theirs) <= 0.1)
    }

    @Test(
        "Active level leaves out pauses",
        arguments: [
            (Sound("sine", Signal.sine(440, -10, 2)), -13.01, 2.0),
            (Sound("sine, pause", Signal.sine(440, -10, 4) + Signal.silence(4)), -13.01, 4),
            (Sound("noise", Signal.silence(4) + Signal.noise(-30, 8) + Signal.noise(-60, 5)), -30, 8),
        ])
    func activeLevel(sound: LevelTestSound, level: Double, seconds: Double) throws {
        let meter = Signal.active(sound.samples)
        // Blocks across the ends count with what is in them.
        #expect(abs(try #require(meter.activeLevel) - level) < 0.4)
        #expect(abs(meter.activeDuration - seconds) <= 0.21)
        #expect(meter.peak == sound.samples.map(abs).max())
    }

    @Test("Meters of stretches add up to one of the whole", arguments: [1, 2, 3, 5, 16])
    func merging(hops: Int) throws {
        let samples = Signal.speechLike(-12, 3) + Signal.silence(1) + Signal.speechLike(-20, 2.05)
        var sum = ActiveLevelMeter()
        Signal.push(samples, piece: hops * FastResampler.batch / 16) {
            var meter = ActiveLevelMeter()
            meter.push($0)
            sum.add(meter)
        }
        let whole = Signal.active(samples)
        #expect(abs(try #require(sum.activeLevel) - (try #require(whole.activeLevel))) < 1e-4)
        #expect(sum.activeDuration == whole.activeDuration)
        #expect(sum.peak == whole.peak)
    }

    @Test("A signal shorter than a block")
    func shortActiveLevel() throws {
        let meter = Signal.active(Signal.sine(500, -10, 0.3))
        #expect(abs(try #require(meter.activeLevel) + 13.01) < 0.1)
    }

    @Test func activeLevelOfNothing() {
        #expect(Signal.active([]).activeLevel == nil)
        #expect(Signal.active(Signal.silence(1)).activeLevel == nil)
        #expect(Signal.active(Signal.silence(1)).activeDuration == 0)
        #expect(Signal.active(Signal.noise(-75, 1)).activeLevel == nil)
    }

    @Test("Values beyond single precision, and no numbers at all, leave results finite")
    func hugeValues() throws {
        let huge = Signal.active(Signal.noise(0, 1).map { $0 * 1e30 })
        #expect(abs(try #require(huge.activeLevel) - 600) < 0.2)
        var samples = Signal.sine(440, -10, 1)
        samples[4000] = .nan
        let meter = Signal.active(samples)
        #expect(abs(try #require(meter.activeLevel) + 13.01) < 0.1)
        #expect(meter.peak < 1)
        #expect(Signal.truePeak(Signal.noise(0, 1).map { $0 * 1e38 })?.isFinite == true)
    }

    @Test(
        "The peak between samples",
        arguments: [
            // At 2 kHz and 45 degrees every sample is 3 dB under the peak.
            (Sound("2 kHz", Signal.ramped(Signal.sine(2000, 0, 1, phase: .pi / 4))), 0.0),
            (Sound("997 Hz", Signal.ramped(Signal.sine(997, -6, 1))), -6),
            (Sound("3300 Hz", Signal.ramped(Signal.sine(3300, -1, 1, phase: 1))), -1),
            (Sound("pulse", Signal.silence(0.1) + [0.5] + Signal.silence(0.1)), -6.02),
            (Sound("one sample", [0.5]), -6.02),
        ] as [(LevelTestSound, Double)])
    func truePeak(sound: LevelTestSound, expected: Double) throws {
        #expect(abs(try #require(Signal.truePeak(sound.samples)) - expected) < 0.15)
    }

    @Test func truePeakOfNothing() {
        #expect(Signal.truePeak([]) == nil)
        #expect(Signal.truePeak(Signal.silence(1)) == nil)
    }

    @Test("What is skipped could not have been the peak", arguments: [-1.0, -3, -6, -9])
    func truePeakSkipsNothing(quiet: Double) throws {
        // A loud sample first, then a signal whose peaks lie between its samples: as loud as if it stood alone.
        let tail = Signal.ramped(Signal.sine(2000, quiet, 0.5, phase: .pi / 4))
        let alone = try #require(Signal.truePeak(tail))
        let click = Float(Signal.amplitude(quiet - 2))
        #expect(Signal.truePeak([click] + Signal.silence(0.1) + tail) == alone)
    }

    @Test("Results do not depend on how the signal is cut", arguments: [1, 3, 7, 79, 800, 4096, 12_801])
    func pieces(size: Int) throws {
        let samples = Signal.speechLike(-12, 2.6) + Signal.noise(-30, 1.234)
        #expect(Signal.loudness(samples, piece: size) == Signal.loudness(samples, piece: samples.count))
        #expect(Signal.truePeak(samples, piece: size) == Signal.truePeak(samples, piece: samples.count))
        let (one, other) = (Signal.active(samples, piece: size), Signal.active(samples))
        #expect(abs(try #require(one.activeLevel) - (try #require(other.activeLevel))) < 1e-4)
        #expect(one.activeDuration == other.activeDuration)
        #expect(one.peak == other.peak)
        let filtered = zip(Signal.highPassed(samples, piece: size), Signal.highPassed(samples))
        #expect(filtered.allSatisfy { abs($0 - $1) < 1e-6 })
    }
}
