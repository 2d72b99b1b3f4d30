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
        for part in 0..<2 {
            let stretch = UnsafeRawPointer(input + part &* Lanes.scalarCount &* hop)
            for n in stride(from: 0, to: LaneTransform.points, by: 4) {
                let low = Square(stretch, at: n, stride: hop).turned
                let high = Square(stretch, at: n &+ 4 &* hop, stride: hop).turned
                let to = data + (2 &* n &+ part)
                to[0] = Lanes(lowHalf: low.a, highHalf: high.a)
                to[2] = Lanes(lowHalf: low.b, highHalf: high.b)
                to[4] = Lanes(lowHalf: low.c, highHalf: high.c)
                to[6] = Lanes(lowHalf: low.d, highHalf: high.d)
            }
        }
    }

    /// Puts the middles of the stretches back one after the other.
    private static func gather(_ data: UnsafePointer<Lanes>, into output: UnsafeMutablePointer<Float>) {
        let middle = hop / 2
        for part in 0..<2 {
            let stretch = UnsafeMutableRawPointer(output + part &* Lanes.scalarCount &* middle)
            for n in stride(from: 0, to: middle, by: 4) {
                let from = data + (margin &+ 2 &* n &+ part)
                let (a, b, c, d) = (from[0], from[2], from[4], from[6])
                let low = Square(a: a.lowHalf, b: b.lowHalf, c: c.lowHalf, d: d.lowHalf)
                let high = Square(a: a.highHalf, b: b.highHalf, c: c.highHalf, d: d.highHalf)
                low.turned.store(to: stretch, at: n, stride: middle)
                high.turned.store(to: stretch, at: n &+ 4 &* middle, stride: middle)
            }
        }
    }
}

/// Four by four samples, to be turned from rows to columns.
private struct Square {
    let a, b, c, d: SIMD4<Float>

    init(a: SIMD4<Float>, b: SIMD4<Float>, c: SIMD4<Float>, d: SIMD4<Float>) {
        (self.a, self.b, self.c, self.d) = (a, b, c, d)
    }

    /// Four samples from each of four places `stride` samples apart.
    @inline(__always)
    init(_ samples: UnsafeRawPointer, at place: Int, stride: Int) {
        a = samples.loadUnaligned(fromByteOffset: place &* 4, as: SIMD4<Float>.self)
        b = samples.loadUnaligned(fromByteOffset: (place &+ stride) &* 4, as: SIMD4<Float>.self)
        c = samples.loadUnaligned(fromByteOffset: (place &+ 2 &* stride) &* 4, as: SIMD4<Float>.self)
        d = samples.loadUnaligned(fromByteOffset: (place &+ 3 &* stride) &* 4, as: SIMD4<Float>.self)
    }

    @inline(__always)
    func store(to samples: UnsafeMutableRawPointer, at place: Int, stride: Int) {
        samples.storeBytes(of: a, toByteOffset: place &* 4, as: SIMD4<Float>.self)
        samples.storeBytes(of: b, toByteOffset: (place &+ stride) &* 4, as: SIMD4<Float>.self)
        samples.storeBytes(of: c, toByteOffset: (place &+ 2 &* stride) &* 4, as: SIMD4<Float>.self)
        samples.storeBytes(of: d, toByteOffset: (place &+ 3 &* stride) &* 4, as: SIMD4<Float>.self)
    }

    /// Rows as columns, in eight shuffles: every second of eight, twice.
    @inline(__always)
    var turned: Square {
        let (ab, cd) = (SIMD8(lowHalf: a, highHalf: b), SIMD8(lowHalf: c, highHalf: d))
        let even = SIMD8(lowHalf: ab.evenHalf, highHalf: cd.evenHalf)
        let odd = SIMD8(lowHalf: ab.oddHalf, highHalf: cd.oddHalf)
        return Square(a: even.evenHalf, b: odd.evenHalf, c: even.oddHalf, d: odd.oddHalf)
    }
}
