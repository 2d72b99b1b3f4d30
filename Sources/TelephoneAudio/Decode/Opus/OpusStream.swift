/// The properties of one link's Opus stream, found before decoding by walking all of its packets, which takes about a
/// hundredth of the time of decoding them.
struct OpusStream: Sendable {
    let head: OpusHead
    let scan: OggStreamScan<OpusTiming>
    /// Samples at 48 kHz, without the pre-skip and what the end trims.
    var sampleCount: Int { max(0, scan.duration - scan.endTrim - head.preSkip) }

    /// Whether any packet may use SILK. Only the first of several streams was looked at.
    var usesSilk: Bool { scan.timing.usesSilk || (head.mapping?.streams ?? 1) > 1 }

    /// - Throws: `undecodable` for a link without Opus, and for channels without a mapping table (RFC 8486, family 3),
    ///   `system`.
    init(_ source: ByteSource, link: OggLink) throws(RecordingError) {
        let stream = try link.audio(of: .opus)
        head = try Self.head(of: source.window(link.range), serial: stream.serial)
        guard head.mapping != nil || head.mappingFamily == 0 && head.channels <= 2 else {
            throw .undecodable(format: "Opus", reason: "channel mapping family \(head.mappingFamily)")
        }
        scan = try OggStreamScan(source, link: link, stream: stream, timing: OpusTiming())
    }

    private static func head(of source: ByteSource, serial: UInt32) throws(RecordingError) -> OpusHead {
        let pages = OggPages(source, verifying: false)
        while let page = try pages.next(), page.isFirst {
            if page.serial == serial { return try OpusHead(pages.body) }
        }
        throw .undecodable(format: "Opus", reason: "no Opus header")
    }
}
