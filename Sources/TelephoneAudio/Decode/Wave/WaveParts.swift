/// WAV files one directly behind the other in one file, as `cat` joins them and as services for speech send them: a header
/// for each sentence.
enum WaveParts {
    /// More parts than any real file has.
    static let limit = 10_000
    /// Chunks behind the sound of a part: real files have a few.
    private static let chunkLimit = 64
    private static let searchStep = 1 << 18

    /// Splits a file where another WAV file begins in it; one part for all others.
    ///
    /// - Parameter header: that of the whole file.
    /// - Throws: `system`.
    static func split(_ source: ByteSource, _ header: WaveHeader) throws(RecordingError) -> [ByteSource] {
        var parts: [ByteSource] = []
        var rest = source
        var header: WaveHeader? = header
        while parts.count < limit, let current = header, let next = try boundary(behind: current, in: rest) {
            parts.append(rest.window(0..<next))
            rest = rest.window(next..<rest.count)
            header = try WaveHeader(rest)
        }
        return parts + [rest]
    }

    /// Where the next file begins: behind the chunks of this one, or, if the size of its sound was never filled in, at
    /// the next header in the midst of the samples.
    private static func boundary(behind header: WaveHeader, in source: ByteSource) throws(RecordingError) -> Int? {
        guard header.dataBytes > 0 else { return nil }
        let hasNoSize = header.defects.contains { if case .placeholderSize = $0 { true } else { false } }
        if hasNoSize { return try search(source, from: header.dataOffset) }
        var at = header.dataOffset + header.dataBytes
        // A last sample that is incomplete belongs to the sound, a byte of padding to none.
        if let claimed = Int(exactly: header.claimedDataBytes), (0..<16).contains(claimed - header.dataBytes) {
            at = header.dataOffset + claimed
        }
        if try isFile(at: at, in: source) { return at }
        at += at % 2
        for _ in 0..<chunkLimit {
            if try isFile(at: at, in: source) { return at }
            let chunk = LittleEndianBytes(try source.bytes(at: at, count: 8))
            guard chunk.count == 8, chunk.chunkID(at: 0).isPlausible else { return nil }
            let size = Int(chunk.uint32(at: 4))
            at += 8 + size + size % 2
        }
        return nil
    }

    private static func isFile(at offset: Int, in source: ByteSource) throws(RecordingError) -> Bool {
        let bytes = LittleEndianBytes(try source.bytes(at: offset, count: 12))
        return bytes.count == 12 && bytes.chunkID(at: 0) == "RIFF" && bytes.chunkID(at: 8) == "WAVE"
    }

    /// Searches for the twelve bytes "RIFF....WAVE" with "fmt " behind them.
    private static func search(_ source: ByteSource, from start: Int) throws(RecordingError) -> Int? {
        var reader = BufferedReader(source, capacity: searchStep)
        var offset = start
        while true {
            let bytes = try reader.bytes(at: offset, count: searchStep)
            guard bytes.count >= 16 else { return nil }
            for place in 0...bytes.count - 16
            where bytes[place] == UInt8(ascii: "R") && bytes[place + 1] == UInt8(ascii: "I")
                && bytes[place + 2] == UInt8(ascii: "F") && bytes[place + 3] == UInt8(ascii: "F")
            {
                if bytes[(place + 8)..<(place + 16)].elementsEqual("WAVEfmt ".utf8) { return offset + place }
            }
            offset += bytes.count - 15
        }
    }
}
