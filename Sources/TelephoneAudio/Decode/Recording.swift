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
    /// The longest sound that is decoded, in seconds; nil for any.
    let longest: Double?

    /// A stream's bytes and its decoder.
    enum Stream: Sendable {
        case sndFile(ByteSource, container: String, isCutOff: Bool = false)
        case headerless(ByteSource, HeaderlessFormat, container: String)
        case flac(ByteSource, oggSerial: UInt32? = nil, isCutOff: Bool = false)
        case mpeg(ByteSource, MP3Stream, container: String? = nil)
        case opus(ByteSource, OpusStream)
        case vorbis(ByteSource, VorbisStream)
        case ffmpeg(ByteSource, FFmpegInput)
        case raw(ByteSource, SndFileDecoder.RawCodec, container: String)
    }

    /// The file as a container of several audio tracks; nil where it can hold one only, or a track was chosen.
    let tracks: (source: ByteSource, input: FFmpegInput)?

    /// Recognises a file by its bytes; its name is not used.
    ///
    /// - Parameter reading: what the bytes do not tell.
    /// - Throws: `RecordingError` of any kind that shows without decoding.
    package init(_ source: ByteSource, _ reading: ReadingOptions = ReadingOptions()) throws(RecordingError) {
        longest = reading.longest
        let signature = try FileSignature(of: source)
        let body = signature.offset == 0 ? source : source.window(signature.offset..<source.count)
        let contents: Contents
        if let format = reading.rawFormat {
            guard signature.mayBeRaw else { throw .hasHeader(format: signature.name) }
            contents = Contents(format.name, try Self.raw(source, format))
        } else {
            contents = try Self.contents(source, body, signature, reading)
        }
        (name, streams, findings) = (contents.name, contents.streams, contents.findings)
        var input: FFmpegInput?
        if case .ffmpeg(_, let decoded)? = streams.first, streams.count == 1 { input = decoded }
        if contents.hasOtherTracks, reading.track == nil { input = FFmpegInput(container: name, demuxer: "ogg") }
        tracks = input.flatMap { $0.track == nil && $0.mayHaveTracks ? (body, $0) : nil }
        if let track = reading.track, track > 1, !streams.contains(where: \.isTrack) { throw .noSuchTrack(track) }
    }

    /// Whether the first bytes of a file are those of a recording; false if it cannot be read.
    package static func isRecognized(_ source: ByteSource) -> Bool {
        guard let signature = try? FileSignature(of: source) else { return false }
        switch signature.reader {
        case .notAudio: return false
        case .text, .unknown: return (try? FrameRun.search(source, limit: searchedBytes)) != nil
        default: return true
        }
    }

    /// Bytes of an unknown file in which frames are looked for where whole folders are walked.
    private static let searchedBytes = 1 << 18

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
                try Self.sndFileOrFFmpeg(source, container: container, isCutOff: isCutOff)
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
        case .raw(let source, let codec, let container):
            try SndFileDecoder(source, container: container, raw: codec)
        case .ffmpeg(let source, let input):
            try FFmpegDecoder(source, input)
        }
    }

    static func wave(_ source: ByteSource) throws(RecordingError) -> ([Stream], [Finding]) {
        guard let header = try WaveHeader(source) else { return ([.sndFile(source, container: "WAV")], []) }
        let parts = try WaveParts.split(source, header)
        guard parts.count > 1, let first = parts.first, let header = try WaveHeader(first) else {
            return try wave(source, header)
        }
        var (streams, findings) = try wave(first, header)
        var unread = 0
        for part in parts.dropFirst() {
            // Parts of another codec, or without sound, do not cost the others.
            guard let header = try WaveHeader(part), header.dataBytes > 0, header.format?.isLinearOrLog == true,
                let (more, remarks) = try? wave(part, header)
            else {
                unread += part.count
                continue
            }
            streams += more
            findings += remarks
        }
        if streams.count > 1 { findings.insert(.joinedStreams(streams.count), at: 0) }
        if unread > 0 { findings.append(.unreadBytes(unread)) }
        return (streams, findings)
    }

    static func wave(
        _ source: ByteSource, _ header: WaveHeader
    ) throws(RecordingError) -> ([Stream], [Finding]) {
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
        if let carried = try carried(source.window(sound), header.format) { return carried }
        // libsndfile knows RF64, but not its younger twin.
        let isBW64 = try source.bytes(at: 0, count: 4).elementsEqual("BW64".utf8)
        let stream: Stream =
            if header.needsRepair || isBW64, let format = header.format?.headerless {
                .headerless(source.window(sound), format, container: "WAV")
            } else {
                .sndFile(source, container: "WAV")
            }
        return ([stream], header.findings)
    }

    /// The sound of a WAV file that is itself a stream of another format: MPEG audio, Ogg or FLAC. Nil for all others.
    static func carried(
        _ sound: ByteSource, _ format: WaveFormat?
    ) throws(RecordingError) -> ([Stream], [Finding])? {
        guard let format, !format.isLinearOrLog, sound.count > 0 else { return nil }
        switch (format.codecTag, try FileSignature(of: sound).reader) {
        case (_, .ogg):
            let contents = try ogg(sound)
            return (contents.streams, contents.findings)
        case (_, .flac): return ([.flac(sound)], [])
        default: return nil
        }
    }

    static func ogg(_ source: ByteSource) throws(RecordingError) -> Contents {
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
                let name = "Ogg \(audio.codec.rawValue)"
                streams.append(.ffmpeg(bytes, FFmpegInput(container: name, demuxer: "ogg")))
            }
        }
        guard !streams.isEmpty else { throw .noAudioTrack(format: "Ogg") }
        if streams.count > 1 { findings.insert(.joinedStreams(streams.count), at: 0) }
        if links.unclaimed > 0 { findings.append(.unreadBytes(links.unclaimed)) }
        var contents = Contents("Ogg", streams, findings)
        contents.hasOtherTracks = links.links.contains { $0.streams.count(where: \.codec.isAudio) > 1 }
        return contents
    }

    /// Nil if the file holds no MPEG audio.
    static func mpeg(
        _ source: ByteSource, container: String? = nil, freeLength: Int? = nil
    ) throws(RecordingError) -> ([Stream], [Finding])? {
        let streams = try MP3Stream.all(in: source, freeLength: freeLength)
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
