/// A codec whose stream is a row of frames, each with a header from which its length follows. Without a file header,
/// several of them in a row are what it is known by.
enum FramedCodec: CaseIterable, Hashable, Sendable {
    /// MPEG audio, layers II and III; layer I is never searched for.
    case mpeg
    /// AAC in ADTS (ISO/IEC 14496-3, 1.A.3.2).
    case adts
    /// AAC in LATM in LOAS, as broadcast (ISO/IEC 14496-3, 1.7.2).
    case loas
    /// AC-3 and E-AC-3 (ETSI TS 102 366).
    case ac3
    /// Packets of an MPEG transport stream of 188, 192 (Blu-ray) or 204 bytes (ISO/IEC 13818-1, 2.4.3).
    case transport188, transport192, transport204

    /// What one header says.
    struct Header: Hashable {
        /// Bytes from this header to the next.
        let length: Int
        /// What all headers of a stream have in common.
        let constant: UInt32
    }

    /// The most bytes that `header(_:)` looks at.
    static let headerBytes = 8

    /// Parses a header; nil for anything else.
    func header(_ bytes: UnsafeRawBufferPointer) -> Header? {
        switch self {
        case .mpeg: Self.mpeg(bytes)
        case .adts: Self.adts(bytes)
        case .loas: Self.loas(bytes)
        case .ac3: Self.ac3(bytes)
        case .transport188: Self.transport(bytes, 188)
        case .transport192: Self.transport(bytes, 192)
        case .transport204: Self.transport(bytes, 204)
        }
    }

    /// The byte that every frame begins with.
    var firstByte: UInt8 {
        switch self {
        case .mpeg, .adts: 0xFF
        case .loas: 0x56
        case .ac3: 0x0B
        case .transport188, .transport192, .transport204: 0x47
        }
    }

    /// Frames at the very start of a file that are enough to recognise it. The weaker a header, the more.
    var leastAtStart: Int {
        switch self {
        case .mpeg, .adts, .ac3: 2
        case .loas: 3
        case .transport188, .transport192, .transport204: 5
        }
    }

    /// The name of a file that is nothing but frames.
    var name: String {
        switch self {
        case .mpeg: "MP3"
        case .adts, .loas: "AAC"
        case .ac3: "AC-3"
        case .transport188, .transport192, .transport204: "MPEG-TS"
        }
    }

    /// ffmpeg's demuxer.
    var demuxer: String {
        switch self {
        case .mpeg: "mp3"
        case .adts: "aac"
        case .loas: "loas"
        case .ac3: "ac3"
        case .transport188, .transport192, .transport204: "mpegts"
        }
    }

    private static func mpeg(_ bytes: UnsafeRawBufferPointer) -> Header? {
        guard bytes.count >= 4, bytes[1] & 0xE0 == 0xE0, let header = MPEGHeader(bytes), header.layer != 1 else {
            return nil
        }
        return Header(length: header.length, constant: UInt32(header.layer << 24 | header.sampleRate))
    }

    private static func adts(_ bytes: UnsafeRawBufferPointer) -> Header? {
        // Sync word of 12 bits, layer 0, a known sampling rate.
        guard bytes.count >= 6, bytes[0] == 0xFF, bytes[1] & 0xF6 == 0xF0, bytes[2] >> 2 & 15 < 13 else { return nil }
        let length = Int(bytes[3] & 3) << 11 | Int(bytes[4]) << 3 | Int(bytes[5]) >> 5
        // Profile, rate and channels stay as they are.
        let constant = UInt32(bytes[1]) << 16 | UInt32(bytes[2] & 0xFD) << 8 | UInt32(bytes[3] & 0xC0)
        return length > 7 ? Header(length: length, constant: constant) : nil
    }

    private static func loas(_ bytes: UnsafeRawBufferPointer) -> Header? {
        guard bytes.count >= 3, bytes[0] == 0x56, bytes[1] & 0xE0 == 0xE0 else { return nil }
        let length = Int(bytes[1] & 0x1F) << 8 | Int(bytes[2])
        return length > 1 ? Header(length: 3 + length, constant: 0) : nil
    }

    private static func ac3(_ bytes: UnsafeRawBufferPointer) -> Header? {
        guard bytes.count >= 6, bytes[0] == 0x0B, bytes[1] == 0x77 else { return nil }
        let (rate, version) = (Int(bytes[4] >> 6), bytes[5] >> 3)
        if (11...16).contains(version) {
            return Header(length: 2 * (Int(bytes[2] & 7) << 8 | Int(bytes[3])) + 2, constant: UInt32(rate))
        }
        let (code, rates) = (Int(bytes[4] & 0x3F), Self.ac3Bitrates)
        guard version <= 10, rate < 3, code / 2 < rates.count else { return nil }
        let bitrate = rates[code / 2]
        let length = [4 * bitrate, 2 * (bitrate * 320 / 147 + code % 2), 6 * bitrate][rate]
        return Header(length: length, constant: UInt32(rate))
    }

    /// kbit/s by half the frame size code.
    private static let ac3Bitrates = [
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640,
    ]

    private static func transport(_ bytes: UnsafeRawBufferPointer, _ length: Int) -> Header? {
        // The error flag is clear and the reserved value of the adaptation field is not used.
        guard bytes.count >= 4, bytes[0] == 0x47, bytes[1] & 0x80 == 0, bytes[3] & 0x30 != 0 else { return nil }
        return Header(length: length, constant: 0)
    }
}
