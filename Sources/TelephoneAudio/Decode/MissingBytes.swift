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
        end = try endOfCAFData(source)
    default:
        end = nil
    }
    guard let end, end > UInt64(source.count), end < 1 << 48 else { return 0 }
    return Int(end) - source.count
}

/// Walks the chunks of a Core Audio file to the one with the sound; its size is -1 while it is being recorded.
private func endOfCAFData(_ source: ByteSource) throws(RecordingError) -> UInt64? {
    var offset = 8
    for _ in 0..<64 {
        let header = BigEndianHeader(bytes: try source.bytes(at: offset, count: 12))
        guard header.bytes.count == 12 else { return nil }
        let size = UInt64(header.uint32(at: 4)) << 32 | UInt64(header.uint32(at: 8))
        guard size < 1 << 48 else { return nil }
        if header.bytes.starts(with: "data".utf8) { return UInt64(offset) + 12 + size }
        offset += 12 + Int(size)
    }
    return nil
}

private struct BigEndianHeader {
    let bytes: [UInt8]

    func uint32(at offset: Int) -> UInt32 {
        bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
