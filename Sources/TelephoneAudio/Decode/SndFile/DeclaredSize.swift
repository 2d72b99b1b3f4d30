/// The file size that a container's header declares. libsndfile reads a shorter file to its end without reporting that
/// anything is missing.
enum DeclaredSize {
    /// Returns how many bytes `source` is shorter than its header declares; 0 for formats that declare no size, and for
    /// sizes that were never filled in.
    ///
    /// AIFF (size of the FORM chunk), AU (offset and size of the sound), W64 (size of the whole), CAF (size of the `data`
    /// chunk).
    ///
    /// - Throws: `system`.
    static func shortfall(of format: String, in source: ByteSource) throws(RecordingError) -> Int {
        let header = BigEndianHeader(bytes: try source.bytes(at: 0, count: 24))
        guard header.bytes.count == 24 else { return 0 }
        let end: UInt64?
        switch format {
        case "AIFF":
            end = Self.end(of: header.uint32(at: 4), at: 8)
        case "AU" where header.bytes.starts(with: ".snd".utf8):
            end = Self.end(of: header.uint32(at: 8), at: UInt64(header.uint32(at: 4)))
        case "W64":
            end = try source.bytes(at: 16, count: 8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        case "CAF":
            end = try CAFSound(source)?.end
        default:
            end = nil
        }
        guard let end, end > UInt64(source.count), end < 1 << 48 else { return 0 }
        return Int(end) - source.count
    }

    /// Returns the bytes of the real size and their offset, for files that libsndfile refuses or finds empty because of the
    /// size they declare; nil if it reads the file as it is.
    ///
    /// - Throws: `system`.
    static func repair(of format: String, in source: ByteSource) throws(RecordingError) -> (
        offset: Int, bytes: [UInt8]
    )? {
        switch format {
        case "CAF":
            return try CAFSound(source)?.repair(in: source)
        case "AU":
            // A size that, with the header's, exceeds 31 bits. All ones are the format's own mark for an unknown size.
            let header = BigEndianHeader(bytes: try source.bytes(at: 0, count: 12))
            guard header.bytes.count == 12, header.bytes.starts(with: ".snd".utf8) else { return nil }
            let isWrong = header.uint32(at: 8) != .max && PlaceholderSize.contains(UInt64(header.uint32(at: 8)))
            return isWrong ? (8, [0xFF, 0xFF, 0xFF, 0xFF]) : nil
        default:
            return nil
        }
    }

    private static func end(of size: UInt32, at offset: UInt64) -> UInt64? {
        PlaceholderSize.contains(UInt64(size)) ? nil : offset + UInt64(size)
    }
}
