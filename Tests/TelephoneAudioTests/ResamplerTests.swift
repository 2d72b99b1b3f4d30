import Glibc
import Testing

@testable import TelephoneAudio

/// Runs samples through a resampler in pushes of `push`.
func resample(_ samples: [Float], at rate: Int, with resampler: any Resampler, push: Int = 4096) throws -> [Float] {
    var result: [Float] = []
    var at = 0
    while at < samples.count {
        let count = min(push, samples.count - at)
        let room = resampler.reserve(count)
        for n in 0..<count { room[n] = samples[at + n] }
        try resampler.commit(count) { index, block in
            #expect(index == result.count)
            result.append(contentsOf: block)
        }
        at += count
    }
    try resampler.finish(at: (samples.count * 16000 + rate) / (2 * rate)) { index, block in
        #expect(index == result.count)
        result.append(contentsOf: block)
    }
    return result
}

@Suite struct ResamplerTests {
    @Test func quick() throws {
        for rate in [11025, 16000, 44100, 48000, 96000] {
            let x = (0..<rate * 4).map { Float(0.5 * sin(2 * .pi * 997 * Double($0) / Double(rate))) }
            let y = try resample(x, at: rate, with: FastResampler(from: rate)!)
            let ideal = (0..<32000).map { Float(0.5 * sin(2 * .pi * 997 * Double($0) / 8000)) }
            var worst: Float = 0
            for n in 400..<31600 { worst = max(worst, abs(y[n] - ideal[n])) }
            print(rate, y.count, 20 * log10(worst))
        }
    }
}
