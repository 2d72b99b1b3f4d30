import Glibc
import Testing

@testable import TelephoneAudio

@Suite struct BatchedFFTTests {
    private typealias Complex = (real: Double, imaginary: Double)

    /// Bins by definition: every input costs a turn of every bin.
    private static func bins(
        _ chosen: [Int], of points: [Complex], sign: Double
    ) -> [Complex] {
        chosen.map { bin in
            var sum: Complex = (0, 0)
            for (n, point) in points.enumerated() {
                let angle = sign * 2 * Double.pi * Double(bin * n % points.count) / Double(points.count)
                sum.real += point.real * cos(angle) - point.imaginary * sin(angle)
                sum.imaginary += point.real * sin(angle) + point.imaginary * cos(angle)
            }
            return sum
        }
    }

    private static func reversed(_ number: Int, bits: Int) -> Int {
        (0..<bits).reduce(0) { $0 | (number >> $1 & 1) << (bits - 1 - $1) }
    }

    /// Noise, another in each lane.
    private static func noise(points: Int, seed: UInt64) -> [BatchedFFT.Lanes] {
        var generator = SplitMix(state: seed)
        return (0..<2 * points).map { _ in
            var lanes = BatchedFFT.Lanes()
            for lane in lanes.indices { lanes[lane] = Float.random(in: -1...1, using: &generator) }
            return lanes
        }
    }

    private static func lane(_ lane: Int, of data: [BatchedFFT.Lanes]) -> [Complex] {
        (0..<data.count / 2).map { (Double(data[2 * $0][lane]), Double(data[2 * $0 + 1][lane])) }
    }

    /// The forward transform leaves its last stage out, so that is done here.
    @Test(arguments: [0, 3, 7]) func forward(lane: Int) {
        let points = BatchedFFT.points
        var data = Self.noise(points: points, seed: 1)
        let before = Self.lane(lane, of: data)
        data.withUnsafeMutableBufferPointer { data in
            data.baseAddress.map { BatchedFFT().forward($0) }
        }
        let after = Self.lane(lane, of: data)
        let chosen = [0, 1, 2, 5, 511, 512, 700, 1023]
        let low = Self.bins(chosen, of: before, sign: -1)
        let high = Self.bins(chosen.map { $0 + points / 2 }, of: before, sign: -1)
        for (number, bin) in chosen.enumerated() {
            let place = Self.reversed(bin, bits: 10)
            let (even, odd) = (after[2 * place], after[2 * place + 1])
            #expect(abs(even.real + odd.real - low[number].real) < 1e-4)
            #expect(abs(even.imaginary + odd.imaginary - low[number].imaginary) < 1e-4)
            #expect(abs(even.real - odd.real - high[number].real) < 1e-4)
            #expect(abs(even.imaginary - odd.imaginary - high[number].imaginary) < 1e-4)
        }
    }

    @Test(arguments: [0, 3, 7]) func backward(lane: Int) {
        let points = BatchedFFT.points / 2
        let bins = Self.noise(points: points, seed: 2)
        var data = bins
        for place in 0..<points {
            let from = Self.reversed(place, bits: 10)
            (data[2 * place], data[2 * place + 1]) = (bins[2 * from], bins[2 * from + 1])
        }
        data.withUnsafeMutableBufferPointer { data in
            data.baseAddress.map { BatchedFFT().backward($0) }
        }
        let chosen = [0, 1, 2, 255, 256, 600, 1023]
        let expected = Self.bins(chosen, of: Self.lane(lane, of: bins), sign: 1)
        let found = Self.lane(lane, of: data)
        for (number, place) in chosen.enumerated() {
            #expect(abs(found[place].real - expected[number].real) < 1e-4)
            #expect(abs(found[place].imaginary - expected[number].imaginary) < 1e-4)
        }
    }

    /// Lanes are strangers to each other.
    @Test func lanesDoNotMix() {
        var data = [BatchedFFT.Lanes](repeating: .init(), count: 2 * BatchedFFT.points)
        for n in data.indices { data[n][5] = Float(n % 13) }
        data.withUnsafeMutableBufferPointer { data in
            data.baseAddress.map { BatchedFFT().forward($0) }
        }
        #expect(data.allSatisfy { lanes in lanes.indices.allSatisfy { $0 == 5 || lanes[$0] == 0 } })
        #expect(data.contains { $0[5] != 0 })
    }
}
