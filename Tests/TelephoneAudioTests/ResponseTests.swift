import Glibc
import Testing

@testable import TelephoneAudio

/// The filters on the way to 8 kHz, from their own numbers.
@Suite struct ResponseTests {
    /// The kernel whose transform the table holds, from its middle on: real, and symmetric as the table is.
    private static let kernel: [Double] = {
        let half = halfBandResponse.count - 1
        return (0...half).map { n in
            let turn = Double.pi * Double(n) / Double(half)
            var sum = Double(halfBandResponse[0]) / 2
            for bin in 1..<half { sum += Double(halfBandResponse[bin]) * cos(turn * Double(bin)) }
            sum += Double(halfBandResponse[half]) / 2 * (n.isMultiple(of: 2) ? 1 : -1)
            return sum / Double(half)
        }
    }()

    /// Gain of both filters at any frequency, also between the table's bins.
    private static func gain(at frequency: Double) -> Double {
        let turn = 2 * Double.pi * frequency / 16000
        var sum = kernel[0]
        for n in 1...HalfBandDecimator.overlap { sum += 2 * kernel[n] * cos(turn * Double(n)) }
        return sum * PrototypeFilter.gain(at: frequency)
    }

    @Test func theTableIsComplete() {
        #expect(halfBandResponse.count == BatchedFFT.points / 2 + 1)
    }

    /// Overlap-discard is exact only for a kernel that fits into the margin.
    @Test func theKernelFitsTheMargin() {
        // What is left is the rounding of the table's entries.
        #expect(Self.kernel[189...].allSatisfy { abs($0) < 1e-8 })
        #expect(Self.kernel[180...188].contains { abs($0) > 1e-7 })
    }

    @Test func flatToThreePointSevenKilohertz() {
        let worst = stride(from: 0, through: 3730, by: 7.0).map { abs(Self.gain(at: $0) - 1) }.max()
        #expect(worst ?? 1 < 2e-6)
    }

    @Test func theSlope() {
        #expect(Measure.decibels(Self.gain(at: 3800)) > -1.2)
        #expect(Measure.decibels(abs(Self.gain(at: 4000))) < -40)
    }

    /// What would fold into the telephone's band.
    @Test func nothingAboveFourKilohertz() {
        let worst = stride(from: 4035, through: 8000, by: 3.0).map { abs(Self.gain(at: $0)) }.max()
        #expect(Measure.decibels(worst ?? 1) < -112)
    }

    /// The bands that the short filter alone must stop: those that fold to below 4.03 kHz at 16 kHz, lifted there by
    /// what lifts the passband.
    @Test(arguments: [1, 2, 3, 5, 10, 47])
    func thePolyphaseFilterStopsWhatFolds(_ multiple: Int) {
        let worst = stride(from: -4030, through: 4030, by: 31.0).map { offset in
            abs(PrototypeFilter.gain(at: 16000 * Double(multiple) + offset) / PrototypeFilter.gain(at: abs(offset)))
        }.max()
        #expect(Measure.decibels(worst ?? 1) < -112)
    }

    /// The kernel as it is used against the closed form of its transform.
    @Test(arguments: [0, 1000, 3600, 8000, 12000, 20100.0])
    func thePrototypeFilterHasItsGain(_ frequency: Double) {
        let steps = 4000
        let width = PrototypeFilter.length / Double(steps)
        let integral = (0..<steps).reduce(0.0) { sum, step in
            let time = (Double(step) + 0.5) * width - PrototypeFilter.length / 2
            let value = PrototypeFilter.value(cosine: cos(2 * .pi * time / PrototypeFilter.length))
            return sum + value * cos(2 * .pi * frequency * time) * width
        }
        #expect(abs(integral - PrototypeFilter.gain(at: frequency)) < 1e-6)
    }
}
