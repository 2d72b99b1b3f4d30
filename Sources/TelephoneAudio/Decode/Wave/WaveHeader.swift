/// The header of a WAV file, and where the sound really is.
///
/// Sizes that were never filled in, that are wrong, or that wrapped at 4 GB make other readers give up or lose sound; this
/// one finds the sound and lists each defect in `defects`. RIFF: Microsoft and IBM, "Multimedia Programming Interface
/// and Data Specifications 1.0"; RF64: EBU Tech 3306.
package struct WaveHeader: Hashable, Sendable {
    /// A kind of WAV file.
    package enum Form: Hashable, Sendable {
        case riff
        /// RF64 or its twin BW64: sizes over 4 GB in a `ds64` chunk.
        case rf64
    }

    package var form: Form
    /// Nil if no `fmt ` chunk was found.
    package var format: WaveFormat?
    /// Bytes in the file.
    package var fileBytes: Int
    /// The declared size of everything after the first 8 bytes.
    package var claimedRIFFBytes: UInt64
    /// The declared size of the sound.
    package var claimedDataBytes: UInt64 = 0
    /// Where the sound begins; the end of the file if it has none.
    package var dataOffset: Int
    /// The bytes of sound that the file really holds, in whole frames where `format` determines their size.
    package var dataBytes = 0
    /// The chunks before the sound, `fmt ` among them.
    package var chunksBefore: [ChunkID] = []
    /// The chunks behind the sound.
    package var chunksAfter: [ChunkID] = []
    /// Every defect, in the order of discovery.
    package var defects: [Defect] = []

    /// A defect of a header. Sizes are bytes.
    package enum Defect: Hashable, Sendable {
        case noFormat
        /// The `fmt ` chunk ends before its format is complete.
        case shortFormat(bytes: Int)
        case noData
        /// The RIFF size is not that of the file.
        case riffSize(claimed: UInt64)
        /// A placeholder that the writer never replaced, such as 0, 0xFFFFFFFF or 0x7FFFF000.
        case placeholderSize(UInt64)
        /// The file ends before its sound should.
        case truncated(missing: UInt64)
        /// More than 4 GB of sound, of whose size the header holds the lower 32 bits.
        case wrappedSize(claimed: UInt64)
        /// RF64 without the `ds64` chunk that has its sizes.
        case noSize64
        /// A chunk of odd size without the byte that should follow it.
        case unpaddedChunk(ChunkID)
        /// A chunk whose size leads to no other chunk; the next one was found by searching.
        case wrongChunkSize(ChunkID, claimed: UInt32)
        /// More chunks than any real file has; the rest was not read.
        case tooManyChunks
        /// More sound in further `data` chunks, which is not counted.
        case severalDataChunks(Int)
        /// Bytes behind the sound that belong to no chunk.
        case trailingBytes(Int)
        /// The last frame is incomplete.
        case partialFrame(bytes: Int)
        /// Bytes per frame that contradict channels and bits.
        case blockAlign(Int)
        /// Bytes per second that contradict rate, channels and bits.
        case byteRate(Int)
    }

    /// Reads the header: some hundred bytes, and at worst 16 KiB of chunk names and four searches of 64 KiB.
    ///
    /// Nil if `source` is not a RIFF or RF64 WAVE file; big-endian RIFX is neither. A truncated header is read up to its
    /// end.
    /// - Throws: `RecordingError.system` when the file cannot be read.
    package init?(_ source: ByteSource) throws(RecordingError) {
        let start = LittleEndianBytes(try source.bytes(at: 0, count: 12))
        guard start.holds(4, at: 8), start.chunkID(at: 8) == "WAVE" else { return nil }
        switch start.chunkID(at: 0) {
        case "RIFF": form = .riff
        case "RF64", "BW64": form = .rf64
        default: return nil
        }
        fileBytes = source.count
        dataOffset = source.count
        claimedRIFFBytes = UInt64(start.uint32(at: 4))
        var scan = WaveScan(source)
        try scan.run(into: &self)
        if let format {
            self.format?.storage = try SampleStorage(
                of: format, in: source.window(dataOffset..<dataOffset + dataBytes))
        }
        checkConsistency()
    }

    /// Compares the numbers with each other.
    private mutating func checkConsistency() {
        if claimedRIFFBytes != UInt64(max(0, fileBytes - 8)) { defects.append(.riffSize(claimed: claimedRIFFBytes)) }
        guard let format else {
            defects.append(.noFormat)
            return
        }
        if format.isShort { defects.append(.shortFormat(bytes: format.chunkBytes)) }
        guard let frame = format.frameBytes else { return }
        if format.blockAlign != frame { defects.append(.blockAlign(format.blockAlign)) }
        if format.byteRate != format.sampleRate * frame {
            defects.append(.byteRate(format.byteRate))
        }
        let rest = dataBytes % frame
        if rest != 0 { defects.append(.partialFrame(bytes: rest)) }
        dataBytes -= rest
    }

    /// Whether readers that trust this header refuse the file or lose sound. The sound can then be read from `dataOffset`
    /// on as `format.headerless`.
    package var needsRepair: Bool {
        guard dataBytes > 0, let format, format.isLinearOrLog else { return false }
        return format.storage != nil
            || defects.contains { defect in
                switch defect {
                case .placeholderSize, .wrappedSize, .noSize64, .unpaddedChunk, .wrongChunkSize, .severalDataChunks,
                    .shortFormat, .blockAlign:
                    true
                case .noFormat, .noData, .riffSize, .truncated, .tooManyChunks, .trailingBytes, .partialFrame,
                    .byteRate:
                    false
                }
            }
    }
}
