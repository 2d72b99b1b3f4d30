/// Why the telephone network would skip a file without a word.
///
/// Documented by sipgate: a WAV file with 16-bit PCM, mono, 8,000 Hz. An obstacle is what contradicts that, or what a
/// reader of WAV files need not understand: sizes and chunks that are not as the RIFF format demands.
public enum PlayObstacle: Hashable, Sendable {
    /// Not a WAV file but this.
    case container(String)
    /// Bytes in front of the WAV file, such as an ID3 tag.
    case leadingBytes(Int)
    /// Sizes of 64 bits: not a RIFF file, though it is named WAV.
    case rf64
    /// Samples are stored another way: "32-bit float".
    case codec(String)
    /// Hz.
    case sampleRate(Int)
    case channels(Int)
    /// WAVE_FORMAT_EXTENSIBLE: the header names no codec where readers look for it.
    case extensibleHeader
    /// The file says nothing of its format, or too little.
    case noFormat
    /// The size in the RIFF header is not that of the file; in bytes.
    case riffSize(claimed: UInt64, found: Int)
    /// The size in front of the sound is not that of the sound; in bytes.
    case dataSize(claimed: UInt64, found: Int)
    /// Chunks do not stand where their sizes say, or there are bytes that are none.
    case brokenChunks
    /// Bytes a frame or a second that contradict rate, channels and bits.
    case contradictoryFormat
    /// The last sample is cut in two.
    case partialSample
    /// No sound in it.
    case noSamples
}

/// What nobody knows to play, nor to fail: correct WAV files, but unlike those that are known to play, which have a
/// `fmt ` chunk of 16 bytes, at most a `LIST` chunk, and the sound last.
public enum PlayDoubt: Hashable, Sendable {
    /// Chunks in front of the sound, by name.
    case chunksBefore([String])
    /// Chunks behind the sound, by name.
    case chunksAfter([String])
    /// A `fmt ` chunk of this many bytes.
    case longFormatChunk(bytes: Int)
}

/// Whether the telephone network would play a file as it is.
public struct Playability: Hashable, Sendable {
    /// Every reason why not, the weightiest first.
    public var obstacles: [PlayObstacle]
    /// What may be one.
    public var doubts: [PlayDoubt]

    /// Nothing is known to be in the way.
    public var plays: Bool { obstacles.isEmpty }
    /// The file is like those that are known to play.
    public var isKnownToPlay: Bool { obstacles.isEmpty && doubts.isEmpty }

    /// Judges a WAV file with `leadingBytes` of something else in front of it.
    package init(_ header: WaveHeader, leadingBytes: Int = 0) {
        obstacles = []
        doubts = []
        if leadingBytes > 0 { obstacles.append(.leadingBytes(leadingBytes)) }
        if header.form == .rf64 { obstacles.append(.rf64) }
        judge(header.format)
        for problem in header.problems {
            guard let obstacle = PlayObstacle(problem, in: header) else { continue }
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

    /// Judges anything but a WAV file: it never plays, and what else is in the way is told as far as it is known.
    package init(container: String, format: RecordingFormat?, isEmpty: Bool = false) {
        obstacles = [.container(container)]
        doubts = []
        if let format {
            if format.codec != container, format.codec != "16-bit PCM" { obstacles.append(.codec(format.codec)) }
            judge(sampleRate: format.sampleRate, channels: format.channels.count)
        }
        if isEmpty { obstacles.append(.noSamples) }
    }

    private mutating func judge(_ format: WaveFormat?) {
        guard let format else { return }
        if format.sampleCodec != .pcm16, !format.isShort || format.isExtensible, format.channels > 0 {
            obstacles.append(.codec(format.codecName))
        }
        if !format.isShort || format.isExtensible {
            judge(sampleRate: format.sampleRate, channels: format.channels)
        }
        if format.isExtensible { obstacles.append(.extensibleHeader) }
    }

    private mutating func judge(sampleRate: Int, channels: Int) {
        if sampleRate != telephoneRate { obstacles.append(.sampleRate(sampleRate)) }
        if channels != 1 { obstacles.append(.channels(channels)) }
    }
}

extension PlayObstacle {
    fileprivate init?(_ problem: WaveHeader.Problem, in header: WaveHeader) {
        switch problem {
        case .noFormat, .shortFormat:
            self = .noFormat
        case .noData:
            // Told as a file without sound.
            return nil
        case .riffSize(let claimed):
            self = .riffSize(claimed: claimed, found: max(0, header.fileBytes - 8))
        case .truncated where header.problems.contains(.noData):
            return nil
        case .placeholderSize, .truncated, .wrappedSize, .noSize64:
            self = .dataSize(claimed: header.claimedDataBytes, found: header.dataBytes)
        case .unpaddedChunk, .lyingChunk, .tooManyChunks, .severalDataChunks, .trailingBytes:
            self = .brokenChunks
        case .partialFrame:
            self = .partialSample
        case .blockAlign, .byteRate:
            self = .contradictoryFormat
        }
    }
}
