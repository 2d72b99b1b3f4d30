extension FileSignature {
    /// The bytes at a place by which a format is known.
    struct Entry: Sendable {
        let offset: Int
        let magic: [UInt8]
        let name: String
        let reader: Reader

        init(_ offset: Int, _ magic: [UInt8], _ name: String, _ reader: Reader) {
            (self.offset, self.magic, self.name, self.reader) = (offset, magic, name, reader)
        }

        init(_ magic: String, _ name: String, _ reader: Reader) {
            self.init(0, Array(magic.utf8), name, reader)
        }

        init(_ magic: String, _ name: String, demuxer: String) {
            self.init(magic, name, .ffmpeg(demuxer: demuxer))
        }

        init(_ magic: [UInt8], _ name: String, demuxer: String) {
            self.init(0, magic, name, .ffmpeg(demuxer: demuxer))
        }
    }

    /// Formats with a signature of three bytes or more; the first that fits counts.
    static let table: [Entry] = ownFormats + sndFileFormats + ffmpegFormats + unreadableFormats + otherFiles

    private static let ownFormats = [
        Entry("fLaC", "FLAC", .flac),
        Entry("OggS", "Ogg", .ogg),
    ]

    private static let sndFileFormats = [
        Entry(".snd", "AU", .sndFile),
        Entry("dns.", "AU", .sndFile),
        Entry("caff", "CAF", .sndFile),
        Entry(0, [0x72, 0x69, 0x66, 0x66, 0x2E, 0x91, 0xCF, 0x11], "W64", .sndFile),
        Entry("Creative Voice File", "VOC", .sndFile),
        Entry("NIST_1A", "NIST", .sndFile),
        Entry(" paf", "PAF", .sndFile),
        Entry("fap ", "PAF", .sndFile),
        Entry(0, [0x64, 0xA3, 0x01, 0x00], "IRCAM", .sndFile),
        Entry(0, [0x64, 0xA3, 0x02, 0x00], "IRCAM", .sndFile),
        Entry(0, [0x64, 0xA3, 0x03, 0x00], "IRCAM", .sndFile),
        Entry(0, [0x00, 0x01, 0xA3, 0x64], "IRCAM", .sndFile),
        Entry(0, [0x00, 0x02, 0xA3, 0x64], "IRCAM", .sndFile),
        Entry(0, [0x00, 0x03, 0xA3, 0x64], "IRCAM", .sndFile),
        Entry("2BIT", "AVR", .sndFile),
        Entry("PVF1", "PVF", .sndFile),
        Entry("MATLAB 5.0", "MAT 5", .sndFile),
        Entry(0, [0, 0, 0x03, 0xE8, 0, 0, 0, 1, 0, 0, 0, 1], "MAT 4", .sndFile),
        Entry(0, [0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0], "MAT 4", .sndFile),
        Entry("ALawSoundFile", "Psion WVE", .sndFile),
        Entry("Extended Instrument", "XI", .sndFile),
        Entry("DiamondWare Digitized", "DWD", .sndFile),
    ]

    private static let ffmpegFormats = [
        Entry("#!AMR", "AMR", demuxer: "amr"),
        Entry("#!iLBC", "iLBC", demuxer: "ilbc"),
        Entry([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], "WMA", demuxer: "asf"),
        Entry("wvpk", "WavPack", demuxer: "wv"),
        Entry("MAC ", "Monkey's Audio", demuxer: "ape"),
        Entry("TTA1", "TTA", demuxer: "tta"),
        Entry("tBaK", "TAK", demuxer: "tak"),
        Entry("ajkg", "Shorten", demuxer: "shn"),
        Entry("MPCK", "Musepack", demuxer: "mpc8"),
        Entry("MP+", "Musepack", demuxer: "mpc"),
        Entry("DSD ", "DSF", demuxer: "dsf"),
        Entry("FRM8", "DSDIFF", demuxer: "iff"),
        Entry("TWIN9", "TwinVQ", demuxer: "vqf"),
        Entry(".RMF", "RealAudio", demuxer: "rm"),
        Entry([0x2E, 0x72, 0x61, 0xFD], "RealAudio", demuxer: "rm"),
        Entry([0x02] + Array("dss".utf8), "DSS", demuxer: "dss"),
        Entry([0x03] + Array("dss".utf8), "DSS", demuxer: "dss"),
        Entry("FLV\u{1}", "FLV", demuxer: "flv"),
        Entry([0x00, 0x00, 0x01, 0xBA], "MPEG-PS", demuxer: "mpeg"),
        Entry("nut/multimedia container", "NUT", demuxer: "nut"),
        Entry([0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0D, 0x01, 0x02], "MXF", demuxer: "mxf"),
        Entry([0xB7, 0xD8, 0x00, 0x20, 0x37, 0x49, 0xDA, 0x11], "WTV", demuxer: "wtv"),
        // DTS as 16-bit and 14-bit words of either byte order (ETSI TS 102 114), and in its own file format.
        Entry([0x7F, 0xFE, 0x80, 0x01], "DTS", demuxer: "dts"),
        Entry([0xFE, 0x7F, 0x01, 0x80], "DTS", demuxer: "dts"),
        Entry([0x1F, 0xFF, 0xE8, 0x00, 0x07], "DTS", demuxer: "dts"),
        Entry([0xFF, 0x1F, 0x00, 0xE8], "DTS", demuxer: "dts"),
        Entry("DTSHDHDR", "DTS", demuxer: "dtshd"),
        Entry(65, Array("FSSD".utf8), "HCOM", .ffmpeg(demuxer: "hcom")),
        Entry(4, [0xF8, 0x72, 0x6F, 0xBB], "MLP", .ffmpeg(demuxer: "mlp")),
        Entry(4, [0xF8, 0x72, 0x6F, 0xBA], "TrueHD", .ffmpeg(demuxer: "truehd")),
    ]

    private static let unreadableFormats = [
        Entry(0, [0x03] + Array("ds2".utf8), "DS2", .noDecoder(.ds2)),
        Entry(0, [0x01] + Array("ds2".utf8), "DS2", .noDecoder(.ds2)),
        Entry("#!SILK", "SILK", .noDecoder(.silk)),
        Entry(1, Array("#!SILK".utf8), "SILK", .noDecoder(.silk)),
        Entry("OFR ", "OptimFROG", .noDecoder(.optimFROG)),
    ]

    private static let otherFiles = [
        Entry(0, [0x89, 0x50, 0x4E, 0x47], "a PNG picture", .notAudio),
        Entry(0, [0xFF, 0xD8, 0xFF], "a JPEG picture", .notAudio),
        Entry("GIF8", "a GIF picture", .notAudio),
        Entry("%PDF", "a PDF document", .notAudio),
        Entry(0, [0x50, 0x4B, 0x03, 0x04], "a ZIP archive or office document", .notAudio),
        Entry(0, [0x1F, 0x8B, 0x08], "a gzip archive", .notAudio),
        Entry(0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive", .notAudio),
        Entry("Rar!", "a RAR archive", .notAudio),
        Entry(0, [0xFD] + Array("7zXZ".utf8), "an xz archive", .notAudio),
        Entry(0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an office document", .notAudio),
        Entry("Xcur", "a mouse cursor", .notAudio),
        Entry("MThd", "MIDI notes, which hold no sound", .notAudio),
        Entry("\u{7F}ELF", "a program", .notAudio),
        Entry("SQLite format 3", "a database", .notAudio),
        Entry(0, [0x00, 0x05, 0x16, 0x07], "a Mac's AppleDouble file, which holds no sound", .notAudio),
        Entry(0, [0x00, 0x01, 0x00, 0x00, 0x00], "a font", .notAudio),
        Entry("OTTO", "a font", .notAudio),
        Entry("wOF", "a font", .notAudio),
    ]
}
