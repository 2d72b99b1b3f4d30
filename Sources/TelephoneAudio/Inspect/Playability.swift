/// A reason why the telephone network would silently skip a file.
///
/// sipgate documents a WAV file with 16-bit PCM, mono, 8,000 Hz. An obstacle contradicts that, or is something that a
/// reader of WAV files need not understand: sizes and chunks that break the rules of the RIFF format.
public enum PlayObstacle: Hashable, Sendable, Codable {
    /// Another format than WAV.
    case container(String)
    /// Bytes before the WAV file, such as an ID3 tag.
    case leadingBytes(Int)
    /// 64-bit sizes: not a RIFF file, although it is called WAV.
    case rf64
    /// Another codec than 16-bit PCM: "32-bit float".
    case codec(String)
    /// Another sample rate than 8 kHz, in Hz.
    case sampleRate(Int)
    /// Another number of channels than one.
    case channels(Int)
    /// WAVE_FORMAT_EXTENSIBLE: the header does not name the codec where readers look for it.
    case extensibleHeader
    /// The header has no format, or an incomplete one.
    case noFormat
    /// The size in the RIFF header differs from that of the file, in bytes.
    case riffSize(claimed: UInt64, found: Int)
    /// The size in the `data` chunk differs from that of the sound, in bytes.
    case dataSize(claimed: UInt64, found: Int)
    /// Chunks are not where the sizes say, or bytes belong to no chunk.
    case brokenChunks
    /// Bytes per frame or per second that contradict rate, channels and bits.
    case contradictoryFormat
    /// The last sample is incomplete.
    case partialSample
    /// No samples.
    case noSamples
}

/// A property of valid WAV files that has been verified neither to play nor to fail. Files that are known to play have a `fmt `
/// chunk of 16 bytes, at most a `LIST` chunk, and the sound last.
public enum PlayDoubt: Hashable, Sendable, Codable {
    /// Chunks before the sound, by name.
    case chunksBefore([String])
    /// Chunks behind the sound, by name.
    case chunksAfter([String])
    /// A `fmt ` chunk of this many bytes.
    case longFormatChunk(bytes: Int)
}

/// Whether the telephone network would play a file as it is.
public struct Playability: Hashable, Sendable, Codable {
    /// All reasons why it would be skipped, the most important first.
    public var obstacles: [PlayObstacle]
    /// Properties that may be obstacles.
    public var doubts: [PlayDoubt]

    /// Whether no obstacle is known.
    public var plays: Bool { obstacles.isEmpty }
    /// Whether the file is like those that are known to play.
    public var isKnownToPlay: Bool { obstacles.isEmpty && doubts.isEmpty }

    /// Judges a WAV file with `leadingBytes` of something else before it.
    package init(_ header: WaveHeader, leadingBytes: Int = 0) {
        obstacles = []
        doubts = []
        if leadingBytes > 0 { obstacles.append(.leadingBytes(leadingBytes)) }
        if header.form == .rf64 { obstacles.append(.rf64) }
        check(header.format)
        for defect in header.defects {
            guard let obstacle = PlayObstacle(defect, in: header) else { continue }
            if !obstacles.contains(obstacle) { obstacles.append(obstacle) }
        }
        if header.dataBytes == 0 { obstacles.append(.noSamples) }

        let before = header.chunksBefore.filter { !["fmt ", "LIST", "ds64"].contains($0) }
        if !before.isEmpty { doubts.append(.chunksBefore(before.map(\.description))) }
        if !header.chunksAfter.isEmpty { doubts.append(.chunksAfter(header.chunksAfter.map(\.description))) }
        if let format = header.format, !format.isExtensible, format.chunkBytes > 16 {
            doubts.append(.longFormatChunk(bytes: format.chunkBytes))
        }
    }

    /// Judges anything but a WAV file, which never plays; other obstacles are listed as far as they are known.
    package init(container: String, format: RecordingFormat?, isEmpty: Bool = false) {
        obstacles = [.container(container)]
        doubts = []
        if let format {
            if format.codec != container, format.codec != "16-bit PCM" { obstacles.append(.codec(format.codec)) }
            check(sampleRate: format.sampleRate, channels: format.channels.count)
        }
        if isEmpty { obstacles.append(.noSamples) }
    }

    private mutating func check(_ format: WaveFormat?) {
        guard let format else { return }
        if format.sampleCodec != .pcm16, !format.isShort || format.isExtensible, format.channels > 0 {
            obstacles.append(.codec(format.codecName))
        }
        if !format.isShort || format.isExtensible {
            check(sampleRate: format.sampleRate, channels: format.channels)
        }
        if format.isExtensible { obstacles.append(.extensibleHeader) }
    }

    private mutating func check(sampleRate: Int, channels: Int) {
        if sampleRate != telephoneRate { obstacles.append(.sampleRate(sampleRate)) }
        if channels != 1 { obstacles.append(.channels(channels)) }
    }
}

extension PlayObstacle {
    fileprivate init?(_ defect: WaveHeader.Defect, in header: WaveHeader) {
        switch defect {
        case .noFormat, .shortFormat:
            self = .noFormat
        case .noData:
            // Reported as `noSamples`.
            return nil
        case .riffSize(let claimed):
            self = .riffSize(claimed: claimed, found: max(0, header.fileBytes - 8))
        case .truncated where header.defects.contains(.noData):
            return nil
        case .placeholderSize, .truncated, .wrappedSize, .noSize64:
            self = .dataSize(claimed: header.claimedDataBytes, found: header.dataBytes)
        case .unpaddedChunk, .wrongChunkSize, .tooManyChunks, .severalDataChunks, .trailingBytes:
            self = .brokenChunks
        case .partialFrame:
            self = .partialSample
        case .blockAlign, .byteRate:
            self = .contradictoryFormat
        }
    }
}
