/// The metadata before a native FLAC stream's frames (RFC 9639 section 8). None of it has a checksum.
struct FLACStreamHeader {
    /// The body of the first STREAMINFO block, with the block size of the first frame; nil if the file has none.
    private(set) var streamInfo: [UInt8]?
    /// Where the first frame should begin; nil if block sizes lead beyond the end of the file.
    private(set) var firstFrame: Int?

    /// Blocks that are read at most; real files have a dozen. Zeros are blocks of no size, of which a sparse file can have
    /// any number.
    private static let blockLimit = 1 << 16

    /// Bytes of a STREAMINFO block's body (section 8.2).
    static let streamInfoSize = 34

    /// Walks the chain of metadata blocks: a flag for the last block and seven bits of type, 24 bits of size, the body.
    ///
    /// - Throws: `system`.
    init(_ source: ByteSource) throws(RecordingError) {
        var reader = BufferedReader(source, capacity: 1 << 14)
        guard try reader.bytes(at: 0, count: 4).elementsEqual("fLaC".utf8) else { return }
        var offset = 4
        var isLast = false
        for _ in 0..<Self.blockLimit where !isLast {
            let block = try reader.bytes(at: offset, count: 4 + Self.streamInfoSize)
            guard block.count >= 4 else { return }
            let size = Int(block[1]) << 16 | Int(block[2]) << 8 | Int(block[3])
            if block[0] & 0x7F == 0, streamInfo == nil, size >= Self.streamInfoSize,
                block.count == 4 + Self.streamInfoSize
            {
                streamInfo = Array(block[4...])
            }
            offset += 4 + size
            isLast = block[0] & 0x80 != 0
        }
        guard isLast, offset <= source.count else { return }
        firstFrame = offset
        if let size = try FLACFirstFrame.fixedBlockSize(in: source, at: offset) { setBlockSize(size) }
    }

    /// Writes the smallest and the largest block size to STREAMINFO.
    private mutating func setBlockSize(_ size: Int) {
        let bytes = [UInt8(size >> 8), UInt8(size & 0xFF)]
        streamInfo?.replaceSubrange(0..<4, with: bytes + bytes)
    }
}
