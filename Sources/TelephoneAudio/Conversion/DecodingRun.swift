/// A decoder being drained, block by block, through downmix and resampler into a sink.
final class DecodingRun {
    private let decoder: any Decoder
    private(set) var downmix: Downmix
    private let resampler: any Resampler
    private let sink: any MonoSink
    private let start: Int
    private let block: Block
    /// Sees the mono signal at the recording's own rate.
    private let tap: ((UnsafeBufferPointer<Float>) -> Void)?
    /// Frames read so far.
    private(set) var frames = 0

    init(
        _ decoder: any Decoder, channels: ChannelChoice, resampler: any Resampler, sink: any MonoSink, start: Int,
        tap: ((UnsafeBufferPointer<Float>) -> Void)? = nil
    ) throws(RecordingError) {
        self.decoder = decoder
        downmix = try Downmix(decoder.format, layout: decoder.layout, choice: channels)
        self.resampler = resampler
        self.sink = sink
        self.start = start
        self.tap = tap
        block = Block(decoder, frames: 16384)
    }

    /// Reads to the end (true), or until `condition` no longer holds (false).
    @discardableResult
    func drain(
        _ progress: (Conversion.Progress) -> Void, while condition: () -> Bool = { true }
    ) throws -> Bool {
        let rate = Double(decoder.format.sampleRate)
        while condition() {
            try Task.checkCancellation()
            let count = try decoder.read(block.frames, into: block.raw)
            if count == 0 { return true }
            // Mixing writes whole groups of four.
            let mono = resampler.reserve(count + 3)
            downmix.mix(count, from: block.raw, into: mono)
            tap?(UnsafeBufferPointer(start: mono, count: count))
            try resampler.commit(count, output: deliver)
            frames += count
            progress(.advanced(seconds: Double(count) / rate))
        }
        return false
    }

    /// Ends the stream, which is `samples` samples of the announcement long, or, with nil, leaves its rest to another
    /// run.
    @discardableResult
    func finish(at samples: Int?) throws -> EncodedSound {
        if let samples { try resampler.finish(at: samples, output: deliver) }
        return try sink.finish()
    }

    private func deliver(_ index: Int, _ samples: UnsafeBufferPointer<Float>) throws {
        try sink.take(start + index, samples)
    }
}

/// Memory for one read of a decoder, and for as many mono samples.
final class Block {
    let frames: Int
    let raw: UnsafeMutableRawPointer
    let mono: UnsafeMutablePointer<Float>

    /// Room for `frames` frames, or for less where a frame has so many channels that this would be a lot.
    init(_ decoder: any Decoder, frames: Int) {
        let frameSize = decoder.format.channels.count * decoder.layout.size
        self.frames = max(64, min(frames, (1 << 20) / frameSize))
        // Four frames and a word more than asked for: the downmix reads in groups.
        let size = (self.frames + 4) * frameSize + 16
        raw = .allocate(byteCount: size, alignment: 16)
        raw.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        mono = .allocate(capacity: self.frames + 4)
    }

    deinit {
        raw.deallocate()
        mono.deallocate()
    }
}
