import Glibc

/// The filter behind which levels are measured: a second-order Butterworth high-pass, -3 dB at 300 Hz, for 8 kHz mono.
///
/// RFC 7874, section 4: only what lies above 300 Hz, where a telephone line begins, counts for the level of speech. DC
/// and hum, which no caller hears, then neither count as sound nor hide silence.
struct SpeechBand: Sendable {
    /// Parts of the signal that are filtered side by side.
    typealias Lanes = SIMD8<Float>

    /// Samples in a hop, the stretch that is measured as one: 8 ms.
    static let hop = 64
    /// Hops in the part of one lane: 104 ms, a sixteenth of the resampler's batch.
    static let hopsPerLane = FastResampler.batch / 16 / hop
    /// Samples measured in one go.
    static let batch = hop * hopsPerLane * Lanes.scalarCount
    /// Samples after which the response to a step has decayed by 90 dB: each lane starts in silence, so much earlier.
    static let settling = 64

    /// The measurements of a hop.
    struct Hop: Sendable {
        /// The mean square of the filtered samples.
        var power: Double
        /// The mean of their magnitudes.
        var magnitude: Float
    }

    /// What the unfiltered samples of a batch show: the largest magnitude and the sum.
    struct Extremes {
        var peak: Float
        var sum: Double
    }

    private let gain: Float
    private let a1, a2: Float
    let coefficients: Biquad.Coefficients

    init() {
        coefficients = .highPass(at: 300)
        gain = Float(coefficients.b0)
        a1 = Float(coefficients.a1)
        a2 = Float(coefficients.a2)
    }

    /// Measures the hops of one batch, in order.
    ///
    /// The recursion (transposed direct form II, numerator 1 - 2/z + 1/z^2 with its gain applied to the sums) needs each output for
    /// the next: eight lanes hide this, as in `KWeighting`. Single precision is enough for a meter.
    /// - Parameters:
    ///   - samples: `batch` samples.
    ///   - history: the `settling` samples before them.
    ///   - hops: room for the results.
    func measure(
        _ samples: UnsafePointer<Float>, history: UnsafePointer<Float>, into hops: UnsafeMutableBufferPointer<Hop>
    ) -> Extremes {
        let part = Self.hop * Self.hopsPerLane
        let (a1, a2) = (Lanes(repeating: a1), Lanes(repeating: a2))
        var (s1, s2) = (Lanes.zero, Lanes.zero)
        @inline(__always)
        func next(_ x: Lanes) -> Lanes {
            let y = x + s1
            s1 = (s2 - (x + x)) - a1 * y
            s2 = x - a2 * y
            return y
        }
        for index in 0..<Self.settling {
            let at = samples + (index - Self.settling)
            _ = next(
                Lanes(
                    history[index], at[part], at[2 * part], at[3 * part],
                    at[4 * part], at[5 * part], at[6 * part], at[7 * part]))
        }
        var isFinite = true
        for hop in 0..<Self.hopsPerLane {
            var (squares, magnitudes) = (Lanes.zero, Lanes.zero)
            for index in hop * Self.hop..<(hop + 1) * Self.hop {
                let at = samples + index
                let x = Lanes(
                    at[0], at[part], at[2 * part], at[3 * part],
                    at[4 * part], at[5 * part], at[6 * part], at[7 * part])
                let y = next(x)
                squares += y * y
                magnitudes += Self.magnitude(y)
            }
            for lane in 0..<Lanes.scalarCount {
                hops[lane * Self.hopsPerLane + hop] = result(squares[lane], magnitudes[lane])
                if !squares[lane].isFinite { isFinite = false }
            }
        }
        let extremes = Self.extremes(of: samples)
        return isFinite ? extremes : measureExactly(samples, history: history, into: hops, extremes.peak)
    }

    /// Passes of their own, along the samples: beside the filter they would want for registers.
    private static func extremes(of samples: UnsafePointer<Float>) -> Extremes {
        let raw = UnsafeRawPointer(samples)
        var sums = Lanes.zero
        for index in stride(from: 0, to: batch, by: Lanes.scalarCount) {
            sums += (raw + index * 4).loadUnaligned(as: Lanes.self)
        }
        let peak = BlockPower.energy(of: UnsafeBufferPointer(start: samples, count: batch)).peak
        return Extremes(peak: peak, sum: Double(sums.sum()))
    }

    private func result(_ squares: Float, _ magnitudes: Float) -> Hop {
        Hop(
            power: Double(squares) * Double(gain * gain) / Double(Self.hop),
            magnitude: magnitudes * gain / Float(Self.hop))
    }

    /// Measures one hop by the same arithmetic.
    func hop(_ samples: [Float], history: [Float]) -> Hop {
        var (s1, s2): (Float, Float) = (0, 0)
        func next(_ x: Float) -> Float {
            let y = x + s1
            s1 = (s2 - (x + x)) - a1 * y
            s2 = x - a2 * y
            return y
        }
        for x in history.prefix(Self.settling) { _ = next(x) }
        var (squares, magnitudes): (Float, Float) = (0, 0)
        for x in samples.prefix(Self.hop) {
            let y = next(x)
            squares += y * y
            magnitudes += abs(y)
        }
        return result(squares, magnitudes)
    }

    /// Measures a batch in double precision, for samples that single precision cannot square (1e30), or that are not
    /// numbers and count as silence.
    private func measureExactly(
        _ samples: UnsafePointer<Float>, history: UnsafePointer<Float>, into hops: UnsafeMutableBufferPointer<Hop>,
        _ peak: Float
    ) -> Extremes {
        var filter = Biquad(coefficients)
        var sum = 0.0
        func value(_ sample: Float) -> Double { sample.isFinite ? Double(sample) : 0 }
        for index in 0..<Self.settling { _ = filter.next(value(history[index])) }
        for hop in hops.indices {
            var (squares, magnitudes) = (0.0, 0.0)
            for index in hop * Self.hop..<(hop + 1) * Self.hop {
                let x = value(samples[index])
                sum += x
                let y = filter.next(x)
                squares += y * y
                magnitudes += abs(y)
            }
            hops[hop] = Hop(
                power: squares / Double(Self.hop),
                magnitude: Float(min(magnitudes / Double(Self.hop), Double(Float.greatestFiniteMagnitude))))
        }
        return Extremes(peak: peak, sum: sum)
    }

    /// Clears the sign bits: `abs` of a vector would be a call per lane.
    @inline(__always)
    private static func magnitude(_ y: Lanes) -> Lanes {
        unsafeBitCast(unsafeBitCast(y, to: SIMD8<UInt32>.self) & 0x7FFF_FFFF, to: Lanes.self)
    }
}

extension SpeechBand {
    /// The same filter for one signal after the other, in double precision: samples rather than figures come out.
    struct Filter: Sendable {
        private var biquad = Biquad(SpeechBand().coefficients)
        private var isPrimed = false

        /// Filters `samples` in place. What is not a number counts as silence.
        mutating func process(_ samples: UnsafeMutableBufferPointer<Float>) {
            for index in samples.indices where !samples[index].isFinite { samples[index] = 0 }
            // As if the first sample had been there for ever: DC that is switched on would be a click.
            if !isPrimed, let first = samples.first {
                biquad.rest(at: Double(first))
                isPrimed = true
            }
            biquad.process(samples)
        }
    }
}
