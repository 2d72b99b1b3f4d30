/// What there is to know about the Vorbis stream of one link before decoding it: found by walking all of its packets
/// without decoding any.
struct VorbisStream: Sendable {
    let link: OggLink
    let serial: UInt32
    /// What was recorded.
    let format: RecordingFormat
    /// Frames in front that are not to be heard: the stream was cut from a longer one.
    let startTrim: Int
    /// Frames by the packets, with what is trimmed at either end and the gaps.
    let packetFrames: Int
    /// Frames that are to be heard.
    let frames: Int
    /// No bytes were skipped and no page is missing.
    let isClean: Bool
    /// How the stream ends, if it does not end as it should.
    let earlyEnd: Finding.Damage?
    /// Bytes behind the stream's last page that are no pages.
    let unreadBytes: Int
    let index: OggPageIndex<VorbisTiming>

    /// - Throws: `undecodable` for a link without Vorbis or with damaged headers, `rateOutOfRange`,
    ///   `channelCountOutOfRange`, `system`.
    init(_ source: ByteSource, link: OggLink) throws(RecordingError) {
        guard let stream = link.audio, stream.codec == .vorbis else { throw VorbisSetup.bad("no Vorbis stream") }
        self.link = link
        serial = stream.serial
        let source = source.window(link.range)
        let setup = try VorbisSetup(source, serial: serial)
        format = setup.format
        let timing = setup.timing
        let packets = VorbisPackets(source, serial: serial, timing: timing)
        var index = OggPageIndex(timing: timing)
        var isClean = true
        while let event = try packets.next() {
            if case .lost = event { isClean = false }
            index.add(packets.page)
        }
        self.index = index
        self.isClean = isClean
        startTrim = packets.startTrim
        packetFrames = packets.position
        frames = max(0, packets.position - packets.startTrim - packets.endTrim)
        unreadBytes = try packets.unreadBytes()
        earlyEnd =
            packets.hasEnd
            ? nil : packets.isCut || unreadBytes == 0 ? .truncated : .damagedData(codec: OggCodec.vorbis.rawValue)
    }
}
