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

    private static func end(of size: UInt32, at offset: UInt64) -> UInt64? {
        PlaceholderSize.contains(UInt64(size)) ? nil : offset + UInt64(size)
    }
}
