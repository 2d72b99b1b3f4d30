import Glibc
import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

/// A signal that tests take as an argument: its name rather than its samples is printed when one fails.
struct LevelTestSound: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var samples: [Float]

    init(_ name: String, _ samples: [Float]) {
        testDescription = name
        self.samples = samples
    }
}

/// Signals at 8 kHz with known levels, for the tests of the level stage.
enum LevelTestSignal {
    static func amplitude(_ decibels: Double) -> Double { pow(10, decibels / 20) }

    static func silence(_ seconds: Double) -> [Float] {
        [Float](repeating: 0, count: Int(seconds * 8000))
    }

    /// A sine of a peak of `decibels` dBFS.
    static func sine(_ frequency: Double, _ decibels: Double, _ seconds: Double, phase: Double = 0) -> [Float] {
        (0..<Int(seconds * 8000)).map {
            Float(amplitude(decibels) * sin(2 * .pi * frequency * Double($0) / 8000 + phase))
        }
    }

    /// White noise of an RMS of `decibels` dBFS, the same every time.
    static func noise(_ decibels: Double, _ seconds: Double) -> [Float] {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        let scale = amplitude(decibels) * 3.0.squareRoot()
        return (0..<Int(seconds * 8000)).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(scale * (Double(state >> 11) / Double(1 << 52) - 1))
        }
    }

    /// Syllables of a buzz at 120 Hz, four a second, with a pause of a third of a second after every fourth.
    static func speechLike(_ decibels: Double, _ seconds: Double) -> [Float] {
        (0..<Int(seconds * 8000)).map { index in
            let time = Double(index) / 8000
            let beat = time.truncatingRemainder(dividingBy: 1.33)
            guard beat < 1 else { return 0 }
            let envelope = 0.55 - 0.45 * cos(2 * .pi * 4 * beat)
            let buzz = (1...20).reduce(0.0) { $0 + sin(2 * .pi * 120 * Double($1) * time) / Double($1) }
            return Float(amplitude(decibels) * envelope * buzz)
        }
    }

    /// One syllable: a falling voice of 150 Hz under two formants, with edges of 25 ms, a quarter of a second of soft noise before
    /// and after; its RMS is `decibels`.
    static func word(_ seconds: Double, _ decibels: Double) -> [Float] {
        let count = Int(seconds * 8000)
        var phase = 0.0
        let voice = (0..<count).map { index -> Double in
            phase += 2 * .pi * (150 - 30 * Double(index) / 8000 / max(seconds, 0.3)) / 8000
            let sum = (1..<25).reduce(0.0) { sum, harmonic in
                let frequency = 140 * Double(harmonic)
                let gain =
                    1 / (1 + pow((frequency - 600) / 180, 2)) + 0.5 / (1 + pow((frequency - 1400) / 250, 2)) + 0.08
                return sum + gain * sin(Double(harmonic) * phase + Double(harmonic * harmonic))
            }
            let edge = min(1, Double(min(index, count - 1 - index)) / 200)
            return sum * (0.5 - 0.5 * cos(.pi * edge))
        }
        let power = voice.reduce(0) { $0 + $1 * $1 } / Double(count)
        let scale = amplitude(decibels) / power.squareRoot()
        return noise(-78, 0.25) + voice.map { Float($0 * scale) } + noise(-78, 0.25)
    }

    /// German speech from espeak-ng at 8 kHz.
    static func speech(
        _ text: String =
            "Guten Tag. Sie sind mit der Zentrale verbunden. Bitte hinterlassen Sie eine Nachricht, oder warten Sie."
    ) throws -> [Float] {
        let wave = try Tool.require("espeak-ng", ["-v", "de", "--stdout", text]).output
        let raw = try Tool.require(
            "sox", ["-t", "wav", "-", "-t", "f32", "-r", "8000", "-c", "1", "-"], input: wave)
        return raw.output.withUnsafeBytes { bytes in
            (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
        }
    }

    /// 50 ms ramps, so that the ends of a test signal don't ring.
    static func ramped(_ samples: [Float]) -> [Float] {
        samples.indices.map { samples[$0] * min(1, Float(min($0, samples.count - 1 - $0)) / 400) }
    }

    /// Hands `samples` over in pieces of `size`.
    static func push(_ samples: [Float], piece size: Int, _ body: (UnsafeBufferPointer<Float>) -> Void) {
        samples.withUnsafeBufferPointer { buffer in
            for start in stride(from: 0, to: buffer.count, by: size) {
                body(UnsafeBufferPointer(rebasing: buffer[start..<min(buffer.count, start + size)]))
            }
        }
    }

    static func loudness(_ samples: [Float], piece: Int = 8192) -> Double? {
        var meter = LoudnessMeter()
        push(samples, piece: piece) { meter.push($0) }
        return meter.loudness
    }

    static func truePeak(_ samples: [Float], piece: Int = 8192) -> Double? {
        var meter = TruePeakMeter()
        push(samples, piece: piece) { meter.push($0) }
        return meter.truePeak
    }

    static func active(_ samples: [Float], piece: Int = 8192) -> ActiveLevelMeter {
        var meter = ActiveLevelMeter()
        push(samples, piece: piece) { meter.push($0) }
        return meter
    }

    static func highPassed(_ samples: [Float], piece: Int = 8192) -> [Float] {
        var filter = HighPass()
        var result = samples
        result.withUnsafeMutableBufferPointer { buffer in
            for start in stride(from: 0, to: buffer.count, by: piece) {
                filter.process(UnsafeMutableBufferPointer(rebasing: buffer[start..<min(buffer.count, start + piece)]))
            }
        }
        return result
    }

    static func spool(_ samples: [Float]) throws -> SampleSpool {
        let spool = try SampleSpool(in: "/tmp")
        try samples.withUnsafeBufferPointer { try spool.write($0, at: 0) }
        return spool
    }

    /// What the stage makes of `samples`.
    static func conditioned(
        _ samples: [Float], _ recipe: LevelRecipe
    ) throws -> (samples: [Float], report: LevelReport, findings: [Finding]) {
        var result: [Float] = []
        let outcome = try Conditioner(recipe).run(on: spool(samples), count: samples.count) {
            result.append(contentsOf: $0)
        }
        return (result, outcome.report, outcome.findings)
    }
}
