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

    private init(header: MPEGHeader, at offset: Int) {
        self.header = header
        range = offset..<offset
        isStereo = false
    }

    /// The first `limit` streams in `source`, in order; empty where it holds no two frames in a row.
    static func all(in source: ByteSource) throws(RecordingError) -> [MP3Stream] {
        var walker = FrameWalker(source)
        var streams: [MP3Stream] = []
        while let frame = try walker.next() {
            let isInfo = frame.info != nil
            if let last = streams.last, !isInfo, last.header.continues(with: frame.header) {
                streams[streams.count - 1].append(frame)
                continue
            }
            guard streams.count < limit else { break }
            var stream = MP3Stream(header: frame.header, at: frame.offset)
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

/// Steps from frame header to frame header, and resynchronises after anything else.
private struct FrameWalker {
    struct Frame {
        var offset: Int
        var header: MPEGHeader
        var info: InfoTag?
    }

    /// The contents of the silent frame that most encoders put first ("Xing" or "Info").
    struct InfoTag {
        var frames: Int?
        var delay: Int?
        var padding: Int?
    }

    private let source: ByteSource
    private var window: [UInt8] = []
    private var windowStart = 0
    private var offset = 0
    private var inSync = false
    /// The file ended in the middle of a frame.
    private(set) var endsInFrame = false

    init(_ source: ByteSource) {
        self.source = source
    }

    mutating func next() throws(RecordingError) -> Frame? {
        while offset + 4 <= source.count {
            guard let header = try nextHeader() else {
                if try !skipTag() { try skipNoise() }
                inSync = false
                continue
            }
            guard offset + header.length <= source.count else {
                endsInFrame = true
                return nil
            }
            inSync = true
            let frame = Frame(offset: offset, header: header, info: try infoTag(header))
            offset += header.length
            return frame
        }
        return nil
    }

    private mutating func nextHeader() throws(RecordingError) -> MPEGHeader? {
        guard let header = MPEGHeader(try bytes(at: offset, 4)) else { return nil }
        if inSync { return header }
        return try followsItself(header) ? header : nil
    }

    /// Out of sync, one header may be chance: the next must fit, or the file must end there.
    private mutating func followsItself(_ header: MPEGHeader) throws(RecordingError) -> Bool {
        let next = offset + header.length
        if next == source.count { return true }
        guard let following = MPEGHeader(try bytes(at: next, 4)) else { return false }
        return header.continues(with: following)
    }

    /// Steps to the next byte that a frame or a tag can begin with.
    private mutating func skipNoise() throws(RecordingError) {
        offset += 1
        while offset < source.count {
            let rest = try bytes(at: offset, min(4096, source.count - offset))
            let next = rest.firstIndex {
                $0 == 0xFF || $0 == UInt8(ascii: "I") || $0 == UInt8(ascii: "T") || $0 == UInt8(ascii: "A")
            }
            guard !rest.isEmpty, next == nil else {
                offset += (next ?? rest.startIndex) - rest.startIndex
                return
            }
            offset += rest.count
        }
    }

    /// Steps over the tags that stand between and behind recordings: ID3v2, ID3v1, APEv2.
    private mutating func skipTag() throws(RecordingError) -> Bool {
        let start = Array(try bytes(at: offset, 32))
        if let size = ID3Tag.size(start) {
            offset += size
        } else if start.starts(with: "TAG".utf8), offset + 128 >= source.count {
            offset += 128
        } else if start.starts(with: "APETAGEX".utf8), start.count == 32 {
            let size = start[12..<16].reversed().reduce(0) { $0 << 8 | Int($1) }
            offset += 32 + min(size, source.count)
        } else {
            return false
        }
        return true
    }

    private mutating func infoTag(_ header: MPEGHeader) throws(RecordingError) -> InfoTag? {
        guard header.layer == 3 else { return nil }
        let bytes = Array(
            try bytes(at: offset, min(header.length, header.sideInfoEnd + 160)).dropFirst(header.sideInfoEnd))
        guard bytes.starts(with: "Xing".utf8) || bytes.starts(with: "Info".utf8), bytes.count >= 8 else { return nil }
        let fields = bytes[7]
        let frames = fields & 1 != 0 && bytes.count >= 12 ? bytes[8..<12].reduce(0) { $0 << 8 | Int($1) } : nil
        let extensionStart =
            8 + (fields & 1 != 0 ? 4 : 0) + (fields & 2 != 0 ? 4 : 0) + (fields & 4 != 0 ? 100 : 0)
            + (fields & 8 != 0 ? 4 : 0)
        // LAME's extension, which libavformat writes as well: name 9 bytes, then 12 more, then 12 bits each.
        let at = extensionStart + 21
        guard bytes.count >= at + 3, bytes[extensionStart] != 0 else { return InfoTag(frames: frames) }
        let delay = Int(bytes[at]) << 4 | Int(bytes[at + 1]) >> 4
        let padding = Int(bytes[at + 1] & 15) << 8 | Int(bytes[at + 2])
        return InfoTag(frames: frames, delay: delay, padding: padding)
    }

    /// Up to `count` bytes at `offset`, from a window of the file that is read in large steps.
    private mutating func bytes(at offset: Int, _ count: Int) throws(RecordingError) -> ArraySlice<UInt8> {
        if offset < windowStart || offset + count > windowStart + window.count {
            window = try source.bytes(at: offset, count: 1 << 16)
            windowStart = offset
        }
        let start = offset - windowStart
        return window[min(start, window.count)..<min(start + count, window.count)]
    }
}

/// The tag that many MP3 files and some others begin with.
enum ID3Tag {
    /// Bytes of the ID3v2 tag that `bytes` begins with (id3.org, ID3v2.4.0 section 3.1), nil if there is none.
    static func size(_ bytes: some Collection<UInt8>) -> Int? {
        let header = Array(bytes.prefix(10))
        guard header.count == 10, header.starts(with: "ID3".utf8), header[3] < 0xFF,
            header[6...9].allSatisfy({ $0 < 0x80 })
        else { return nil }
        let footer = header[5] & 0x10 != 0 ? 10 : 0
        return 10 + footer + header[6...9].reduce(0) { $0 << 7 | Int($1) }
    }
}
