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
            (Sound("sine", Signal.sine(1500, -10, 2)), -13.01, 2.0),
            (Sound("sine, pause", Signal.sine(1500, -10, 4) + Signal.silence(4)), -13.01, 4),
            (Sound("noise", Signal.silence(4) + Signal.noise(-30, 8) + Signal.noise(-60, 5)), -30.35, 8),
        ])
    func activeLevel(sound: LevelTestSound, level: Double, seconds: Double) throws {
        let meter = Signal.active(sound.samples)
        // 200 ms after each sound count as well.
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

    @Test("Short signals are measured as well", arguments: [0.1, 0.2, 0.3])
    func shortActiveLevel(seconds: Double) throws {
        let meter = Signal.active(Signal.sine(1500, -10, seconds))
        #expect(abs(try #require(meter.activeLevel) + 13.01) < 1)
        #expect(abs(meter.activeDuration - seconds) < 0.009)
    }

    @Test(
        "The active level is that of ITU-T P.56, above 300 Hz",
        arguments: [
            Sound("word", Signal.word(0.2, -34)), Sound("longer word", Signal.word(0.45, -14)),
            Sound("syllables", Signal.speechLike(-15, 8)), Sound("soft syllables", Signal.speechLike(-45, 3)),
            Sound("noise", Signal.noise(-30, 2)), Sound("60 Hz", Signal.sine(60, -6, 3)),
            Sound("speech in noise", zip(Signal.speechLike(-15, 8), Signal.noise(-40, 8)).map { $0 + $1 }),
            Sound("cut off", Array(Signal.speechLike(-15, 8).prefix(12_345))),
        ])
    func agreesWithP56(sound: LevelTestSound) throws {
        for piece in [1, 80, 8192, 13_312, 20_000] {
            let level = try #require(Signal.active(sound.samples, piece: piece).activeLevel)
            #expect(abs(level - (try #require(SpeechLevelReference.level(sound.samples)))) < 0.25)
        }
    }

    @Test(
        "Real speech, by ITU-T P.56", .enabled(if: Tool.isInstalled("espeak-ng") && Tool.isInstalled("sox")),
        arguments: ["Ja.", "Null", "Sieben", "Guten Tag. Bitte warten Sie, bis eine Leitung frei ist."])
    func realSpeechByP56(text: String) throws {
        let speech = try Signal.speech(text)
        let level = try #require(Signal.active(speech).activeLevel)
        #expect(abs(level - (try #require(SpeechLevelReference.level(speech)))) < 0.25)
    }

    @Test("Neither DC nor hum counts", arguments: [0.2, -0.05, 0] as [Float], [-30.0, -60])
    func offsetAndHum(offset: Float, hum: Double) throws {
        let speech = Signal.silence(1) + Signal.speechLike(-26, 4) + Signal.silence(1)
        let spoiled = zip(speech, Signal.sine(50, hum + 3.01, 6)).map { $0 + $1 + offset }
        let reading = Signal.active(spoiled).reading
        #expect(abs(try #require(reading.activeLevel) - (try #require(Signal.active(speech).activeLevel))) < 0.1)
        #expect(abs(reading.mean - Double(offset)) < 0.002)
        #expect(try #require(reading.noiseFloor) < -55)
    }

    @Test(
        "Noise is found in pauses, and taken for nothing else",
        arguments: [
            (Sound("speech", Signal.speechLike(-15, 8)), nil), (Sound("silence", Signal.silence(3)), nil),
            (Sound("tone", Signal.sine(440, -15, 3)), nil), (Sound("noise", Signal.noise(-40, 3)), -40.7),
            (Sound("speech in noise", zip(Signal.speechLike(-15, 8), Signal.noise(-40, 8)).map { $0 + $1 }), -40.7),
        ] as [(LevelTestSound, Double?)])
    func noise(sound: LevelTestSound, level: Double?) throws {
        let noise = Signal.active(sound.samples).reading.noise
        guard let level else {
            #expect(noise == nil)
            return
        }
        #expect(abs(try #require(noise) - level) < 1)
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
        #expect(abs(try #require(huge.activeLevel) - 599.65) < 0.2)
        var samples = Signal.sine(1500, -10, 1)
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
