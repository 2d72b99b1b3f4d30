import CMPG123

/// Decodes MPEG audio by libmpg123 itself, since libsndfile 1.2.0 stops a file of variable bitrate where the bitrate of
/// its first frame says that it should end.
///
/// Recordings at 44.1 or 48 kHz are decoded at a quarter of their rate: the filterbank then computes nine of its 32
/// bands, and what it leaves out lies above 5.5 kHz. Gapless trimming is done here, to the sample, since libmpg123
/// rounds it to whole samples of the lower rate.
final class MP3Decoder: Decoder {
    let recorded: RecordingFormat
    let format: RecordingFormat
    let layout = SampleLayout.float32
    let length: StreamLength
    let recordedFrames: Int?
    private(set) var findings: [Finding] = []
    let lead: Double

    private let source: ByteSource
    private let stream: MP3Stream
    private let handle: OpaquePointer
    /// Recorded samples per delivered one, as a power of two.
    private let reduction: Int
    private let delivered: Int
    private var reader: MP3FrameReader
    /// Delivered samples still to be dropped at the start.
    private var toDrop: Int
    private var position = 0
    /// Samples of the last frame not delivered yet, in libmpg123's memory.
    private var rest: UnsafeBufferPointer<Float> = .init(start: nil, count: 0)
    private var ended = false

    /// - Parameters:
    ///   - container: the container's name if the frames are in one, such as "WAV".
    ///   - mix: whether both channels are wanted as one; libmpg123 then decodes only what that takes.
    ///   - mayReduce: whether a lower rate than the recording's is enough.
    /// - Throws: `undecodable`.
    init(
        _ source: ByteSource, stream: MP3Stream, container: String? = nil, mix: Bool, mayReduce: Bool = true
    ) throws(RecordingError) {
        let name = stream.header.layer == 3 ? "MP3" : "MP\(stream.header.layer)"
        self.source = source
        self.stream = stream
        let rate = stream.header.sampleRate
        reduction = mayReduce ? [2, 1].first { rate >> $0 >= 11025 } ?? 0 : 0
        let channels = Speaker.standardChannels(count: stream.isStereo ? 2 : 1)
        recorded = RecordingFormat(
            container: container ?? name, codec: name, sampleRate: rate, channels: channels)
        format = RecordingFormat(
            container: container ?? name, codec: name, sampleRate: rate >> reduction,
            channels: mix ? Speaker.standardChannels(count: 1) : channels)
        let count = stream.sampleCount
        recordedFrames = count
        let leadingSamples = stream.samplesBefore % (1 << reduction)
        lead = Double(leadingSamples)
        toDrop = stream.samplesBefore >> reduction
        delivered = (leadingSamples + count + (1 << reduction) - 1) >> reduction
        length = stream.gap == nil ? .exact(delivered) : .claimed(delivered)

        var status: CInt = 0
        guard mpg123_init() == MPG123_OK.rawValue, let handle = mpg123_new(nil, &status) else {
            throw .undecodable(format: name, reason: String(cString: mpg123_plain_strerror(status)))
        }
        self.handle = handle
        let flags =
            MPG123_QUIET.rawValue | MPG123_FORCE_FLOAT.rawValue | MPG123_SKIP_ID3V2.rawValue
            | MPG123_IGNORE_STREAMLENGTH.rawValue | MPG123_NO_READAHEAD.rawValue
            | (mix
                ? MPG123_MONO_MIX.rawValue : stream.isStereo ? MPG123_FORCE_STEREO.rawValue : MPG123_MONO_MIX.rawValue)
        _ = announce_mpg123_set(handle, MPG123_FLAGS, Int(flags))
        _ = announce_mpg123_set(handle, MPG123_DOWN_SAMPLE, reduction)
        _ = announce_mpg123_set(handle, MPG123_RESYNC_LIMIT, -1)
        _ = announce_mpg123_set(handle, MPG123_INDEX_SIZE, 0)
        if let length = stream.freeLength {
            // Counted without the header; to find it out by itself, libmpg123 would have to seek.
            _ = announce_mpg123_set(handle, MPG123_FREEFORMAT_SIZE, length - 4)
        }
        reader = MP3FrameReader(source.window(stream.range), freeLength: stream.freeLength)
        try open(at: 0)
        noteGaps()
    }

    deinit {
        mpg123_delete(handle)
    }

    func read(_ frames: Int, into block: SampleBlock) throws(RecordingError) -> Int {
        let channels = format.channels.count
        let target = block.base.assumingMemoryBound(to: Float.self)
        let wanted = min(frames, delivered - position)
        var done = 0
        while done < wanted {
            if rest.isEmpty {
                guard try decodeFrame() else { break }
            }
            let take = min(rest.count / channels, wanted - done)
            if let from = rest.baseAddress {
                (target + done * channels).update(from: from, count: take * channels)
            }
            rest = UnsafeBufferPointer(rebasing: rest[(take * channels)...])
            done += take
        }
        position += done
        if done == 0, !ended {
            ended = true
            reportEnd()
        }
        return done
    }

    /// Reopens some frames earlier: layer III borrows bits from up to 511 bytes before a frame, and its transforms
    /// overlap with the frame before.
    func seek(to frame: Int) throws(RecordingError) {
        let samplesPerFrame = stream.header.samples >> reduction
        let place = frame + stream.samplesBefore >> reduction
        let early = max(0, place / samplesPerFrame - 2 * MP3Stream.indexStep) / MP3Stream.indexStep
        let start = stream.index[min(early, stream.index.count - 1)]
        reader = MP3FrameReader(
            source.window(start..<stream.range.upperBound), freeLength: stream.freeLength)
        try open(at: start)
        toDrop = place - early * MP3Stream.indexStep * samplesPerFrame
        position = frame
    }

    private func open(at offset: Int) throws(RecordingError) {
        rest = .init(start: nil, count: 0)
        _ = mpg123_replace_reader_handle(handle, MP3FrameReader.read, MP3FrameReader.seek, nil)
        guard mpg123_open_handle(handle, Unmanaged.passUnretained(reader).toOpaque()) == MPG123_OK.rawValue else {
            throw .undecodable(format: recorded.codec, reason: String(cString: mpg123_strerror(handle)))
        }
    }

    /// Decodes until a frame has samples to deliver; false at the end.
    private func decodeFrame() throws(RecordingError) -> Bool {
        let channels = format.channels.count
        while true {
            var bytes: UnsafeMutablePointer<UInt8>?
            var size = 0
            var number: off_t = 0
            let status = mpg123_decode_frame(handle, &number, &bytes, &size)
            if let failure = reader.failure { throw failure }
            if status == MPG123_NEW_FORMAT.rawValue { continue }
            guard status == MPG123_OK.rawValue else { return false }
            guard let bytes, size > 0 else { continue }
            let samples = UnsafeRawBufferPointer(start: bytes, count: size).assumingMemoryBound(to: Float.self)
            let drop = min(toDrop, samples.count / channels)
            toDrop -= drop
            rest = UnsafeBufferPointer(rebasing: samples[(drop * channels)...])
            if !rest.isEmpty { return true }
        }
    }

    private func noteGaps() {
        let secondsPerFrame = Double(stream.header.samples) / Double(stream.header.sampleRate)
        if let gap = stream.gap {
            findings.append(.skippedDamage(at: Double(gap.frame) * secondsPerFrame, bytes: gap.bytes, lost: nil))
        }
    }

    private func reportEnd() {
        let rate = Double(format.sampleRate)
        if position < delivered {
            findings.append(
                .stoppedEarly(
                    at: Double(position) / rate, expected: stream.expectedDuration ?? Double(delivered) / rate,
                    cause: .damagedData(codec: recorded.codec)))
        } else if stream.isCutOff {
            findings.append(
                .stoppedEarly(at: Double(position) / rate, expected: stream.expectedDuration, cause: .truncated))
        }
    }
}
