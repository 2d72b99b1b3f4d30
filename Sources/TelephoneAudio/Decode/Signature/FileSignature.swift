/// A file's format by its bytes; its name is never used.
struct FileSignature: Hashable, Sendable {
    /// The format's usual name: "WAV", "M4A", "a PNG picture".
    let name: String
    let reader: Reader
    /// Where the format itself begins, behind any ID3v2 tags.
    let offset: Int

    /// What can read it.
    enum Reader: Hashable, Sendable {
        case wave
        case sndFile
        case flac
        case mpeg
        case ogg
        /// Frames of GSM 06.10 without a header.
        case gsm
        /// An installed ffmpeg, with this demuxer of its own.
        case ffmpeg(demuxer: String)
        /// A format of sound that no decoder here reads.
        case noDecoder(ClosedFormat)
        /// Not audio at all.
        case notAudio
        /// Text, behind which a recording may still follow.
        case text
        /// No signature: perhaps frames of MPEG audio or AAC behind something else.
        case unknown
    }

    /// - Throws: `empty`, `system`.
    init(of source: ByteSource) throws(RecordingError) {
        guard source.count > 0 else { throw .empty }
        var offset = 0
        var start = try source.bytes(at: 0, count: Self.startBytes)
        // Taggers put ID3 before anything, even several times. A file of nothing but tags ends the search.
        for _ in 0..<8 {
            guard let size = ID3Tag.size(start), offset + size < source.count else { break }
            offset += size
            start = try source.bytes(at: offset, count: Self.startBytes)
        }
        // A byte order mark before a RIFF file is no part of it.
        if start.starts(with: [0xEF, 0xBB, 0xBF] + Array("RIFF".utf8)) {
            offset += 3
            start.removeFirst(3)
        }
        self.offset = offset
        if let known = Self.recognize(start) {
            (name, reader) = known
        } else if let (name, demuxer) = try Self.movie(at: offset, in: source) {
            (self.name, reader) = (name, .ffmpeg(demuxer: demuxer))
        } else if let framed = try Self.framed(start, at: offset, in: source) {
            (name, reader) = framed
        } else if let text = TextKind(start, isWhole: source.count - offset <= start.count) {
            (name, reader) = (text.name, text.isCertain ? .notAudio : .text)
        } else {
            (name, reader) = (Self.unknownName, .unknown)
        }
    }

    /// What an unknown format is called.
    static let unknownName = "an unknown format"
    /// Bytes of a file that are looked at for its signature.
    private static let startBytes = 4096

    private static func recognize(_ start: [UInt8]) -> (String, Reader)? {
        for entry in table where start.dropFirst(entry.offset).starts(with: entry.magic) {
            return (entry.name, entry.reader)
        }
        if start.starts(with: "RIFF".utf8) || start.starts(with: "RIFX".utf8) || start.starts(with: "RF64".utf8)
            || start.starts(with: "BW64".utf8)
        {
            return riff(start)
        }
        if start.starts(with: "FORM".utf8) {
            let kind = start.dropFirst(8)
            let isSound = ["AIFF", "AIFC", "8SVX", "16SV"].contains { kind.starts(with: $0.utf8) }
            return isSound
                ? (kind.starts(with: "AIF".utf8) ? "AIFF" : "SVX", .sndFile)
                : kind.starts(with: "MAUD".utf8)
                    ? ("MAUD", .ffmpeg(demuxer: "iff")) : ("an IFF file", .notAudio)
        }
        if start.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
            // The document type is in the header, whose elements may have any order.
            let isWebM = start.prefix(64).indices.contains { start[$0...].starts(with: "webm".utf8) }
            return (isWebM ? "WebM" : "Matroska", .ffmpeg(demuxer: "matroska"))
        }
        return oldSndFile(start)
    }

    private static func riff(_ start: [UInt8]) -> (String, Reader) {
        let forms: [(String, String, Reader)] = [
            ("WAVE", "WAV", start[3] == UInt8(ascii: "X") ? .sndFile : .wave),
            ("AVI ", "AVI", .ffmpeg(demuxer: "avi")),
            ("QLCM", "QCP", .ffmpeg(demuxer: "qcp")),
            ("WEBP", "a WebP picture", .notAudio),
            ("RMID", "MIDI notes, which hold no sound", .notAudio),
            ("ACON", "an animated cursor", .notAudio),
        ]
        for (form, name, reader) in forms where start.dropFirst(8).starts(with: form.utf8) { return (name, reader) }
        // RMP3 and others: frames of MPEG audio are found by search.
        return (unknownName, .unknown)
    }

    /// Streams of frames without a file header: several frames in a row are their signature.
    private static func framed(
        _ start: [UInt8], at offset: Int, in source: ByteSource
    ) throws(RecordingError) -> (String, Reader)? {
        if let header = MPEGHeader(start) {
            // Two headers in a row, or all of a file that ends there.
            let next = start.dropFirst(header.length)
            if next.isEmpty || MPEGHeader(next).map(header.continues) == true { return ("MP3", .mpeg) }
        }
        if try FreeFormat.frameLength(at: offset, in: source) != nil { return ("MP3", .mpeg) }
        for codec in FramedCodec.allCases where codec != .mpeg {
            guard let run = try FrameRun(of: codec, at: offset, in: source) else { continue }
            guard run.frames >= codec.leastAtStart || run.endsFile else { continue }
            return (codec.name, .ffmpeg(demuxer: codec.demuxer))
        }
        // A stream of FLAC frames that was cut from a longer one: their headers have checksums.
        if try FLACFirstFrame.fixedBlockSize(in: source, at: offset) != nil { return ("FLAC", .flac) }
        return try GSMFrames.fill(source.window(offset..<source.count)) ? ("GSM 6.10", .gsm) : nil
    }

    /// The oldest formats of libsndfile, whose signatures are too weak for the table.
    private static func oldSndFile(_ start: [UInt8]) -> (String, Reader)? {
        // MIDI Sample Dump Standard: F0 7E, a channel, 01.
        if start.count > 21, start[0] == 0xF0, start[1] == 0x7E, start[2] < 0x80, start[3] == 1, start[20] == 0xF7 {
            return ("SDS", .sndFile)
        }
        // Akai MPC 2000: 01 04, and a name of 16 printable characters.
        let name = start.dropFirst(2).prefix(16)
        if start.starts(with: [1, 4]), name.count == 16, name.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0 }),
            name.first.map({ $0 > 0x20 }) == true
        {
            return ("MPC 2000", .sndFile)
        }
        // HTK: number and duration (100 ns) of samples, two bytes each, kind 0 (waveform).
        if start.count >= 12, start[0] < 0x10, start[8...11].elementsEqual([0, 2, 0, 0]) {
            let duration = start[4..<8].reduce(0) { $0 << 8 | Int($1) }
            if (6...10_000).contains(duration) { return ("HTK", .sndFile) }
        }
        return nil
    }
}
