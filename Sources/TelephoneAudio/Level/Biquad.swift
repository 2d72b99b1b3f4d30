import Glibc

/// A second-order recursive filter section, in double precision, one sample or four at a time.
///
/// The recursion (transposed direct form II: Oppenheim and Schafer, chapter 6) needs each output before it can compute
/// the next. As the filter is linear, four outputs and the state after them are also a sum of six constant columns, one
/// for each of the four inputs and the two states. That has one dependency per four samples instead of four.
struct Biquad: Sendable {
    /// H(z) = (b0 + b1 z^-1 + b2 z^-2) / (1 + a1 z^-1 + a2 z^-2).
    struct Coefficients: Sendable {
        var b0, b1, b2, a1, a2: Double

        /// Returns the next output of the recursion, and moves `state` on.
        func next(_ x: Double, _ state: inout SIMD2<Double>) -> Double {
            let y = b0 * x + state[0]
            state = SIMD2(b1 * x - a1 * y + state[1], b2 * x - a2 * y)
            return y
        }
    }

    private typealias Column = (output: SIMD4<Double>, state: SIMD2<Double>)

    private let coefficients: Coefficients
    private let inputColumns: (Column, Column, Column, Column)
    private let stateColumns: (Column, Column)
    private var state = SIMD2<Double>.zero

    init(_ coefficients: Coefficients) {
        /// The recursion's response to an input and a state.
        func column(input: SIMD4<Double> = .zero, state: SIMD2<Double> = .zero) -> Column {
            var state = state
            var output = SIMD4<Double>.zero
            for index in 0..<4 { output[index] = coefficients.next(input[index], &state) }
            return (output, state)
        }
        self.coefficients = coefficients
        inputColumns = (
            column(input: SIMD4(1, 0, 0, 0)), column(input: SIMD4(0, 1, 0, 0)),
            column(input: SIMD4(0, 0, 1, 0)), column(input: SIMD4(0, 0, 0, 1))
        )
        stateColumns = (column(state: SIMD2(1, 0)), column(state: SIMD2(0, 1)))
    }

    /// Returns the next output.
    mutating func next(_ x: Double) -> Double {
        coefficients.next(x, &state)
    }

    /// Returns the next four outputs.
    @inline(__always)
    mutating func next(_ x: SIMD4<Double>) -> SIMD4<Double> {
        let (i, s) = (inputColumns, stateColumns)
        let fromInput = (i.0.output * x[0] + i.1.output * x[1]) + (i.2.output * x[2] + i.3.output * x[3])
        let output = fromInput + (s.0.output * state[0] + s.1.output * state[1])
        let stateFromInput = (i.0.state * x[0] + i.1.state * x[1]) + (i.2.state * x[2] + i.3.state * x[3])
        state = stateFromInput + (s.0.state * state[0] + s.1.state * state[1])
        return output
    }

    /// Starts as if `value` had been the input for ever.
    ///
    /// With a constant input, and the output that the sum of the coefficients makes of it, the state no longer changes.
    mutating func rest(at value: Double) {
        let c = coefficients
        let output = value * (c.b0 + c.b1 + c.b2) / (1 + c.a1 + c.a2)
        let second = c.b2 * value - c.a2 * output
        state = SIMD2(c.b1 * value - c.a1 * output + second, second)
    }

    /// Filters `samples` in place.
    mutating func process(_ samples: UnsafeMutableBufferPointer<Float>) {
        guard let base = samples.baseAddress else { return }
        var filter = self
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
        self = filter
    }

    /// Filters `samples` in place by one section and then the other: side by side they take hardly longer than one alone, which
    /// waits for itself.
    static func process(_ samples: UnsafeMutableBufferPointer<Float>, _ first: inout Biquad, _ second: inout Biquad) {
        guard let base = samples.baseAddress else { return }
        var (one, other) = (first, second)
        let whole = samples.count & ~3
        for index in stride(from: 0, to: whole, by: 4) {
            let address = UnsafeMutableRawPointer(base + index)
            let x = SIMD4<Double>(address.loadUnaligned(as: SIMD4<Float>.self))
            address.storeBytes(of: SIMD4<Float>(other.next(one.next(x))), as: SIMD4<Float>.self)
        }
        for index in whole..<samples.count { base[index] = Float(other.next(one.next(Double(base[index])))) }
        one.settle()
        other.settle()
        (first, second) = (one, other)
    }

    /// Ends an inaudible decay, long before it reaches subnormal numbers, which processors compute slowly. Call it every
    /// few thousand samples.
    mutating func settle() {
        if abs(state[0]) < 1e-30, abs(state[1]) < 1e-30 { state = .zero }
    }
}

extension Biquad.Coefficients {
    /// What goes in comes out.
    static let nothing = Self(b0: 1, b1: 0, b2: 0, a1: 0, a2: 0)

    /// A second-order Butterworth high-pass for 8 kHz, -3 dB at `corner` Hz: the bilinear transform of
    /// s^2 / (s^2 + sqrt(2) s + 1) with the corner prewarped.
    static func highPass(at corner: Double) -> Self {
        let k = tan(Double.pi * corner / Double(telephoneRate))
        let norm = 1 / (1 + 2.squareRoot() * k + k * k)
        return Self(
            b0: norm, b1: -2 * norm, b2: norm,
            a1: 2 * (k * k - 1) * norm, a2: (1 - 2.squareRoot() * k + k * k) * norm)
    }
    /// A shelf for 8 kHz that raises everything far above `corner` Hz by `gain` dB, and what is at the corner by half of it: R.
    /// Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter coefficients", highShelf with the slope S = 1.
    static func highShelf(at corner: Double, gain: Double) -> Self {
        let a = pow(10, gain / 40)
        let w = 2 * Double.pi * corner / Double(telephoneRate)
        let (cosine, alpha) = (cos(w), sin(w) * 0.5.squareRoot())
        let root = 2 * a.squareRoot() * alpha
        let norm = 1 / ((a + 1) - (a - 1) * cosine + root)
        return Self(
            b0: a * ((a + 1) + (a - 1) * cosine + root) * norm, b1: -2 * a * ((a - 1) + (a + 1) * cosine) * norm,
            b2: a * ((a + 1) + (a - 1) * cosine - root) * norm, a1: 2 * ((a - 1) - (a + 1) * cosine) * norm,
            a2: ((a + 1) - (a - 1) * cosine - root) * norm)
    }
}
