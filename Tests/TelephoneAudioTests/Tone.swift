import Glibc

@testable import TelephoneAudio

/// A sine of a test signal: amplitude 1 is full scale, the phase is that of the sine at the start of the recording.
struct Tone: Sendable {
    /// Hz.
    var frequency: Double
    var amplitude = 1.0
    /// Radians.
    var phase = 0.0

    /// The sum of tones at `rate` Hz, the first sample `lead` samples before the recording's start.
    static func samples(_ tones: [Tone], rate: Int, frames: Int, lead: Double = 0) -> [Float] {
        var sum = [Double](repeating: 0, count: frames)
        sum.withUnsafeMutableBufferPointer { sum in
            for tone in tones {
                let turn = 2 * Double.pi * tone.frequency / Double(rate)
                // A rotation; set right now and then, it stays within 1e-13 of the sine.
                let (stepCosine, stepSine) = (cos(turn), sin(turn))
                var (c, s) = (0.0, 0.0)
                for n in 0..<frames {
                    if n % 1024 == 0 {
                        let angle = turn * (Double(n) - lead) + tone.phase
                        (c, s) = (tone.amplitude * cos(angle), tone.amplitude * sin(angle))
                    }
                    sum[n] += s
                    (c, s) = (c * stepCosine - s * stepSine, s * stepCosine + c * stepSine)
                }
            }
        }
        return sum.map { Float($0) }
    }

    /// The tone of `frequency` in `range` of a signal at `rate` Hz. Exact where the range spans whole periods of it and
    /// of whatever else is in the signal.
    static func found(
        in samples: [Float], at frequency: Double, range: Range<Int>, rate: Int = telephoneRate
    ) -> Tone {
        let turn = 2 * Double.pi * frequency / Double(rate)
        var (real, imaginary) = (0.0, 0.0)
        samples.withUnsafeBufferPointer { samples in
            for n in range {
                real += Double(samples[n]) * cos(turn * Double(n))
                imaginary += Double(samples[n]) * sin(turn * Double(n))
            }
        }
        let scale = 2 / Double(range.count)
        return Tone(
            frequency: frequency, amplitude: scale * (real * real + imaginary * imaginary).squareRoot(),
            phase: atan2(real, imaginary))
    }
}

/// Figures that tests hold against the ones promised.
enum Measure {
    static func decibels(_ ratio: Double) -> Double { 20 * log10(max(ratio, 1e-20)) }

    static func rms(_ samples: some Collection<Float>) -> Double {
        (samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(1, samples.count))).squareRoot()
    }

    /// The largest difference of two signals; that of different lengths has no limit.
    static func difference(_ a: [Float], _ b: [Float]) -> Double {
        guard a.count == b.count else { return .infinity }
        return zip(a, b).reduce(0) { max($0, abs(Double($1.0) - Double($1.1))) }
    }

    /// A sine at `frequency` against everything else but DC, in dB: the sine is fitted by least squares, so that it
    /// need not fit into the range.
    static func sinad(_ samples: some Collection<Float>, frequency: Double, rate: Int = telephoneRate) -> Double {
        let turn = 2 * Double.pi * frequency / Double(rate)
        let basis = samples.indices.enumerated().map { n, _ in
            [cos(turn * Double(n)), sin(turn * Double(n)), 1]
        }
        var matrix = [[Double]](repeating: [0, 0, 0, 0], count: 3)
        for (row, sample) in zip(basis, samples) {
            for i in 0..<3 {
                for j in 0..<3 { matrix[i][j] += row[i] * row[j] }
                matrix[i][3] += row[i] * Double(sample)
            }
        }
        let fit = solve(matrix)
        var noise = 0.0
        for (row, sample) in zip(basis, samples) {
            let rest = Double(sample) - fit[0] * row[0] - fit[1] * row[1] - fit[2]
            noise += rest * rest
        }
        let signal = (fit[0] * fit[0] + fit[1] * fit[1]) / 2 * Double(samples.count)
        return 10 * log10(signal / noise)
    }

    /// Three equations, by elimination; those of a least-squares fit need no pivoting.
    private static func solve(_ equations: [[Double]]) -> [Double] {
        var rows = equations
        for pivot in 0..<3 {
            for row in 0..<3 where row != pivot {
                let factor = rows[row][pivot] / rows[pivot][pivot]
                for column in 0..<4 { rows[row][column] -= factor * rows[pivot][column] }
            }
        }
        return (0..<3).map { rows[$0][3] / rows[$0][$0] }
    }
}
