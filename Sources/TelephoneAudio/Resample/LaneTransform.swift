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
                let (real, imaginary) = (half, half &+ 2)
                let (evenR, evenI) = (p0[real] + p2[real], p0[imaginary] + p2[imaginary])
                let (oddR, oddI) = (p1[real] + p3[real], p1[imaginary] + p3[imaginary])
                let (apartR, apartI) = (p0[real] - p2[real], p0[imaginary] - p2[imaginary])
                // -i times the difference of the odd pair
                let (turnedR, turnedI) = (p1[imaginary] - p3[imaginary], p3[real] - p1[real])
                p0[real] = evenR + oddR
                p0[imaginary] = evenI + oddI
                let (bR, bI) = (evenR - oddR, evenI - oddI)
                p1[real] = bR * c2 + bI * s2
                p1[imaginary] = bI * c2 - bR * s2
                let (cR, cI) = (apartR + turnedR, apartI + turnedI)
                p2[real] = cR * c1 + cI * s1
                p2[imaginary] = cI * c1 - cR * s1
                let (dR, dI) = (apartR - turnedR, apartI - turnedI)
                p3[real] = dR * c3 + dI * s3
                p3[imaginary] = dI * c3 - dR * s3
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
            let p = data + half
            let (evenR, evenI) = (p[0] + p[16], p[2] + p[18])
            let (oddR, oddI) = (p[8] + p[24], p[10] + p[26])
            let (apartR, apartI) = (p[0] - p[16], p[2] - p[18])
            let (turnedR, turnedI) = (p[10] - p[26], p[24] - p[8])
            (p[0], p[2]) = (evenR + oddR, evenI + oddI)
            (p[8], p[10]) = (evenR - oddR, evenI - oddI)
            (p[16], p[18]) = (apartR + turnedR, apartI + turnedI)
            (p[24], p[26]) = (apartR - turnedR, apartI - turnedI)
        }
        for half in 0..<2 {
            let p = data + 4 + half
            let (evenR, evenI) = (p[0] + p[16], p[2] + p[18])
            let (oddR, oddI) = (p[8] + p[24], p[10] + p[26])
            let (apartR, apartI) = (p[0] - p[16], p[2] - p[18])
            let (turnedR, turnedI) = (p[10] - p[26], p[24] - p[8])
            (p[0], p[2]) = (evenR + oddR, evenI + oddI)
            (p[8], p[10]) = (evenI - oddI, oddR - evenR)
            let (cR, cI) = (apartR + turnedR, apartI + turnedI)
            (p[16], p[18]) = ((cR + cI) * eighth, (cI - cR) * eighth)
            let (dR, dI) = (apartR - turnedR, apartI - turnedI)
            (p[24], p[26]) = ((dI - dR) * eighth, (dI + dR) * -eighth)
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
                let (real, imaginary) = (half, half &+ 2)
                let (bR, bI) = (p1[real] * c2 - p1[imaginary] * s2, p1[imaginary] * c2 + p1[real] * s2)
                let (evenR, evenI) = (p0[real] + bR, p0[imaginary] + bI)
                let (apartR, apartI) = (p0[real] - bR, p0[imaginary] - bI)
                let (cR, cI) = (p2[real] * c1 - p2[imaginary] * s1, p2[imaginary] * c1 + p2[real] * s1)
                let (dR, dI) = (p3[real] * c3 - p3[imaginary] * s3, p3[imaginary] * c3 + p3[real] * s3)
                let (oddR, oddI) = (cR + dR, cI + dI)
                // i times the difference of the odd pair
                let (turnedR, turnedI) = (dI - cI, cR - dR)
                p0[real] = evenR + oddR
                p0[imaginary] = evenI + oddI
                p1[real] = apartR + turnedR
                p1[imaginary] = apartI + turnedI
                p2[real] = evenR - oddR
                p2[imaginary] = evenI - oddI
                p3[real] = apartR - turnedR
                p3[imaginary] = apartI - turnedI
            }
            p0 += 4
            turn &+= stride
        }
    }

    /// The first stage, whose factors are all 1.
    @inline(__always)
    private static func backwardFour(_ data: UnsafeMutablePointer<Half>) {
        for half in 0..<2 {
            let p = data + half
            let (evenR, evenI) = (p[0] + p[4], p[2] + p[6])
            let (apartR, apartI) = (p[0] - p[4], p[2] - p[6])
            let (oddR, oddI) = (p[8] + p[12], p[10] + p[14])
            let (turnedR, turnedI) = (p[14] - p[10], p[8] - p[12])
            (p[0], p[2]) = (evenR + oddR, evenI + oddI)
            (p[4], p[6]) = (apartR + turnedR, apartI + turnedI)
            (p[8], p[10]) = (evenR - oddR, evenI - oddI)
            (p[12], p[14]) = (apartR - turnedR, apartI - turnedI)
        }
    }
}
