/// One pass over a decoder: its blocks are mixed, resampled and written to a sink until it ends, or until a part is done.
///
/// Nothing is allocated per block: one block of samples is filled and emptied again and again, and the resampler is
/// mixed into directly.
final class DecodingPass {
    private let decoder: any Decoder
    private(set) var downmix: Downmix
    private let resampler: any Resampler
    private let sink: any MonoSink
    private let start: Int
    private let block: SampleBlock
    private let limit: LengthLimit?
    private let tap: ((UnsafeBufferPointer<Float>) -> Void)?
    /// Frames read so far.
    private(set) var frames = 0

    /// Enough to make calls per block cheap, and little enough for the caches of a processor.
    private static let blockLength = 16384

    /// - Parameters:
    ///   - start: the announcement's sample that the resampler's sample 0 is.
    ///   - limit: nil for any length.
    ///   - tap: gets the mono signal at the recording's own rate.
    /// - Throws: `noSuchChannel`.
    init(
        _ decoder: any Decoder, channels: ChannelChoice, resampler: any Resampler, sink: any MonoSink, start: Int,
        limit: LengthLimit? = nil, tap: ((UnsafeBufferPointer<Float>) -> Void)? = nil
    ) throws(RecordingError) {
        self.decoder = decoder
        downmix = try Downmix(decoder.format, layout: decoder.layout, choice: channels)
        self.resampler = resampler
        self.sink = sink
        self.start = start
        self.limit = limit
        self.tap = tap
        block = SampleBlock(for: decoder, frames: Self.blockLength)
    }

    /// Reads to the end (true), or until `condition` no longer holds (false).
    @discardableResult
    func run(
        _ progress: (Conversion.Progress) -> Void, while condition: () -> Bool = { true }
    ) throws -> Bool {
        let rate = Double(decoder.format.sampleRate)
        while condition() {
            try Task.checkCancellation()
            let count = try decoder.read(block.frames, into: block)
            if count == 0 { return true }
            try limit?.check(decoded: frames + count)
            // Mixing writes whole groups of four.
            let mono = resampler.reserve(count + 3)
            downmix.mix(count, of: block, into: mono)
            tap?(UnsafeBufferPointer(start: mono, count: count))
            try resampler.commit(count, output: write)
            frames += count
            progress(.advanced(seconds: Double(count) / rate))
        }
        return false
    }

    /// Ends the stream, which is `samples` samples of the announcement long, or, with nil, leaves its rest to another
    /// pass.
    @discardableResult
    func finish(at samples: Int?) throws -> SampleStatistics {
        if let samples { try resampler.finish(at: samples, output: write) }
        return try sink.finish()
    }

    private func write(_ index: Int, _ samples: UnsafeBufferPointer<Float>) throws {
        try sink.take(start + index, samples)
    }
}
