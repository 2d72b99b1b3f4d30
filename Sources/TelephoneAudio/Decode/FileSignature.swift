/// A file's format by its first bytes; its name is never used.
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
        /// An installed ffmpeg, with this demuxer of its own.
        case ffmpeg(demuxer: String)
        /// Not audio at all.
        case notAudio
        /// No signature: perhaps MPEG audio behind garbage, perhaps one of libsndfile's old formats.
        case unknown
    }

    /// - Throws: `empty`, `system`.
    init(of source: ByteSource) throws(RecordingError) {
        guard source.count > 0 else { throw .empty }
        var offset = 0
        var start = try source.bytes(at: 0, count: 4096)
        // Taggers put ID3 before anything, even several times. A file of nothing but tags ends the search.
        for _ in 0..<8 {
            guard let size = ID3Tag.size(start), offset + size < source.count else { break }
            offset += size
            start = try source.bytes(at: offset, count: 4096)
        }
        self.offset = offset
        (name, reader) = Self.recognize(start) ?? ("an unknown format", .unknown)
    }

    private static func recognize(_ start: [UInt8]) -> (String, Reader)? {
        for (offset, magic, name, reader) in signatures where start.dropFirst(offset).starts(with: magic) {
            return (name, reader)
        }
        if start.dropFirst(4).starts(with: "ftyp".utf8) { return movie(brand: start.dropFirst(8).prefix(4)) }
        if start.starts(with: "RIFF".utf8) || start.starts(with: "RIFX".utf8) || start.starts(with: "RF64".utf8) {
            return start.dropFirst(8).starts(with: "WAVE".utf8)
                ? ("WAV", start[3] == UInt8(ascii: "X") ? .sndFile : .wave)
                : start.dropFirst(8).starts(with: "WEBP".utf8)
                    ? ("a WebP picture", .notAudio) : ("a video (AVI)", .notAudio)
        }
        if start.starts(with: "FORM".utf8) {
            let kind = start.dropFirst(8)
            let isSound = ["AIFF", "AIFC", "8SVX", "16SV"].contains { kind.starts(with: $0.utf8) }
            return isSound ? (kind.starts(with: "AIF".utf8) ? "AIFF" : "SVX", .sndFile) : ("an IFF file", .notAudio)
        }
        if start.count >= 2, start[0] == 0xFF, start[1] & 0xF6 == 0xF0 { return ("AAC", .ffmpeg(demuxer: "aac")) }
        if let header = MPEGHeader(start) {
            // Two headers in a row, or all of a file that ends there.
            let next = start.dropFirst(header.length)
            if next.isEmpty || MPEGHeader(next).map(header.continues) == true { return ("MP3", .mpeg) }
        }
        return isText(start) ? ("text", .notAudio) : nil
    }

    private static func movie(brand: ArraySlice<UInt8>) -> (String, Reader) {
        let brand = String(decoding: brand, as: UTF8.self)
        return (brand.hasPrefix("3g") ? "3GP" : brand.hasPrefix("M4A") ? "M4A" : "MP4", .ffmpeg(demuxer: "mov"))
    }

    /// Whether the first bytes are text: no control characters but white space and escape.
    private static func isText(_ start: [UInt8]) -> Bool {
        start.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) || $0 == 0x1B }
            && (String(validating: start, as: UTF8.self) != nil || start.count == 4096)
    }

    private static let signatures: [(Int, [UInt8], String, Reader)] = [
        (0, Array("fLaC".utf8), "FLAC", .flac),
        (0, Array("OggS".utf8), "Ogg", .ogg),
        (0, Array(".snd".utf8), "AU", .sndFile),
        (0, Array("dns.".utf8), "AU", .sndFile),
        (0, Array("caff".utf8), "CAF", .sndFile),
        (0, [0x72, 0x69, 0x66, 0x66, 0x2E, 0x91, 0xCF, 0x11], "W64", .sndFile),
        (0, Array("Creative Voice File".utf8), "VOC", .sndFile),
        (0, Array("NIST_1A".utf8), "NIST", .sndFile),
        (0, Array(" paf".utf8), "PAF", .sndFile),
        (0, Array("fap ".utf8), "PAF", .sndFile),
        (0, [0x64, 0xA3, 0x01, 0x00], "IRCAM", .sndFile),
        (0, [0x64, 0xA3, 0x02, 0x00], "IRCAM", .sndFile),
        (0, [0x64, 0xA3, 0x03, 0x00], "IRCAM", .sndFile),
        (0, Array("2BIT".utf8), "AVR", .sndFile),
        (0, Array("#!AMR".utf8), "AMR", .ffmpeg(demuxer: "amr")),
        (0, [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], "WMA", .ffmpeg(demuxer: "asf")),
        (0, [0x1A, 0x45, 0xDF, 0xA3], "WebM", .ffmpeg(demuxer: "matroska")),
        (0, Array("wvpk".utf8), "WavPack", .ffmpeg(demuxer: "wv")),
        (0, Array("MAC ".utf8), "Monkey's Audio", .ffmpeg(demuxer: "ape")),
        (0, Array("TTA1".utf8), "TTA", .ffmpeg(demuxer: "tta")),
        (0, Array(".RMF".utf8), "RealAudio", .ffmpeg(demuxer: "rm")),
        (0, [0x0B, 0x77], "AC-3", .ffmpeg(demuxer: "ac3")),
        (4, Array("moov".utf8), "MP4", .ffmpeg(demuxer: "mov")),
        (4, Array("mdat".utf8), "MP4", .ffmpeg(demuxer: "mov")),
        (0, [0x89, 0x50, 0x4E, 0x47], "a PNG picture", .notAudio),
        (0, [0xFF, 0xD8, 0xFF], "a JPEG picture", .notAudio),
        (0, Array("GIF8".utf8), "a GIF picture", .notAudio),
        (0, Array("%PDF".utf8), "a PDF document", .notAudio),
        (0, [0x50, 0x4B, 0x03, 0x04], "a ZIP archive or office document", .notAudio),
        (0, [0x1F, 0x8B], "a gzip archive", .notAudio),
        (0, Array("MThd".utf8), "MIDI notes, which hold no sound", .notAudio),
        (0, Array("\u{7F}ELF".utf8), "a program", .notAudio),
        (0, Array("<!DOCTYPE".utf8), "a web page", .notAudio),
        (0, Array("<!doctype".utf8), "a web page", .notAudio),
        (0, Array("<html".utf8), "a web page", .notAudio),
        (0, Array("#EXTM3U".utf8), "a playlist", .notAudio),
    ]
}
