/// Two channels being predicted from `taps` samples before, each by its own coefficients.
///
/// Every sample is added at once, weighted, to each of the predictions that it has a part in, so that only the next
/// sample's has to wait for it.
protocol FLACPredictedPair {
    static var taps: Int { get }

    init(_ first: FLACSubframe, _ second: FLACSubframe)

    /// Takes samples that are known.
    mutating func take(_ first: Int32, _ second: Int32)

    /// The next samples, given their folded residuals.
    mutating func next(_ first: UInt32, _ second: UInt32) -> (Int32, Int32)
}

/// Samples of up to 17 bits, which 16-bit sound has where one channel is the difference of two.
///
/// The shift is always 15, the largest there is, with coefficients and residuals scaled up. The sum of prediction and
/// residual is then a sample and 15 bits more, which fit 32, whatever overflows on the way.
struct FLACNarrowPair<let count: Int>: FLACPredictedPair {
    static var taps: Int { count }

    /// Predictions of the samples to come. Only the lower half of each word counts.
    private var sums = InlineArray<count, SIMD2<UInt64>>(repeating: .zero)
    private let coefficients: InlineArray<count, SIMD2<UInt64>>

    init(_ first: FLACSubframe, _ second: FLACSubframe) {
        coefficients = InlineArray { tap in
            let (a, b) = (first.coefficients[tap], second.coefficients[tap])
            let pair = SIMD2(a &<< Int32(15 - first.shift), b &<< Int32(15 - second.shift))
            return SIMD2<UInt64>(truncatingIfNeeded: SIMD2<UInt32>(truncatingIfNeeded: pair))
        }
    }

    @inline(__always)
    mutating func take(_ first: Int32, _ second: Int32) {
        let pair = SIMD2(UInt32(bitPattern: first), UInt32(bitPattern: second))
        add(SIMD2<UInt64>(truncatingIfNeeded: pair))
    }

    @inline(__always)
    mutating func next(_ first: UInt32, _ second: UInt32) -> (Int32, Int32) {
        let folded = SIMD4(first, 0, second, 0)
        let residual = (folded &>> 1) ^ (0 &- (folded & 1))
        let sum = unsafeBitCast(sums[unchecked: 0], to: SIMD4<UInt32>.self) &+ residual &<< 15
        let pair = SIMD4<Int32>(truncatingIfNeeded: sum) &>> 15
        add(unsafeBitCast(pair, to: SIMD2<UInt64>.self))
        return (pair[0], pair[2])
    }

    @inline(__always)
    private mutating func add(_ pair: SIMD2<UInt64>) {
        for tap in 0..<count &- 1 {
            sums[unchecked: tap] = sums[unchecked: tap &+ 1] &+ product(pair, coefficients[unchecked: tap])
        }
        sums[unchecked: count &- 1] = product(pair, coefficients[unchecked: count &- 1])
    }

    /// Of the lower halves: one instruction (PMULUDQ).
    @inline(__always)
    private func product(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>) -> SIMD2<UInt64> {
        let lower = SIMD2<UInt64>(repeating: 0xFFFF_FFFF)
        return (a & lower) &* (b & lower)
    }
}

/// Samples of up to 32 bits, in double precision: a sample, a coefficient of 15 bits and the sum over 32 taps need 52
/// bits, so that nothing is ever rounded but where prediction shifts bits out.
struct FLACWidePair<let count: Int>: FLACPredictedPair {
    static var taps: Int { count }

    /// Predictions of the samples to come, less half a unit: so much that the nearest integer is the next lower one.
    private var sums: InlineArray<count, SIMD2<Double>>
    private let coefficients: InlineArray<count, SIMD2<Double>>
    private let bias: SIMD2<Double>

    init(_ first: FLACSubframe, _ second: FLACSubframe) {
        let unit = SIMD2(1 / Double(1 << first.shift), 1 / Double(1 << second.shift))
        coefficients = InlineArray { tap in
            SIMD2(Double(first.coefficients[tap]), Double(second.coefficients[tap])) * unit
        }
        bias = unit / 2 - 0.5
        sums = InlineArray(repeating: bias)
    }

    @inline(__always)
    mutating func take(_ first: Int32, _ second: Int32) {
        add(SIMD2(Double(first), Double(second)))
    }

    @inline(__always)
    mutating func next(_ first: UInt32, _ second: UInt32) -> (Int32, Int32) {
        let folded = SIMD2(first, second)
        let residual = (folded &>> 1) ^ (0 &- (folded & 1))
        // Where a unit is the last bit of the mantissa, whose lower half then holds the integer.
        let rounding = SIMD2<Double>(repeating: 0x1.8p52)
        let rounded = sums[unchecked: 0] + SIMD2<Double>(SIMD2<Int32>(truncatingIfNeeded: residual)) + rounding
        add(rounded - rounding)
        let pair = unsafeBitCast(rounded, to: SIMD4<Int32>.self)
        return (pair[0], pair[2])
    }

    @inline(__always)
    private mutating func add(_ pair: SIMD2<Double>) {
        for tap in 0..<count &- 1 {
            sums[unchecked: tap] = sums[unchecked: tap &+ 1] + pair * coefficients[unchecked: tap]
        }
        sums[unchecked: count &- 1] = bias + pair * coefficients[unchecked: count &- 1]
    }
}
