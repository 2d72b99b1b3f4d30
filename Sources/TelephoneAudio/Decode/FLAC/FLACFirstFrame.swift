/// The block size of a native stream, by the header of its first frame (RFC 9639 section 9.1).
///
/// In a stream of fixed block size frames are numbered, and libFLAC multiplies by the block size in STREAMINFO to place
/// them. Encoders exist that leave it 0, or that count the shorter last block as the smallest one; libFLAC then places
/// frames wrongly or refuses them all. The first frame knows its size, and unlike STREAMINFO it has a checksum.
enum FLACFirstFrame {
    /// The longest header of a frame, with its checksum.
    private static let longestHeader = 16

    /// Returns the size of every block but the last; nil if block sizes vary, or if no intact frame header begins at
    /// `offset`.
    ///
    /// - Throws: `system`.
    static func fixedBlockSize(in source: ByteSource, at offset: Int) throws(RecordingError) -> Int? {
        let bytes = try source.bytes(at: offset, count: longestHeader)
        // 14 bits of sync code, a reserved bit, and the bit for varying block sizes.
        guard bytes.count == longestHeader, bytes[0] == 0xFF, bytes[1] == 0xF8 else { return nil }
        // The frame's number is coded as UTF-8 codes a character: leading ones count its bytes.
        let leadingOnes = (~bytes[4]).leadingZeroBitCount
        guard leadingOnes == 0 || (2...6).contains(leadingOnes) else { return nil }
        var end = 4 + max(1, leadingOnes)
        let size: Int
        switch bytes[2] >> 4 {
        case 1: size = 192
        case let code where (2...5).contains(code): size = 144 << code
        case 6:
            size = Int(bytes[end]) + 1
            end += 1
        case 7:
            size = (Int(bytes[end]) << 8 | Int(bytes[end + 1])) + 1
            end += 2
        case let code where code >= 8: size = 1 << code
        default: return nil
        }
        // Uncommon sample rates follow in one or two bytes.
        end += [12: 1, 13: 2, 14: 2][bytes[2] & 15] ?? 0
        return checksum(bytes[..<end]) == bytes[end] && size <= UInt16.max ? size : nil
    }

    /// CRC-8 with polynomial x^8 + x^2 + x + 1 (section 9.1.8), bit by bit: it is computed once per file.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt8 {
        bytes.reduce(0) { crc, byte in
            (0..<8).reduce(crc ^ byte) { crc, _ in crc << 1 ^ (crc >> 7 == 1 ? 0x07 : 0) }
        }
    }
}
