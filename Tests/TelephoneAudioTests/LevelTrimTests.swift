import Testing

@testable import TelephoneAudio

private typealias Signal = LevelTestSignal

@Suite struct LevelTrimTests {
    private let trim = LevelRecipe(trim: true)

    @Test(
        "Keeps 80 ms before and 200 ms after",
        arguments: [
            // Seconds of silence, of sound, of silence; seconds cut off at either end.
            (0.5, 1.0, 0.5, 0.42, 0.3), (0.09, 1, 0.21, 0.01, 0.01), (0.08, 1, 0.2, 0, 0), (0, 1, 0, 0, 0),
            (3, 0.06, 2.5, 2.92, 2.3), (0, 1, 5, 0, 4.8), (2, 1, 0, 1.92, 0),
        ])
    func bounds(before: Double, sound: Double, after: Double, start: Double, end: Double) throws {
        let samples = Signal.silence(before) + Signal.sine(440, -10, sound, phase: 1) + Signal.silence(after)
        let result = try Signal.conditioned(samples, trim)
        #expect(abs(result.report.trimmedStart - start) < 1e-9)
        #expect(abs(result.report.trimmedEnd - end) < 1e-9)
        #expect(result.samples.count == samples.count - Int((start * 8000).rounded()) - Int((end * 8000).rounded()))
        #expect(result.report.samples == result.samples.count)
        #expect(result.findings.isEmpty == (start == 0 && end == 0))
        #expect(Array(result.samples.suffix(result.samples.count - 640)).max() ?? 0 > 0.3)
    }

    @Test("A length that is not a multiple of 10 ms", arguments: [1, 17, 79])
    func oddLength(extra: Int) throws {
        let samples =
            Signal.silence(0.5) + Signal.sine(440, -10, 1) + Signal.silence(0.5) + [Float](repeating: 0, count: extra)
        let result = try Signal.conditioned(samples, trim)
        #expect(abs(result.report.trimmedEnd - 0.3 - Double(extra) / 8000) < 1e-9)
    }

    @Test(
        "Nothing to hear, nothing to cut",
        arguments: [
            LevelTestSound("nothing", []), LevelTestSound("silence", Signal.silence(3)),
            LevelTestSound("faint noise", Signal.noise(-75, 3)), LevelTestSound("30 ms", Signal.sine(440, -10, 0.03)),
            LevelTestSound("a click", Signal.silence(1) + Signal.sine(440, -10, 0.03) + Signal.silence(1)),
        ])
    func neverToNothing(sound: LevelTestSound) throws {
        let result = try Signal.conditioned(sound.samples, trim)
        let unchanged = result.samples == sound.samples
        #expect(unchanged)
        #expect(result.findings.isEmpty)
    }

    @Test func clickIsNotTakenForTheStart() throws {
        let click = Signal.sine(1000, -6, 0.03)
        let samples = Signal.silence(1) + click + Signal.silence(1) + Signal.sine(440, -10, 1) + Signal.silence(1)
        #expect(abs(try Signal.conditioned(samples, trim).report.trimmedStart - 1.95) < 1e-9)
    }

    @Test("Soft endings are kept", arguments: [(-10.0, -40.0), (-10, -46), (-35, -55), (-45, -62)])
    func softEnding(speech: Double, ending: Double) throws {
        let samples = Signal.silence(1) + Signal.speechLike(speech, 3) + Signal.noise(ending, 0.5) + Signal.silence(1)
        let result = try Signal.conditioned(samples, trim)
        #expect(abs(result.report.trimmedEnd - 0.8) < 0.011)
    }

    @Test("Room noise is cut, speech in it kept", arguments: [-45.0, -55, -65])
    func noiseFloor(floor: Double) throws {
        let speech = Signal.silence(2) + Signal.sine(300, -12, 1) + Signal.silence(2)
        let samples = zip(speech, Signal.noise(floor, 5)).map { $0 + $1 }
        let result = try Signal.conditioned(samples, trim)
        #expect(abs(result.report.trimmedStart - 1.92) < 0.011)
        #expect(abs(result.report.trimmedEnd - 1.8) < 0.011)
    }

    @Test func speechAllThroughIsKept() throws {
        let samples = Signal.noise(-20, 3)
        let unchanged = try Signal.conditioned(samples, trim).samples == samples
        #expect(unchanged)
    }

    @Test("Cut ends are faded, uncut ones are not")
    func fades() throws {
        // A floor just under the threshold shows what happens at the ends.
        let floor = [Float](repeating: 0.001, count: 8000)
        let sound = Signal.sine(440, -10, 1)
        let both = try Signal.conditioned(floor + sound + floor, trim).samples
        #expect(abs(both[0]) < 1e-5)
        #expect(abs(both[both.count - 1]) < 1e-5)
        #expect(abs(both[20] - 0.0005) < 0.00003)
        #expect(both[40] == 0.001)
        #expect(both[both.count - 41] == 0.001)
        #expect(zip(both, both.dropFirst()).prefix(40).allSatisfy { $0 < $1 })
        let short = [Float](repeating: 0.001, count: 160)
        let unchanged = try Signal.conditioned(short + sound + short, trim).samples == short + sound + short
        #expect(unchanged)
    }

    @Test(
        "The threshold",
        arguments: [
            (-20.0, nil, -50.0), (-5, nil, -45), (-20, -60, -50), (-20, -50, -44), (-20, -30, -40), (-45, nil, -65),
        ] as [(Double, Double?, Double)])
    func threshold(active: Double, floor: Double?, expected: Double) {
        #expect(Trim(activeLevel: active, noiseFloor: floor).threshold == expected)
    }
}
