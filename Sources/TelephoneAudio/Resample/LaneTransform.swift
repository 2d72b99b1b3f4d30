import Glibc

/// Fourier transforms of 2048 and back from 1024 points in which every SIMD lane is a transform of its own, so that all
/// arithmetic is vertical and nothing is shuffled.
///
/// Forward by decimation in frequency, which leaves bins in bit-reversed order; backward by decimation in time, which
/// takes them so. Radix 4 throughout: the forward transform stops before its last radix-2 stage, whose two results
/// (bins k and k + 1024) are just what halving the rate adds up, and leaves that stage to the caller.
final class LaneTransform {
    typealias Lanes = SIMD8<Float>

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
        forward(data, Self.points, 1)
    }

    /// A whole inverse transform of 1024 points, unscaled, in place.
    func backward(_ data: UnsafeMutablePointer<Lanes>) {
        backward(data, Self.points / 2, 2)
    }

    /// Depth first: a quarter is finished while it is still in the cache.
    private func forward(_ data: UnsafeMutablePointer<Lanes>, _ size: Int, _ stride: Int) {
        let (cosines, sines) = (cosines, sines)
        let quarter = size / 4
        var (p0, p1, p2, p3) = (data, data + 2 &* quarter, data + 4 &* quarter, data + 6 &* quarter)
        var turn = 0
        for _ in 0..<quarter {
            let (evenR, evenI) = (p0[0] + p2[0], p0[1] + p2[1])
            let (oddR, oddI) = (p1[0] + p3[0], p1[1] + p3[1])
            let (apartR, apartI) = (p0[0] - p2[0], p0[1] - p2[1])
            // -i times the difference of the odd pair
            let (turnedR, turnedI) = (p1[1] - p3[1], p3[0] - p1[0])
            p0[0] = evenR + oddR
            p0[1] = evenI + oddI
            let (c2, s2) = (cosines[2 &* turn], sines[2 &* turn])
            let (bR, bI) = (evenR - oddR, evenI - oddI)
            p1[0] = bR * c2 + bI * s2
            p1[1] = bI * c2 - bR * s2
            let (c1, s1) = (cosines[turn], sines[turn])
            let (cR, cI) = (apartR + turnedR, apartI + turnedI)
            p2[0] = cR * c1 + cI * s1
            p2[1] = cI * c1 - cR * s1
            let (c3, s3) = (cosines[3 &* turn], sines[3 &* turn])
            let (dR, dI) = (apartR - turnedR, apartI - turnedI)
            p3[0] = dR * c3 + dI * s3
            p3[1] = dI * c3 - dR * s3
            p0 += 2
            p1 += 2
            p2 += 2
            p3 += 2
            turn &+= stride
        }
        guard quarter > 2 else { return }
        for part in 0..<4 { forward(data + part &* 2 &* quarter, quarter, stride &* 4) }
    }

    private func backward(_ data: UnsafeMutablePointer<Lanes>, _ size: Int, _ stride: Int) {
        let quarter = size / 4
        if quarter > 1 {
            for part in 0..<4 { backward(data + part &* 2 &* quarter, quarter, stride &* 4) }
        }
        let (cosines, sines) = (cosines, sines)
        var (p0, p1, p2, p3) = (data, data + 2 &* quarter, data + 4 &* quarter, data + 6 &* quarter)
        var turn = 0
        for _ in 0..<quarter {
            let (c1, s1) = (cosines[turn], sines[turn])
            let (c2, s2) = (cosines[2 &* turn], sines[2 &* turn])
            let (c3, s3) = (cosines[3 &* turn], sines[3 &* turn])
            let (bR, bI) = (p1[0] * c2 - p1[1] * s2, p1[1] * c2 + p1[0] * s2)
            let (evenR, evenI) = (p0[0] + bR, p0[1] + bI)
            let (apartR, apartI) = (p0[0] - bR, p0[1] - bI)
            let (cR, cI) = (p2[0] * c1 - p2[1] * s1, p2[1] * c1 + p2[0] * s1)
            let (dR, dI) = (p3[0] * c3 - p3[1] * s3, p3[1] * c3 + p3[0] * s3)
            let (oddR, oddI) = (cR + dR, cI + dI)
            // i times the difference of the odd pair
            let (turnedR, turnedI) = (dI - cI, cR - dR)
            p0[0] = evenR + oddR
            p0[1] = evenI + oddI
            p1[0] = apartR + turnedR
            p1[1] = apartI + turnedI
            p2[0] = evenR - oddR
            p2[1] = evenI - oddI
            p3[0] = apartR - turnedR
            p3[1] = apartI - turnedI
            p0 += 2
            p1 += 2
            p2 += 2
            p3 += 2
            turn &+= stride
        }
    }
}
