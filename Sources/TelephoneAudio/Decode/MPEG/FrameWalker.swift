/// Steps from frame header to frame header, and resynchronises after anything else.
struct FrameWalker {
    struct Frame {
        var offset: Int
        var header: MPEGHeader
        var info: InfoTag?
    }

    /// The contents of the frame without sound that most encoders put first: "Xing" or "Info", "VBRI" by Fraunhofer's.
    struct InfoTag {
        var frames: Int?
        var delay: Int?
        var padding: Int?
    }

    private let source: ByteSource
    private let freeLength: Int?
    private var window: [UInt8] = []
    private var windowStart = 0
    private var offset = 0
    private var inSync = false
    /// The header of the last frame.
    private var last: MPEGHeader?
    /// The file ended in the middle of a frame.
    private(set) var endsInFrame = false

    /// - Parameters:
    ///   - isAtFrame: whether a frame is known to begin at the start of `source`.
    ///   - freeLength: bytes of a frame without padding, if the stream is of free format.
    init(_ source: ByteSource, isAtFrame: Bool = false, freeLength: Int? = nil) {
        self.source = source
        self.freeLength = freeLength
        inSync = isAtFrame
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
            (inSync, last) = (true, header)
            let frame = Frame(offset: offset, header: header, info: try infoTag(header))
            offset += header.length
            return frame
        }
        return nil
    }

    private mutating func nextHeader() throws(RecordingError) -> MPEGHeader? {
        guard let header = try header(at: offset) else { return nil }
        guard inSync, last?.continues(with: header) ?? true else {
            return try followsItself(header) ? header : nil
        }
        let end = offset + header.length
        if end + 4 > source.count { return header }
        if try self.header(at: end) != nil { return header }
        return try holdsFrames(header) ? nil : header
    }

    /// Out of sync, one header may be chance: the next must fit, or the file must end there.
    private mutating func followsItself(_ header: MPEGHeader) throws(RecordingError) -> Bool {
        let next = offset + header.length
        if next == source.count { return true }
        guard let following = try self.header(at: next) else { return false }
        return header.continues(with: following)
    }

    /// Whether two frames in a row begin within what `header` claims for its own, which no other frame follows: then it
    /// is text between frames that looks like a header.
    private mutating func holdsFrames(_ header: MPEGHeader) throws(RecordingError) -> Bool {
        for place in offset + 1..<offset + header.length {
            guard let inner = try self.header(at: place), header.continues(with: inner),
                let next = try self.header(at: place + inner.length), header.continues(with: next)
            else { continue }
            return true
        }
        return false
    }

    private mutating func header(at offset: Int) throws(RecordingError) -> MPEGHeader? {
        let bytes = try bytes(at: offset, 4)
        return bytes.first == 0xFF ? MPEGHeader(bytes, freeLength: freeLength) : nil
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
        let frame = try bytes(at: offset, min(header.length, header.sideInfoEnd + 160))
        let data = frame.dropFirst(header.sideInfoEnd)
        if data.starts(with: "Xing".utf8) || data.starts(with: "Info".utf8) { return Self.xing(Array(data)) }
        let fraunhofer = frame.dropFirst(Self.vbriStart)
        return fraunhofer.starts(with: "VBRI".utf8) ? Self.vbri(Array(fraunhofer)) : nil
    }

    private static func xing(_ bytes: [UInt8]) -> InfoTag? {
        guard bytes.count >= 8 else { return nil }
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

    /// Fraunhofer's tag stands 32 bytes behind the header whatever the frame: version, delay and quality of two bytes
    /// each, then the size in bytes and the number of frames. Its delay means different things to different encoders.
    private static func vbri(_ bytes: [UInt8]) -> InfoTag {
        InfoTag(frames: bytes.count >= 18 ? bytes[14..<18].reduce(0) { $0 << 8 | Int($1) } : nil)
    }

    private static let vbriStart = 36

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
