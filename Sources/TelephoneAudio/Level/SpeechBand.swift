import Glibc

/// The filter behind which levels are measured: a second-order Butterworth high-pass, -3 dB at 300 Hz, for 8 kHz mono.
///
/// RFC 7874, section 4: only what lies above 300 Hz, where a telephone line begins, counts for the level of speech. DC
/// and hum, which no caller hears, then neither count as sound nor hide silence.
struct SpeechBand: Sendable {
    /// Parts of the signal that are filtered side by side.
    private static let lanes = 8
    /// Samples in a hop, the stretch that is measured as one: 8 ms.
    static let hop = 64
    /// Hops in the part of one lane: 104 ms, a sixteenth of the resampler's batch.
    static let hopsPerLane = FastResampler.batch / 16 / hop
    /// Samples measured in one go.
    static let batch = hop * hopsPerLane * lanes
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

    /// - Parameter corner: Hz; the filter must have settled after `settling` samples, as it has from 300 Hz on.
    init(corner: Double = 300) {
        coefficients = .highPass(at: corner)
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
        let isFinite = measureHops(samples, history: history, into: hops)
        let extremes = Self.extremes(of: samples)
        return isFinite ? extremes : measureExactly(samples, history: history, into: hops, extremes.peak)
    }

    /// The same without the extremes. Returns false if single precision is not enough for the samples: then hops are not finite.
    @discardableResult
    func measureHops(
        _ samples: UnsafePointer<Float>, history: UnsafePointer<Float>, into hops: UnsafeMutableBufferPointer<Hop>
    ) -> Bool {
        let part = Self.hop * Self.hopsPerLane
        let before = samples - Self.settling
        var (first, last) = (FourLanes(a1, a2), FourLanes(a1, a2))
        for index in stride(from: 0, to: Self.settling, by: 4) {
            let lanes = before + index
            first.take(history + index, lanes + part, lanes + 2 * part, lanes + 3 * part)
            last.take(lanes + 4 * part, lanes + 5 * part, lanes + 6 * part, lanes + 7 * part)
        }
        var isFinite = true
        for hop in 0..<Self.hopsPerLane {
            first.clear()
            last.clear()
            for index in stride(from: hop * Self.hop, to: (hop + 1) * Self.hop, by: 4) {
                let lanes = samples + index
                first.take(lanes, lanes + part, lanes + 2 * part, lanes + 3 * part)
                last.take(lanes + 4 * part, lanes + 5 * part, lanes + 6 * part, lanes + 7 * part)
            }
            for lane in 0..<4 {
                hops[lane * Self.hopsPerLane + hop] = result(first.squares[lane], first.magnitudes[lane])
                hops[(lane + 4) * Self.hopsPerLane + hop] = result(last.squares[lane], last.magnitudes[lane])
                if !first.squares[lane].isFinite || !last.squares[lane].isFinite { isFinite = false }
            }
        }
        return isFinite
    }

    /// The filter for four lanes, and the sums of what comes out of it.
    private struct FourLanes {
        private let a1, a2: SIMD4<Float>
        private var (s1, s2) = (SIMD4<Float>.zero, SIMD4<Float>.zero)
        private(set) var (squares, magnitudes) = (SIMD4<Float>.zero, SIMD4<Float>.zero)

        init(_ a1: Float, _ a2: Float) {
            self.a1 = SIMD4(repeating: a1)
            self.a2 = SIMD4(repeating: a2)
        }

        @inline(__always)
        mutating func clear() { (squares, magnitudes) = (.zero, .zero) }

        /// Takes the next four samples of each lane. They lie along the lanes and are filtered across, so they are transposed.
        @inline(__always)
        mutating func take(
            _ lane0: UnsafePointer<Float>, _ lane1: UnsafePointer<Float>, _ lane2: UnsafePointer<Float>,
            _ lane3: UnsafePointer<Float>
        ) {
            let low = SIMD8(lowHalf: Self.load(lane0), highHalf: Self.load(lane1))
            let high = SIMD8(lowHalf: Self.load(lane2), highHalf: Self.load(lane3))
            let even = SIMD8(lowHalf: low.evenHalf, highHalf: high.evenHalf)
            let odd = SIMD8(lowHalf: low.oddHalf, highHalf: high.oddHalf)
            take(even.evenHalf)
            take(odd.evenHalf)
            take(even.oddHalf)
            take(odd.oddHalf)
        }

        /// Takes one sample of each lane.
        @inline(__always)
        private mutating func take(_ x: SIMD4<Float>) {
            let y = x + s1
            s1 = (s2 - (x + x)) - a1 * y
            s2 = x - a2 * y
            squares += y * y
            // The sign bits cleared: `abs` of a vector would be a call per lane.
            magnitudes += unsafeBitCast(unsafeBitCast(y, to: SIMD4<UInt32>.self) & 0x7FFF_FFFF, to: SIMD4<Float>.self)
        }

        @inline(__always)
        private static func load(_ samples: UnsafePointer<Float>) -> SIMD4<Float> {
            UnsafeRawPointer(samples).loadUnaligned(as: SIMD4<Float>.self)
        }
    }

    /// A pass of its own, along the samples: beside the filter it would want for registers.
    private static func extremes(of samples: UnsafePointer<Float>) -> Extremes {
        let raw = UnsafeRawPointer(samples)
        var sums = SIMD8<Float>.zero
        var peak = LanePeak()
        for index in stride(from: 0, to: batch, by: 8) {
            let x = (raw + index * 4).loadUnaligned(as: SIMD8<Float>.self)
            sums += x
            peak.add(x)
        }
        return Extremes(peak: peak.magnitude, sum: Double(sums.sum()))
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
