/// The bytes that libFLAC reads.
///
/// Of a native stream these are the STREAMINFO block and the frames, as if the file held nothing else. libFLAC would
/// keep a table of seek points in memory for every thread that reads the recording, walk through pictures, and believe
/// sizes among the metadata that lead past all sound. Without a table it seeks by bisection, which a wrong table cannot
/// mislead.
struct FLACInput {
    /// The next byte to be read, counted from the start of what libFLAC sees.
    var position = 0

    private let source: ByteSource
    /// What libFLAC reads before `source`'s bytes.
    private let header: [UInt8]
    /// The first byte of `source` behind `header`.
    private let start: Int

    /// An Ogg file, read as it is.
    init(ogg source: ByteSource) {
        (self.source, header, start) = (source, [], 0)
    }

    /// A native stream without its other metadata.
    ///
    /// Where the chain of metadata blocks is broken, frames are searched for from the first block on.
    init(native source: ByteSource, _ metadata: FLACStreamHeader) {
        self.source = source
        if let streamInfo = metadata.streamInfo {
            // The flag of the last block, type 0, a size of 24 bits.
            header = Array("fLaC".utf8) + [0x80, 0, 0, UInt8(FLACStreamHeader.streamInfoSize)] + streamInfo
        } else {
            header = []
        }
        start = metadata.firstFrame ?? min(header.count, source.count)
    }

    /// Bytes that libFLAC can read in all.
    var count: Int { header.count + source.count - start }

    /// Where in the source `position` lies.
    func sourceOffset(of position: Int) -> Int { max(0, position - header.count) + start }

    /// The inverse of `sourceOffset(of:)`, for offsets at or behind the first frame.
    func position(ofSourceOffset offset: Int) -> Int { offset - start + header.count }

    /// Returns where in the source the next sync code of a frame begins (RFC 9639 section 9.1), at or behind `offset`; nil
    /// if none does.
    ///
    /// - Throws: `system`.
    func nextSyncCode(from offset: Int) throws(RecordingError) -> Int? {
        var offset = offset
        while true {
            let bytes = try source.bytes(at: offset, count: 1 << 16)
            guard bytes.count >= 2 else { return nil }
            for index in 0..<bytes.count - 1 where bytes[index] == 0xFF && bytes[index + 1] & 0xFE == 0xF8 {
                return offset + index
            }
            offset += bytes.count - 1
        }
    }

    /// Fills `buffer` and moves on; fewer bytes, but not 0, where the header ends; 0 at the end.
    ///
    /// - Throws: `system`.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(RecordingError) -> Int {
        let got: Int
        if position < header.count {
            got = min(buffer.count, header.count - position)
            buffer.copyBytes(from: header[position..<position + got])
        } else {
            got = try source.read(at: sourceOffset(of: position), into: buffer)
        }
        position += got
        return got
    }
}
