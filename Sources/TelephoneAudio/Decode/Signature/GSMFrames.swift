/// GSM 06.10 full rate without a header, as telephone systems store it: frames of 33 bytes for 20 ms, each of which
/// begins with the four bits 1101 (RFC 3551, section 4.5.8).
enum GSMFrames {
    /// Bytes of a frame.
    static let length = 33
    /// Frames that cannot be chance: 1 in 2^32 files of random bytes begins like this.
    private static let least = 8
    /// Frames that are looked at.
    private static let most = 1000

    /// Whether the whole file is such frames, the last of which may be cut off.
    ///
    /// - Throws: `system`.
    static func fill(_ source: ByteSource) throws(RecordingError) -> Bool {
        let count = min(source.count / length, most)
        guard count >= least else { return false }
        let bytes = try source.bytes(at: 0, count: count * length)
        return stride(from: 0, to: bytes.count, by: length).allSatisfy { bytes[$0] >> 4 == 0b1101 }
    }
}
