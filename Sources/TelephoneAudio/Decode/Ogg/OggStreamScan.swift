/// The extent of one link's audio stream, found before decoding by walking all of its packets.
struct OggStreamScan<Timing: OggTiming>: Sendable {
    /// The link's bytes in the file.
    let range: Range<Int>
    let serial: UInt32
    /// The sound of all packets and gaps, including what is trimmed at either end, in the units of granule positions.
    let duration: Int
    /// Sound to drop at the start: the stream was cut from a longer one (Vorbis I specification, appendix A.2).
    let startTrim: Int
    /// Sound to drop at the end (the same; RFC 7845 section 4.4).
    let endTrim: Int
    /// No bytes were skipped and no page is missing.
    let isClean: Bool
    /// What the granule positions show without decoding; times count from the start of the stream.
    let findings: [Finding]
    /// The timing's state after the last packet.
    let timing: Timing
    let index: OggPageIndex<Timing>

    /// Why the stream ends early; nil if it ends as marked.
    private let earlyEnd: Finding.Damage?
    /// Bytes behind the stream's last page that belong to no page.
    private let unreadBytes: Int

    /// - Parameters:
    ///   - source: the whole file; `link` was found in it.
    ///   - stream: the link's stream to walk.
    ///   - timing: the state before the first packet.
    /// - Throws: `system`.
    init(
        _ source: ByteSource, link: OggLink, stream: OggLink.Stream, timing: Timing
    ) throws(RecordingError) {
        let packets = OggPackets(source.window(link.range), serial: stream.serial, timing: timing)
        var index = OggPageIndex(timing: timing)
        var isClean = true
        while let event = try packets.next() {
            if case .packet = event {} else { isClean = false }
            index.add(packets.page)
        }
        range = link.range
        serial = stream.serial
        duration = packets.position
        self.isClean = isClean
        self.timing = packets.timing
        self.index = index
        unreadBytes = try packets.unreadBytes()
        // Many programs leave out the mark, so a last page that is whole is an end as well.
        let isWhole = packets.hasEnd || packets.endsWhole && unreadBytes == 0
        earlyEnd =
            isWhole ? nil : packets.isCut || unreadBytes == 0 ? .truncated : .damagedData(codec: stream.codec.rawValue)
        let times = packets.granules.verdict(hasEnd: packets.hasEnd, isWhole: isWhole)
        startTrim = times.startTrim
        endTrim = times.endTrim
        findings = times.findings
    }

    /// Returns what a decoder reports when it has delivered the whole stream.
    ///
    /// - Parameter time: how much sound it delivered, in seconds.
    func endFindings(at time: Double) -> [Finding] {
        var findings: [Finding] = []
        if let earlyEnd { findings.append(.stoppedEarly(at: time, expected: nil, cause: earlyEnd)) }
        if unreadBytes > 0 { findings.append(.unreadBytes(unreadBytes)) }
        return findings
    }
}
