import Glibc
import Support
import Testing

@testable import TelephoneAudio

private typealias Signal = LevelTestSignal

@Suite struct PolishTests {
    private static let hasSpeech: Bool = Tool.isInstalled("espeak-ng") && Tool.isInstalled("sox")
    private let polish = LevelRecipe(polish: true)

    @Test(
        "Speech becomes brighter and denser, and stays as loud as it was", .enabled(if: hasSpeech),
        arguments: [0.1, 0.5] as [Float])
    func speech(factor: Float) throws {
        let speech = try Signal.speech().map { $0 * factor }
        let result = try Signal.conditioned(speech, polish)
        let report = try #require(result.report.polish)
        #expect(report.outcome == .polished)
        #expect((0...9).contains(report.presence) && (1...27).contains(report.ratio))
        let (before, after) = (try character(of: speech), try character(of: result.samples))
        #expect(after.brightness > before.brightness + report.presence / 2 - 0.5)
        if report.ratio > 1.5 { #expect(after.unevenness < before.unevenness - 0.3) }
        let level = try #require(SpeechLevelReference.level(speech))
        #expect(abs(try #require(SpeechLevelReference.level(result.samples)) - level) < 1)
        #expect(try #require(Signal.truePeak(result.samples)) <= -3)
        #expect(result.samples.count == speech.count)
        #expect(result.findings.contains(.polished(presence: report.presence, compression: report.compression)))
    }

    @Test("A level is reached with it as without", .enabled(if: hasSpeech), arguments: ["-19 dBm0", "-16 LUFS"])
    func level(text: String) throws {
        let target = try LevelTarget(text)
        let result = try Signal.conditioned(Signal.speech(), LevelRecipe(target: target, polish: true))
        let isSpeech = target.measure == .speech
        let level = isSpeech ? SpeechLevelReference.level(result.samples) : Signal.loudness(result.samples)
        #expect(abs(try #require(level) - target.level) < 0.3)
    }

    @Test("What was polished is left as it is when it comes again", .enabled(if: hasSpeech))
    func twice() throws {
        let once = try Signal.conditioned(Signal.speech(), polish).samples
        let result = try Signal.conditioned(once, polish)
        #expect(result.report.polish?.outcome == .alreadyClear)
        #expect(result.samples == once)
    }

    @Test(
        "What a recording is like does not depend on how loud it is", .enabled(if: hasSpeech),
        arguments: [-20.3, -6.13, -3.39, -0.25] as [Double])
    func loudness(gain: Double) throws {
        let speech = try Signal.speech()
        let (soft, loud) = (
            try character(of: speech.map { $0 * Float(pow(10, gain / 20)) }), try character(of: speech)
        )
        // The ratio of the compressor changes by less than 0.2 with that much.
        #expect(abs(soft.unevenness - loud.unevenness) < 0.05 && abs(soft.brightness - loud.brightness) < 0.05)
    }

    /// Sounds that are no speech.
    private static let notSpeech: [LevelTestSound] = [
        LevelTestSound("chords", chords), LevelTestSound("dial tone", Signal.sine(425, -12, 6)),
        LevelTestSound("busy tone", (0..<8).flatMap { _ in Signal.sine(425, -12, 0.48) + Signal.silence(0.48) }),
        LevelTestSound("key tones", (0..<8).flatMap { _ in keyTone + Signal.silence(0.1) }),
        LevelTestSound("noise", Signal.noise(-20, 5)),
    ]

    @Test("Music and tones are not touched, and it is said", arguments: notSpeech, [nil, LevelTarget.telephone])
    func others(sound: LevelTestSound, target: LevelTarget?) throws {
        let result = try Signal.conditioned(sound.samples, LevelRecipe(target: target, polish: true))
        #expect(result.report.polish == PolishReport(.notSpeech))
        #expect(result.findings.contains(.notPolished(because: .notSpeech)))
        let plain = try Signal.conditioned(sound.samples, LevelRecipe(target: target))
        #expect(result.samples == plain.samples)
        #expect(result.report.gain == plain.report.gain)
    }

    @Test(
        "Whatever comes, finite samples of the same number go out, and nothing is louder than it may be",
        arguments: [
            LevelTestSound("nothing", []), LevelTestSound("one sample", [0.5]), LevelTestSound("two", [1, -1]),
            LevelTestSound("less than a step", [Float](repeating: 0.3, count: 7)),
            LevelTestSound("three steps", [Float](repeating: -0.3, count: 24)),
            LevelTestSound("silence", Signal.silence(1)), LevelTestSound("DC", [Float](repeating: 0.4, count: 9000)),
            LevelTestSound("DC that ends", [Float](repeating: -1, count: 4000) + Signal.silence(1)),
            LevelTestSound("a click", Signal.silence(1) + [1] + Signal.silence(1)),
            LevelTestSound("far over full scale", Signal.speechLike(20, 3).map { max(-4, min(4, $0)) }),
            LevelTestSound("absurdly loud", [1e30, -1e30] + Signal.speechLike(-20, 2)),
            LevelTestSound("a square wave", (0..<20_000).map { $0 / 20 % 2 == 0 ? 1 : -1 }),
            LevelTestSound("a syllable", Signal.word(0.2, -20)),
        ])
    func anything(sound: LevelTestSound) throws {
        for recipe in [polish, LevelRecipe(target: .telephone, trim: true, polish: true)] {
            let result = try Signal.conditioned(sound.samples, recipe)
            #expect(result.samples.allSatisfy { $0.isFinite })
            if !recipe.trim { #expect(result.samples.count == sound.samples.count) }
            if result.report.polish?.outcome == .polished {
                #expect((Signal.truePeak(result.samples) ?? -100) <= -2.9 || sound.samples.contains { abs($0) > 2 })
            }
        }
    }

    @Test("Nothing clicks where silence was cut, and where a recording begins with DC", .enabled(if: hasSpeech))
    func ends() throws {
        let speech = try Signal.speech()
        let samples = (Signal.silence(1) + speech + Signal.silence(1)).map { $0 + 0.2 }
        let result = try Signal.conditioned(samples, LevelRecipe(target: .telephone, trim: true, polish: true))
        #expect(result.report.trimmedStart > 0.5 && result.report.trimmedEnd > 0.5)
        for end in [result.samples.prefix(40), result.samples.suffix(40)] {
            #expect(end.allSatisfy { abs($0) < 0.02 })
        }
    }

    @Test("The sound does not depend on the size of its pieces", arguments: [1, 7, 64, 1000, 8192])
    func pieces(size: Int) {
        let samples = Signal.speechLike(-12, 1.7)
        func polished(_ size: Int) -> [Float] {
            var chain = PolishChain(.init(presence: 6, ratio: 3, threshold: -34))
            var result: [Float] = []
            Signal.push(samples, piece: size) { chain.push($0) { result.append(contentsOf: $0) } }
            chain.finish { result.append(contentsOf: $0) }
            return result
        }
        let (some, whole) = (polished(size), polished(samples.count))
        #expect(some.count == samples.count)
        #expect(zip(some, whole).allSatisfy { abs($0 - $1) < 1e-5 })
    }

    @Test("The shelf raises what is above 1.5 kHz", arguments: [(100.0, 0.0), (1500, 3), (3800, 6)])
    func shelf(frequency: Double, gain: Double) {
        var filter = Biquad(.highShelf(at: 1500, gain: 6))
        let samples = Signal.sine(frequency, -20, 1).map { filter.next(Double($0)) }.dropFirst(4000)
        let power = samples.reduce(0) { $0 + $1 * $1 } / Double(samples.count)
        #expect(abs(Decibel.ofPower(power) + 23.01 - gain) < 0.2)
    }

    @Test(
        "A steady tone is lowered by the ratio above the threshold",
        arguments: [(-40.0, 0.0), (-30, 0), (-14, 4), (-8, 8)])
    func compression(level: Double, reduction: Double) {
        var compressor = Compressor(threshold: -20, ratio: 3)
        // 1 kHz has its whole period in a step, so that every step has the same power.
        var samples = Signal.sine(1000, level + 3.01, 1, phase: 0.3)
        samples.withUnsafeMutableBufferPointer { buffer in
            if let base = buffer.baseAddress { compressor.process(base + 16, steps: buffer.count / 8 - 2) }
        }
        let settled = samples[2000..<6000]
        let power = settled.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(settled.count)
        #expect(abs(Decibel.ofPower(power) - (level - reduction)) < 0.1)
    }

    private func character(of samples: [Float]) throws -> SpeechCharacter.Result {
        var meter = ActiveLevelMeter(describes: true)
        Signal.push(samples, piece: 8192) { meter.push($0) }
        return try #require(meter.reading.character)
    }

    /// Four bars of organ chords, each struck anew every half second.
    private static let chords: [Float] = {
        let chords: [[Double]] = [[262, 330, 392], [220, 262, 330], [349, 440, 523], [392, 494, 587]]
        return (0..<64_000).map { index in
            let time = Double(index) / 8000
            let strike = time.truncatingRemainder(dividingBy: 0.5)
            let sum = chords[Int(time / 2) % 4].reduce(0.0) { sum, note in
                sum + (1...5).reduce(0.0) { $0 + sin(2 * .pi * note * Double($1) * time) / Double($1) }
            }
            return Float(0.06 * sum * exp(-1.5 * strike) * min(1, strike * 100))
        }
    }()

    private static let keyTone: [Float] = zip(Signal.sine(770, -10, 0.2), Signal.sine(1336, -10, 0.2)).map { $0 + $1 }
}
