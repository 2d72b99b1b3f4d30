/// Floats to 16-bit samples: rounded to the nearest, saturated, counted where they were over.
struct Quantizer {
    private let dither: Bool
    /// Samples beyond what 16 bits hold.
    private(set) var overs = 0
    /// Whether every sample so far came out as zero.
    private(set) var isSilent = true

    init(dither: Bool) {
        self.dither = dither
    }

    /// Rounds `block`, whose first sample is number `index` of the announcement, to `output`, which has room for up to
    /// three samples more.
    mutating func quantize(_ block: UnsafeBufferPointer<Float>, at index: Int, into output: UnsafeMutablePointer<Int16>)
    {
        guard let source = UnsafeRawPointer(block.baseAddress) else { return }
        let target = UnsafeMutableRawPointer(output)
        var over = SIMD4<Int32>()
        var bits = SIMD4<Int32>()
        var at = 0
        while at &+ 4 <= block.count {
            let values = source.loadUnaligned(fromByteOffset: at &* 4, as: SIMD4<Float>.self)
            let rounded = round(values, at: index + at, over: &over)
            bits |= rounded
            target.storeBytes(
                of: SIMD4<Int16>(truncatingIfNeeded: rounded), toByteOffset: at &* 2, as: SIMD4<Int16>.self)
            at &+= 4
        }
        if at < block.count {
            var values = SIMD4<Float>()
            for lane in 0..<block.count - at { values[lane] = block[at + lane] }
            let rounded = round(values, at: index + at, over: &over)
            bits |= rounded
            target.storeBytes(
                of: SIMD4<Int16>(truncatingIfNeeded: rounded), toByteOffset: at &* 2, as: SIMD4<Int16>.self)
        }
        // Each over subtracted one: comparisons yield all bits set.
        overs -= Int(over.wrappedSum())
        if bits != SIMD4() { isSilent = false }
    }

    @inline(__always)
    private func round(_ values: SIMD4<Float>, at index: Int, over: inout SIMD4<Int32>) -> SIMD4<Int32> {
        var scaled = values * 32768
        let high = scaled .>= 32767.5
        let low = scaled .< -32768.5
        over &+= unsafeBitCast(high .| low, to: SIMD4<Int32>.self)
        if dither { scaled += triangularDither(for: scaled, at: index) }
        // Not `clamped`, which is a function call here.
        scaled.replace(with: 32767, where: scaled .> 32767)
        scaled.replace(with: -32768, where: scaled .< -32768)
        // Adding 1.5 * 2^23 leaves the integer nearest in the low bits of the sum; `rounded()` would be a library call
        // for each sample on a baseline x86-64.
        let sum = scaled + 12_582_912
        return unsafeBitCast(sum, to: SIMD4<Int32>.self) &- 0x4B40_0000
    }

    /// Triangular noise of ± 1 step, none on digital silence (below 1/256 of a step). A hash of the sample's number
    /// rather than a running generator, so that a recording split over cores comes out as from one.
    private func triangularDither(for values: SIMD4<Float>, at index: Int) -> SIMD4<Float> {
        var noise = SIMD4<Float>()
        for lane in 0..<4 where abs(values[lane]) > 1 / 256 {
            // SplitMix64 (Steele, Lea, Flood 2014)
            var z = UInt64(truncatingIfNeeded: index + lane) &* 0x9E37_79B9_7F4A_7C15
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            z ^= z >> 31
            let first = Float(UInt32(truncatingIfNeeded: z)), second = Float(UInt32(truncatingIfNeeded: z >> 32))
            noise[lane] = (first - second) / 4_294_967_296
        }
        return noise
    }
}
