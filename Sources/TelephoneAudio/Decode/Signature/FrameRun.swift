/// Frames of one codec, one directly behind the other.
struct FrameRun: Hashable, Sendable {
    let codec: FramedCodec
    /// The offset of the first.
    let start: Int
    /// How many there are, counted to `enough`.
    let frames: Int
    /// Whether the last one ends where the file does.
    let endsFile: Bool
    /// Where the frames that were counted end.
    private let end: Int

    /// Frames in a row that do not occur by chance anywhere in a file.
    static let enough = 8

    /// Counts frames from `offset` on; nil if there is none.
    ///
    /// - Throws: `system`.
    init?(of codec: FramedCodec, at offset: Int, in source: ByteSource) throws(RecordingError) {
        var reader = BufferedReader(source, capacity: 1 << 16)
        try self.init(of: codec, at: offset, count: source.count, &reader)
    }

    private init?(
        of codec: FramedCodec, at offset: Int, count: Int, _ reader: inout BufferedReader
    ) throws(RecordingError) {
        var (at, frames) = (offset, 0)
        var constant: UInt32?
        while frames < Self.enough,
            let header = codec.header(try reader.bytes(at: at, count: FramedCodec.headerBytes)),
            header.constant == constant ?? header.constant,
            try !Self.isRepeated(header, of: codec, at: at, &reader)
        {
            constant = header.constant
            frames += 1
            at += header.length
            // The last frame may be cut off.
            if at >= count { break }
        }
        guard frames > 0 else { return nil }
        (self.codec, start, self.frames, end) = (codec, offset, frames, at)
        endsFile = at == count
    }

    /// Searches a file for the first run that cannot be chance: `enough` frames, or half of the file's bytes.
    ///
    /// - Parameter limit: where the search ends.
    /// - Throws: `system`.
    static func search(_ source: ByteSource, limit: Int = .max) throws(RecordingError) -> FrameRun? {
        var window = BufferedReader(source, capacity: searchStep)
        var frames = BufferedReader(source, capacity: 1 << 18)
        var offset = 0
        while offset < min(limit, source.count) {
            let bytes = try window.bytes(at: offset, count: searchStep)
            if bytes.isEmpty { return nil }
            // A header that the window cuts in two is looked at in the next one.
            let last = bytes.count < searchStep ? bytes.count : bytes.count - FramedCodec.headerBytes
            for place in 0..<last {
                let byte = bytes[place]
                guard byte == 0xFF || byte == 0x56 || byte == 0x47 else { continue }
                let header = UnsafeRawBufferPointer(rebasing: bytes[place...].prefix(FramedCodec.headerBytes))
                for codec in searched where codec.firstByte == byte && codec.header(header) != nil {
                    guard
                        let run = try FrameRun(of: codec, at: offset + place, count: source.count, &frames),
                        run.isCertain(in: source.count)
                    else { continue }
                    return run
                }
            }
            offset += last
        }
        return nil
    }

    /// Whether the same header follows within a few bytes, as in pictures and tables, which repeat a pattern: there a
    /// header leads to itself, whatever its length.
    private static func isRepeated(
        _ header: FramedCodec.Header, of codec: FramedCodec, at offset: Int, _ reader: inout BufferedReader
    ) throws(RecordingError) -> Bool {
        let bytes = try reader.bytes(at: offset, count: longestPattern + FramedCodec.headerBytes)
        for place in 1..<max(1, min(longestPattern + 1, bytes.count)) where bytes[place] == codec.firstByte {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[place...].prefix(FramedCodec.headerBytes))
            if codec.header(rest)?.constant == header.constant { return true }
        }
        return false
    }

    /// Bytes: four channels of three or four bytes.
    private static let longestPattern = 16

    private func isCertain(in count: Int) -> Bool {
        if frames >= Self.enough { return true }
        // Little is left to chance where every second byte fits: of what people record, that is short MP3 and AAC.
        return frames >= 2 && (codec == .mpeg || codec == .adts) && 2 * (min(end, count) - start) >= count
    }

    /// Bytes that are looked at in one go.
    private static let searchStep = 1 << 16
    /// AC-3 alone is never found in the middle of something else.
    private static let searched = FramedCodec.allCases.filter { $0 != .ac3 }
}
