/// What stands in front of a native FLAC stream's frames (RFC 9639 section 8), none of which has a checksum.
struct FLACStreamHeader {
    private(set) var shape: FLACShape?
    /// Samples of each channel; 0 where that was not known.
    private(set) var samples = 0
    private(set) var smallestBlock = 0
    private(set) var largestBlock = 0
    /// Where the first frame should begin; nil where sizes lead beyond the end.
    private(set) var end: Int?

    init(_ source: ByteSource) throws(RecordingError) {
        var reader = BufferedReader(source, capacity: 1 << 14)
        guard try reader.bytes(at: 0, count: 4).elementsEqual("fLaC".utf8) else { return }
        var offset = 4
        while true {
            // One bit for the last block, seven for the type, 24 for the size; then the block.
            let start = try reader.bytes(at: offset, count: 4 + 34)
            guard start.count >= 4 else { return }
            let size = Int(start[1]) << 16 | Int(start[2]) << 8 | Int(start[3])
            if start[0] & 0x7F == 0, shape == nil, size >= 34, start.count == 38 {
                readStreamInfo(UnsafeRawBufferPointer(rebasing: start[4...]))
            }
            offset += 4 + size
            if start[0] & 0x80 != 0 { break }
        }
        if offset <= source.count { end = offset }
    }

    /// RFC 9639 section 8.2.
    private mutating func readStreamInfo(_ block: UnsafeRawBufferPointer) {
        func number(_ range: Range<Int>) -> Int { block[range].reduce(0) { $0 << 8 | Int($1) } }
        smallestBlock = number(0..<2)
        largestBlock = number(2..<4)
        let packed = number(10..<18)
        shape = FLACShape(
            sampleRate: packed >> 44 & 0xFFFFF, channels: packed >> 41 & 7 + 1, bitsPerSample: packed >> 36 & 31 + 1)
        samples = packed & (1 << 36 - 1)
    }
}
