/// The properties of one link's Opus stream, found before decoding by walking all of its packets, which takes about a
/// hundredth of the time of decoding them.
struct OpusStream: Sendable {
    let link: OggLink
    let serial: UInt32
    let head: OpusHead
    /// Samples at 48 kHz, without the pre-skip and what the end trims.
    let sampleCount: Int
    /// No bytes were skipped and no page is missing.
    let isClean: Bool
    /// Whether any packet uses SILK, the speech coder.
    let usesSilk: Bool
    /// Why the stream ends early; nil if it ends as marked.
    let earlyEnd: Finding.Damage?
    /// Bytes behind the stream's last page that belong to no page.
    let unreadBytes: Int
    let index: OggPageIndex<OpusTiming>

    /// - Throws: `undecodable` for a link without Opus, and for mappings of more than one stream (RFC 7845 section 5.1.1,
    ///   families other than 0), `system`.
    init(_ source: ByteSource, link: OggLink) throws(RecordingError) {
        guard let stream = link.audio, stream.codec == .opus else {
            throw .undecodable(format: "Opus", reason: "no Opus stream")
        }
        self.link = link
        serial = stream.serial
        let source = source.window(link.range)
        head = try Self.head(of: source, serial: serial)
        guard head.mappingFamily == 0, head.channels <= 2 else {
            throw .undecodable(format: "Opus", reason: "channel mapping family \(head.mappingFamily)")
        }
        let packets = OpusPackets(source, serial: serial, timing: OpusTiming())
        var index = OggPageIndex(timing: OpusTiming())
        var isClean = true
        while let event = try packets.next() {
            if case .lost = event { isClean = false }
            index.add(packets.page)
        }
        self.index = index
        self.isClean = isClean
        usesSilk = packets.timing.usesSilk
        sampleCount = max(0, packets.position - packets.endTrim - head.preSkip)
        unreadBytes = try packets.unreadBytes()
        earlyEnd =
            packets.hasEnd
            ? nil : packets.isCut || unreadBytes == 0 ? .truncated : .damagedData(codec: OggCodec.opus.rawValue)
    }

    private static func head(of source: ByteSource, serial: UInt32) throws(RecordingError) -> OpusHead {
        let pages = OggPages(source, verifying: false)
        while let page = try pages.next(), page.isFirst {
            if page.serial == serial { return try OpusHead(pages.body) }
        }
        throw .undecodable(format: "Opus", reason: "no Opus header")
    }
}
