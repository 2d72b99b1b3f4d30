import CSndFile

/// Decodes everything that libsndfile reads: WAV, RF64, W64, AIFF, AU, CAF and its rarer formats.
///
/// 16-bit samples are read as they are and 24-bit ones of WAV as bytes, since libsndfile's own conversion to float
/// would be the larger part of the work. Everything else is read as float: read as integers, float files would be
/// rescaled by their own peak.
final class SndFileDecoder: Decoder {
    let format: RecordingFormat
    let lead = 0.0
    let layout: SampleLayout
    private(set) var length: StreamLength
    private(set) var findings: [Finding] = []

    private let file: OpaquePointer
    private let reader: SndFileReader
    private let claimedFrames: Int?
    private let isCutOff: Bool
    private var position = 0
    private var ended = false

    /// - Parameters:
    ///   - headerless: the format of samples without a header, or with a wrong one.
    ///   - raw: the codec of a telephone system's file without a header, 8 kHz mono.
    ///   - isCutOff: the file's structure shows that its end is missing.
    /// - Throws: `undecodable`, `rateOutOfRange`, `channelCountOutOfRange`.
    init(
        _ source: ByteSource, container: String, headerless: HeaderlessFormat? = nil, raw: RawCodec? = nil,
        isCutOff: Bool = false
    ) throws(RecordingError) {
        self.isCutOff = isCutOff
        let repair = try DeclaredSize.repair(of: container, in: source)
        reader = SndFileReader(source, repair: repair)
        var info = SF_INFO()
        if let headerless {
            info.samplerate = CInt(clamping: headerless.sampleRate)
            info.channels = CInt(headerless.channels.count)
            info.format = announce_sf_raw | headerless.codec.sndFileFormat
        } else if let raw {
            info.samplerate = CInt(telephoneRate)
            info.channels = 1
            info.format = announce_sf_raw | raw.sndFileFormat
        }
        var access = SndFileReader.access
        let user = Unmanaged.passUnretained(reader).toOpaque()
        guard let file = sf_open_virtual(&access, CInt(SFM_READ), &info, user) else {
            throw .undecodable(
                format: container, reason: SndFileRefusal.reason(String(cString: sf_strerror(nil))))
        }
        self.file = file
        let codec = info.format & announce_sf_codec_mask
        let count = Int(info.channels)
        let positions = headerless?.channels ?? Self.speakers(of: file, count: count, container: container)
        format = RecordingFormat(
            container: container,
            codec: headerless?.codecName ?? Self.name(of: codec),
            sampleRate: Int(info.samplerate),
            channels: positions
        )
        let bigEndian = info.format & announce_sf_endian_mask == announce_sf_big_endian
        let isRIFF = [announce_sf_wav, announce_sf_wavex, announce_sf_rf64, announce_sf_w64, announce_sf_raw]
            .contains(info.format & announce_sf_container_mask)
        layout =
            switch codec {
            case announce_sf_pcm_16: .int16
            case announce_sf_pcm_24 where isRIFF && !bigEndian: .packedInt24
            default: .float32
            }
        // An unknown length is near 2^63 to libsndfile, and near 2^30 to writers that never filled it in.
        let believable = info.frames > 0 && info.frames < 1 << 48
        claimedFrames = believable ? Int(info.frames) : nil
        let counted = layout != .float32 || ![announce_sf_vorbis, announce_sf_opus].contains(codec)
        length = claimedFrames.map { counted ? .exact($0) : .claimed($0) } ?? .unknown
        if codec == announce_sf_vorbis, let claimedFrames { length = .exact(claimedFrames) }
        try format.checkRange()
    }

    deinit {
        sf_close(file)
    }

    func read(_ frames: Int, into block: SampleBlock) throws(RecordingError) -> Int {
        guard !ended else { return 0 }
        let count: Int
        switch layout {
        case .int16:
            count = Int(sf_readf_short(file, block.base.assumingMemoryBound(to: Int16.self), sf_count_t(frames)))
        case .packedInt24:
            let frameSize = 3 * format.channels.count
            count = Int(sf_read_raw(file, block.base, sf_count_t(frames * frameSize))) / frameSize
        case .float32, .planarInt32, .planarFloat32:
            count = Int(sf_readf_float(file, block.base.assumingMemoryBound(to: Float.self), sf_count_t(frames)))
        }
        if let failure = reader.failure { throw failure }
        position += max(0, count)
        if count <= 0 {
            ended = true
            reportEnd()
        }
        return max(0, count)
    }

    func seek(to frame: Int) throws(RecordingError) {
        guard sf_seek(file, sf_count_t(frame), CInt(SF_SEEK_SET)) == frame else {
            throw .undecodable(format: format.container, reason: String(cString: sf_strerror(file)))
        }
        position = frame
    }

    /// libsndfile ends most damaged streams as if they were whole: only the declared length shows what is missing.
    private func reportEnd() {
        let rate = Double(format.sampleRate)
        let code = Int(sf_error(file))
        if let claimedFrames, position < claimedFrames {
            let (at, expected) = (Double(position) / rate, Double(claimedFrames) / rate)
            let atEnd = reader.position >= reader.count
            findings.append(
                code == SF_ERR_NO_ERROR && atEnd && format.container == "Ogg"
                    ? .skippedDamage(at: nil, bytes: nil, lost: expected - at)
                    : .stoppedEarly(
                        at: at, expected: expected,
                        cause: atEnd ? .truncated : .damagedData(codec: format.codec)))
        } else if code != SF_ERR_NO_ERROR || isCutOff {
            findings.append(
                .stoppedEarly(
                    at: Double(position) / rate, expected: nil,
                    cause: isCutOff ? .truncated : .decoder(String(cString: sf_error_number(CInt(code))))))
        }
    }

    private static func name(of codec: CInt) -> String {
        switch codec {
        case announce_sf_pcm_s8, announce_sf_pcm_u8: "8-bit PCM"
        case announce_sf_pcm_16: "16-bit PCM"
        case announce_sf_pcm_24: "24-bit PCM"
        case announce_sf_pcm_32: "32-bit PCM"
        case announce_sf_float: "32-bit float"
        case announce_sf_double: "64-bit float"
        case announce_sf_ulaw: "µ-law"
        case announce_sf_alaw: "A-law"
        case announce_sf_gsm610: "GSM 6.10"
        case announce_sf_vox_adpcm: "VOX ADPCM"
        case announce_sf_vorbis: "Vorbis"
        case announce_sf_opus: "Opus"
        default: announce_sf_codec_name(codec).map { String(cString: $0) } ?? "unknown codec"
        }
    }

    private static func speakers(of file: OpaquePointer, count: Int, container: String) -> [Speaker?] {
        guard count > 0 else { return [] }
        if count <= 2 { return Speaker.standardChannels(count: count) }
        // Of Ogg, only Opus whose channels are no loudspeakers is left to libsndfile.
        if container == "Ogg" { return Array(repeating: nil, count: count) }
        var positions = [CInt](repeating: 0, count: count)
        guard announce_sf_channel_map(file, &positions, CInt(count)) != 0 else {
            return Array(repeating: nil, count: count)
        }
        return positions.map { Speaker(sndFilePosition: Int($0)) }
    }
}

extension SndFileDecoder {
    /// A codec whose samples cannot be decoded one by one, in a file without a header.
    enum RawCodec: Hashable, Sendable {
        case gsm, voxADPCM

        fileprivate var sndFileFormat: CInt {
            switch self {
            case .gsm: announce_sf_gsm610
            case .voxADPCM: announce_sf_vox_adpcm
            }
        }
    }
}

extension Speaker {
    /// By `SF_CHANNEL_MAP_*` of sndfile.h.
    fileprivate init?(sndFilePosition: Int) {
        let order: [Speaker?] = [
            nil, .center, .left, .right, .center, .left, .right, .center, .surroundCenter, .surroundLeft,
            .surroundRight, .lowFrequency, .centerLeft, .centerRight, .sideLeft, .sideRight, .topCenter,
            .topFrontLeft, .topFrontRight, .topFrontCenter, .topRearLeft, .topRearRight, .topRearCenter,
        ]
        guard order.indices.contains(sndFilePosition), let speaker = order[sndFilePosition] else { return nil }
        self = speaker
    }
}

extension HeaderlessFormat.Codec {
    fileprivate var sndFileFormat: CInt {
        switch self {
        case .pcmUnsigned8: announce_sf_pcm_u8
        case .pcm16: announce_sf_pcm_16
        case .pcm24: announce_sf_pcm_24
        case .pcm32: announce_sf_pcm_32
        case .float32: announce_sf_float
        case .float64: announce_sf_double
        case .muLaw: announce_sf_ulaw
        case .aLaw: announce_sf_alaw
        // Not for libsndfile: `PaddedPCMDecoder` reads them.
        case .padded: announce_sf_pcm_32
        }
    }
}
