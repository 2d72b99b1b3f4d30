/// How many bytes a file is shorter than its header says; libsndfile reads such files to their end without a word.
///
/// AIFF (size of the FORM chunk), AU (offset and size of the sound), W64 (size of the whole), CAF (size of the `data`
/// chunk). 0 for other formats and for sizes that were never filled in.
///
/// - Throws: `system`.
func missingBytes(of format: String, in source: ByteSource) throws(RecordingError) -> Int {
    let header = BigEndianHeader(bytes: try source.bytes(at: 0, count: 24))
    guard header.bytes.count == 24 else { return 0 }
    let end: UInt64?
    switch format {
    case "AIFF":
        end = header.uint32(at: 4) == .max ? nil : UInt64(header.uint32(at: 4)) + 8
    case "AU" where header.bytes.starts(with: ".snd".utf8):
        end = header.uint32(at: 8) == .max ? nil : UInt64(header.uint32(at: 4)) + UInt64(header.uint32(at: 8))
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

/// Where the sound of a Core Audio file is, by the file's word (Apple Core Audio Format Specification 1.0, audio data
/// chunk).
struct CAFSound: Hashable, Sendable {
    /// Of the eight bytes that tell the size.
    let sizeOffset: Int
    /// Bytes; nil while the file was being recorded, which the format writes as -1.
    let size: UInt64?

    /// Where the sound ends.
    var end: UInt64? { size.map { UInt64(sizeOffset) + 8 + $0 } }

    /// Walks the chunks to the one with the sound; nil where there is none.
    ///
    /// - Throws: `system`.
    init?(_ source: ByteSource) throws(RecordingError) {
        var offset = 8
        for _ in 0..<64 {
            let header = BigEndianHeader(bytes: try source.bytes(at: offset, count: 12))
            guard header.bytes.count == 12 else { return nil }
            let size = UInt64(header.uint32(at: 4)) << 32 | UInt64(header.uint32(at: 8))
            if header.bytes.starts(with: "data".utf8) {
                sizeOffset = offset + 4
                self.size = size == .max ? nil : size
                return
            }
            guard size < 1 << 48 else { return nil }
            offset += 12 + Int(size)
        }
        return nil
    }

    /// The size as it is, for readers that refuse a file which ends before its sound should, or does not say; nil where
    /// the file is right.
    func repair(in source: ByteSource) -> (offset: Int, bytes: [UInt8])? {
        let available = source.count - sizeOffset - 8
        guard available > 0, size.map({ $0 > UInt64(available) }) ?? true else { return nil }
        return (sizeOffset, (0..<8).map { UInt8(truncatingIfNeeded: available >> (56 - 8 * $0)) })
    }
}

private struct BigEndianHeader {
    let bytes: [UInt8]

    func uint32(at offset: Int) -> UInt32 {
        bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
