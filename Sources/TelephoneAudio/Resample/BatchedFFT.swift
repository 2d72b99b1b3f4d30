import Glibc

/// Eight complex FFTs at a time: 2048 points forward, 1024 points back, one transform per SIMD lane.
///
/// A single FFT has to shuffle the lanes of its vectors in the small stages. With a transform in each lane all arithmetic
/// is vertical, and a stage is the same code whatever its size.
///
/// Radix 4 (Cooley and Tukey 1965; the butterflies as in Oppenheim and Schafer, "Discrete-Time Signal Processing",
/// chapter 9): half as many passes over memory as radix 2, and a quarter fewer multiplications. The forward transform
/// decimates in frequency, which leaves the bins in bit-reversed order; the inverse one decimates in time, which takes
/// them in that order. A convolution multiplies bin by bin and does not care, so nothing is ever reordered.
///
/// The forward transform leaves out its last, radix-2 stage. That stage makes bins k and k + 1024 of two numbers, and
/// halving the rate adds just these two bins up (aliasing): `HalfBandDecimator` does both at once.
final class BatchedFFT {
    typealias Lanes = SIMD8<Float>
    /// What one of the 16 vector registers of every x86-64 processor holds. A butterfly of eight lanes would need more
    /// registers than there are, so it is done in halves.
    private typealias Half = SIMD4<Float>

    /// Points of the forward transform.
    static let points = 2048

    /// The twiddle factors: cos and sin of 2 pi n / 2048, n in 0..<1536.
    private let cosines: UnsafeMutablePointer<Float>
    private let sines: UnsafeMutablePointer<Float>

    init() {
        let count = Self.points / 4 * 3
        cosines = .allocate(capacity: count)
        sines = .allocate(capacity: count)
        let turn = 2 * Double.pi / Double(Self.points)
        // The first eighth by rotation (in double precision, so its errors stay far below single precision), the rest by
        // symmetry: two calls of the C library per value would be noticeable at start.
        let eighth = Self.points / 8
        let (stepCosine, stepSine) = (cos(turn), sin(turn))
        var (c, s) = (1.0, 0.0)
        for n in 0...eighth {
            for (place, cosine, sine) in [(n, c, s), (2 * eighth - n, s, c)] {
                (cosines[place], sines[place]) = (Float(cosine), Float(sine))
                (cosines[place + 2 * eighth], sines[place + 2 * eighth]) = (Float(-sine), Float(cosine))
                if place + 4 * eighth < count {
                    (cosines[place + 4 * eighth], sines[place + 4 * eighth]) = (Float(-cosine), Float(-sine))
                }
            }
            (c, s) = (c * stepCosine - s * stepSine, s * stepCosine + c * stepSine)
        }
    }

    deinit {
        cosines.deallocate()
        sines.deallocate()
    }

    /// Does all of a 2048-point transform but its last stage: five radix-4 stages, in place.
    ///
    /// - Parameter data: a point is two neighbours, its real and its imaginary part.
    func forward(_ data: UnsafeMutablePointer<Lanes>) {
        data.withMemoryRebound(to: Half.self, capacity: 4 * Self.points) { forward($0, Self.points, 1) }
    }

    /// Does a whole inverse transform of 1024 points, unscaled, in place.
    func backward(_ data: UnsafeMutablePointer<Lanes>) {
        data.withMemoryRebound(to: Half.self, capacity: 2 * Self.points) { backward($0, Self.points / 2, 2) }
    }

    /// One stage, then the stages of each quarter, depth first: a quarter is finished while it is still in the cache
    /// (recursion as in Frigo and Johnson, "The Design and Implementation of FFTW3", 2005).
    ///
    /// - Parameter stride: from one twiddle factor of this stage to the next, in the table.
    private func forward(_ data: UnsafeMutablePointer<Half>, _ size: Int, _ stride: Int) {
        let (cosines, sines) = (cosines, sines)
        let quarter = size / 4
        var p0 = data
        var turn = 0
        for _ in 0..<quarter {
            let (c1, s1) = (cosines[turn], sines[turn])
            let (c2, s2) = (cosines[2 &* turn], sines[2 &* turn])
            let (c3, s3) = (cosines[3 &* turn], sines[3 &* turn])
            let (p1, p2, p3) = (p0 + 4 &* quarter, p0 + 8 &* quarter, p0 + 12 &* quarter)
            for half in 0..<2 {
                let four = Butterfly(p0.point(half), p2.point(half), p1.point(half), p3.point(half))
                p0.put(four.sum, half)
                p1.put(four.difference.timesConjugate(c2, s2), half)
                p2.put(four.minusI.timesConjugate(c1, s1), half)
                p3.put(four.plusI.timesConjugate(c3, s3), half)
            }
            p0 += 4
            turn &+= stride
        }
        for part in 0..<4 {
            let next = data + part &* 4 &* quarter
            if quarter > 8 { forward(next, quarter, stride &* 4) } else { Self.forwardEight(next) }
        }
    }

    /// The last stage, of eight points, whose twiddle factors are 1, -i and the eighths of a turn between them.
    @inline(__always)
    private static func forwardEight(_ data: UnsafeMutablePointer<Half>) {
        let eighth = Float(0.5).squareRoot()
        for half in 0..<2 {
            let (p0, p1, p2, p3) = (data, data + 8, data + 16, data + 24)
            let four = Butterfly(p0.point(half), p2.point(half), p1.point(half), p3.point(half))
            p0.put(four.sum, half)
            p1.put(four.difference, half)
            p2.put(four.minusI, half)
            p3.put(four.plusI, half)
        }
        for half in 0..<2 {
            let (p0, p1, p2, p3) = (data + 4, data + 12, data + 20, data + 28)
            let four = Butterfly(p0.point(half), p2.point(half), p1.point(half), p3.point(half))
            let (apart, minusI, plusI) = (four.difference, four.minusI, four.plusI)
            p0.put(four.sum, half)
            p1.put(Point(apart.imaginary, -apart.real), half)
            p2.put(
                Point((minusI.real + minusI.imaginary) * eighth, (minusI.imaginary - minusI.real) * eighth), half)
            p3.put(Point((plusI.imaginary - plusI.real) * eighth, (plusI.imaginary + plusI.real) * -eighth), half)
        }
    }

    private func backward(_ data: UnsafeMutablePointer<Half>, _ size: Int, _ stride: Int) {
        let quarter = size / 4
        for part in 0..<4 {
            let next = data + part &* 4 &* quarter
            if quarter > 4 { backward(next, quarter, stride &* 4) } else { Self.backwardFour(next) }
        }
        let (cosines, sines) = (cosines, sines)
        var p0 = data
        var turn = 0
        for _ in 0..<quarter {
            let (c1, s1) = (cosines[turn], sines[turn])
            let (c2, s2) = (cosines[2 &* turn], sines[2 &* turn])
            let (c3, s3) = (cosines[3 &* turn], sines[3 &* turn])
            let (p1, p2, p3) = (p0 + 4 &* quarter, p0 + 8 &* quarter, p0 + 12 &* quarter)
            for half in 0..<2 {
                let four = Butterfly(
                    p0.point(half), p1.point(half).times(c2, s2), p2.point(half).times(c1, s1),
                    p3.point(half).times(c3, s3))
                p0.put(four.sum, half)
                p1.put(four.plusI, half)
                p2.put(four.difference, half)
                p3.put(four.minusI, half)
            }
            p0 += 4
            turn &+= stride
        }
    }

    /// The first stage of the inverse transform, of four points, whose twiddle factors are all 1.
    @inline(__always)
    private static func backwardFour(_ data: UnsafeMutablePointer<Half>) {
        for half in 0..<2 {
            let (p0, p1, p2, p3) = (data, data + 4, data + 8, data + 12)
            let four = Butterfly(p0.point(half), p1.point(half), p2.point(half), p3.point(half))
            p0.put(four.sum, half)
            p1.put(four.plusI, half)
            p2.put(four.difference, half)
            p3.put(four.minusI, half)
        }
    }
}

/// Four complex numbers, one per lane.
private struct Point {
    var real, imaginary: SIMD4<Float>

    @inline(__always)
    init(_ real: SIMD4<Float>, _ imaginary: SIMD4<Float>) { (self.real, self.imaginary) = (real, imaginary) }

    /// Multiplies by the twiddle factor cosine + i sine.
    @inline(__always)
    func times(_ cosine: Float, _ sine: Float) -> Point {
        Point(real * cosine - imaginary * sine, imaginary * cosine + real * sine)
    }

    /// Multiplies by the conjugate, cosine - i sine.
    @inline(__always)
    func timesConjugate(_ cosine: Float, _ sine: Float) -> Point {
        Point(real * cosine + imaginary * sine, imaginary * cosine - real * sine)
    }
}

/// The sums of a radix-4 butterfly; the forward and the inverse transform differ in which they put where.
private struct Butterfly {
    /// `(a + b) + (c + d)` and `(a + b) - (c + d)`
    let sum, difference: Point
    /// `(a - b) + i(c - d)` and `(a - b) - i(c - d)`
    let plusI, minusI: Point

    @inline(__always)
    init(_ a: Point, _ b: Point, _ c: Point, _ d: Point) {
        let (evenR, evenI) = (a.real + b.real, a.imaginary + b.imaginary)
        let (oddR, oddI) = (c.real + d.real, c.imaginary + d.imaginary)
        let (apartR, apartI) = (a.real - b.real, a.imaginary - b.imaginary)
        // Times i: the parts change places, and one changes its sign.
        let (timesIR, timesII) = (d.imaginary - c.imaginary, c.real - d.real)
        sum = Point(evenR + oddR, evenI + oddI)
        difference = Point(evenR - oddR, evenI - oddI)
        plusI = Point(apartR + timesIR, apartI + timesII)
        minusI = Point(apartR - timesIR, apartI - timesII)
    }
}

extension UnsafeMutablePointer<SIMD4<Float>> {
    /// Half of a point's lanes: two vectors of real parts, then two of imaginary ones.
    @inline(__always)
    fileprivate func point(_ half: Int) -> Point { Point(self[half], self[half &+ 2]) }

    @inline(__always)
    fileprivate func put(_ point: Point, _ half: Int) {
        self[half] = point.real
        self[half &+ 2] = point.imaginary
    }
}
