import Glibc
import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

@Suite struct ConversionTests {
    private static let rates = [11025, 16000, 22050, 32000, 44100, 48000, 96000, 192_000]

    /// Noise that is the same every time.
    private static func noise(_ count: Int, seed: UInt64 = 1, amplitude: Float = 0.3) -> [Float] {
        var generator = SplitMix(state: seed)
        return (0..<count).map { _ in Float.random(in: -amplitude...amplitude, using: &generator) }
    }

    /// Something to tell channels and places by: a tone that glides, another one in each channel.
    static func music(seconds: Double, rate: Int = 44100, channels: Int = 2) -> [Int16] {
        (0..<Int(seconds * Double(rate))).flatMap { frame in
            let time = Double(frame) / Double(rate)
            return (0..<channels).map { channel in
                let swing = sin(time * (1.3 + Double(channel)))
                let tone = sin(2 * .pi * (300 * time + 90 * swing) * Double(channel + 1))
                return Int16(9000 * tone * (1 + 0.5 * sin(7 * time)))
            }
        }
    }

    // MARK: Quality

    /// The signal to noise and distortion of a 16-bit file, over eight phases: the rounding of a tone that fits the
    /// rate repeats, so one phase alone may be lucky.
    @Test(arguments: rates, [(100.0, 96.0), (997, 96.5), (3300, 96.5)])
    func signalToNoiseAndDistortion(_ rate: Int, tone: (frequency: Double, atLeast: Double)) async throws {
        let phases = (0..<8).map { Double($0) * 0.83 }
        let part = rate / 5
        let input = phases.flatMap {
            Tone.samples(
                [Tone(frequency: tone.frequency, amplitude: pow(10, -1 / 20), phase: $0)], rate: rate, frames: part)
        }
        let output = try await Converted(WaveBytes.float(input, rate: rate)).floats
        #expect(output.count == 12800)
        let noise = phases.indices.map { phase in
            let middle = output[phase * 1600 + 400..<phase * 1600 + 1200]
            return pow(10, -Measure.sinad(Array(middle), frequency: tone.frequency) / 10)
        }
        let sinad = -10 * log10(noise.reduce(0, +) / Double(noise.count))
        #expect(sinad > tone.atLeast, "\(sinad) dB")
    }

    @Test(arguments: [(44100, 44100), (44100, 100), (48000, 3), (11025, 11026), (192_000, 9601), (22050, 1)])
    func lengths(_ rate: Int, frames: Int) async throws {
        let samples = Self.noise(frames).map { Int16($0 * 32767) }
        let expected = Int((Double(frames) * 8000 / Double(rate) + 0.5).rounded(.down))
        if expected == 0 { return }
        let converted = try await Converted(WaveBytes.pcm16(samples, rate: rate))
        #expect(converted.report.samples == expected)
        #expect(abs(converted.report.recordedDuration - Double(frames) / Double(rate)) < 1e-9)
    }

    // MARK: Channels

    @Test func surround() async throws {
        let frequencies = [400.0, 600, 1000, 60, 1400, 2200]
        let channels = frequencies.map {
            Tone.samples([Tone(frequency: $0, amplitude: 0.5)], rate: 48000, frames: 48000)
        }
        let frames = (0..<48000).flatMap { frame in channels.map { $0[frame] } }
        let output = try await Converted(WaveBytes.float(frames, rate: 48000, channels: 6, mask: 0x3F)).floats
        let weights = [0.2071, 0.2071, 0.2929, 0, 0.1464, 0.1464]
        for (frequency, weight) in zip(frequencies, weights) {
            let found = Tone.found(in: output, at: frequency, range: 2000..<6000)
            #expect(abs(found.amplitude - 0.5 * weight) < 1e-3, "\(frequency) Hz")
        }
        // Without positions, every channel counts the same, bass or not.
        let plain = try await Converted(WaveBytes.float(frames, rate: 48000, channels: 6)).floats
        for frequency in frequencies {
            let found = Tone.found(in: plain, at: frequency, range: 2000..<6000)
            #expect(abs(found.amplitude - 0.5 / 6) < 1e-3, "\(frequency) Hz")
        }
    }

    @Test(arguments: 1...3) func oneChannel(_ channel: Int) async throws {
        let frames = Self.music(seconds: 0.5, rate: 16000, channels: 3)
        let one = stride(from: channel - 1, to: frames.count, by: 3).map { frames[$0] }
        let chosen = try await Converted(
            WaveBytes.pcm16(frames, rate: 16000, channels: 3), Recipe(channels: .only(channel)))
        let alone = try await Converted(WaveBytes.pcm16(one, rate: 16000))
        #expect(chosen.bytes == alone.bytes)
    }

    @Test func missingChannel() async throws {
        let wave = WaveBytes.pcm16(Self.music(seconds: 0.1), rate: 44100, channels: 2)
        await #expect(throws: RecordingError.noSuchChannel(.only(3), channels: 2)) {
            try await Converted(wave, Recipe(channels: .only(3)))
        }
    }

    /// The sum would be silence: the louder channel is used, and that is reported.
    @Test(arguments: [RecordingKind.wav, .flac, .vorbis, .opus, .mp3], [1.0, 0.97])
    func channelsThatCancel(_ kind: RecordingKind, right: Double) async throws {
        let left = Self.music(seconds: 2, channels: 1)
        let frames = left.flatMap { sample -> [Int16] in
            let loud = Double(sample) * 0.9
            return [Int16(loud * (2 - right)), Int16(-loud * right)]
        }
        // As stereo, lest an encoder think of something cleverer.
        let options: [RecordingKind: [String]] = [.mp3: ["-m", "s", "-b", "192"], .opus: ["--bitrate", "192"]]
        let wave = try kind.encode(WaveBytes.pcm16(frames, rate: 44100, channels: 2), options: options[kind] ?? [])
        let converted = try await Converted(wave)
        let used = converted.report.findings.compactMap { finding -> ChannelChoice? in
            if case .antiPhase(let used) = finding { used } else { nil }
        }
        #expect(used.count == 1)
        if right < 1 { #expect(used == [.only(1)]) }
        let chosen = try await Converted(wave, Recipe(channels: used.first ?? .mix))
        #expect(converted.bytes == chosen.bytes)
        #expect(Measure.rms(converted.floats) > 0.1)
    }

    /// Where the decoder mixes, channels that begin to cancel only later must not be lost either.
    @Test(arguments: [RecordingKind.mp3, .opus]) func longRecordingsThatCancel(_ kind: RecordingKind) async throws {
        let left = Self.music(seconds: 24, channels: 1)
        let wave = WaveBytes.pcm16(left.flatMap { [$0, -$0] }, rate: 44100, channels: 2)
        let options = kind == .mp3 ? ["-m", "s", "-b", "128"] : ["--bitrate", "160"]
        let converted = try await Converted(kind.encode(wave, options: options), workers: 2)
        #expect(converted.report.findings.count == 1)
        #expect(Measure.rms(converted.floats) > 0.1)
    }

    // MARK: Findings

    @Test func overFullScale() async throws {
        let samples = Tone.samples([Tone(frequency: 440, amplitude: 2)], rate: 8000, frames: 8000)
        let over = samples.filter { $0 * 32768 >= 32767.5 || $0 * 32768 < -32768.5 }.count
        let converted = try await Converted(WaveBytes.float(samples, rate: 8000))
        #expect(converted.report.findings == [.clipped(samples: over)])
        #expect(converted.samples.max() == .max)
        #expect(converted.samples.min() == .min)
        #expect(zip(samples, converted.samples).allSatisfy { $0.sign == .minus ? $1 <= 0 : $1 >= 0 }, "none wraps")
        #expect(converted.report.peak == 0)
    }

    @Test(arguments: RecordingKind.allCases) func allSilence(_ kind: RecordingKind) async throws {
        let wave = try kind.encode(WaveBytes.pcm16([Int16](repeating: 0, count: 44100), rate: 44100))
        let converted = try await Converted(wave)
        #expect(converted.report.findings == [.silent])
        #expect(converted.samples.count == 8000)
        #expect(converted.samples.allSatisfy { $0 == 0 })
        #expect(converted.report.activeLevel == nil)
        #expect(converted.report.peak == nil)
    }

    @Test(arguments: [8000, 16000, 44100]) func nonFiniteSamplesBecomeSilence(_ rate: Int) async throws {
        var samples = Tone.samples([Tone(frequency: 500, amplitude: 0.5)], rate: rate, frames: rate)
        let clean = samples
        let places = stride(from: 1000, to: 4000, by: 500).map { $0 * rate / 8000 }
        for (number, place) in places.enumerated() { samples[place] = [.nan, .infinity, -1e30][number % 3] }
        let converted = try await Converted(WaveBytes.float(samples, rate: rate))
        #expect(converted.report.findings == [.nonFiniteSamples(places.count)])
        let expected = try await Converted(WaveBytes.float(clean, rate: rate))
        // Holes of one sample, and nothing beyond them but the last digit of a transform.
        #expect(zip(converted.samples, expected.samples).dropFirst(5000).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
        #expect(Measure.difference(converted.floats, expected.floats) < 0.6)
    }

    // MARK: Recipes

    @Test(arguments: [11025, 44100, 48000]) func libsamplerateSoundsTheSame(_ rate: Int) async throws {
        let input = Tone.samples(
            [Tone(frequency: 440, amplitude: 0.3), Tone(frequency: 3100, amplitude: 0.3)], rate: rate, frames: rate / 2)
        let wave = WaveBytes.float(input, rate: rate)
        let fast = try await Converted(wave)
        let best = try await Converted(wave, Recipe(resampler: .libsamplerate))
        #expect(fast.samples.count == best.samples.count)
        // The tones begin and end all at once, where there is more than the passband to compare.
        let middle = 300..<fast.samples.count - 300
        #expect(zip(fast.samples[middle], best.samples[middle]).allSatisfy { abs($0 - $1) <= 1 })
    }

    @Test func unsupportedRatesAreReported() async throws {
        let wave = WaveBytes.pcm16(Self.music(seconds: 0.5, rate: 7000, channels: 1), rate: 7000)
        #expect(try await Converted(wave).report.findings == [.resampledBySinc(rate: 7000)])
        #expect(try await Converted(wave, Recipe(resampler: .libsamplerate)).report.findings == [])
    }

    @Test func ditherIsTheSameEveryTime() async throws {
        let wave = WaveBytes.pcm16(Self.music(seconds: 25, rate: 11025, channels: 1), rate: 11025)
        let once = try await Converted(wave, Recipe(dither: true))
        let again = try await Converted(wave, Recipe(dither: true), workers: 3)
        let plain = try await Converted(wave)
        #expect(once.bytes == again.bytes)
        #expect(once.bytes != plain.bytes)
        #expect(zip(once.samples, plain.samples).allSatisfy { abs(Int($0) - Int($1)) <= 2 })
    }

    @Test func levelAndTrim() async throws {
        let silence = [Int16](repeating: 0, count: 16000)
        let tone = Self.music(seconds: 4, rate: 16000, channels: 1).map { $0 / 4 }
        let wave = WaveBytes.pcm16(silence + tone + silence, rate: 16000)
        let recipe = Recipe(level: LevelRecipe(target: .telephone, trim: true))
        let converted = try await Converted(wave, recipe)
        #expect(abs((converted.report.activeLevel ?? 0) - -22) < 1)
        #expect(abs(converted.report.duration - 4.28) < 0.05)
        #expect(converted.report.level != nil)
        #expect(converted.report.findings.count == 1)
    }

    // MARK: Several workers

    @Test(arguments: [RecordingKind.wav, .flac, .mp3, .vorbis, .opus], [1, 2])
    func workersChangeNoByte(_ kind: RecordingKind, channels: Int) async throws {
        let wave = WaveBytes.pcm16(Self.music(seconds: 25, channels: channels), rate: 44100, channels: channels)
        let recording = try kind.encode(wave)
        let alone = try await Converted(recording)
        #expect(alone.samples.count == 200_000)
        #expect(alone.report.findings.isEmpty)
        for workers in 2...3 {
            let together = try await Converted(recording, workers: workers)
            #expect(together.bytes == alone.bytes, "\(workers) workers")
            #expect(together.report.samples == alone.report.samples)
            #expect(together.report.findings == alone.report.findings)
            #expect(together.report.recordedDuration == alone.report.recordedDuration)
            #expect(together.report.peak == alone.report.peak)
            #expect(abs((together.report.activeLevel ?? 0) - (alone.report.activeLevel ?? 1)) < 0.05)
        }
    }

    @Test func workersAtOddRates() async throws {
        let wave = WaveBytes.pcm16(Self.music(seconds: 21, rate: 44101, channels: 1), rate: 44101)
        let alone = try await Converted(wave)
        #expect(try await Converted(wave, workers: 2).bytes == alone.bytes)
    }

    /// Key presses within the first part, across the border of two parts, in the second part and after the first minute.
    @Test func workersReportTheSameKeyTones() async throws {
        let rate = 16000
        var samples = Self.noise(70 * rate, amplitude: 0.001)
        for (row, column, start) in [(697.0, 1209.0, 3.0), (770, 1336, 34.9), (941, 1477, 50), (852, 1209, 65)] {
            let tones = [Tone(frequency: row, amplitude: 0.2), Tone(frequency: column, amplitude: 0.2)]
            let press = Tone.samples(tones, rate: rate, frames: rate / 5)
            for (index, sample) in press.enumerated() { samples[Int(start * Double(rate)) + index] += sample }
        }
        let recording = try RecordingKind.flac.encode(
            WaveBytes.pcm16(samples.map { Int16($0 * 32767) }, rate: rate))
        let alone = try await Converted(recording)
        guard case .keyTones("15#", let at) = alone.report.findings.first else {
            Issue.record("\(alone.report.findings)")
            return
        }
        #expect(alone.report.findings.count == 1 && abs(at - 3) < 0.02)
        for workers in 2...4 {
            #expect(try await Converted(recording, workers: workers).report.findings == alone.report.findings)
        }
        let folder = try TemporaryFolder()
        let inspection = try Inspector().inspect(.file(try folder.write(recording, to: "a.flac")))
        #expect(inspection.findings == alone.report.findings)
        #expect(inspection.sound?.dtmf.map(\.key) == ["1", "5", "#", "7"])
    }

    @Test(arguments: [(0.29, true), (0.3, false)]) func shortRecordingsAreReported(_ seconds: Double, _ isShort: Bool)
        async throws
    {
        let samples = Self.noise(Int(seconds * 8000)).map { Int16($0 * 32767) }
        let findings = try await Converted(WaveBytes.pcm16(samples, rate: 8000)).report.findings
        #expect(findings == (isShort ? [.tooShort(seconds: seconds)] : []))
    }

    /// Below -70 dBFS there is no level to report.
    @Test func recordingsTooQuietToMeasureAreReported() async throws {
        let quiet = try await Converted(WaveBytes.float(Self.noise(16000, amplitude: 0.0004), rate: 8000)).report
        #expect(quiet.activeLevel == nil && quiet.findings == [.quiet(activeLevel: nil)])
        // Short, and loud.
        let loud = try await Converted(WaveBytes.float(Self.noise(800), rate: 8000)).report
        #expect(try #require(loud.activeLevel) > -20 && loud.findings == [.tooShort(seconds: 0.1)])
    }

    // MARK: On the way

    @Test func progressAddsUp() async throws {
        let folder = try TemporaryFolder()
        let wave = WaveBytes.pcm16(Self.music(seconds: 25, rate: 16000, channels: 1), rate: 16000)
        let input = try folder.write(wave, to: "in.wav")
        for workers in 1...2 {
            let (reports, continuation) = AsyncStream.makeStream(of: Conversion.Progress.self)
            _ = try await Conversion(workers: workers).convert(
                .file(input), to: .file(folder.file("\(workers).wav"), replacing: false)
            ) { _ = continuation.yield($0) }
            continuation.finish()
            var (expected, done) = (0.0, 0.0)
            for await report in reports {
                switch report {
                case .expects(let seconds): expected += seconds
                case .advanced(let seconds): done += seconds
                }
            }
            #expect(expected == 25)
            // Workers overlap a little where they meet.
            #expect(abs(done - 25) < 1.5)
        }
    }

    @Test func cancelling() async throws {
        let wave = WaveBytes.pcm16(Self.music(seconds: 25, rate: 16000, channels: 1), rate: 16000)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            _ = try await Converted(wave)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
