import Glibc
import Support
import Testing

@testable import TelephoneAudio

/// 8 kHz signals put together from tones, noise and silence.
private struct Signal {
    var samples: [Float] = []
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func silence(_ seconds: Double) {
        samples += [Float](repeating: 0, count: Int((seconds * 8000).rounded()))
    }

    /// Sines by frequency and level (dBFS, RMS), starting at odd phases.
    mutating func tones(_ tones: [(frequency: Double, level: Double)], _ seconds: Double) {
        let count = Int((seconds * 8000).rounded())
        samples += (0..<count).map { index in
            Float(
                tones.enumerated().reduce(0) { sum, tone in
                    let amplitude = 2.0.squareRoot() * pow(10, tone.element.level / 20)
                    let phase = 2 * .pi * tone.element.frequency * Double(index) / 8000 + Double(tone.offset) + 0.3
                    return sum + amplitude * sin(phase)
                })
        }
    }

    /// The tones of a key, each at `level`; the column's `twist` dB louder; all frequencies times `detune`.
    mutating func key(
        _ key: Character, _ seconds: Double = 0.1, level: Double = -12, twist: Double = 0,
        detune: (Double, Double) = (1, 1)
    ) {
        let index = DTMFSpectrum.keys.firstIndex(of: key) ?? 0
        let (row, column) = (DTMFSpectrum.frequencies[index / 4], DTMFSpectrum.frequencies[4 + index % 4])
        tones(
            [
                (Double(row) * detune.0, level - max(0, twist)),
                (Double(column) * detune.1, level + min(0, twist)),
            ], seconds)
    }

    /// Adds white noise, RMS in dBFS.
    mutating func addNoise(_ level: Double) {
        let amplitude = 3.0.squareRoot() * pow(10, level / 20)
        for index in samples.indices { samples[index] += Float(amplitude * random()) }
    }

    private mutating func random() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(Int64(bitPattern: state)) / 0x1p63
    }
}

@Suite struct DTMFDetectorTests {
    private func tones(in samples: [Float], push: Int = 160) -> [DTMFTone] {
        var detector = DTMFDetector()
        for start in stride(from: 0, to: samples.count, by: push) {
            samples[start..<min(samples.count, start + push)].withUnsafeBufferPointer { detector.push($0) }
        }
        return detector.tones
    }

    private func keys(in signal: Signal) -> String {
        String(tones(in: signal.samples).map(\.key))
    }

    @Test(arguments: Array("123A456B789C*0#D"), [-3.5, -6, -12, -25, -35])
    func everyKey(_ key: Character, level: Double) throws {
        var signal = Signal()
        signal.silence(0.2)
        signal.key(key, 0.1, level: level)
        signal.silence(0.1)
        let tone = try #require(tones(in: signal.samples).first)
        #expect(keys(in: signal) == String(key))
        #expect(abs(tone.at - 0.2) < 0.01)
        #expect(abs(tone.duration - 0.1) < 0.02)
    }

    @Test(arguments: Array("123A456B789C*0#D"))
    func throughNoise(_ key: Character) {
        for level in [-6.0, -20, -30] {
            var signal = Signal()
            signal.silence(0.1)
            for _ in 0..<10 {
                signal.key(key, 0.045, level: level)
                signal.silence(0.045)
            }
            // 15 dB under the two tones together.
            signal.addNoise(level + 3 - 15)
            #expect(keys(in: signal) == String(repeating: key, count: 10))
        }
    }

    /// Wherever the tone begins between two windows.
    @Test(arguments: Array("123A456B789C*0#D"))
    func fortyMillisecondsAreEnoughAndTwentyTooLittle(_ key: Character) {
        for offset in stride(from: 0, to: 51, by: 3) {
            for (seconds, expected) in [(0.04, String(key)), (0.02, "")] {
                var signal = Signal()
                signal.silence(0.1 + Double(offset) / 8000)
                signal.key(key, seconds)
                signal.silence(0.1)
                #expect(keys(in: signal) == expected, "offset \(offset), \(seconds) s")
            }
        }
    }

    @Test func atTheVeryStartAndEnd() {
        var signal = Signal()
        signal.key("5", 0.04)
        #expect(keys(in: signal) == "5")
        signal.silence(0.06)
        signal.key("#", 0.04)
        #expect(keys(in: signal) == "5#")
        let tones = tones(in: signal.samples)
        #expect(tones.allSatisfy { $0.at >= 0 && $0.at + $0.duration <= 0.14 + 1e-9 })
    }

    @Test(arguments: Array("123A456B789C*0#D"))
    func frequencies(_ key: Character) {
        for row in [0.985, 1, 1.015] {
            for column in [0.985, 1, 1.015] {
                var signal = Signal()
                signal.silence(0.1)
                signal.key(key, 0.06, detune: (row, column))
                signal.silence(0.1)
                signal.addNoise(-30)
                #expect(keys(in: signal) == String(key), "\(row) \(column)")
            }
        }
        for (row, column) in [(0.965, 1), (1.035, 1), (1, 0.965), (1, 1.035), (0.965, 0.965), (1.035, 1.035)] {
            var signal = Signal()
            signal.silence(0.1)
            signal.key(key, 0.15, detune: (row, column))
            signal.silence(0.1)
            #expect(keys(in: signal) == "", "\(row) \(column)")
        }
    }

    @Test(arguments: [(0, true), (3.9, true), (-7.9, true), (6, false), (-10, false), (20, false), (-20, false)])
    func twist(_ twist: Double, isKey: Bool) {
        for key in "159D" {
            var signal = Signal()
            signal.silence(0.1)
            signal.key(key, level: -10, twist: twist)
            signal.silence(0.1)
            #expect(keys(in: signal) == (isKey ? String(key) : ""))
        }
    }

    @Test func tooSoft() {
        var signal = Signal()
        signal.silence(0.1)
        signal.key("5", 1, level: -38)
        signal.silence(0.1)
        #expect(keys(in: signal) == "")
    }

    @Test(arguments: [[1000], [425], [350, 440], [440, 480], [697], [1336], [697, 770], [1209, 1336], [2100]])
    func lineTonesAndHalfKeys(_ frequencies: [Double]) {
        var signal = Signal()
        signal.silence(0.1)
        signal.tones(frequencies.map { ($0, -9) }, 1)
        signal.silence(0.1)
        #expect(keys(in: signal) == "")
    }

    /// Pauses of 40 ms part two presses; breaks of 10 ms do not (Q.24).
    @Test(arguments: [(0.04, "77"), (0.01, "7"), (0.005, "7")])
    func pauses(_ pause: Double, expected: String) {
        var signal = Signal()
        signal.silence(0.1)
        signal.key("7", 0.08)
        signal.silence(pause)
        signal.key("7", 0.08)
        signal.silence(0.1)
        #expect(keys(in: signal) == expected)
    }

    @Test func aDialledNumberIsDetectedWithAnyPushSize() {
        var signal = Signal()
        for key in "0211*1234567#ABCD" {
            signal.key(key, 0.07)
            signal.silence(0.07)
        }
        signal.addNoise(-40)
        let whole = tones(in: signal.samples, push: signal.samples.count)
        #expect(String(whole.map(\.key)) == "0211*1234567#ABCD")
        for push in [1, 50, 51, 204, 205, 206, 1000] { #expect(tones(in: signal.samples, push: push) == whole) }
    }

    /// Speech into a held key: a burst of noise as loud as the tones, for 30 ms.
    @Test func interruptedTonesAreOne() throws {
        var signal = Signal()
        signal.key("5", 0.1)
        var burst = Signal()
        burst.key("5", 0.03)
        burst.addNoise(-11)
        signal.samples += burst.samples
        signal.key("5", 0.1)
        signal.silence(0.1)
        let tones = tones(in: signal.samples)
        #expect(tones.map(\.key) == ["5"])
        #expect(abs(try #require(tones.first).duration - 0.23) < 0.02)
    }

    @Test func longTonesAreOne() throws {
        var signal = Signal()
        signal.key("8", 3)
        let tones = tones(in: signal.samples)
        #expect(tones.count == 1)
        #expect(abs(try #require(tones.first).duration - 3) < 0.02)
    }

    @Test func memoryIsBounded() {
        var detector = DTMFDetector()
        var signal = Signal()
        signal.key("1", 0.05)
        signal.silence(0.05)
        for _ in 0..<DTMFDetector.toneLimit + 10 { signal.samples.withUnsafeBufferPointer { detector.push($0) } }
        #expect(detector.tones.count == DTMFDetector.toneLimit)
    }

    /// Every note of the scale, with overtones as instruments have them, in chords over five octaves.
    @Test func chords() {
        var signal = Signal()
        for root in 0..<48 {
            for chord in [[0, 4, 7], [0, 3, 7], [0, 5, 9], [0, 4, 7, 10], [0, 9], [0, 10], [0, 12]] {
                let notes = chord.map { 110 * pow(2, Double(root + $0) / 12) }
                var partials: [(frequency: Double, level: Double)] = []
                for note in notes {
                    for order in 1...6 where note * Double(order) < 3800 {
                        partials.append((note * Double(order), -20 - 4 * Double(order)))
                    }
                }
                signal.tones(partials, 0.08)
            }
        }
        #expect(keys(in: signal) == "")
    }

    /// Vowels: pulses through three resonances, gliding through the pitch of voices. The resonances are those of men's
    /// i, e, ä, a, o and u (Peterson and Barney 1952).
    @Test(arguments: [
        [270.0, 2290, 3010], [390, 1990, 2550], [530, 1840, 2480], [660, 1720, 2410], [730, 1090, 2440],
        [570, 840, 2410], [300, 870, 2240],
    ])
    func vowels(_ formants: [Double]) {
        struct Resonator {
            let a: Double, b: Double, gain: Double
            var (y1, y2) = (0.0, 0.0)

            init(_ frequency: Double, gain: Double) {
                let radius = exp(-Double.pi * 80 / 8000)
                (a, b) = (2 * radius * cos(2 * Double.pi * frequency / 8000), -radius * radius)
                self.gain = gain
            }

            mutating func next(_ x: Double) -> Double {
                (y1, y2) = (gain * x + a * y1 + b * y2, y1)
                return y1
            }
        }
        var resonators = zip(formants, [1, 0.5, 0.2]).map { Resonator($0, gain: $1) }
        var phase = 0.0
        let samples = (0..<24000).map { index in
            phase += (80 + 220 * Double(index) / 24000) / 8000
            let pulse = phase >= 1 ? 0.2 : 0
            if phase >= 1 { phase -= 1 }
            return Float(resonators.indices.reduce(0) { $0 + resonators[$1].next(pulse) })
        }
        #expect(tones(in: samples).isEmpty)
    }

    private static let texts = [
        (
            "de",
            "Guten Tag. Sie sind mit der Schreinerei Lindgrün verbunden. Für die Werkstatt wählen Sie die Eins, für "
                + "eine Nachricht die Zwei. Unser Büro ist zurzeit geschlossen, und wir rufen Sie gerne zurück."
        ),
        (
            "en",
            "Good afternoon. All our lines are busy, so please hold on. We owe you an answer as soon as we are able. "
                + "Press zero for the operator, or one to leave a message after the tone."
        ),
        (
            "it",
            "Buongiorno. I nostri uffici sono chiusi. Richiamate domani mattina alle nove, oppure lasciate un messaggio."
        ),
    ]

    @Test(.enabled(if: Tool.isInstalled("espeak-ng") && Tool.isInstalled("sox")), arguments: texts, [20, 50, 90])
    func speech(_ text: (voice: String, words: String), pitch: Int) throws {
        let arguments = ["-v", text.voice, "-p", "\(pitch)", "--stdout", text.words]
        let wave = try Tool.require("espeak-ng", arguments).output
        let raw = try Tool.require(
            "sox", ["-R", "-D", "-t", "wav", "-", "-t", "f32", "-r", "8000", "-c", "1", "-"], input: wave
        ).output
        let samples = raw.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
        #expect(samples.count > 5 * 8000)
        #expect(tones(in: samples).isEmpty)
    }
}
