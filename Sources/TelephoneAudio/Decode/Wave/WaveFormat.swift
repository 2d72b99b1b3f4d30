/// The `fmt ` chunk of a WAV file, right or wrong: WAVEFORMATEX and WAVEFORMATEXTENSIBLE (Microsoft, mmreg.h).
package struct WaveFormat: Hashable, Sendable {
    /// `wFormatTag`: 1 for PCM, 0xFFFE for WAVE_FORMAT_EXTENSIBLE.
    package var tag: UInt16
    package var channels: Int
    /// Frames per second, Hz.
    package var sampleRate: Int
    /// `nAvgBytesPerSec`.
    package var byteRate: Int
    /// `nBlockAlign`: bytes per frame.
    package var blockAlign: Int
    /// `wBitsPerSample`: bits that a sample occupies in the file.
    package var bits: Int
    /// Significant bits of a sample; nil unless an extensible header declares them.
    package var validBits: Int?
    /// The speakers, bit by bit; nil unless an extensible header declares them.
    package var channelMask: UInt32?
    /// The 16 bytes of an extensible header's SubFormat GUID.
    package var subformat: [UInt8]?
    /// The declared size of the chunk.
    package var chunkBytes: Int
    /// Whether the chunk ends before its format is complete.
    package var isShort: Bool
    /// How samples are stored where `blockAlign` and `bits` disagree; nil where they agree.
    var storage: SampleStorage?

    init(_ header: LittleEndianBytes, chunkBytes: Int) {
        tag = header.uint16(at: 0)
        channels = Int(header.uint16(at: 2))
        sampleRate = Int(header.uint32(at: 4))
        byteRate = Int(header.uint32(at: 8))
        blockAlign = Int(header.uint16(at: 12))
        bits = Int(header.uint16(at: 14))
        self.chunkBytes = chunkBytes
        isShort = header.count < (tag == Self.extensible ? 40 : 16)
        guard tag == Self.extensible, header.holds(40, at: 0) else { return }
        validBits = Int(header.uint16(at: 18))
        channelMask = header.uint32(at: 20)
        subformat = Array(header.bytes.dropFirst(24).prefix(16))
    }

    /// `WAVE_FORMAT_EXTENSIBLE`.
    static let extensible: UInt16 = 0xFFFE

    /// Whether this is a WAVE_FORMAT_EXTENSIBLE header.
    package var isExtensible: Bool { tag == Self.extensible }

    /// The tag of the codec, which an extensible header has in its subformat. An extensible header too short for one is
    /// taken for PCM, which is what its writers meant; nil for a subformat that is not made from a tag.
    package var codecTag: UInt16? {
        guard isExtensible else { return tag }
        guard let subformat else { return 1 }
        let families: [[UInt8]] = [
            [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71],  // KSDATAFORMAT_SUBTYPE_WAVEFORMATEX
            [0, 0, 0x21, 7, 0xD3, 0x11, 0x86, 0x44, 0xC8, 0xC1, 0xCA, 0, 0, 0],  // Ambisonic B format
        ]
        guard families.contains(Array(subformat.dropFirst(2))) else { return nil }
        return UInt16(subformat[0]) | UInt16(subformat[1]) << 8
    }

    /// How samples are stored, where each can be decoded by itself: PCM, float, A-law or µ-law. Nil for every other codec,
    /// and for formats that contradict themselves.
    var sampleCodec: HeaderlessFormat.Codec? {
        guard channels > 0 else { return nil }
        switch (codecTag, bits) {
        case (1, 0...64): return linearCodec
        case (3, 32): return .float32
        case (3, 64): return .float64
        case (6, _): return .aLaw
        case (7, _): return .muLaw
        default: return nil
        }
    }

    /// Samples occupy the upper bits of their container, so only its size matters. Where `bits` and `blockAlign` disagree and
    /// the samples have not decided, `bits` is trusted, except for 24 bits in four bytes.
    private var linearCodec: HeaderlessFormat.Codec? {
        if let storage { return storage.codec }
        let container = blockAlign % channels == 0 ? blockAlign / channels : 0
        switch bits == 0 ? container : (bits + 7) / 8 {
        case 1: return .pcmUnsigned8
        case 2: return .pcm16
        case 3: return container == 4 ? .pcm32 : .pcm24
        case 4: return .pcm32
        default: return nil
        }
    }

    /// Whether samples are PCM, float, A-law or µ-law, so that the sound can be read without any header.
    package var isLinearOrLog: Bool { sampleCodec != nil }

    /// Bytes per frame where each sample can be decoded by itself; nil for other codecs.
    package var frameBytes: Int? {
        sampleCodec.map { channels * $0.bytes }
    }

    /// The codec's usual name: "16-bit PCM", "IMA ADPCM".
    package var codecName: String {
        if let storage { return "\(storage.bits)-bit PCM" }
        switch sampleCodec {
        case .pcmUnsigned8: return "8-bit PCM"
        case .pcm16: return "16-bit PCM"
        case .pcm24: return "24-bit PCM"
        case .pcm32: return "32-bit PCM"
        case .padded(let storage): return "\(8 * storage.bytes)-bit PCM"
        case .float32: return "32-bit float"
        case .float64: return "64-bit float"
        case .aLaw: return "A-law"
        case .muLaw: return "µ-law"
        case nil: break
        }
        guard let codecTag else { return "unknown codec" }
        if codecTag == 1 { return "\(bits)-bit PCM" }
        if codecTag == 3 { return "\(bits)-bit float" }
        return Self.names[codecTag] ?? "codec 0x" + String(codecTag, radix: 16)
    }

    /// From mmreg.h: those that occur in real files.
    private static let names: [UInt16: String] = [
        0x02: "MS ADPCM", 0x10: "OKI ADPCM", 0x11: "IMA ADPCM", 0x14: "G.723 ADPCM", 0x17: "OKI ADPCM",
        0x20: "Yamaha ADPCM", 0x22: "TrueSpeech", 0x31: "GSM 6.10", 0x38: "NMS ADPCM", 0x40: "G.721 ADPCM",
        0x42: "G.723.1", 0x45: "G.726 ADPCM", 0x50: "MPEG audio", 0x55: "MP3", 0x64: "G.726 ADPCM", 0x65: "G.722",
        0x83: "G.729", 0x92: "AC-3", 0xFF: "AAC", 0x111: "G.723.1", 0x133: "G.729", 0x14C: "G.723.1", 0x160: "WMA",
        0x161: "WMA", 0x162: "WMA", 0x28F: "G.722", 0x674F: "Vorbis", 0x6750: "Vorbis", 0x6751: "Vorbis",
        0x676F: "Vorbis", 0x6770: "Vorbis", 0x6771: "Vorbis", 0x704F: "Opus", 0x1600: "AAC", 0x1602: "AAC",
        0x1610: "AAC", 0x2000: "AC-3", 0x2001: "DTS", 0xA109: "Speex", 0xF1AC: "FLAC",
    ]

    /// Whether libsndfile decodes the codec, so that a refusal means a damaged file.
    var isReadBySndFile: Bool {
        isLinearOrLog || codecTag.map { [1, 2, 3, 6, 7, 0x11, 0x31, 0x38, 0x40].contains($0) } == true
    }

    /// The format that reads the sound without its header; nil for codecs that need one.
    var headerless: HeaderlessFormat? {
        sampleCodec.map {
            let positions =
                channels <= 2 && (channelMask ?? 0) == 0
                ? Speaker.standardChannels(count: channels) : Speaker.channels(count: channels, mask: channelMask ?? 0)
            return HeaderlessFormat(
                codec: $0, codecName: codecName, sampleRate: sampleRate, channels: positions)
        }
    }
}
