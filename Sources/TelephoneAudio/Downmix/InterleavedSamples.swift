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

struct Int16Samples: InterleavedSamples {
    static let scale: Float = 1 / 32768
    private let raw: UnsafeRawPointer
    private let channels: Int

    init(_ raw: UnsafeRawPointer, channels: Int) {
        self.raw = raw
        self.channels = channels
    }

    @inline(__always)
    private func integers(_ channel: Int, _ frame: Int) -> SIMD4<Int32> {
        let at = raw + (frame &* channels &+ channel) &* 2
        let stride = channels &* 2
        return SIMD4(
            Int32(at.loadUnaligned(as: Int16.self)),
            Int32(at.loadUnaligned(fromByteOffset: stride, as: Int16.self)),
            Int32(at.loadUnaligned(fromByteOffset: 2 &* stride, as: Int16.self)),
            Int32(at.loadUnaligned(fromByteOffset: 3 &* stride, as: Int16.self)))
    }

    @inline(__always)
    func four(_ channel: Int, _ frame: Int) -> SIMD4<Float> {
        SIMD4<Float>(integers(channel, frame))
    }

    @inline(__always)
    func fourSums(_ channel: Int, _ twin: Int, _ frame: Int) -> SIMD4<Float> {
        SIMD4<Float>(integers(channel, frame) &+ integers(twin, frame))
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

struct PackedInt24Samples: InterleavedSamples {
    static let scale: Float = 1 / 8_388_608
    private let raw: UnsafeRawPointer
    private let channels: Int

    init(_ raw: UnsafeRawPointer, channels: Int) {
        self.raw = raw
        self.channels = channels
    }

    /// Four bytes from each sample on; the fourth belongs to the next and is shifted out.
    @inline(__always)
    private func integers(_ channel: Int, _ frame: Int) -> SIMD4<Int32> {
        let at = raw + (frame &* channels &+ channel) &* 3
        let stride = channels &* 3
        let words = SIMD4(
            at.loadUnaligned(as: Int32.self),
            at.loadUnaligned(fromByteOffset: stride, as: Int32.self),
            at.loadUnaligned(fromByteOffset: 2 &* stride, as: Int32.self),
            at.loadUnaligned(fromByteOffset: 3 &* stride, as: Int32.self))
        return (words &<< 8) &>> 8
    }

    @inline(__always)
    func four(_ channel: Int, _ frame: Int) -> SIMD4<Float> {
        SIMD4<Float>(integers(channel, frame))
    }

    @inline(__always)
    func fourSums(_ channel: Int, _ twin: Int, _ frame: Int) -> SIMD4<Float> {
        SIMD4<Float>(integers(channel, frame) &+ integers(twin, frame))
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
        let at = raw + (frame &* channels &+ channel) &* 4
        let stride = channels &* 4
        return SIMD4(
            at.loadUnaligned(as: Float.self),
            at.loadUnaligned(fromByteOffset: stride, as: Float.self),
            at.loadUnaligned(fromByteOffset: 2 &* stride, as: Float.self),
            at.loadUnaligned(fromByteOffset: 3 &* stride, as: Float.self))
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
