/// Walks the chunks of a WAV file without trusting their sizes.
struct WaveScan {
    private let source: ByteSource
    /// The sizes of an RF64 file.
    private var sizes64: (riff: UInt64, data: UInt64)?
    private var searches = 0

    /// Chunks before the sound, and after it: real files have a dozen.
    static let chunkLimit = 256
    /// Bytes behind a chunk of wrong size in which the next one is searched for.
    static let searchBytes = 65536
    static let searchLimit = 4

    private struct Chunk {
        var id: ChunkID
        var size: UInt32
        /// Where its contents begin.
        var body: Int

        /// Where its contents end by its declared size.
        var end: Int { body + Int(size) }
    }

    init(_ source: ByteSource) {
        self.source = source
    }

    mutating func run(into header: inout WaveHeader) throws(RecordingError) {
        var next: Int? = 12
        while let at = next, let chunk = try chunk(at: at) {
            guard header.chunksBefore.count < Self.chunkLimit else {
                header.defects.append(.tooManyChunks)
                break
            }
            if chunk.id == "data" { return try measure(chunk, into: &header) }
            header.chunksBefore.append(chunk.id)
            try readDescription(chunk, into: &header)
            next = try self.next(after: chunk, &header)
        }
        header.defects.append(.noData)
    }

    private func chunk(at offset: Int) throws(RecordingError) -> Chunk? {
        let bytes = LittleEndianBytes(try source.bytes(at: offset, count: 8))
        guard bytes.count == 8 else { return nil }
        return Chunk(id: bytes.chunkID(at: 0), size: bytes.uint32(at: 4), body: offset + 8)
    }

    /// Reads what `chunk` says about the format or the size of the sound.
    private mutating func readDescription(_ chunk: Chunk, into header: inout WaveHeader) throws(RecordingError) {
        if chunk.id == "fmt ", header.format == nil {
            let body = LittleEndianBytes(try source.bytes(at: chunk.body, count: min(40, Int(chunk.size))))
            header.format = WaveFormat(body, chunkBytes: Int(chunk.size))
        } else if chunk.id == "ds64", header.form == .rf64, chunk.size >= 16 {
            let body = LittleEndianBytes(try source.bytes(at: chunk.body, count: 16))
            sizes64 = (body.uint64(at: 0), body.uint64(at: 8))
            if header.claimedRIFFBytes == UInt64(UInt32.max) { header.claimedRIFFBytes = body.uint64(at: 0) }
        }
    }

    /// Returns where the chunk behind this one begins; always further on.
    private mutating func next(after chunk: Chunk, _ header: inout WaveHeader) throws(RecordingError) -> Int? {
        if let next = try neighbour(of: chunk) {
            if next == chunk.end, chunk.size % 2 == 1 { header.defects.append(.unpaddedChunk(chunk.id)) }
            return next
        }
        let found = try search(from: chunk.body, for: header.format == nil ? "fmt " : "data")
        if found != nil {
            header.defects.append(.wrongChunkSize(chunk.id, claimed: chunk.size))
        } else if chunk.end > source.count {
            header.defects.append(.truncated(missing: UInt64(chunk.end - source.count)))
        }
        return found
    }

    /// Returns where the next chunk begins if this one's size is right: behind a padding byte if the size is odd, or
    /// directly behind the contents, since some writers leave the padding out.
    private func neighbour(of chunk: Chunk) throws(RecordingError) -> Int? {
        guard chunk.size % 2 == 1 else { return try isChunk(at: chunk.end) ? chunk.end : nil }
        for (wellKnown, offset) in [(true, 1), (true, 0), (false, 1), (false, 0)] {
            if try isChunk(at: chunk.end + offset, wellKnown: wellKnown) { return chunk.end + offset }
        }
        return nil
    }

    /// Whether a chunk can begin at `offset`: a well-known name with any size, or any name with a size that fits.
    private func isChunk(at offset: Int, wellKnown: Bool = false) throws(RecordingError) -> Bool {
        guard let chunk = try chunk(at: offset) else { return false }
        return chunk.id.isWellKnown || !wellKnown && chunk.id.isPlausible && chunk.end <= source.count
    }

    /// Searches for a chunk by name, and checks that its contents make sense: text may well contain "data", even with
    /// zeros behind it.
    private mutating func search(from start: Int, for id: ChunkID) throws(RecordingError) -> Int? {
        guard searches < Self.searchLimit else { return nil }
        searches += 1
        let bytes = LittleEndianBytes(try source.bytes(at: start, count: Self.searchBytes))
        var empty: Int?
        for offset in stride(from: 0, through: bytes.count - 8, by: 1) where bytes.chunkID(at: offset) == id {
            let size = bytes.uint32(at: offset + 4)
            let isReal =
                id == "fmt "
                ? (14...4096).contains(size) && (1...1024).contains(bytes.uint16(at: offset + 10))
                : PlaceholderSize.contains(UInt64(size)) || start + offset + 8 + Int(size) <= source.count
            if isReal, size > 0 { return start + offset }
            if isReal, empty == nil { empty = start + offset }
        }
        return empty
    }

    /// Determines how much sound the `data` chunk really holds.
    private mutating func measure(_ chunk: Chunk, into header: inout WaveHeader) throws(RecordingError) {
        let available = source.count - chunk.body
        var claimed = UInt64(chunk.size)
        if header.form == .rf64 {
            if sizes64 == nil { header.defects.append(.noSize64) }
            if let sizes64, chunk.size == .max { claimed = sizes64.data }
        }
        header.claimedDataBytes = claimed
        header.dataOffset = chunk.body
        header.dataBytes = available
        guard claimed <= UInt64(available) else {
            header.defects.append(
                PlaceholderSize.contains(claimed)
                    ? .placeholderSize(claimed) : .truncated(missing: claimed - UInt64(available)))
            return
        }
        // Less than the file holds: right if chunks follow, or nothing at all.
        let end = chunk.body + Int(claimed)
        // Samples may look like a name, so behind an empty `data` chunk only a well-known one counts.
        let isPlausible = claimed == 0 && available > 0 ? try isChunk(at: end, wellKnown: true) : true
        if isPlausible, try follow(from: end, isOdd: claimed % 2 == 1, into: &header) {
            header.dataBytes = Int(claimed)
            return
        }
        let rest = available - Int(claimed)
        if claimed == 0 {
            header.defects.append(.placeholderSize(0))
        } else if header.form == .riff, rest >= 1 << 32 {
            let real = Int(claimed) + (rest & ~0xFFFF_FFFF)
            header.defects.append(.wrappedSize(claimed: claimed))
            header.dataBytes = real
            if try !follow(from: chunk.body + real, isOdd: real % 2 == 1, into: &header) {
                header.defects.append(.trailingBytes(available - real))
            }
        } else {
            header.dataBytes = Int(claimed)
            header.defects.append(.trailingBytes(rest))
        }
    }

    /// Lists the chunks behind the sound; false if bytes follow that belong to no chunk.
    private mutating func follow(
        from end: Int, isOdd: Bool, into header: inout WaveHeader
    ) throws(RecordingError) -> Bool {
        let padding = isOdd ? 1 : 0
        guard end + padding < source.count else { return true }
        guard let first = try neighbour(of: Chunk(id: "data", size: UInt32(padding), body: end - padding)) else {
            return false
        }
        if isOdd, first == end { header.defects.append(.unpaddedChunk("data")) }
        var at = first
        var moreData = 0
        while let chunk = try chunk(at: at), try isChunk(at: at) {
            guard header.chunksAfter.count < Self.chunkLimit else {
                header.defects.append(.tooManyChunks)
                at = source.count
                break
            }
            header.chunksAfter.append(chunk.id)
            try readDescription(chunk, into: &header)
            if chunk.id == "data" { moreData += min(Int(chunk.size), source.count - chunk.body) }
            at = try neighbour(of: chunk) ?? chunk.end + Int(chunk.size % 2)
        }
        if moreData > 0 { header.defects.append(.severalDataChunks(moreData)) }
        if at < source.count { header.defects.append(.trailingBytes(source.count - at)) }
        return true
    }
}
