/// Interleaved samples in memory, four frames of a channel at a time.
///
/// Reads may reach up to three frames and three bytes past the last one asked for: buffers are larger by that.
protocol InterleavedSamples {
    /// What full scale 1.0 is to these samples.
    static var scale: Float { get }

    /// Frames `frame`..<`frame + 4` of a channel, unscaled.
    func four(_ channel: Int, _ frame: Int) -> SIMD4<Float>

    /// The sum of two channels, exact in the sample's own arithmetic.
    func fourSums(_ channel: Int, _ twin: Int, _ frame: Int) -> SIMD4<Float>
}

/// Samples that are integers: their sums are exact.
protocol InterleavedIntegers: InterleavedSamples {
    func integers(_ channel: Int, _ frame: Int) -> SIMD4<Int32>
}

extension InterleavedIntegers {
    @inline(__always)
    func four(_ channel: Int, _ frame: Int) -> SIMD4<Float> {
        SIMD4<Float>(integers(channel, frame))
    }

    @inline(__always)
    func fourSums(_ channel: Int, _ twin: Int, _ frame: Int) -> SIMD4<Float> {
        SIMD4<Float>(integers(channel, frame) &+ integers(twin, frame))
    }
}

extension UnsafeRawPointer {
    /// Four values, `stride` bytes from each other.
    @inline(__always)
    fileprivate func four<Value: SIMDScalar & BitwiseCopyable>(_ type: Value.Type, stride: Int) -> SIMD4<Value> {
        SIMD4(
            loadUnaligned(as: type), loadUnaligned(fromByteOffset: stride, as: type),
            loadUnaligned(fromByteOffset: 2 &* stride, as: type), loadUnaligned(fromByteOffset: 3 &* stride, as: type))
    }
}

struct Int16Samples: InterleavedIntegers {
    static let scale: Float = 1 / 32768
    private let raw: UnsafeRawPointer
    private let channels: Int

    init(_ raw: UnsafeRawPointer, channels: Int) {
        self.raw = raw
        self.channels = channels
    }

    @inline(__always)
    func integers(_ channel: Int, _ frame: Int) -> SIMD4<Int32> {
        let at = raw + (frame &* channels &+ channel) &* 2
        return SIMD4<Int32>(truncatingIfNeeded: at.four(Int16.self, stride: channels &* 2))
    }
}

/// One channel: neighbours in memory.
struct MonoInt16Samples: InterleavedSamples {
    static let scale = Int16Samples.scale
    private let raw: UnsafeRawPointer

    init(_ raw: UnsafeRawPointer) {
        self.raw = raw
    }

    @inline(__always)
    func four(_ channel: Int, _ frame: Int) -> SIMD4<Float> {
        SIMD4<Float>(
            SIMD4<Int32>(truncatingIfNeeded: raw.loadUnaligned(fromByteOffset: frame &* 2, as: SIMD4<Int16>.self)))
    }

    @inline(__always)
    func fourSums(_ channel: Int, _ twin: Int, _ frame: Int) -> SIMD4<Float> {
        2 * four(channel, frame)
    }
}

/// Two channels: a frame is one 32-bit word, its halves sign-extended by shifts.
struct StereoInt16Samples: InterleavedSamples {
    static let scale = Int16Samples.scale
    private let raw: UnsafeRawPointer

    init(_ raw: UnsafeRawPointer) {
        self.raw = raw
    }

    @inline(__always)
    private func words(_ frame: Int) -> SIMD4<Int32> {
        raw.loadUnaligned(fromByteOffset: frame &* 4, as: SIMD4<Int32>.self)
    }

    @inline(__always)
    func four(_ channel: Int, _ frame: Int) -> SIMD4<Float> {
        SIMD4<Float>(channel == 0 ? (words(frame) &<< 16) &>> 16 : words(frame) &>> 16)
    }

    @inline(__always)
    func fourSums(_ channel: Int, _ twin: Int, _ frame: Int) -> SIMD4<Float> {
        let words = words(frame)
        return SIMD4<Float>(((words &<< 16) &>> 16) &+ (words &>> 16))
    }
}

struct PackedInt24Samples: InterleavedIntegers {
    static let scale: Float = 1 / 8_388_608
    private let raw: UnsafeRawPointer
    private let channels: Int

    init(_ raw: UnsafeRawPointer, channels: Int) {
        self.raw = raw
        self.channels = channels
    }

    /// Four bytes from each sample on; the fourth belongs to the next and is shifted out.
    @inline(__always)
    func integers(_ channel: Int, _ frame: Int) -> SIMD4<Int32> {
        let at = raw + (frame &* channels &+ channel) &* 3
        return (at.four(Int32.self, stride: channels &* 3) &<< 8) &>> 8
    }
}

struct FloatSamples: InterleavedSamples {
    static let scale: Float = 1
    private let raw: UnsafeRawPointer
    private let channels: Int

    init(_ raw: UnsafeRawPointer, channels: Int) {
        self.raw = raw
        self.channels = channels
    }

    @inline(__always)
    func four(_ channel: Int, _ frame: Int) -> SIMD4<Float> {
        (raw + (frame &* channels &+ channel) &* 4).four(Float.self, stride: channels &* 4)
    }

    @inline(__always)
    func fourSums(_ channel: Int, _ twin: Int, _ frame: Int) -> SIMD4<Float> {
        four(channel, frame) + four(twin, frame)
    }
}

/// One channel: neighbours in memory.
struct MonoFloatSamples: InterleavedSamples {
    static let scale = FloatSamples.scale
    private let raw: UnsafeRawPointer

    init(_ raw: UnsafeRawPointer) {
        self.raw = raw
    }

    @inline(__always)
    func four(_ channel: Int, _ frame: Int) -> SIMD4<Float> {
        raw.loadUnaligned(fromByteOffset: frame &* 4, as: SIMD4<Float>.self)
    }

    @inline(__always)
    func fourSums(_ channel: Int, _ twin: Int, _ frame: Int) -> SIMD4<Float> {
        2 * four(channel, frame)
    }
}

/// Two channels: every second float of eight.
struct StereoFloatSamples: InterleavedSamples {
    static let scale = FloatSamples.scale
    private let raw: UnsafeRawPointer

    init(_ raw: UnsafeRawPointer) {
        self.raw = raw
    }

    @inline(__always)
    private func both(_ frame: Int) -> SIMD8<Float> {
        raw.loadUnaligned(fromByteOffset: frame &* 8, as: SIMD8<Float>.self)
    }

    @inline(__always)
    func four(_ channel: Int, _ frame: Int) -> SIMD4<Float> {
        channel == 0 ? both(frame).evenHalf : both(frame).oddHalf
    }

    @inline(__always)
    func fourSums(_ channel: Int, _ twin: Int, _ frame: Int) -> SIMD4<Float> {
        let both = both(frame)
        return both.evenHalf + both.oddHalf
    }
}
