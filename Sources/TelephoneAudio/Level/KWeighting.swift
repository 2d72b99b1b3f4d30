import Glibc

/// The frequency weighting of ITU-R BS.1770-4 (Annex 1) at 8 kHz: a shelf for the head, then a high-pass.
///
/// The recommendation prints coefficients for 48 kHz only; these are the analogue parameters behind them, by which
/// libebur128 and ffmpeg adapt to any rate (B. De Man, "Evaluation of implementations of the EBU R128 loudness
/// measurement", AES 145). Written here rather than linked: two biquads are less than a dependency.
struct KWeighting: Sendable {
    /// Parts of the signal that are weighted side by side.
    typealias Lanes = SIMD8<Float>

    private let shelf = Self.shelf(rate: 8000)
    private let highPass = Self.highPass(rate: 8000)

    /// Samples after which the response to a step, the slowest of all, has decayed by 83 dB.
    static let settling = 400

    /// Computes the energies of `hops` hops in a row, in each of eight parts of `hops * length` samples that follow each
    /// other.
    ///
    /// Single precision is enough for a meter, and so is starting each part in silence, `settling` samples early: together
    /// they err by less than 0.001 dB.
    /// - Parameter samples: the first sample of the first part; `settling` samples before it are read, too.
    func energies(from samples: UnsafePointer<Float>, hops: Int, length: Int, _ body: (_ hop: Int, Lanes) -> Void) {
        let part = hops * length
        var first = Section(shelf)
        var second = Section(highPass)
        func step(_ index: Int) -> Lanes {
            let at = samples + index
            let x = Lanes(
                at[0], at[part], at[2 * part], at[3 * part],
                at[4 * part], at[5 * part], at[6 * part], at[7 * part]
            )
            return second.next(first.next(x))
        }
        for index in -Self.settling..<0 { _ = step(index) }
        for hop in 0..<hops {
            var sum = Lanes.zero
            for index in hop * length..<(hop + 1) * length {
                let y = step(index)
                sum += y * y
            }
            body(hop, sum)
        }
    }

    /// A second-order section, transposed direct form II.
    private struct Section {
        private let b0, b1, b2, a1, a2: Lanes
        private var s1 = Lanes.zero
        private var s2 = Lanes.zero

        init(_ c: Biquad.Coefficients) {
            (b0, b1, b2) = (Lanes(repeating: Float(c.b0)), Lanes(repeating: Float(c.b1)), Lanes(repeating: Float(c.b2)))
            (a1, a2) = (Lanes(repeating: Float(c.a1)), Lanes(repeating: Float(c.a2)))
        }

        @inline(__always)
        mutating func next(_ x: Lanes) -> Lanes {
            let y = b0 * x + s1
            s1 = (b1 * x + s2) - a1 * y
            s2 = b2 * x - a2 * y
            return y
        }
    }

    private static func shelf(rate: Double) -> Biquad.Coefficients {
        let k = tan(Double.pi * 1681.974450955533 / rate)
        let q = 0.7071752369554196
        let high = pow(10, 3.999843853973347 / 20)
        let band = pow(high, 0.4996667741545416)
        let norm = 1 / (1 + k / q + k * k)
        return Biquad.Coefficients(
            b0: (high + band * k / q + k * k) * norm, b1: 2 * (k * k - high) * norm,
            b2: (high - band * k / q + k * k) * norm,
            a1: 2 * (k * k - 1) * norm, a2: (1 - k / q + k * k) * norm
        )
    }

    private static func highPass(rate: Double) -> Biquad.Coefficients {
        let k = tan(Double.pi * 38.13547087602444 / rate)
        let q = 0.5003270373238773
        let norm = 1 / (1 + k / q + k * k)
        // The numerator is not normalised, as in the recommendation.
        return Biquad.Coefficients(
            b0: 1, b1: -2, b2: 1, a1: 2 * (k * k - 1) * norm, a2: (1 - k / q + k * k) * norm
        )
    }
}
