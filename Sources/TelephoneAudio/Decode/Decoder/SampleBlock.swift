/// The memory that one read of a decoder fills and the downmix empties.
///
/// Readers go four frames at a time and load up to three bytes past the last sample, so the memory is a little larger
/// than `frames` asks for; what lies beyond the frames read is never heard.
package final class SampleBlock {
    /// The most frames that one read may deliver.
    package let frames: Int
    /// Where the first channel's plane, or the first interleaved frame, begins.
    package let base: UnsafeMutableRawPointer
    /// Bytes from one channel's plane to the next one's; 0 where channels are interleaved.
    package let planeStride: Int
    /// Bytes of the whole block.
    package let byteCount: Int

    /// Allocates a block of zeros.
    package init(frames: Int, layout: SampleLayout, channels: Int) {
        self.frames = frames
        let wholeGroups = (frames + 3) & ~3
        planeStride = layout.isPlanar ? wholeGroups * layout.size : 0
        byteCount = wholeGroups * layout.size * channels + 3
        base = .allocate(byteCount: byteCount, alignment: 16)
        base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    }

    /// Allocates a block for reads of `decoder`: `frames` frames, or fewer where a frame has so many channels that this
    /// would be more than a megabyte.
    package convenience init(for decoder: any Decoder, frames: Int) {
        let channels = decoder.format.channels.count
        let fitting = (1 << 20) / (channels * decoder.layout.size)
        self.init(frames: max(64, min(frames, fitting)), layout: decoder.layout, channels: channels)
    }

    deinit {
        base.deallocate()
    }

    /// The plane of a channel; only of a planar block.
    package func plane(_ channel: Int) -> UnsafeMutableRawPointer {
        base + channel * planeStride
    }

    /// Writes silence to `frames` of a planar block with samples of four bytes.
    package func clear(_ frames: Range<Int>, channels: Int) {
        for channel in 0..<channels {
            (plane(channel) + frames.lowerBound * 4).initializeMemory(
                as: UInt8.self, repeating: 0, count: frames.count * 4)
        }
    }
}
