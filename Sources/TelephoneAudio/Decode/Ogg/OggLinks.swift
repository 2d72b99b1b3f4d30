/// One link of a chained Ogg file (RFC 3533 section 4): streams that begin together. Links follow each other.
struct OggLink: Hashable, Sendable {
    /// The link's bytes in the file, from its first page to the first page of the next link.
    let range: Range<Int>
    /// The link's logical streams in the order of their first pages.
    let streams: [Stream]

    /// Whether the audio stream's last page is in the file: it is flagged as such, or it is whole, and so is the last
    /// packet on it.
    let isComplete: Bool

    /// A logical stream.
    struct Stream: Hashable, Sendable {
        let serial: UInt32
        let codec: OggCodec
    }

    /// - Parameter ended: the streams whose last page is in `range`.
    init(range: Range<Int>, streams: [Stream], ended: Set<UInt32>) {
        self.range = range
        self.streams = streams
        isComplete = streams.first { $0.codec.isAudio }.map { ended.contains($0.serial) } ?? true
    }

    /// The stream that is decoded: the first one with sound.
    var audio: Stream? { streams.first { $0.codec.isAudio } }

    /// Returns the stream that is decoded.
    ///
    /// - Throws: `undecodable` if its codec is not `codec`.
    func audio(of codec: OggCodec) throws(RecordingError) -> Stream {
        guard let audio, audio.codec == codec else {
            throw .undecodable(format: codec.rawValue, reason: "no \(codec.rawValue) stream")
        }
        return audio
    }
}

/// A codec in Ogg, recognised by the first bytes of a stream's first packet.
enum OggCodec: String, Hashable, Sendable {
    case opus = "Opus"
    case vorbis = "Vorbis"
    case flac = "FLAC"
    case speex = "Speex"
    case theora = "Theora"
    case skeleton = "Skeleton"
    case unknown = "unknown codec"

    /// Recognizes the first packet of a stream; FLAC also in the mapping of 2001, which begins with "fLaC".
    init(firstPacket: some Sequence<UInt8>) {
        let start = Array(firstPacket.prefix(8))
        let found = Self.magic.first { start.starts(with: $0.bytes) }
        self = found?.codec ?? .unknown
    }

    var isAudio: Bool {
        switch self {
        case .opus, .vorbis, .flac, .speex: true
        case .theora, .skeleton, .unknown: false
        }
    }

    private static let magic: [(bytes: [UInt8], codec: OggCodec)] = [
        (Array("OpusHead".utf8), .opus),
        (Array("\u{1}vorbis".utf8), .vorbis),
        (Array("\u{7F}FLAC".utf8), .flac),
        (Array("fLaC".utf8), .flac),
        (Array("Speex   ".utf8), .speex),
        ([0x80] + Array("theora".utf8), .theora),
        (Array("fishead".utf8), .skeleton),
    ]
}

/// The links of an Ogg file, found by walking its page headers.
struct OggLinks: Hashable, Sendable {
    private(set) var links: [OggLink] = []
    /// Bytes before the first link, and those behind the last one if the file has more links than `limit`.
    private(set) var unclaimed = 0

    /// Links that are read at most. Recordings of internet radio have a link per song.
    static let limit = 10_000
    /// Streams of one link that are read at most.
    private static let streamLimit = 32

    /// - Throws: `system`.
    init(_ source: ByteSource) throws(RecordingError) {
        let pages = OggPages(source, verifying: false)
        var start: Int?
        var streams: [OggLink.Stream] = []
        var isBeginning = false
        // The streams whose last page so far can be their last.
        var ended: Set<UInt32> = []
        while let page = try pages.next() {
            let isEnd = !page.isCut && (page.isLast || pages.segments.last.map { $0 < 255 } ?? true)
            guard page.isFirst else {
                if !isEnd {
                    ended.remove(page.serial)
                } else if ended.count < Self.streamLimit {
                    ended.insert(page.serial)
                }
                isBeginning = false
                continue
            }
            if !isBeginning {
                if let start {
                    links.append(OggLink(range: start..<page.offset, streams: streams, ended: ended))
                    if links.count == Self.limit {
                        unclaimed += source.count - page.offset
                        return
                    }
                } else {
                    unclaimed = page.offset
                }
                (start, streams, isBeginning, ended) = (page.offset, [], true, [])
            }
            if streams.count < Self.streamLimit {
                streams.append(OggLink.Stream(serial: page.serial, codec: OggCodec(firstPacket: pages.body)))
            }
        }
        if let start {
            if pages.endsInHeader { ended = [] }
            links.append(OggLink(range: start..<source.count, streams: streams, ended: ended))
        } else {
            unclaimed = source.count
        }
    }
}
