package import SystemPackage

/// A recording in a file: its format, and the streams of sound in it.
///
/// Any thread may open decoders from it, each with its own position.
package struct Recording: Sendable {
    /// The format's usual name: "WAV", "MP3".
    package let name: String
    /// Streams that follow each other; rarely more than one.
    let streams: [Stream]
    /// What the structure of the file shows without decoding.
    package let findings: [Finding]

    /// A stream's bytes and its decoder.
    enum Stream: Sendable {
        case sndFile(ByteSource, container: String, isCutOff: Bool = false)
        case headerless(ByteSource, HeaderlessFormat, container: String)
        case flac(ByteSource, oggSerial: UInt32? = nil, isCutOff: Bool = false)
        case mpeg(ByteSource, MP3Stream, container: String? = nil)
        case opus(ByteSource, OpusStream)
        case vorbis(ByteSource, VorbisStream)
        case ffmpeg(ByteSource, demuxer: String, format: String)
    }

    /// Recognises a file by its bytes; its name is not used.
    ///
    /// - Throws: `RecordingError` of any kind that shows without decoding.
    package init(_ source: ByteSource) throws(RecordingError) {
        let signature = try FileSignature(of: source)
        let body = signature.offset == 0 ? source : source.window(signature.offset..<source.count)
        name = signature.name
        switch signature.reader {
        case .wave:
            (streams, findings) = try Self.wave(body)
        case .sndFile:
            let missing = try DeclaredSize.shortfall(of: signature.name, in: body)
            streams = [.sndFile(body, container: signature.name)]
            findings = missing > 0 ? [.cutShort(missingBytes: missing)] : []
        case .flac:
            (streams, findings) = ([.flac(body)], [])
        case .mpeg:
            guard let mpeg = try Self.mpeg(source) else { throw .notAudio(looksLike: nil) }
            (streams, findings) = mpeg
        case .ogg:
            (streams, findings) = try Self.ogg(body)
        case .ffmpeg(let demuxer):
            streams = [.ffmpeg(body, demuxer: demuxer, format: signature.name)]
            let gap = demuxer == "matroska" ? try MatroskaTimes(body).gap : nil
            findings = gap.map { [.timestampGap(at: $0.at, seconds: $0.seconds)] } ?? []
        case .notAudio:
            throw .notAudio(looksLike: signature.name)
        case .unknown:
            // MPEG audio may begin with garbage; four of libsndfile's oldest formats begin with anything.
            if let mpeg = try Self.mpeg(source) {
                (streams, findings) = mpeg
            } else {
                // What looks like a frame libsndfile would hand to libmpg123, which prints on standard error.
                let start = try body.bytes(at: 0, count: 2)
                guard start.count == 2, start[0] != 0xFF || start[1] & 0xE0 != 0xE0 else {
                    throw .notAudio(looksLike: nil)
                }
                (streams, findings) = ([.sndFile(body, container: "audio")], [])
            }
        }
    }

    /// Whether the first bytes of a file are those of a recording; false if it cannot be read.
    package static func isRecognized(at path: FilePath) -> Bool {
        guard let source = try? ByteSource(path: path), let signature = try? FileSignature(of: source) else {
            return false
        }
        return signature.reader != .notAudio && signature.reader != .unknown
    }

    /// Opens a decoder at the start of a stream.
    ///
    /// - Parameters:
    ///   - mix: whether the decoder may mix all channels to one, if that saves work. The caller has made sure that they do
    ///     not cancel each other.
    ///   - fullBand: whether all of the recording's band is wanted; otherwise a decoder may save work by leaving out what
    ///     the telephone does not carry.
    func decoder(for stream: Stream, mix: Bool, fullBand: Bool = false) throws(RecordingError) -> any Decoder {
        switch stream {
        case .sndFile(let source, let container, let isCutOff):
            if container == "CAF", let padded = try PaddedCAF(source) {
                try PaddedPCMDecoder(
                    source.window(padded.sound), padded.format, storage: padded.storage, container: container)
            } else {
                try SndFileDecoder(source, container: container, isCutOff: isCutOff)
            }
        case .headerless(let source, let format, let container):
            if case .padded(let storage) = format.codec {
                try PaddedPCMDecoder(source, format, storage: storage, container: container)
            } else {
                try SndFileDecoder(source, container: container, headerless: format)
            }
        case .flac(let source, let oggSerial, let isCutOff):
            try FLACDecoder(source, oggSerial: oggSerial, isCutOff: isCutOff)
        case .mpeg(let source, let stream, let container):
            try MP3Decoder(source, stream: stream, container: container, mix: mix, mayReduce: !fullBand)
        case .opus(let source, let stream):
            try OpusDecoder(source, stream: stream, mix: mix)
        case .vorbis(let source, let stream):
            try VorbisDecoder(source, stream: stream, mayHalve: !fullBand)
        case .ffmpeg(let source, let demuxer, let format):
            try FFmpegDecoder(source, format: format, demuxer: demuxer)
        }
    }

    private static func wave(_ source: ByteSource) throws(RecordingError) -> ([Stream], [Finding]) {
        guard let header = try WaveHeader(source) else { return ([.sndFile(source, container: "WAV")], []) }
        if let format = header.format {
            try RecordingFormat(
                container: "WAV", codec: format.codecName, sampleRate: format.sampleRate,
                channels: Array(repeating: nil, count: format.channels)
            ).checkRange()
        }
        let sound = header.dataOffset..<header.dataOffset + header.dataBytes
        // MPEG audio has its own length in every frame, which is more than libsndfile goes by.
        if let tag = header.format?.codecTag, tag == 0x50 || tag == 0x55,
            let (streams, findings) = try mpeg(source.window(sound), container: "WAV")
        {
            return (streams, findings)
        }
        let stream: Stream =
            if header.needsRepair, let format = header.format?.headerless {
                .headerless(source.window(sound), format, container: "WAV")
            } else {
                .sndFile(source, container: "WAV")
            }
        return ([stream], header.findings)
    }

    private static func ogg(_ source: ByteSource) throws(RecordingError) -> ([Stream], [Finding]) {
        let links = try OggLinks(source)
        var streams: [Stream] = []
        var findings: [Finding] = []
        // Seconds of the links so far, as far as they are known without decoding.
        var elapsed = 0.0
        func add(_ more: [Finding], duration: Double) {
            for finding in more.map({ $0.later(by: elapsed) }) where !findings.contains(finding) {
                findings.append(finding)
            }
            elapsed += duration
        }
        for link in links.links {
            guard let audio = link.audio else { continue }
            let bytes = source.window(link.range)
            switch audio.codec {
            case .opus:
                // Channels without a mapping table (ambisonics) are libsndfile's.
                do throws(RecordingError) {
                    let opus = try OpusStream(source, link: link)
                    streams.append(.opus(source, opus))
                    add(opus.scan.findings, duration: Double(opus.sampleCount) / 48000)
                } catch {
                    streams.append(.sndFile(bytes, container: "Ogg", isCutOff: !link.isComplete))
                }
            case .vorbis:
                let vorbis = try VorbisStream(source, link: link)
                streams.append(.vorbis(source, vorbis))
                add(vorbis.scan.findings, duration: Double(vorbis.frames) / Double(vorbis.format.sampleRate))
            case .flac:
                streams.append(.flac(bytes, oggSerial: audio.serial, isCutOff: !link.isComplete))
            default:
                streams.append(.ffmpeg(bytes, demuxer: "ogg", format: "Ogg \(audio.codec.rawValue)"))
            }
        }
        guard !streams.isEmpty else { throw .notAudio(looksLike: "an Ogg file without sound") }
        if streams.count > 1 { findings.insert(.joinedStreams(streams.count), at: 0) }
        if links.unclaimed > 0 { findings.append(.unreadBytes(links.unclaimed)) }
        return (streams, findings)
    }

    /// Nil if the file holds no MPEG audio.
    private static func mpeg(
        _ source: ByteSource, container: String? = nil
    ) throws(RecordingError) -> ([Stream], [Finding])? {
        let streams = try MP3Stream.all(in: source)
        // Two frames can happen by chance; of a recording that short, they are all there is.
        guard streams.reduce(0, { $0 + $1.frames }) >= 2 else { return nil }
        var findings: [Finding] = streams.count > 1 ? [.joinedStreams(streams.count)] : []
        if streams.count == MP3Stream.limit, let last = streams.last {
            findings.append(.unreadBytes(source.count - last.range.upperBound))
        }
        return (streams.map { .mpeg(source, $0, container: container) }, findings)
    }
}

extension WaveHeader {
    /// The defects that concern the sound.
    fileprivate var findings: [Finding] {
        guard let format, format.byteRate > 0, dataBytes > 0 else { return [] }
        let bytesPerSecond = Double(format.frameBytes.map { $0 * format.sampleRate } ?? format.byteRate)
        let found = Double(dataBytes) / bytesPerSecond
        return defects.compactMap { defect in
            switch defect {
            case .truncated(let missing) where Double(missing) < 4e9:
                .stoppedEarly(at: found, expected: found + Double(missing) / bytesPerSecond, cause: .truncated)
            case .wrappedSize(let claimed), .truncated(let claimed):
                .headerLies(claimed: Double(claimed) / bytesPerSecond, found: found)
            case .severalDataChunks:
                .unreadBytes(fileBytes - dataOffset - dataBytes)
            case .trailingBytes(let count):
                .unreadBytes(count)
            default:
                nil
            }
        }
    }
}
