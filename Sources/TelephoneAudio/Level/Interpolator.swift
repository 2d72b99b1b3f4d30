import Glibc

/// Computes signal values a quarter, a half and three quarters of the way between samples: fourfold oversampling, as
/// ITU-R BS.1770-4, Annex 2 demands for true peaks.
///
/// A windowed sinc of 32 taps (Kaiser, beta 3.4, 40 dB: Oppenheim and Schafer, chapter 7): flat to 3.7 of 4 kHz, where
/// the resampler's passband ends.
struct Interpolator: Sendable {
    /// Samples handled together.
    static let block = 16
    private static let taps = 32

    /// No interpolated value exceeds the largest sample in reach by more than this factor.
    let largestGain: Float
    /// For each pair of taps at equal distance from the middle, outermost first: its factor half-way, which both share,
    /// and the mean and half the difference of their factors a quarter of the way. Three quarters is a quarter mirrored.
    private let pairs: [SIMD4<Float>]

    init() {
        let quarter = Self.phase(0.25)
        let half = Self.phase(0.5)
        pairs = (0..<Self.taps / 2).map { tap in
            let (left, right) = (quarter[tap], quarter[Self.taps - 1 - tap])
            return SIMD4(half[tap], (left + right) / 2, (left - right) / 2, 0)
        }
        let gain = [quarter, half].map { $0.reduce(0) { $0 + abs($1) } }.max() ?? 0
        // A little more, for the rounding of the sums.
        largestGain = gain * 1.00001
    }

    /// Returns the largest magnitude of `block` samples.
    @inline(__always)
    func samplePeak(_ samples: UnsafePointer<Float>) -> Float {
        var largest = LanePeak()
        for start in stride(from: 0, to: Self.block, by: 8) { largest.add(load(samples + start)) }
        return largest.magnitude
    }

    /// Returns the largest magnitude among the values between the samples 0...`block` from `samples` on. Reads from 15
    /// samples before to 16 behind the block.
    func peak(from samples: UnsafePointer<Float>) -> Float {
        var largest = LanePeak()
        pairs.withUnsafeBufferPointer { pairs in
            for start in stride(from: 0, to: Self.block, by: 8) {
                let first = samples + start - (Self.taps / 2 - 1)
                let last = first + Self.taps - 1
                var half = SIMD8<Float>.zero
                var even = SIMD8<Float>.zero
                var odd = SIMD8<Float>.zero
                for tap in 0..<Self.taps / 2 {
                    let (left, right) = (load(first + tap), load(last - tap))
                    let factors = pairs[tap]
                    half += (left + right) * factors[0]
                    even += (left + right) * factors[1]
                    odd += (left - right) * factors[2]
                }
                largest.add(half)
                largest.add(even + odd)
                largest.add(even - odd)
            }
        }
        return largest.magnitude
    }

    @inline(__always)
    private func load(_ samples: UnsafePointer<Float>) -> SIMD8<Float> {
        UnsafeRawPointer(samples).loadUnaligned(as: SIMD8<Float>.self)
    }

    /// The taps for a point `fraction` behind the sixteenth sample, of sum 1.
    private static func phase(_ fraction: Double) -> [Float] {
        let reach = Double(taps / 2)
        let values = (0..<taps).map { tap in
            let x = Double(tap) - (reach - 1) - fraction
            let window = bessel(3.4 * (1 - (x / reach) * (x / reach)).squareRoot())
            return sin(.pi * x) / (.pi * x) * window
        }
        let sum = values.reduce(0, +)
        return values.map { Float($0 / sum) }
    }

    /// The modified Bessel function of the first kind and order zero, by its power series.
    private static func bessel(_ x: Double) -> Double {
        var (sum, term) = (1.0, 1.0)
        for k in 1...20 {
            term *= (x / 2 / Double(k)) * (x / 2 / Double(k))
            sum += term
        }
        return sum
    }
}
