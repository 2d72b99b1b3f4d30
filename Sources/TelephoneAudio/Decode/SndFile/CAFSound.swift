/// The place and size of the sound in a Core Audio file, as its header declares them (Apple Core Audio Format
/// Specification 1.0, audio data chunk).
struct CAFSound: Hashable, Sendable {
    /// The offset of the eight bytes that declare the size.
    let sizeOffset: Int
    /// Bytes; nil while the file was being recorded, which the format writes as -1, and for any other size below 0.
    let size: UInt64?

    /// The offset of the end of the sound; nil if its size is unknown.
    var end: UInt64? { size.map { UInt64(sizeOffset) + 8 + $0 } }

    /// Walks the chunks to the one with the sound; nil if none has it.
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
                self.size = Int64(bitPattern: size) < 0 ? nil : size
                return
            }
            guard size < 1 << 48 else { return nil }
            offset += 12 + Int(size)
        }
        return nil
    }

    /// Returns the bytes of the real size and their offset, for readers that refuse a file which ends before its declared
    /// size or declares none; nil if the declared size is right.
    func repair(in source: ByteSource) -> (offset: Int, bytes: [UInt8])? {
        let available = source.count - sizeOffset - 8
        guard available > 0, size.map({ $0 > UInt64(available) }) ?? true else { return nil }
        return (sizeOffset, (0..<8).map { UInt8(truncatingIfNeeded: available >> (56 - 8 * $0)) })
    }
}

/// The codec of a Core Audio file (Apple Core Audio Format Specification 1.0, audio description chunk, which is always
/// the first).
enum CAFCodec {
    /// The codec's usual name; nil if the header is too short.
    ///
    /// - Throws: `system`.
    static func name(in source: ByteSource) throws(RecordingError) -> String? {
        // Eight bytes of file header, twelve of chunk header, the sampling rate, and the format's four characters.
        let format = try source.bytes(at: 28, count: 4)
        guard format.count == 4 else { return nil }
        let code = String(decoding: format, as: UTF8.self)
        let names = [
            "lpcm": "PCM", "alaw": "A-law", "ulaw": "µ-law", "alac": "ALAC", "aac ": "AAC", "ima4": "IMA ADPCM",
            "opus": "Opus", "samr": "AMR", "sawb": "AMR-WB", ".mp1": "MP1", ".mp2": "MP2", ".mp3": "MP3",
            "flac": "FLAC", "ac-3": "AC-3", "ilbc": "iLBC", "agsm": "GSM",
        ]
        return names[code] ?? (code.utf8.allSatisfy { (0x20...0x7E).contains($0) } ? code : nil)
    }
}
