/// The largest magnitude of samples in eight lanes. What is not a number does not count.
struct LanePeak {
    private var largest = SIMD8<Float>.zero

    @inline(__always)
    mutating func add(_ x: SIMD8<Float>) {
        largest = Self.larger(Self.magnitude(x), largest)
    }

    /// The largest magnitude in any lane: halves against each other, since one lane after the other would wait for each.
    @inline(__always)
    var magnitude: Float {
        let four = Self.larger(largest.lowHalf, largest.highHalf)
        let two = Self.larger(four.lowHalf, four.highHalf)
        return two[0] > two[1] ? two[0] : two[1]
    }

    /// Lane by lane, which becomes the processor's own instruction for the maximum; vector comparisons and `replace` become forty.
    /// Of a number and what is not one, the number.
    @inline(__always)
    private static func larger<Lanes: SIMD>(_ x: Lanes, _ y: Lanes) -> Lanes where Lanes.Scalar == Float {
        var result = y
        for lane in 0..<Lanes.scalarCount { result[lane] = x[lane] > y[lane] ? x[lane] : y[lane] }
        return result
    }

    /// Clears the sign bits: `abs` of a vector would be a call per lane.
    @inline(__always)
    private static func magnitude(_ x: SIMD8<Float>) -> SIMD8<Float> {
        unsafeBitCast(unsafeBitCast(x, to: SIMD8<UInt32>.self) & 0x7FFF_FFFF, to: SIMD8<Float>.self)
    }
}
