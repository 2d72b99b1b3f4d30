/// MPEG audio of free format (ISO/IEC 11172-3, section 2.4.2.3): the bitrate is none of the table's, so headers declare no
/// length, and a frame is as long as it is to the next header. All frames of a stream have one length, but for padding.
enum FreeFormat {
    /// The longest frame that encoders write (layer II and III at 640 kbit/s and the lowest rate), and some more.
    private static let longestFrame = 1 << 13
    /// Bytes of header and side information, which a frame has at least.
    private static let shortestFrame = 24
    /// Headers in a row that do not occur by chance.
    private static let enough = 4
    /// What two headers of a stream have in common: sync word, version, layer, bitrate and sampling rate.
    private static let constant: UInt32 = 0xFFFE_FC00

    /// Returns the bytes of a frame without padding, if a stream of free format, layer II or III, begins at `offset`.
    ///
    /// - Throws: `system`.
    static func frameLength(at offset: Int, in source: ByteSource) throws(RecordingError) -> Int? {
        let bytes = try source.bytes(at: offset, count: enough * longestFrame)
        guard let first = MPEGHeader(bytes.prefix(4), freeLength: shortestFrame), first.layer != 1 else { return nil }
        let start = word(bytes, 0)
        guard start >> 12 & 15 == 0 else { return nil }
        for next in shortestFrame..<max(shortestFrame, min(longestFrame, bytes.count - 4))
        where bytes[next] == 0xFF && (word(bytes, next) ^ start) & constant == 0 {
            let length = next - padding(start)
            if isStream(of: length, bytes, start, endsFile: offset + bytes.count == source.count) { return length }
        }
        return nil
    }

    private static func isStream(of length: Int, _ bytes: [UInt8], _ start: UInt32, endsFile: Bool) -> Bool {
        var (at, frames) = (0, 0)
        while frames < enough, at + 4 <= bytes.count {
            let header = word(bytes, at)
            guard (header ^ start) & constant == 0 else { return false }
            frames += 1
            at += length + padding(header)
        }
        return frames == enough || endsFile && frames >= 2
    }

    private static func padding(_ header: UInt32) -> Int { Int(header >> 9 & 1) }

    private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
        bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
