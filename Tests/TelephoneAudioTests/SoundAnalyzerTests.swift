import Glibc
import Testing

@testable import TelephoneAudio

@Suite struct SoundAnalyzerTests {
    /// A report on `source` at `rate`, and on `telephone`, or the same where the rate is 8 kHz.
    private func report(
        _ source: [Float], rate: Int = 8000, telephone: [Float]? = nil, push: Int = 1000
    ) -> SoundReport {
        var analyzer = SoundAnalyzer(sampleRate: rate)
        for start in stride(from: 0, to: source.count, by: push) {
            source[start..<min(source.count, start + push)].withUnsafeBufferPointer { analyzer.measureSource($0) }
        }
        let heard = telephone ?? (rate == 8000 ? source : [])
        for start in stride(from: 0, to: heard.count, by: push) {
            heard[start..<min(heard.count, start + push)].withUnsafeBufferPointer { analyzer.measureTelephone($0) }
        }
        return analyzer.report
    }

    /// A sine of `level` dBFS RMS.
    private func sine(_ frequency: Double, _ level: Double, seconds: Double = 1, rate: Int = 8000) -> [Float] {
        let amplitude = 2.0.squareRoot() * pow(10, level / 20)
        return (0..<Int(seconds * Double(rate))).map {
            Float(amplitude * sin(2 * .pi * frequency * Double($0) / Double(rate)))
        }
    }

    private func silence(_ seconds: Double) -> [Float] {
        [Float](repeating: 0, count: Int(seconds * 8000))
    }

    @Test func levels() throws {
        let report = report(silence(0.5) + sine(1000, -22, seconds: 8) + silence(0.5))
        #expect(report.duration == 9)
        #expect(abs(try #require(report.activeLevel) - -22) < 0.3)
        #expect(abs(try #require(report.activeLevelDBm0) - -19) < 0.3)
        #expect(abs(try #require(report.truePeak) - (-22 + 3.01)) < 0.2)
        #expect(report.clippedSamples == 0)
        #expect(abs(report.dcOffset) < 1e-6)
        #expect(report.dtmf.isEmpty)
    }

    @Test(arguments: [(0, 0), (0.25, 0), (0, 1.5), (1, 0.04), (0.03, 2)])
    func silenceAtTheEnds(_ start: Double, _ end: Double) {
        let report = report(silence(start) + sine(440, -20) + silence(end))
        #expect(abs(report.leadIn - start) < 0.011)
        #expect(abs(report.tail - end) < 0.011)
    }

    /// Shorter than what a level can be measured of.
    @Test func shortBeeps() {
        let report = report(silence(0.02) + sine(440, -20, seconds: 0.06) + silence(0.02))
        #expect(abs(report.leadIn - 0.02) < 0.011)
        #expect(abs(report.tail - 0.02) < 0.011)
    }

    /// Room tone is silence too, and a click no beginning.
    @Test func noiseAndClicksAreNotHeard() {
        let hum = sine(50, -55)
        var clicked = silence(1)
        clicked[4000] = 0.9
        let report = report(hum + clicked + sine(440, -20) + hum)
        #expect(abs(report.leadIn - 2) < 0.011)
        #expect(abs(report.tail - 1) < 0.011)
    }

    /// A quiet recording keeps its own measure of silence.
    @Test func quietRecordings() {
        let report = report(silence(0.5) + sine(440, -52) + silence(0.5))
        #expect(abs(report.leadIn - 0.5) < 0.011)
        #expect(abs(report.tail - 0.5) < 0.011)
    }

    @Test func nothingToHear() {
        let silent = report(silence(2))
        #expect(silent.duration == 2)
        #expect(silent.activeLevel == nil)
        #expect(silent.truePeak == nil)
        #expect(silent.leadIn == 2)
        #expect(silent.tail == 0)
        #expect(silent.energyAbove3400 == nil)
        let empty = report([])
        #expect(empty.duration == 0)
        #expect(empty.leadIn == 0)
        #expect(empty.dcOffset == 0)
    }

    @Test(arguments: [0.25, -0.01, 0])
    func dc(_ offset: Float) {
        let report = report(sine(400, -20, rate: 44100).map { $0 + offset }, rate: 44100)
        #expect(abs(report.dcOffset - Double(offset)) < 1e-5)
        #expect((report.energyAbove3400 ?? 0) < -60)
    }

    @Test(
        arguments: [
            ([1, 1], 0), ([1, 1, 1], 3), ([-1, -1, -1, -1], 4), ([1, 1, -1, -1], 0), ([1, 1, 0.9, 1, 1], 0),
            ([1, 1, 1, 0, -1, -1, -1, 0, 1], 6), ([1.5, 2, 1.2], 3), ([0.9999, 0.9999, 0.9999], 0),
            ([32767 / 32768, 32767 / 32768, 32767 / 32768], 3), ([.nan, 1, 1], 0), ([.infinity, 1, 1], 0),
        ] as [([Float], Int)])
    func clipping(_ samples: [Float], count: Int) {
        for before in [0, 10, 4094, 4095, 8190] {
            let padded = [Float](repeating: 0, count: before) + samples + [0]
            #expect(report(padded).clippedSamples == count)
        }
    }

    @Test func fullScaleSinesDoNotClip() {
        for frequency in [50, 440, 997, 3000] as [Double] {
            let full = sine(frequency, -3.0103, seconds: 0.5, rate: 44100)
            #expect(report(full, rate: 44100).clippedSamples == 0, "\(frequency) Hz")
            let driven = full.map { max(-1, min(1, $0 * 1.5)) }
            #expect(report(driven, rate: 44100).clippedSamples > (frequency < 3000 ? 5000 : 500))
        }
    }

    /// Butterworth of eighth order: -3 dB at the edge, 48 dB an octave below it, everything above.
    @Test(arguments: [8000, 16000, 44100, 96000], [1700.0, 3000, 3400, 3900])
    func energyAboveTheBand(_ rate: Int, frequency: Double) throws {
        var samples = sine(frequency, -20, seconds: 0.5, rate: rate)
        // Switching a tone on and off makes a click.
        for (index, sample) in samples.enumerated() {
            samples[index] = sample * Float(pow(sin(.pi * Double(index) / Double(samples.count)), 2))
        }
        let warped = tan(.pi * 3400 / Double(rate)) / tan(.pi * frequency / Double(rate))
        let expected = -10 * log10(1 + pow(warped, 16))
        #expect(abs(try #require(report(samples, rate: rate).energyAbove3400) - expected) < 0.1)
    }

    @Test func energyOfHalfTheSound() throws {
        let low = sine(500, -20, seconds: 1, rate: 44100)
        let high = sine(9000, -30, seconds: 1, rate: 44100)
        let report = report(zip(low, high).map { $0 + $1 + 0.1 }, rate: 44100)
        #expect(abs(try #require(report.energyAbove3400) - 10 * log10(0.1 / 1.1)) < 0.05)
    }

    @Test(arguments: [1000, 4000, 6000, 6800])
    func noRoomAboveTheBand(_ rate: Int) {
        #expect(report(sine(300, -20, rate: rate), rate: rate).energyAbove3400 == nil)
    }

    @Test func badSamplesSpoilNothing() throws {
        var samples = sine(500, -20, seconds: 2)
        for index in stride(from: 100, to: samples.count, by: 1000) {
            samples[index] = [Float.nan, .infinity, -.infinity][index / 1000 % 3]
        }
        let report = report(samples, telephone: sine(500, -20, seconds: 2))
        #expect(report.dcOffset.isFinite)
        #expect(try #require(report.energyAbove3400).isFinite)
        #expect(report.clippedSamples == 0)
    }

    @Test func hugeSamplesGiveFigures() {
        let report = report(sine(500, -20, seconds: 2).map { $0 * 1e30 })
        #expect(report.dcOffset.isFinite)
        #expect(report.activeLevel?.isFinite == true)
        #expect(report.truePeak?.isFinite == true)
        #expect(report.leadIn == 0)
    }

    @Test func keysAreReported() {
        let beep = zip(sine(770, -15, seconds: 0.2), sine(1336, -15, seconds: 0.2)).map { $0 + $1 }
        let report = report(sine(300, -20) + beep + silence(0.3))
        #expect(report.dtmf.map(\.key) == ["5"])
        #expect(report.dtmf.allSatisfy { abs($0.at - 1) < 0.011 && abs($0.duration - 0.2) < 0.021 })
    }

    @Test func theSizeOfThePushesChangesNothing() {
        let source = silence(0.3) + sine(3500, -6) + sine(700, -2) + silence(0.2)
        let whole = report(source, push: source.count)
        for push in [1, 7, 80, 4095, 4097] { #expect(report(source, push: push).matches(whole)) }
    }
}

extension SoundReport {
    /// Equal but for the rounding of sums.
    fileprivate func matches(_ other: SoundReport) -> Bool {
        var same = self
        if let a = activeLevel, let b = other.activeLevel, abs(a - b) < 1e-4 { same.activeLevel = b }
        return same == other
    }
}
