/// The header of one Ogg page (RFC 3533 section 6).
struct OggPage: Hashable, Sendable {
    /// Where the page begins in its source.
    let offset: Int
    /// Bytes between the end of the previous page and this one that belong to no page.
    let skipped: Int
    /// Whether its first packet began on an earlier page.
    let isContinued: Bool
    /// Whether it begins a logical stream.
    let isFirst: Bool
    /// Whether it ends a logical stream.
    let isLast: Bool
    /// The position, in the codec's units, after the last packet that ends on this page; -1 if none does.
    let granule: Int64
    /// Which logical stream the page belongs to.
    let serial: UInt32
    /// Counts the pages of a logical stream.
    let sequence: UInt32
    /// Bytes of the header, segment table included.
    let headerSize: Int
    /// Bytes of the body by the segment table.
    let bodySize: Int
    /// Bytes of the body that the file holds: fewer than `bodySize` only on a truncated last page.
    let available: Int

    /// Bytes of header and body.
    var size: Int { headerSize + bodySize }
    /// Where the next page should begin.
    var end: Int { offset + headerSize + available }
    /// Whether the file ends within this page.
    var isCut: Bool { available < bodySize }

    /// Bytes of the largest possible page.
    static let largestSize = 27 + 255 + 255 * 255

    /// Parses a header at the start of `bytes`; nil if it is missing or incomplete.
    ///
    /// - Parameters:
    ///   - offset: where `bytes` begin in the source.
    ///   - remaining: bytes of the source from `offset` on.
    init?(_ bytes: UnsafeRawBufferPointer, offset: Int, skipped: Int, remaining: Int) {
        guard bytes.count >= 27, bytes.loadUnaligned(as: UInt32.self) == Self.capturePattern, bytes[4] == 0 else {
            return nil
        }
        let segments = Int(bytes[26])
        guard bytes.count >= 27 + segments else { return nil }
        self.offset = offset
        self.skipped = skipped
        isContinued = bytes[5] & 1 != 0
        isFirst = bytes[5] & 2 != 0
        isLast = bytes[5] & 4 != 0
        granule = Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: 6, as: Int64.self))
        serial = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 14, as: UInt32.self))
        sequence = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 18, as: UInt32.self))
        headerSize = 27 + segments
        var size = 0
        for index in 27..<27 + segments { size += Int(bytes[index]) }
        bodySize = size
        available = min(size, remaining - headerSize)
    }

    /// Whether the checksum of the page at the start of `bytes` is right.
    static func isIntact(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var checksum = OggChecksum()
        checksum.add(UnsafeRawBufferPointer(rebasing: bytes[..<22]))
        checksum.addZeros(4)
        checksum.add(UnsafeRawBufferPointer(rebasing: bytes[26...]))
        return checksum.value == UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 22, as: UInt32.self))
    }

    /// "OggS" as read from memory.
    private static var capturePattern: UInt32 { UInt32(littleEndian: 0x5367_674F) }
}
