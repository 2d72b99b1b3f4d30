import Glibc

/// Fourier transforms of 2048 and back from 1024 points in which every SIMD lane is a transform of its own, so that all
/// arithmetic is vertical and nothing is shuffled.
///
/// Forward by decimation in frequency, which leaves bins in bit-reversed order; backward by decimation in time, which
/// takes them so. Radix 4 throughout: the forward transform stops before its last radix-2 stage, whose two results
/// (bins k and k + 1024) are just what halving the rate adds up, and leaves that stage to the caller.
final class LaneTransform {
    typealias Lanes = SIMD8<Float>
    /// What a register of every x86-64 holds: a butterfly of whole lanes would not fit into the sixteen there are.
    private typealias Half = SIMD4<Float>

    /// Points of the forward transform.
    static let points = 2048

    /// cos and sin of 2 pi n / 2048, n in 0..<1536.
    private let cosines: UnsafeMutablePointer<Float>
    private let sines: UnsafeMutablePointer<Float>

    init() {
        let count = Self.points / 4 * 3
        cosines = .allocate(capacity: count)
        sines = .allocate(capacity: count)
        let turn = 2 * Double.pi / Double(Self.points)
        // The first eighth by its definition, the rest by symmetry: two library calls a value would show at start.
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

    /// All of a 2048-point transform but its last stage: five radix-4 stages, in place. A point is two neighbours in
    /// `data`, its real and its imaginary part.
    func forward(_ data: UnsafeMutablePointer<Lanes>) {
        data.withMemoryRebound(to: Half.self, capacity: 4 * Self.points) { forward($0, Self.points, 1) }
    }

    /// A whole inverse transform of 1024 points, unscaled, in place.
    func backward(_ data: UnsafeMutablePointer<Lanes>) {
        data.withMemoryRebound(to: Half.self, capacity: 2 * Self.points) { backward($0, Self.points / 2, 2) }
    }

    /// Depth first: a quarter is finished while it is still in the cache.
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
                let four = FourPoints(p0.point(half), p2.point(half), p1.point(half), p3.point(half))
                p0.put(four.sum, half)
                p1.put(four.difference.turnedBack(c2, s2), half)
                p2.put(four.behind.turnedBack(c1, s1), half)
                p3.put(four.ahead.turnedBack(c3, s3), half)
            }
            p0 += 4
            turn &+= stride
        }
        for part in 0..<4 {
            let next = data + part &* 4 &* quarter
            if quarter > 8 { forward(next, quarter, stride &* 4) } else { Self.forwardEight(next) }
        }
    }

    /// The last stage, whose factors are 1, -i and the eighths of a turn between them.
    @inline(__always)
    private static func forwardEight(_ data: UnsafeMutablePointer<Half>) {
        let eighth = Float(0.5).squareRoot()
        for half in 0..<2 {
            let (p0, p1, p2, p3) = (data, data + 8, data + 16, data + 24)
            let four = FourPoints(p0.point(half), p2.point(half), p1.point(half), p3.point(half))
            p0.put(four.sum, half)
            p1.put(four.difference, half)
            p2.put(four.behind, half)
            p3.put(four.ahead, half)
        }
        for half in 0..<2 {
            let (p0, p1, p2, p3) = (data + 4, data + 12, data + 20, data + 28)
            let four = FourPoints(p0.point(half), p2.point(half), p1.point(half), p3.point(half))
            let (apart, behind, ahead) = (four.difference, four.behind, four.ahead)
            p0.put(four.sum, half)
            p1.put(Point(apart.imaginary, -apart.real), half)
            p2.put(
                Point((behind.real + behind.imaginary) * eighth, (behind.imaginary - behind.real) * eighth), half)
            p3.put(Point((ahead.imaginary - ahead.real) * eighth, (ahead.imaginary + ahead.real) * -eighth), half)
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
                let four = FourPoints(
                    p0.point(half), p1.point(half).turned(c2, s2), p2.point(half).turned(c1, s1),
                    p3.point(half).turned(c3, s3))
                p0.put(four.sum, half)
                p1.put(four.ahead, half)
                p2.put(four.difference, half)
                p3.put(four.behind, half)
            }
            p0 += 4
            turn &+= stride
        }
    }

    /// The first stage, whose factors are all 1.
    @inline(__always)
    private static func backwardFour(_ data: UnsafeMutablePointer<Half>) {
        for half in 0..<2 {
            let (p0, p1, p2, p3) = (data, data + 4, data + 8, data + 12)
            let four = FourPoints(p0.point(half), p1.point(half), p2.point(half), p3.point(half))
            p0.put(four.sum, half)
            p1.put(four.ahead, half)
            p2.put(four.difference, half)
            p3.put(four.behind, half)
        }
    }
}

/// Complex numbers, four beside each other.
private struct Point {
    var real, imaginary: SIMD4<Float>

    @inline(__always)
    init(_ real: SIMD4<Float>, _ imaginary: SIMD4<Float>) { (self.real, self.imaginary) = (real, imaginary) }

    /// Times cosine + i sine.
    @inline(__always)
    func turned(_ cosine: Float, _ sine: Float) -> Point {
        Point(real * cosine - imaginary * sine, imaginary * cosine + real * sine)
    }

    /// Times cosine - i sine.
    @inline(__always)
    func turnedBack(_ cosine: Float, _ sine: Float) -> Point {
        Point(real * cosine + imaginary * sine, imaginary * cosine - real * sine)
    }
}

/// What four points come to: the sums of a radix-4 butterfly, forward and backward.
private struct FourPoints {
    /// `(a + b) + (c + d)` and `(a + b) - (c + d)`
    let sum, difference: Point
    /// `(a - b) + i(c - d)` and `(a - b) - i(c - d)`
    let ahead, behind: Point

    @inline(__always)
    init(_ a: Point, _ b: Point, _ c: Point, _ d: Point) {
        let (evenR, evenI) = (a.real + b.real, a.imaginary + b.imaginary)
        let (oddR, oddI) = (c.real + d.real, c.imaginary + d.imaginary)
        let (apartR, apartI) = (a.real - b.real, a.imaginary - b.imaginary)
        let (turnedR, turnedI) = (d.imaginary - c.imaginary, c.real - d.real)
        sum = Point(evenR + oddR, evenI + oddI)
        difference = Point(evenR - oddR, evenI - oddI)
        ahead = Point(apartR + turnedR, apartI + turnedI)
        behind = Point(apartR - turnedR, apartI - turnedI)
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
