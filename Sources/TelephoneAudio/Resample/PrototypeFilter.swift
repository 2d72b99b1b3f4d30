import Glibc

/// The prototype low-pass of the first resampler stage, as a function of continuous time.
///
/// Interpolated FIR design, in the sense of Crochiere and Rabiner's multistage structures: the sharp transition is left to
/// the second stage, so this one may be short. At 16 kHz only what would land below 4.03 kHz after the second stage
/// matters, so it must stop the bands 16 kHz x m ± 4.03 kHz and nothing else; what passes between them the second stage
/// removes. Nor need it be flat: the second stage's response lifts its droop (-6.7 dB at 3.8 kHz).
///
/// A sum of five cosines, 0.4 ms long, does that: 117 dB down in every such band after the lift (minimax over its four
/// free coefficients, by Benchmarks/filters.py). That is 18 taps at 44.1 kHz, where a flat filter needs 42. One design
/// serves every rate, because it is defined in seconds.
enum PrototypeFilter {
    /// Length in seconds; the kernel is zero outside ± half of it.
    static let length = 0.4e-3

    /// Weights of cos(2 pi m t / length), m = 0...4; the first fixes the gain at 0 Hz to one.
    static let cosines = [1, 1.441_536_294, 0.514_678_501, 0.075_537_426, 0.002_475_766]

    /// The same sum as a polynomial in c = cos(2 pi t / length), by cos(m x) = T_m(c) (Chebyshev).
    static func value(cosine c: Double) -> Double {
        let c2 = c * c
        let even = cosines[0] + cosines[2] * (2 * c2 - 1) + cosines[4] * (8 * c2 * c2 - 8 * c2 + 1)
        let odd = cosines[1] * c + cosines[3] * (4 * c2 - 3) * c
        return (even + odd) / length
    }

    /// The gain at `frequency` Hz, 1 at 0 Hz: the Fourier transform of the cosines, a sinc pair each.
    static func gain(at frequency: Double) -> Double {
        // sinc(x - m) and sinc(x + m) share sin(pi x) but for its sign.
        let x = frequency * length
        let sine = sin(.pi * x) / .pi
        func sinc(_ shift: Int) -> Double {
            let place = x + Double(shift)
            return place == 0 ? 1 : (shift.isMultiple(of: 2) ? sine : -sine) / place
        }
        return cosines.indices.reduce(0) { $0 + cosines[$1] * 0.5 * (sinc($1) + sinc(-$1)) }
    }
}
