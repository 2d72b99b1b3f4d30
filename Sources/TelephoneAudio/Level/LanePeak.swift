/// The largest magnitude of samples in eight lanes. What is not a number does not count.
///
/// Only comparisons and halving: the standard library's `max()` over the lanes of a vector is many times slower.
struct LanePeak {
    private var high = SIMD8<Float>.zero
    private var low = SIMD8<Float>.zero

    @inline(__always)
    mutating func add(_ x: SIMD8<Float>) {
        high.replace(with: x, where: x .> high)
        low.replace(with: x, where: x .< low)
    }

    /// The largest magnitude in any lane.
    @inline(__always)
    var magnitude: Float {
        var lanes = high
        lanes.replace(with: -low, where: -low .> high)
        var four = lanes.lowHalf
        four.replace(with: lanes.highHalf, where: lanes.highHalf .> four)
        var two = four.lowHalf
        two.replace(with: four.highHalf, where: four.highHalf .> two)
        return two[0] > two[1] ? two[0] : two[1]
    }
}
