extension FileSignature {
    /// Recognises MP4 and QuickTime by their first atoms (ISO/IEC 14496-12; QuickTime File Format), and names the format
    /// and ffmpeg's demuxer.
    ///
    /// A file may begin with atoms that say nothing, such as `wide`, `free` or `uuid`: they are stepped over.
    /// - Throws: `system`.
    static func movie(
        at offset: Int, in source: ByteSource
    ) throws(RecordingError) -> (name: String, demuxer: String)? {
        var at = offset
        for _ in 0..<8 {
            let header = BigEndianHeader(bytes: try source.bytes(at: at, count: 16))
            guard header.bytes.count >= 8 else { return nil }
            let size = Int(header.uint32(at: 0))
            let kind = String(decoding: header.bytes[4..<8], as: UTF8.self)
            switch kind {
            case "ftyp":
                guard header.bytes.count >= 12 else { return ("MP4", "mov") }
                return (name(brand: String(decoding: header.bytes[8..<12], as: UTF8.self)), "mov")
            case "moov", "mdat":
                return (at == offset ? "MP4" : "MOV", "mov")
            case "moof":
                return ("MP4", "mov")
            case "wide", "free", "skip", "pnot", "uuid", "styp", "sidx", "emsg", "PICT", "prft":
                guard size >= 8, at + size < source.count else { return nil }
                at += size
            default:
                return nil
            }
        }
        return nil
    }

    private static func name(brand: String) -> String {
        switch brand {
        case "qt  ": "MOV"
        case let brand where brand.hasPrefix("3g"): "3GP"
        case let brand where brand.hasPrefix("M4A"): "M4A"
        default: "MP4"
        }
    }
}
