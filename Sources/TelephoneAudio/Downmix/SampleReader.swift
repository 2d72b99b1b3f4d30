/// Reads the samples of one layout, four frames of a channel at a time.
///
/// A type per layout rather than a test per sample: the mixing loops are generic over it and specialised for each.
/// Reads may reach up to three frames and three bytes past the last frame asked for, which a `SampleBlock` has room for.
protocol SampleReader {
    /// What turns unscaled samples into full scale 1.0: a power of two, so that scaling rounds nothing.
    var scale: Float { get }

    /// Frames `frame`..<`frame + 4` of a channel, unscaled.
    func four(_ channel: Int, _ frame: Int) -> SIMD4<Float>

    /// The sum of two channels, unscaled.
    func fourSums(_ channel: Int, _ twin: Int, _ frame: Int) -> SIMD4<Float>
}

extension SampleReader {
    @inline(__always)
    func fourSums(_ channel: Int, _ twin: Int, _ frame: Int) -> SIMD4<Float> {
        four(channel, frame) + four(twin, frame)
    }
}

// MARK: Planar

/// Planes of `Float`, or one channel of interleaved ones.
struct PlanarFloat: SampleReader {
    let base: UnsafeRawPointer
    let stride: Int
    var scale: Float { 1 }

    @inline(__always)
    func four(_ channel: Int, _ frame: Int) -> SIMD4<Float> {
        base.loadUnaligned(fromByteOffset: channel &* stride &+ frame &* 4, as: SIMD4<Float>.self)
    }
}

/// Planes of whole numbers. Up to 24 bits a `Float` holds them, and the sum of two is rounded once, as a sum of integers
/// would be.
struct PlanarInt32: SampleReader {
    let base: UnsafeRawPointer
    let stride: Int
    let bits: Int
    var scale: Float { 1 / Float(1 << (bits - 1)) }

    @inline(__always)
    func four(_ channel: Int, _ frame: Int) -> SIMD4<Float> {
        SIMD4<Float>(base.loadUnaligned(fromByteOffset: channel &* stride &+ frame &* 4, as: SIMD4<Int32>.self))
    }
}

// MARK: Interleaved

extension UnsafeRawPointer {
    /// Four frames of a channel, loaded as `type` from samples of `size` bytes.
    @inline(__always)
    fileprivate func four<Value: SIMDScalar & BitwiseCopyable>(
        _ type: Value.Type, size: Int, _ channel: Int, _ frame: Int, channels: Int
    ) -> SIMD4<Value> {
        let first = self + (frame &* channels &+ channel) &* size
        let stride = channels &* size
        return SIMD4(
            first.loadUnaligned(as: type), first.loadUnaligned(fromByteOffset: stride, as: type),
            first.loadUnaligned(fromByteOffset: 2 &* stride, as: type),
            first.loadUnaligned(fromByteOffset: 3 &* stride, as: type))
    }
}

/// Interleaved `Int16` of any number of channels.
struct InterleavedInt16: SampleReader {
    let base: UnsafeRawPointer
    let channels: Int
    var scale: Float { 1 / 32768 }

    @inline(__always)
    func four(_ channel: Int, _ frame: Int) -> SIMD4<Float> {
        SIMD4<Float>(
            SIMD4<Int32>(truncatingIfNeeded: base.four(Int16.self, size: 2, channel, frame, channels: channels)))
    }
}

/// One channel of `Int16`: neighbours in memory.
struct MonoInt16: SampleReader {
    let base: UnsafeRawPointer
    var scale: Float { 1 / 32768 }

    @inline(__always)
    func four(_ channel: Int, _ frame: Int) -> SIMD4<Float> {
        SIMD4<Float>(
            SIMD4<Int32>(truncatingIfNeeded: base.loadUnaligned(fromByteOffset: frame &* 2, as: SIMD4<Int16>.self)))
    }
}

/// Two channels of `Int16`: a frame is one 32-bit word, whose halves shifts extend by their signs. That takes fewer
/// instructions than four loads of 16 bits.
struct StereoInt16: SampleReader {
    let base: UnsafeRawPointer
    var scale: Float { 1 / 32768 }

    @inline(__always)
    private func words(_ frame: Int) -> SIMD4<Int32> {
        base.loadUnaligned(fromByteOffset: frame &* 4, as: SIMD4<Int32>.self)
    }

    @inline(__always)
    func four(_ channel: Int, _ frame: Int) -> SIMD4<Float> {
        SIMD4<Float>(channel == 0 ? (words(frame) &<< 16) &>> 16 : words(frame) &>> 16)
    }

    /// Added before the conversion, which is then one instead of two.
    @inline(__always)
    func fourSums(_ channel: Int, _ twin: Int, _ frame: Int) -> SIMD4<Float> {
        let words = words(frame)
        return SIMD4<Float>(((words &<< 16) &>> 16) &+ (words &>> 16))
    }
}

/// Interleaved samples of three bytes.
struct PackedInt24: SampleReader {
    let base: UnsafeRawPointer
    let channels: Int
    var scale: Float { 1 / 8_388_608 }

    @inline(__always)
    func four(_ channel: Int, _ frame: Int) -> SIMD4<Float> {
        SIMD4<Float>(integers(channel, frame))
    }

    /// Added before the conversion, which is then one instead of two.
    @inline(__always)
    func fourSums(_ channel: Int, _ twin: Int, _ frame: Int) -> SIMD4<Float> {
        SIMD4<Float>(integers(channel, frame) &+ integers(twin, frame))
    }

    /// Four bytes are loaded from each sample on; the fourth belongs to the next sample and is shifted out.
    @inline(__always)
    private func integers(_ channel: Int, _ frame: Int) -> SIMD4<Int32> {
        (base.four(Int32.self, size: 3, channel, frame, channels: channels) &<< 8) &>> 8
    }
}

/// Interleaved `Float` of any number of channels.
struct InterleavedFloat: SampleReader {
    let base: UnsafeRawPointer
    let channels: Int
    var scale: Float { 1 }

    @inline(__always)
    func four(_ channel: Int, _ frame: Int) -> SIMD4<Float> {
        base.four(Float.self, size: 4, channel, frame, channels: channels)
    }
}

/// Two channels of `Float`: every second one of eight.
struct StereoFloat: SampleReader {
    let base: UnsafeRawPointer
    var scale: Float { 1 }

    @inline(__always)
    private func both(_ frame: Int) -> SIMD8<Float> {
        base.loadUnaligned(fromByteOffset: frame &* 8, as: SIMD8<Float>.self)
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
