/// 16 kHz to 8 kHz through the sharp filter of `sharpHalvingResponse`, sixteen stretches of a batch at once.
///
/// Overlap-discard convolution: each stretch is 2048 samples of which the middle 1664 count. The kernel is symmetric,
/// so its response is real and two real stretches can ride as the real and imaginary parts of one complex transform.
final class SharpHalving {
    private typealias Lanes = LaneTransform.Lanes

    /// Samples at 16 kHz that a stretch needs on each side; the kernel reaches 188, or 192 with the short one in it.
    static let margin = 192
    /// Samples at 16 kHz that a stretch yields half as many of.
    private static let hop = LaneTransform.points - 2 * margin
    private static let stretches = 2 * Lanes.scalarCount

    /// Samples at 8 kHz of a batch.
    static let batch = stretches * hop / 2
    /// Samples at 16 kHz that a batch is made from: its own and a margin on both sides.
    static let input = stretches * hop + 2 * margin

    private let transform = LaneTransform()
    /// The points of the transform: real and imaginary part in turn.
    private let data: UnsafeMutablePointer<Lanes>
    /// The last stage of the forward transform, both bins' responses and the sum that halving makes of them, as the two
    /// factors that remain: `out = a * near + b * far`. In bit-reversed order.
    private let near: UnsafeMutablePointer<Float>
    private let far: UnsafeMutablePointer<Float>

    /// - Parameter withShortFilter: whether the samples come through `ShortFilter`, whose droop is to be lifted; else
    ///   they were recorded at 16 kHz.
    init(withShortFilter: Bool) {
        let points = LaneTransform.points
        data = .allocate(capacity: 2 * points)
        near = .allocate(capacity: points / 2)
        far = .allocate(capacity: points / 2)
        let binWidth = Double(ShortFilter.outputRate) / Double(points)
        // 1/1024 for the inverse transform, 1/2 for halving the rate
        let scale = 1 / Float(points)
        func response(_ bin: Int) -> Float {
            withShortFilter
                ? sharpHalvingResponse[bin]
                : sharpHalvingResponse[bin] * Float(ShortKernel.gain(at: Double(bin) * binWidth))
        }
        var reversed = 0
        for place in 0..<points / 2 {
            // bins k and k + 1024; the response is even, so the latter equals that of 1024 - k
            let (low, high) = (response(reversed), response(points / 2 - reversed))
            near[place] = (low + high) * scale
            far[place] = (low - high) * scale
            var bit = points / 4
            while bit > 0, reversed & bit != 0 {
                reversed ^= bit
                bit >>= 1
            }
            reversed |= bit
        }
    }

    deinit {
        data.deallocate()
        near.deallocate()
        far.deallocate()
    }

    /// Makes `batch` samples at `output` from `input` samples, the first of which lies `margin` before the batch.
    func run(_ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>) {
        let (data, near, far) = (data, near, far)
        Self.spread(input, into: data)
        transform.forward(data)
        for place in 0..<LaneTransform.points / 2 {
            let (a, b) = (near[place], far[place])
            let (from, to) = (data + 4 &* place, data + 2 &* place)
            let (real, imaginary) = (from[0] * a + from[2] * b, from[1] * a + from[3] * b)
            to[0] = real
            to[1] = imaginary
        }
        transform.backward(data)
        Self.gather(data, into: output)
    }

    /// Lays sixteen stretches beside each other: eight lanes of real parts, eight of imaginary ones.
    private static func spread(_ input: UnsafePointer<Float>, into data: UnsafeMutablePointer<Lanes>) {
        for n in 0..<2 * LaneTransform.points {
            let at = input + (n >> 1 &+ (n & 1) &* Lanes.scalarCount &* hop)
            data[n] = Lanes(
                at[0], at[hop], at[2 * hop], at[3 * hop], at[4 * hop], at[5 * hop], at[6 * hop], at[7 * hop])
        }
    }

    /// Puts the middles of the stretches back one after the other.
    private static func gather(_ data: UnsafePointer<Lanes>, into output: UnsafeMutablePointer<Float>) {
        let middle = hop / 2
        for n in 0..<2 * middle {
            let values = data[margin &+ n]
            let to = output + (n >> 1 &+ (n & 1) &* Lanes.scalarCount &* middle)
            for lane in 0..<Lanes.scalarCount {
                to[lane &* middle] = values[lane]
            }
        }
    }
}
