/// Rounds floats to 16-bit samples, saturates them, and counts those beyond full scale.
struct Quantizer {
    private let dither: Bool
    /// Samples beyond what 16 bits hold.
    private(set) var overs = 0
    /// Whether every sample so far came out as zero.
    private(set) var isSilent = true

    init(dither: Bool) {
        self.dither = dither
    }

    /// Rounds `block`, whose first sample is number `index` of the announcement, to `output`.
    mutating func quantize(_ block: UnsafeBufferPointer<Float>, at index: Int, into output: UnsafeMutablePointer<Int16>)
    {
        // Hardly any block exceeds full scale: it is rounded as if it did not, and done again if it does.
        let whole = block.count & ~3
        if dither || !roundWithinRange(block, whole, into: output) {
            for at in 0..<whole { saturate(block[at], at: index + at, into: &output[at]) }
        }
        for at in whole..<block.count { saturate(block[at], at: index + at, into: &output[at]) }
    }

    /// Rounds `count` samples, a multiple of four; false if any of them must be saturated.
    private mutating func roundWithinRange(
        _ block: UnsafeBufferPointer<Float>, _ count: Int, into output: UnsafeMutablePointer<Int16>
    ) -> Bool {
        guard let source = UnsafeRawPointer(block.baseAddress) else { return true }
        let target = UnsafeMutableRawPointer(output)
        var outside = SIMD4<Int32>()
        var bits = SIMD4<Int32>()
        var at = 0
        while at < count {
            let scaled = source.loadUnaligned(fromByteOffset: at &* 4, as: SIMD4<Float>.self) * 32768
            outside |= unsafeBitCast((scaled .> 32767) .| (scaled .< -32768), to: SIMD4<Int32>.self)
            // Adding 1.5 * 2^23 leaves the integer nearest in the low bits of the sum; `rounded()` would be a library
            // call for each sample on a baseline x86-64.
            let rounded = unsafeBitCast(scaled + 12_582_912, to: SIMD4<Int32>.self) &- 0x4B40_0000
            bits |= rounded
            target.storeBytes(
                of: SIMD4<Int16>(truncatingIfNeeded: rounded), toByteOffset: at &* 2, as: SIMD4<Int16>.self)
            at &+= 4
        }
        if bits != SIMD4() { isSilent = false }
        return outside == SIMD4()
    }

    /// Rounds one sample, with dither and saturation.
    private mutating func saturate(_ value: Float, at index: Int, into output: inout Int16) {
        var scaled = value * 32768
        // The recording's own overs, not those of the noise.
        if Self.isOver(value) { overs += 1 }
        if dither { scaled += Self.triangularDither(for: scaled, at: index) }
        let sum = max(-32768, min(32767, scaled)) + 12_582_912
        output = Int16(truncatingIfNeeded: sum.bitPattern &- 0x4B40_0000)
        if output != 0 { isSilent = false }
    }

    /// Whether a sample is beyond full scale by more than rounding.
    static func isOver(_ value: Float) -> Bool { value * 32768 >= 32767.5 || value * 32768 < -32768.5 }

    /// Whether a signal with samples up to `peak` is rounded to zeros.
    static func isSilent(peak: Float) -> Bool { peak * 32768 <= 0.5 }

    /// Triangular noise of ± 1 step, none on digital silence (below 1/256 of a step). A hash of the sample's number
    /// rather than a running generator, so that a recording split over cores comes out as from one.
    private static func triangularDither(for scaled: Float, at index: Int) -> Float {
        guard abs(scaled) > 1 / 256 else { return 0 }
        // SplitMix64 (Steele, Lea, Flood 2014)
        var z = UInt64(truncatingIfNeeded: index) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        z ^= z >> 31
        let (first, second) = (UInt32(truncatingIfNeeded: z), UInt32(truncatingIfNeeded: z >> 32))
        return (Float(first) - Float(second)) / 4_294_967_296
    }
}
