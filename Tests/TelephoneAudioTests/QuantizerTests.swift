import Glibc
import Testing

@testable import TelephoneAudio

@Suite struct QuantizerTests {
    /// Quantises in blocks of `block` samples.
    private func quantized(
        _ samples: [Float], dither: Bool = false, block: Int = 1000, from start: Int = 0
    ) -> (samples: [Int16], quantizer: Quantizer) {
        var quantizer = Quantizer(dither: dither)
        var result: [Int16] = []
        var output = [Int16](repeating: 0, count: block + 3)
        for at in stride(from: 0, to: samples.count, by: block) {
            let end = min(samples.count, at + block)
            samples.withUnsafeBufferPointer { samples in
                output.withUnsafeMutableBufferPointer { output in
                    guard let to = output.baseAddress else { return }
                    quantizer.quantize(UnsafeBufferPointer(rebasing: samples[at..<end]), at: start + at, into: to)
                }
            }
            result += output[..<(end - at)]
        }
        return (result, quantizer)
    }

    @Test(arguments: [1, 3, 4, 1000, 65536]) func everyCodeSurvives(_ block: Int) {
        let codes = (Int(Int16.min)...Int(Int16.max)).map { Int16($0) }
        let (samples, quantizer) = quantized(codes.map { Float($0) / 32768 }, block: block)
        #expect(samples == codes)
        #expect(quantizer.overs == 0)
        #expect(!quantizer.isSilent)
    }

    /// Values in steps, what they become, and whether they are over.
    @Test(
        arguments: [
            (0, 0, 0), (-0.0, 0, 0), (0.49, 0, 0), (0.51, 1, 0), (-0.49, 0, 0), (-0.51, -1, 0), (1.2, 1, 0),
            (-1.6, -2, 0), (1000.4, 1000, 0), (-1000.6, -1001, 0), (12345.49, 12345, 0), (12345.51, 12346, 0),
            (32767, 32767, 0), (32767.49, 32767, 0), (32767.51, 32767, 1), (32768, 32767, 1), (49152, 32767, 1),
            (-32768, -32768, 0), (-32768.49, -32768, 0), (-32768.51, -32768, 1), (-49152, -32768, 1),
            (2e9, 32767, 1), (-2e9, -32768, 1),
        ] as [(Float, Int16, Int)])
    func roundingAndSaturation(_ steps: Float, code: Int16, overs: Int) {
        for count in [1, 4, 5] {
            let (samples, quantizer) = quantized([Float](repeating: steps / 32768, count: count))
            #expect(samples == [Int16](repeating: code, count: count))
            #expect(quantizer.overs == overs * count)
            #expect(quantizer.isSilent == (code == 0))
        }
    }

    /// What is exactly between two codes goes to one of them, on average to neither.
    @Test func tiesAreNotBiased() {
        let ties = (-1000..<1000).map { (Float($0) + 0.5) / 32768 }
        let samples = quantized(ties).samples
        #expect(zip(samples, ties).allSatisfy { abs(Float($0) - $1 * 32768) == 0.5 })
        let bias = zip(samples, ties).reduce(0.0) { $0 + Double($1.0) - Double($1.1) * 32768 }
        #expect(abs(bias) / 2000 < 0.01)
    }

    @Test func nothingGivesNothing() {
        let (samples, quantizer) = quantized([])
        #expect(samples.isEmpty)
        #expect(quantizer.isSilent)
    }

    // MARK: Dither

    private static let tone = Tone.samples(
        [Tone(frequency: 997, amplitude: pow(10, -1 / 20))], rate: telephoneRate, frames: 32000)

    @Test func silenceIsNotDithered() {
        for value in [0, -0.0, 1e-8, -1e-8] as [Float] {
            let (samples, quantizer) = quantized([Float](repeating: value, count: 5000), dither: true)
            #expect(samples.allSatisfy { $0 == 0 })
            #expect(quantizer.isSilent)
        }
    }

    /// Triangular noise of two steps peak to peak and rounding: three times the power of rounding alone, 4.8 dB.
    @Test func noisePower() {
        let plain = Measure.sinad(quantized(Self.tone).samples.map(Float.init), frequency: 997)
        let dithered = Measure.sinad(quantized(Self.tone, dither: true).samples.map(Float.init), frequency: 997)
        #expect(abs(plain - 97.1) < 0.3)
        #expect(abs(dithered - 92.3) < 0.2)
    }

    /// With dither, what lies between two codes is heard as what it is, and its noise is the same everywhere.
    @Test(arguments: [0.1, 0.25, 0.5, 0.9, 100.3, -7.6] as [Float]) func theMeanIsTheValue(_ steps: Float) {
        let count = 20000
        let codes = quantized([Float](repeating: steps / 32768, count: count), dither: true).samples
        let mean = codes.reduce(0.0) { $0 + Double($1) } / Double(count)
        #expect(abs(mean - Double(steps)) < 0.02)
        let power = codes.reduce(0.0) { $0 + pow(Double($1) - Double(steps), 2) } / Double(count)
        #expect(abs(power - 0.25) < 0.02)
        #expect(codes.allSatisfy { abs(Float($0) - steps) < 1.5 + 1e-3 })
    }

    /// The dither of a sample is independent of that of its neighbours.
    @Test(arguments: [1, 2, 3, 7, 100]) func theNoiseIsWhite(_ distance: Int) {
        let codes = quantized([Float](repeating: 10.5 / 32768, count: 20000), dither: true).samples
        let noise = codes.map { Double($0) - 10.5 }
        let correlation = zip(noise, noise.dropFirst(distance)).reduce(0) { $0 + $1.0 * $1.1 } / 20000
        #expect(abs(correlation) < 0.01)
    }

    /// A recording split anywhere comes out as in one piece.
    @Test(arguments: [1, 3, 160, 13312]) func ditherGoesByPlace(_ block: Int) {
        let whole = quantized(Self.tone, dither: true, block: Self.tone.count).samples
        #expect(quantized(Self.tone, dither: true, block: block).samples == whole)
        let rest = quantized(Array(Self.tone[10001...]), dither: true, from: 10001).samples
        #expect(rest == Array(whole[10001...]))
    }

    @Test func ditherSaturatesAndCountsTheSignalOnly() {
        let (samples, quantizer) = quantized(
            [Float](repeating: 32767 / 32768, count: 1000) + [Float](repeating: 1.5, count: 10), dither: true)
        #expect(samples.allSatisfy { $0 >= 32766 })
        #expect(quantizer.overs == 10)
    }
}
