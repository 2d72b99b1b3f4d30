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
    /// What recordings come at, the ends of what is covered, and rates that have nothing in common with 16 kHz.
    static let fastRates = [
        8001, 11025, 12000, 16000, 22050, 24000, 32000, 37800, 44100, 44101, 48000, 64000, 88200, 96000, 176_400,
        192_000, 384_000, 1_536_000,
    ]
    static let commonRates = [11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000, 192_000]
    static let slowRates = [1000, 4000, 5512, 7999]

    private func resampler(from rate: Int, lead: Double = 0) throws -> any Resampler {
        let resampler = try makeResampler(from: rate, lead: lead, choice: .fast)
        #expect((resampler is FastResampler) == (rate > telephoneRate))
        return resampler
    }

    private func noise(_ frames: Int, seed: UInt64 = 7) -> [Float] {
        var generator = SplitMix(state: seed)
        return (0..<frames).map { _ in Float.random(in: -0.9...0.9, using: &generator) }
    }

    /// Tones below `limit` Hz whose sum fades in and out, so that nothing is above them.
    private func bandLimitedNoise(_ seconds: Double, rate: Int, below limit: Double) -> [Float] {
        var generator = SplitMix(state: 11)
        let tones = (0..<30).map { _ in
            Tone(
                frequency: .random(in: 20...limit - 20, using: &generator), amplitude: 0.9 / 30,
                phase: .random(in: 0...6, using: &generator))
        }
        let samples = Tone.samples(tones, rate: rate, frames: Int(seconds * Double(rate)))
        let last = Double(samples.count - 1)
        return samples.enumerated().map { Float(Double($1) * pow(sin(.pi * Double($0) / last), 4)) }
    }

    // MARK: Level, phase and what must not be there

    /// Gain and delay of tones all over the passband at once, and nothing but them in the result.
    @Test(arguments: fastRates + slowRates + [8000])
    func tonesInTheBand(_ rate: Int) throws {
        let limit = min(3600, 0.45 * Double(rate))
        let frequencies = [100, 300, 440, 998, 1500, 2000, 2500, 3000, 3300, 3400, 3500, 3600].filter { $0 <= limit }
        let tones = frequencies.enumerated().map { Tone(frequency: $1, amplitude: 0.075, phase: Double($0)) }
        // libsamplerate's filter for low rates is long.
        let edge = rate < telephoneRate ? 2000 : 400
        let input = Tone.samples(tones, rate: rate, frames: rate * (4000 + 2 * edge) / 8000)
        let output = try resample(input, at: rate, with: resampler(from: rate))
        // Half a second: whole periods of all of them, and the ends left out.
        let middle = edge..<edge + 4000
        for tone in tones {
            let found = Tone.found(in: output, at: tone.frequency, range: middle)
            #expect(abs(Measure.decibels(found.amplitude / tone.amplitude)) < 0.01, "\(tone.frequency) Hz")
            let delay = remainder(tone.phase - found.phase, 2 * .pi) / (2 * .pi * tone.frequency)
            #expect(abs(delay) < 0.1e-6, "\(tone.frequency) Hz: \(delay) s")
        }
        let expected = Tone.samples(tones, rate: telephoneRate, frames: output.count)
        let rest = middle.map { output[$0] - expected[$0] }
        #expect(Measure.decibels(Measure.rms(rest)) < -105)
    }

    /// Tones that would fold back, one after the other, from just above the telephone's band up.
    @Test(arguments: fastRates.filter { $0 > 8200 })
    func tonesAboveTheBand(_ rate: Int) throws {
        let nearlyHalf = 0.499 * Double(rate)
        let fixed: [Double] = [
            4060, 4100, 4210, 4400, 4630, 5000, 6010, 7000, 7900, 8000, 8090, 9010, 10030, 11980, 12060, 12500, 15700,
            16000, 16300, 19900, 21000, 31000, 33000, 47900, 64100, 80200, 95000, 159_000, 500_000,
        ]
        let frequencies = (fixed + [0.8 * nearlyHalf, nearlyHalf]).filter { 4060...nearlyHalf ~= $0 }
        let input = frequencies.flatMap { Tone.samples([Tone(frequency: $0)], rate: rate, frames: rate / 10) }
        let output = try resample(input, at: rate, with: resampler(from: rate))
        for (number, frequency) in frequencies.enumerated() {
            // Without the clicks where one tone gives way to the next
            let start = number * (rate / 10) * telephoneRate / rate
            let level = Measure.rms(output[start + 200..<start + 600]) * 2.0.squareRoot()
            #expect(Measure.decibels(level) < -100, "\(frequency) Hz")
        }
    }

    /// Going up, there must be nothing above the recording's own band.
    @Test(arguments: [1000, 4000, 5512]) func noImagesGoingUp(_ rate: Int) throws {
        let frequency = 0.4 * Double(rate)
        let input = Tone.samples([Tone(frequency: frequency)], rate: rate, frames: rate)
        let output = try resample(input, at: rate, with: resampler(from: rate))
        #expect(Measure.sinad(output[2000..<6000], frequency: frequency) > 100)
    }

    /// A pulse without anything above 3.6 kHz, 3 ms from either end, against what it is at 8 kHz.
    @Test(arguments: fastRates + [8000], [0.003, 0.001]) func pulsesAtTheEnds(_ rate: Int, distance: Double) throws {
        let frames = rate / 10
        func pulses(at someRate: Int, count: Int) -> [Float] {
            // A bell of 0.22 ms, 107 dB down at 3.6 kHz
            func bell(_ time: Double) -> Double { 0.9 * exp(-0.5 * pow(time / 0.22e-3, 2)) }
            let last = Double(frames - 1) / Double(rate)
            return (0..<count).map { n in
                let time = Double(n) / Double(someRate)
                return Float(bell(time - distance) + bell(time - last + distance))
            }
        }
        let output = try resample(pulses(at: rate, count: frames), at: rate, with: resampler(from: rate))
        let error = Measure.difference(output, pulses(at: telephoneRate, count: 800))
        #expect(Measure.decibels(error / 0.9) < -80)
    }

    /// The first and the last samples count as much as any: noise that begins and ends all at once comes out as it
    /// does in the midst of silence, but for what lies outside the recording.
    @Test(arguments: [11025, 16000, 32000, 44100, 96000]) func startAndEndAreResampledLikeTheRest(_ rate: Int) throws {
        let noise = noise(rate / 10)
        let silence = [Float](repeating: 0, count: rate)
        let alone = try resample(noise, at: rate, with: resampler(from: rate))
        let amidst = try resample(silence + noise + silence, at: rate, with: resampler(from: rate))
        let rounded = alone.count
        #expect(Measure.difference(alone, Array(amidst[8000..<8000 + rounded])) < 2e-6)
    }

    // MARK: Length

    @Test(arguments: fastRates + slowRates + [8000]) func lengths(_ rate: Int) throws {
        for frames in [0, 1, 2, 3, 7, 50] {
            let output = try resample(noise(frames), at: rate, with: resampler(from: rate))
            #expect(output.count == Int((Double(frames) * 8000 / Double(rate) + 0.5).rounded(.down)), "\(frames)")
        }
    }

    @Test(arguments: [8001, 11025, 16000, 24000, 44100, 44101])
    func lengthsAroundABatch(_ rate: Int) throws {
        for outputs in [FastResampler.batch - 1, FastResampler.batch, FastResampler.batch + 1] {
            let frames = outputs * rate / 8000
            for frames in frames...frames + 1 {
                let input = [Float](repeating: 0.5, count: frames)
                let output = try resample(input, at: rate, with: resampler(from: rate))
                #expect(output.count == Int((Double(frames) * 8000 / Double(rate) + 0.5).rounded(.down)))
                // No hole where batches meet, and nothing lost at the end.
                #expect(output[200..<output.count - 200].allSatisfy { abs($0 - 0.5) < 1e-5 })
                #expect(output.last.map { $0 > 0.2 } == true)
            }
        }
    }

    @Test(
        arguments: [
            (0, 44100, 0), (1, 44100, 0), (2, 44100, 0), (3, 44100, 1), (44100, 44100, 8000), (1, 16000, 1),
            (2, 16000, 1), (3, 16000, 2), (1, 1000, 8), (1, 1_536_000, 0), (96, 1_536_000, 1), (95, 1_536_000, 0),
            (1, 8001, 1), (26_460_000, 44100, 4_800_000), (1 << 47, 44100, 25_530_610_132_486),
            (1 << 60, 8000, 1 << 60), (1 << 60, 16000, 1 << 59),
        ])
    func telephoneLengths(_ frames: Int, rate: Int, samples: Int) {
        #expect(telephoneLength(of: frames, at: rate) == samples)
    }

    // MARK: Exactness

    @Test(arguments: [11025, 16000, 44100, 96000]) func theSizeOfThePushesChangesNoBit(_ rate: Int) throws {
        let input = noise(rate / 5)
        let whole = try resample(input, at: rate, with: resampler(from: rate), push: input.count)
        for push in [1, 7, 4096] {
            let pieces = try resample(input, at: rate, with: resampler(from: rate), push: push)
            #expect(pieces == whole, "pushes of \(push)")
        }
    }

    /// Several batches, and a reserve that asks for more than is committed.
    @Test func unevenPushesChangeNoBit() throws {
        let input = noise(220_500)
        let whole = try resample(input, at: 44100, with: resampler(from: 44100), push: input.count)
        let uneven = try resampler(from: 44100)
        var result: [Float] = []
        var (at, size) = (0, 1)
        while at < input.count {
            let count = min(size, input.count - at)
            let room = uneven.reserve(count + 100)
            for n in 0..<count { room[n] = input[at + n] }
            try uneven.commit(count) { result.append(contentsOf: $1) }
            (at, size) = (at + count, size * 5 % 70001 + 1)
        }
        try uneven.finish(at: 40000) { result.append(contentsOf: $1) }
        #expect(result == whole)
    }

    @Test(arguments: fastRates + slowRates + [8000]) func silenceStaysExactlyZero(_ rate: Int) throws {
        let output = try resample([Float](repeating: 0, count: rate), at: rate, with: resampler(from: rate))
        #expect(output.count == 8000)
        #expect(output.allSatisfy { $0 == 0 })
    }

    @Test func eightKilohertzPassesUntouched() throws {
        let input = noise(3000)
        #expect(try resample(input, at: 8000, with: resampler(from: 8000)) == input)
        let chosen = try makeResampler(from: 8000, choice: .libsamplerate)
        #expect(try resample(input, at: 8000, with: chosen) == input)
    }

    /// A resampler that begins at a later batch, fed from the input it asks for, against one that did it all.
    @Test(arguments: [8001, 11025, 16000, 32000, 44100, 44101, 96000], [1, 2])
    func splittingChangesNoBit(_ rate: Int, batch: Int) throws {
        let frames = (2 * FastResampler.batch + 1000) * rate / 8000
        let input = noise(frames)
        let length = telephoneLength(of: frames, at: rate)
        let whole = try resample(input, at: rate, with: resampler(from: rate))
        let part = try #require(FastResampler(from: rate, startingAt: batch))
        #expect(part.currentBatch == batch)
        var result: [Float] = []
        func take(_ index: Int, _ block: UnsafeBufferPointer<Float>) {
            #expect(index == batch * FastResampler.batch + result.count)
            result.append(contentsOf: block)
        }
        let rest = Array(input[part.firstInput...])
        let room = part.reserve(rest.count)
        for (n, sample) in rest.enumerated() { room[n] = sample }
        try part.commit(rest.count, output: take)
        try part.finish(at: length, output: take)
        #expect(result == Array(whole[(batch * FastResampler.batch)...]))
    }

    /// Where decoders deliver less than every sample, the first one need not lie at the recording's start.
    @Test(arguments: [11025, 12000, 16000], [0.25, 0.5, 0.75]) func lead(_ rate: Int, lead: Double) throws {
        let tone = Tone(frequency: 1000, amplitude: 0.5, phase: 0.3)
        let input = Tone.samples([tone], rate: rate, frames: rate / 2, lead: lead)
        let output = try resample(input, at: rate, with: resampler(from: rate, lead: lead))
        let found = Tone.found(in: output, at: 1000, range: 400..<3600)
        #expect(abs(remainder(found.phase - tone.phase, 2 * .pi)) / (2 * .pi * 1000) < 0.1e-6)
        #expect(abs(found.amplitude - 0.5) < 1e-5)
    }

    // MARK: libsamplerate, the reference

    @Test(arguments: commonRates) func fastResamplerAgainstTheBestSinc(_ rate: Int) throws {
        let input = bandLimitedNoise(0.5, rate: rate, below: 3600)
        let fast = try resample(input, at: rate, with: resampler(from: rate))
        let best = try resample(input, at: rate, with: SincResampler(from: rate))
        #expect(Measure.decibels(Measure.difference(fast, best)) < -100)
        #expect(Measure.decibels(Measure.rms(fast)) > -30)
    }

    @Test(arguments: [(1000, 1.0), (5512, 0.2), (44100, 0.1), (192_000, 0.05), (1_536_000, 0.02)])
    func sincLengths(_ rate: Int, seconds: Double) throws {
        for frames in [0, 1, 2, 5, Int(seconds * Double(rate))] {
            let input = [Float](repeating: 0.5, count: frames)
            let output = try resample(input, at: rate, with: SincResampler(from: rate))
            #expect(output.count == telephoneLength(of: frames, at: rate))
        }
    }

    /// Rates with so little in common with 16 kHz that a filter bank would be enormous.
    @Test func absurdRatesAreLeftToLibsamplerate() throws {
        #expect(FastResampler(from: 1_535_999) == nil)
        #expect(FastResampler(from: 7999) == nil)
        #expect(FastResampler(from: 8000) == nil)
        let rate = 1_535_999
        let input = Tone.samples([Tone(frequency: 1000, amplitude: 0.5)], rate: rate, frames: rate / 10)
        let output = try resample(input, at: rate, with: makeResampler(from: rate, choice: .fast))
        #expect(Measure.sinad(output[200..<600], frequency: 1000) > 100)
    }

    @Test(arguments: [1, 31, 2_048_001, 2_147_483_647]) func ratiosOutOfRangeAreRejected(_ rate: Int) {
        #expect(throws: RecordingError.rateOutOfRange(rate)) { try SincResampler(from: rate) }
    }
}
