/// Cuts a stream of samples into blocks of equal length, and measures the mean square of each and the stream's peak.
///
/// Samples that are not a number count as silence.
struct BlockPower: Sendable {
    /// Samples per block.
    let length: Int
    /// The largest magnitude so far.
    private(set) var peak: Float = 0
    private var sum = 0.0
    private var filled = 0

    init(length: Int) {
        self.length = length
    }

    /// Takes `samples`, in pieces of any size, and adds the mean square of each completed block to `sink`.
    mutating func push<Sink>(
        _ samples: UnsafeBufferPointer<Float>, into sink: inout Sink, _ add: (inout Sink, Double) -> Void
    ) {
        var start = 0
        while start < samples.count {
            let end = min(samples.count, start + length - filled)
            let piece = UnsafeBufferPointer(rebasing: samples[start..<end])
            let (square, magnitude) = Self.energy(of: piece)
            peak = max(peak, magnitude)
            sum += square
            filled += piece.count
            start = end
            if filled == length {
                add(&sink, sum / Double(length))
                sum = 0
                filled = 0
            }
        }
    }

    /// Continues behind the samples that `other` was given; an unfinished block of this one is dropped.
    mutating func append(_ other: BlockPower) {
        peak = max(peak, other.peak)
        sum = other.sum
        filled = other.filled
    }

    /// Returns the sum of squares and the largest magnitude.
    static func energy(of samples: UnsafeBufferPointer<Float>) -> (sum: Double, peak: Float) {
        guard let base = samples.baseAddress else { return (0, 0) }
        let raw = UnsafeRawPointer(base)
        let whole = samples.count & ~7
        var sums = SIMD8<Float>.zero
        var lanes = LanePeak()
        for index in stride(from: 0, to: whole, by: 8) {
            let x = (raw + index * 4).loadUnaligned(as: SIMD8<Float>.self)
            sums += x * x
            lanes.add(x)
        }
        var sum = sums.sum()
        var peak = lanes.magnitude
        for index in whole..<samples.count {
            sum += base[index] * base[index]
            peak = max(peak, abs(base[index]))
        }
        return sum.isFinite ? (Double(sum), peak) : (exactSum(of: samples), peak)
    }

    /// The sum where single precision cannot square a sample (1e30), or it is not a number.
    private static func exactSum(of samples: UnsafeBufferPointer<Float>) -> Double {
        samples.reduce(0) { $1.isFinite ? $0 + Double($1) * Double($1) : $0 }
    }
}
