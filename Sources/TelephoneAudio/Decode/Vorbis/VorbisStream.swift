/// The properties of one link's Vorbis stream, found before decoding by walking all of its packets.
struct VorbisStream: Sendable {
    let link: OggLink
    let serial: UInt32
    /// What was recorded.
    let format: RecordingFormat
    /// Frames to drop at the start: the stream was cut from a longer one.
    let startTrim: Int
    /// Frames by the packets, including gaps and what is trimmed at either end.
    let packetFrames: Int
    /// Frames after trimming.
    let frames: Int
    /// No bytes were skipped and no page is missing.
    let isClean: Bool
    /// Why the stream ends early; nil if it ends as marked.
    let earlyEnd: Finding.Damage?
    /// Bytes behind the stream's last page that belong to no page.
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
