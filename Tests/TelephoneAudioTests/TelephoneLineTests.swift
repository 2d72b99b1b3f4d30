import Glibc
import Support
import Testing

@testable import TelephoneAudio

/// What a telephone gives out, held against sox.
@Suite struct TelephoneLineTests {
    private static func bytes(_ samples: [Int16]) -> [UInt8] {
        samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    private static func samples(_ bytes: [UInt8]) -> [Int16] {
        bytes.withUnsafeBytes { raw in
            (0..<raw.count / 2).map { raw.loadUnaligned(fromByteOffset: 2 * $0, as: Int16.self) }
        }
    }

    private static let raw = ["-t", "s16", "-r", "8000", "-c", "1", "-"]

    @Test func everyCodeMeansWhatSoxSays() throws {
        let codes = (0...UInt8.max).map { $0 }
        let meant = Self.samples(
            try Tool.require("sox", ["-D", "-t", "al", "-r", "8000", "-c", "1", "-", "-t", "s16", "-"], input: codes)
                .output)
        #expect(codes.map { G711.linear(aLaw: $0) } == meant)
        #expect(codes.map { G711.aLaw(Int(G711.linear(aLaw: $0))) } == codes)
    }

    /// Gain at the ends is 3 dB less, by definition; far outside nothing is left, far inside nothing is taken.
    @Test(
        arguments: [
            (20, -100 ... -75), (50, -64 ... -60), (100, -40 ... -36), (300, -3.2 ... -2.8), (600, -0.15...0.15),
            (1000, -0.1...0.1), (3000, -0.1...0.1), (3400, -3.2 ... -2.8), (3700, -38 ... -36), (3900, -100 ... -75),
        ] as [(Double, ClosedRange<Double>)])
    func theBand(_ frequency: Double, _ gain: ClosedRange<Double>) {
        let tone = Tone.samples([Tone(frequency: frequency, amplitude: 0.9)], rate: 8000, frames: 32_000)
        let heard = TelephoneLine.transmit(tone.map { Int16(($0 * 32767).rounded()) }).map { Float($0) / 32767 }
        let found = Tone.found(in: heard, at: frequency, range: 8000..<32_000)
        let decibels = Measure.decibels(found.amplitude / 0.9)
        // What 16 bits can hold ends at about -90 dB.
        #expect(decibels < gain.upperBound && (decibels > gain.lowerBound || gain.upperBound < -70), "\(decibels) dB")
    }

    /// Speech-like noise through both: the same in thirds of an octave all over the band.
    @Test func theSpectrumIsThatOfSox() throws {
        let noise = Self.samples(
            try Tool.require(
                "sox",
                [
                    "-R", "-D", "-n", "-r", "8000", "-c", "1", "-t", "s16", "-", "synth", "6", "pinknoise", "gain",
                    "-12",
                ]
            ).output)
        let coded = try Tool.require("sox", ["-D"] + Self.raw + ["-t", "al", "-"], input: Self.bytes(noise)).output
        let theirs = Self.samples(
            try Tool.require(
                "sox",
                ["-D", "-t", "al", "-r", "8000", "-c", "1", "-", "-t", "s16", "-", "sinc", "-n", "1023", "300-3400"],
                input: coded
            ).output)
        let ours = TelephoneLine.transmit(noise)
        #expect(ours.count == noise.count)
        for centre in [400.0, 500, 630, 800, 1000, 1250, 1600, 2000, 2500] {
            let edges = centre / pow(2, 1 / 6)...centre * pow(2, 1 / 6)
            let difference = 10 * log10(Self.power(ours, edges) / Self.power(theirs, edges))
            #expect(abs(difference) < 0.5, "\(centre) Hz: \(difference) dB")
        }
        for edges in [20.0...100, 3800...3990] {
            let left = 10 * log10(Self.power(ours, edges) / Self.power(noise, edges))
            #expect(left < -30, "\(edges) Hz: \(left) dB")
        }
    }

    /// Power in a band, by Goertzel's bins over windows (Hann's) of half a second.
    private static func power(_ samples: [Int16], _ band: ClosedRange<Double>) -> Double {
        var sum = 0.0
        let windowed = stride(from: window.count, through: samples.count - window.count, by: window.count).map {
            start in
            window.indices.map { Double(samples[start + $0]) * window[$0] }
        }
        for frequency in stride(from: (band.lowerBound / 2).rounded(.up) * 2, through: band.upperBound, by: 8) {
            let coefficient = 2 * cos(2 * Double.pi * frequency / 8000)
            for block in windowed {
                var (one, two) = (0.0, 0.0)
                for sample in block { (one, two) = (sample + coefficient * one - two, one) }
                sum += one * one + two * two - coefficient * one * two
            }
        }
        return sum
    }

    private static let window = (0..<4000).map { 0.5 - 0.5 * cos(2 * Double.pi * Double($0) / 4000) }

    @Test func piecesMakeNoDifference() {
        let samples = (0..<20_000).map { Int16(truncatingIfNeeded: $0 &* 7919 % 30_011 - 15_000) }
        var line = TelephoneLine()
        var heard: [Int16] = []
        var start = 0
        for size in [1, 2, 4095, 4096, 4097, 7709] {
            heard += line.transmit(samples[start..<start + size])
            start += size
        }
        #expect(heard == TelephoneLine.transmit(Array(samples.prefix(start))))
        #expect(TelephoneLine.transmit([]) == [])
    }

    @Test func theLoudestDoesNotWrapRound() {
        // A square wave overshoots where its upper harmonics are taken away.
        let square = (0..<8000).map { $0 / 8 % 2 == 0 ? Int16.max : Int16.min }
        let heard = TelephoneLine.transmit(square)
        #expect(heard.contains(.max) && heard.contains(.min))
        for (one, next) in zip(heard.dropFirst(100), heard.dropFirst(101)) {
            #expect(abs(Int(one) - Int(next)) < 60_000)
        }
    }
}
