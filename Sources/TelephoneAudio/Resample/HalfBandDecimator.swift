/// The sharp second stage of the resampler: 16 kHz to 8 kHz by FFT overlap-save, sixteen segments of a batch at once.
///
/// Overlap-save convolution (Oppenheim and Schafer, section 8.7.3): each segment is 2048 samples, of which the first and
/// the last 192 overlap with its neighbours and are discarded, since the circular convolution of an FFT is wrong there;
/// the middle 1664 samples count. Filtering a segment is a multiplication per bin. Taking every second sample
/// afterwards is, in the spectrum, adding the upper half to the lower one, so the inverse transform has only half the
/// points.
///
/// The kernel is symmetric, so its frequency response is real, and two real segments can share one complex transform, one
/// as real part and one as imaginary part, without mixing.
final class HalfBandDecimator {
    private typealias Lanes = BatchedFFT.Lanes

    /// Samples at 16 kHz that a segment shares with each neighbour. The kernel reaches 188 samples to each side, or 192
    /// with the first stage's kernel in it.
    static let overlap = 192
    /// Samples at 16 kHz from one segment to the next; it yields half as many.
    private static let hop = BatchedFFT.points - 2 * overlap
    private static let segments = 2 * Lanes.scalarCount

    /// Samples at 8 kHz of a batch.
    static let batch = segments * hop / 2
    /// Samples at 16 kHz that a batch is made from: its own and an overlap on both sides.
    static let input = segments * hop + 2 * overlap

    private let transform = BatchedFFT()
    /// The points of the transform: real and imaginary part in turn.
    private let data: UnsafeMutablePointer<Lanes>
    // The last stage of the forward transform makes bins k = a + b and k + 1024 = a - b of two numbers a and b. Multiplied
    // by their responses H(k) and H(k + 1024) and added, as halving the rate does, they are
    // a (H(k) + H(k + 1024)) + b (H(k) - H(k + 1024)): two factors per pair of bins, kept in bit-reversed order.
    private let sumFactors: UnsafeMutablePointer<Float>
    private let differenceFactors: UnsafeMutablePointer<Float>

    /// - Parameter behindPolyphaseFilter: whether samples come through `PolyphaseFilter`, whose droop this filter lifts;
    ///   otherwise they were recorded at 16 kHz.
    init(behindPolyphaseFilter: Bool) {
        let points = BatchedFFT.points
        data = .allocate(capacity: 2 * points)
        sumFactors = .allocate(capacity: points / 2)
        differenceFactors = .allocate(capacity: points / 2)
        let binWidth = Double(PolyphaseFilter.outputRate) / Double(points)
        // 1/1024 for the inverse transform, 1/2 for halving the rate
        let scale = 1 / Float(points)
        func response(_ bin: Int) -> Float {
            behindPolyphaseFilter
                ? halfBandResponse[bin]
                : halfBandResponse[bin] * Float(PrototypeFilter.gain(at: Double(bin) * binWidth))
        }
        var reversed = 0
        for place in 0..<points / 2 {
            // A real kernel's response is even: H(k + 1024) = H(1024 - k).
            let (low, high) = (response(reversed), response(points / 2 - reversed))
            sumFactors[place] = (low + high) * scale
            differenceFactors[place] = (low - high) * scale
            // Adds one from the highest bit down: counts in bit-reversed order.
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
        sumFactors.deallocate()
        differenceFactors.deallocate()
    }

    /// Makes `batch` samples at `output` of `input` samples, the first of which lies `overlap` before the batch.
    func run(_ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>) {
        let (data, sumFactors, differenceFactors) = (data, sumFactors, differenceFactors)
        Self.interleave(input, into: data)
        transform.forward(data)
        for place in 0..<BatchedFFT.points / 2 {
            let (a, b) = (sumFactors[place], differenceFactors[place])
            let (from, to) = (data + 4 &* place, data + 2 &* place)
            let (real, imaginary) = (from[0] * a + from[2] * b, from[1] * a + from[3] * b)
            to[0] = real
            to[1] = imaginary
        }
        transform.backward(data)
        Self.deinterleave(data, into: output)
    }

    /// Lays sixteen segments side by side: eight lanes of real parts, eight of imaginary ones.
    private static func interleave(_ input: UnsafePointer<Float>, into data: UnsafeMutablePointer<Lanes>) {
        for part in 0..<2 {
            let segment = UnsafeRawPointer(input + part &* Lanes.scalarCount &* hop)
            for n in stride(from: 0, to: BatchedFFT.points, by: 4) {
                let low = Square(segment, at: n, stride: hop).transposed
                let high = Square(segment, at: n &+ 4 &* hop, stride: hop).transposed
                let to = data + (2 &* n &+ part)
                to[0] = Lanes(lowHalf: low.a, highHalf: high.a)
                to[2] = Lanes(lowHalf: low.b, highHalf: high.b)
                to[4] = Lanes(lowHalf: low.c, highHalf: high.c)
                to[6] = Lanes(lowHalf: low.d, highHalf: high.d)
            }
        }
    }

    /// Puts the middles of the segments back one after the other.
    private static func deinterleave(_ data: UnsafePointer<Lanes>, into output: UnsafeMutablePointer<Float>) {
        let middle = hop / 2
        for part in 0..<2 {
            let segment = UnsafeMutableRawPointer(output + part &* Lanes.scalarCount &* middle)
            for n in stride(from: 0, to: middle, by: 4) {
                let from = data + (overlap &+ 2 &* n &+ part)
                let (a, b, c, d) = (from[0], from[2], from[4], from[6])
                let low = Square(a: a.lowHalf, b: b.lowHalf, c: c.lowHalf, d: d.lowHalf)
                let high = Square(a: a.highHalf, b: b.highHalf, c: c.highHalf, d: d.highHalf)
                low.transposed.store(to: segment, at: n, stride: middle)
                high.transposed.store(to: segment, at: n &+ 4 &* middle, stride: middle)
            }
        }
    }
}

/// Four by four samples, to be transposed.
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

    /// Rows as columns, in eight shuffles: every second sample of eight, twice.
    @inline(__always)
    var transposed: Square {
        let (ab, cd) = (SIMD8(lowHalf: a, highHalf: b), SIMD8(lowHalf: c, highHalf: d))
        let even = SIMD8(lowHalf: ab.evenHalf, highHalf: cd.evenHalf)
        let odd = SIMD8(lowHalf: ab.oddHalf, highHalf: cd.oddHalf)
        return Square(a: even.evenHalf, b: odd.evenHalf, c: even.oddHalf, d: odd.oddHalf)
    }
}
