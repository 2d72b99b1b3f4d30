/// One stream of MPEG audio in a file: frames of one layer and rate, found by walking every header.
///
/// Most files hold one. Concatenated files hold one per part, so that each part keeps its own rate and its own gapless
/// trimming. Walking costs a hundredth of decoding, and finds out what libmpg123 does not report: how long the stream
/// really is, and where bytes were skipped.
struct MP3Stream: Hashable, Sendable {
    /// The first frame's header, for rate and layer.
    let header: MPEGHeader
    /// Bytes from the first frame of sound to the end of the last.
    private(set) var range: Range<Int>
    /// Frames of sound, without an info tag's.
    private(set) var frames = 0
    /// Bytes of a frame without padding, if the stream is of free format.
    let freeLength: Int?
    /// Whether any frame has two channels.
    private(set) var isStereo: Bool
    /// The offset of every 32nd frame.
    private(set) var index: [Int] = []
    /// Bytes between frames that belong to none: the frame before which the first of them are, and their number in
    /// all, so that a file full of holes costs one finding.
    private(set) var gap: Gap?
    /// Samples to cut at either end, as declared by the encoder (LAME's extension of the info tag).
    private(set) var encoderDelay: Int?
    private(set) var encoderPadding: Int?
    /// Frames as declared by the info tag; unlike the frames counted, it includes those that were cut off.
    private(set) var claimedFrames: Int?
    /// The last frame is cut off by the end of the file.
    private(set) var isTruncated = false

    struct Gap: Hashable, Sendable {
        var frame: Int
        var bytes: Int
    }

    static let indexStep = 32
    /// More parts than any real file has; a hostile one could have millions.
    static let limit = 10_000
    /// What a layer III decoder adds at the start: the filterbank's delay, in samples.
    private static let decoderDelay = 529

    /// Samples to drop at the start at the recorded rate.
    var samplesBefore: Int {
        encoderDelay.map { $0 + Self.decoderDelay } ?? 0
    }

    /// Samples between the cuts, at the recorded rate.
    var sampleCount: Int {
        // A file that was cut off has lost its padding already.
        let behind = isCutOff ? 0 : encoderPadding.map { max(0, $0 - Self.decoderDelay) } ?? 0
        return max(0, frames * header.samples - samplesBefore - behind)
    }

    /// Whether frames are missing at the end.
    var isCutOff: Bool {
        // Some encoders count the info tag's own frame.
        isTruncated || claimedFrames.map { frames + 1 < $0 && gap == nil } ?? false
    }

    /// Seconds that the stream lasted before it was cut off; nil if nothing declares them.
    var expectedDuration: Double? {
        claimedFrames.map { Double(max($0, frames) * header.samples - samplesBefore) / Double(header.sampleRate) }
    }

    private init(header: MPEGHeader, at offset: Int, freeLength: Int?) {
        self.header = header
        self.freeLength = freeLength
        range = offset..<offset
        isStereo = false
    }

    /// The first `limit` streams in `source`, in order; empty where it holds no two frames in a row.
    ///
    /// - Parameter freeLength: bytes of a frame without padding, if they are of free format.
    static func all(in source: ByteSource, freeLength: Int? = nil) throws(RecordingError) -> [MP3Stream] {
        var walker = FrameWalker(source, freeLength: freeLength)
        var streams: [MP3Stream] = []
        while let frame = try walker.next() {
            let isInfo = frame.info != nil
            if let last = streams.last, !isInfo, last.header.continues(with: frame.header) {
                streams[streams.count - 1].append(frame)
                continue
            }
            guard streams.count < limit else { break }
            var stream = MP3Stream(header: frame.header, at: frame.offset, freeLength: freeLength)
            if let info = frame.info {
                (stream.encoderDelay, stream.encoderPadding) = (info.delay, info.padding)
                stream.claimedFrames = info.frames
                stream.range = frame.offset + frame.header.length..<frame.offset + frame.header.length
            } else {
                stream.append(frame)
            }
            streams.append(stream)
        }
        if walker.endsInFrame, !streams.isEmpty { streams[streams.count - 1].isTruncated = true }
        return streams.filter { $0.frames > 0 }
    }

    private mutating func append(_ frame: FrameWalker.Frame) {
        if frame.offset > range.upperBound, frames > 0 {
            gap = Gap(frame: gap?.frame ?? frames, bytes: (gap?.bytes ?? 0) + frame.offset - range.upperBound)
        }
        if frames == 0 { range = frame.offset..<frame.offset }
        if frames.isMultiple(of: Self.indexStep) { index.append(frame.offset) }
        range = range.lowerBound..<frame.offset + frame.header.length
        isStereo = isStereo || frame.header.channels == 2
        frames += 1
    }
}
