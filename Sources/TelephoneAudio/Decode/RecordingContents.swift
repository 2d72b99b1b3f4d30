extension Recording {
    /// What a file turns out to hold.
    struct Contents {
        var name: String
        var streams: [Stream]
        var findings: [Finding]
        /// Whether more audio tracks run at the same time.
        var hasOtherTracks = false

        init(_ name: String, _ streams: [Stream], _ findings: [Finding] = []) {
            (self.name, self.streams, self.findings) = (name, streams, findings)
        }

        init(_ name: String, _ sound: ([Stream], [Finding])) {
            self.init(name, sound.0, sound.1)
        }
    }

    static func contents(
        _ source: ByteSource, _ body: ByteSource, _ signature: FileSignature, _ reading: ReadingOptions
    ) throws(RecordingError) -> Contents {
        let name = signature.name
        switch signature.reader {
        case .wave:
            return Contents(name, try wave(body))
        case .sndFile:
            let missing = try DeclaredSize.shortfall(of: name, in: body)
            return Contents(
                name, [.sndFile(body, container: name)], missing > 0 ? [.cutShort(missingBytes: missing)] : [])
        case .flac:
            return Contents(name, [.flac(body)])
        case .gsm:
            return Contents(name, [.raw(body, .gsm, container: name)])
        case .mpeg:
            let freeLength = try FreeFormat.frameLength(at: 0, in: body)
            guard let mpeg = try mpeg(source, freeLength: freeLength) else { throw .notAudio(looksLike: nil) }
            return Contents(name, mpeg)
        case .ogg:
            if let track = reading.track, track > 1 {
                return Contents(name, [.ffmpeg(body, FFmpegInput(container: name, demuxer: "ogg", track: track))])
            }
            return try ogg(body)
        case .ffmpeg(let demuxer):
            let input = FFmpegInput(container: name, demuxer: demuxer, track: reading.track)
            let gap =
                switch demuxer {
                case "matroska": try MatroskaTimes(body).gap
                case "mov": try MovieTimes(body).gap
                default: TimestampGap?.none
                }
            return Contents(
                name, [.ffmpeg(body, input)], gap.map { [.timestampGap(at: $0.at, seconds: $0.seconds)] } ?? [])
        case .noDecoder(let format):
            throw .noDecoder(format)
        case .notAudio:
            throw .notAudio(looksLike: name)
        case .text, .unknown:
            return try searched(source, orElse: signature.reader == .text ? name : nil)
        }
    }

    /// Frames behind bytes of something else.
    ///
    /// - Throws: `notAudio`, if there are no more than may be chance.
    static func searched(_ source: ByteSource, orElse name: String?) throws(RecordingError) -> Contents {
        guard let run = try FrameRun.search(source) else { throw .notAudio(looksLike: name) }
        let found = source.window(run.start..<source.count)
        guard run.codec == .mpeg else {
            let input = FFmpegInput(container: run.codec.name, demuxer: run.codec.demuxer)
            return Contents(run.codec.name, [.ffmpeg(found, input)])
        }
        guard let mpeg = try mpeg(found) else { throw .notAudio(looksLike: name) }
        return Contents(run.codec.name, mpeg)
    }

    /// The samples of a telephone system's file.
    static func raw(_ source: ByteSource, _ format: RawFormat) throws(RecordingError) -> [Stream] {
        func linear(_ codec: HeaderlessFormat.Codec, _ rate: Int) -> Stream {
            let channels = Speaker.standardChannels(count: 1)
            let name = codec == .aLaw ? "A-law" : codec == .muLaw ? "µ-law" : "16-bit PCM"
            let format = HeaderlessFormat(codec: codec, codecName: name, sampleRate: rate, channels: channels)
            return .headerless(source, format, container: "raw")
        }
        return switch format {
        case .gsm: [.raw(source, .gsm, container: format.name)]
        case .vox: [.raw(source, .voxADPCM, container: format.name)]
        case .alaw: [linear(.aLaw, telephoneRate)]
        case .ulaw: [linear(.muLaw, telephoneRate)]
        case .sln: [linear(.pcm16, telephoneRate)]
        case .sln16: [linear(.pcm16, 2 * telephoneRate)]
        case .g722: [.ffmpeg(source, FFmpegInput(container: format.name, demuxer: "g722"))]
        }
    }
}

extension RawFormat {
    /// The format's name in reports.
    var name: String {
        switch self {
        case .gsm: "GSM 6.10"
        case .alaw, .ulaw, .sln, .sln16: "raw"
        case .g722: "G.722"
        case .vox: "VOX ADPCM"
        }
    }
}

extension FileSignature {
    /// Whether samples without a header may begin like this: not with a signature that is unmistakable.
    var mayBeRaw: Bool {
        switch reader {
        case .unknown, .text, .gsm, .mpeg: true
        default: false
        }
    }
}
