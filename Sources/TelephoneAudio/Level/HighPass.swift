import Glibc

/// Removes DC and rumble: a second-order Butterworth high-pass, -3 dB at 80 Hz, for 8 kHz mono.
///
/// A telephone line starts at 300 Hz, so nothing that the caller could hear is lost.
package struct HighPass: Sendable {
    private var biquad: Biquad

    /// Starts in silence.
    package init() {
        // Bilinear transform of s^2 / (s^2 + sqrt(2) s + 1) with the corner prewarped.
        let k = tan(Double.pi * 80 / 8000)
        let norm = 1 / (1 + 2.squareRoot() * k + k * k)
        biquad = Biquad(
            Biquad.Coefficients(
                b0: norm, b1: -2 * norm, b2: norm,
                a1: 2 * (k * k - 1) * norm, a2: (1 - 2.squareRoot() * k + k * k) * norm
            ))
    }

    /// Filters `samples` in place; the state carries over to the next call.
    package mutating func process(_ samples: UnsafeMutableBufferPointer<Float>) {
        guard let base = samples.baseAddress else { return }
        var filter = biquad
        for start in stride(from: 0, to: samples.count, by: 4096) {
            let end = min(samples.count, start + 4096)
            let whole = start + (end - start) & ~3
            for index in stride(from: start, to: whole, by: 4) {
                let address = UnsafeMutableRawPointer(base + index)
                let x = address.loadUnaligned(as: SIMD4<Float>.self)
                address.storeBytes(of: SIMD4<Float>(filter.next(SIMD4<Double>(x))), as: SIMD4<Float>.self)
            }
            for index in whole..<end { base[index] = Float(filter.next(Double(base[index]))) }
            filter.settle()
        }
        biquad = filter
    }
}
