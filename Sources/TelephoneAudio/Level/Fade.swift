import Glibc

/// Raised-cosine ramps of 5 ms for the ends at which something was cut off.
struct Fade {
    /// Samples in a ramp.
    static let length = 40

    /// From just above 0 to just below 1.
    private let ramp: [Float] = (0..<Self.length).map { Self.factor(at: $0, of: Self.length) }

    /// The factor of the sample at `distance` from the end, in a ramp of `length` samples.
    static func factor(at distance: Int, of length: Int) -> Float {
        Float((1 - cos(Double.pi * (Double(distance) + 0.5) / Double(length))) / 2)
    }

    /// Fades `samples`, of which the first is number `offset` of `count`, in and out.
    func apply(to samples: UnsafeMutableBufferPointer<Float>, offset: Int, count: Int, start: Bool, end: Bool) {
        if start {
            for index in 0..<max(0, min(samples.count, Self.length - offset)) { samples[index] *= ramp[offset + index] }
        }
        if end {
            for index in max(0, count - Self.length - offset)..<max(samples.count, count - Self.length - offset) {
                samples[index] *= ramp[count - 1 - offset - index]
            }
        }
    }
}
