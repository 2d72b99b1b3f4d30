import Glibc
import Testing

@testable import TelephoneAudio

private typealias Signal = LevelTestSignal

@Suite struct LevelHighPassTests {
    @Test(
        "Second-order Butterworth at 80 Hz",
        arguments: [
            (20.0, -24.1), (40, -12.3), (50, -8.8), (80, -3.01), (160, -0.26), (300, -0.02), (1000, 0), (3400, 0),
        ])
    func response(frequency: Double, expected: Double) {
        let samples = Signal.highPassed(Signal.sine(frequency, 0, 2))
        // The second half: a whole number of periods, long after the start.
        let power = samples[8000...].reduce(0) { $0 + Double($1) * Double($1) } / 8000
        #expect(abs(10 * log10(power) + 3.0103 - expected) < 0.05)
    }

    @Test func removesDC() {
        let samples = Signal.highPassed(Signal.sine(1000, -20, 2).map { $0 + 0.25 })
        let mean = samples[8000...].reduce(0) { $0 + Double($1) } / 8000
        #expect(abs(mean) < 1e-6)
    }

    @Test func silenceStaysSilence() {
        #expect(Signal.highPassed(Signal.silence(1)).allSatisfy { $0 == 0 })
    }

    @Test("What follows a sound dies down to true silence")
    func endsInSilence() {
        let samples = Signal.highPassed(Signal.sine(500, 0, 0.5) + Signal.silence(3))
        #expect(samples[20_000...].allSatisfy { $0 == 0 })
        #expect(samples.allSatisfy { $0 == 0 || $0.isNormal || abs($0) < 1e-30 })
    }
}
