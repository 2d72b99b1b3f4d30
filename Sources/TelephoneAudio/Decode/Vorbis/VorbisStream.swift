/// The properties of one link's Vorbis stream, found before decoding by walking all of its packets.
struct VorbisStream: Sendable {
    /// What was recorded.
    let format: RecordingFormat
    let scan: OggStreamScan<VorbisTiming>
    /// Frames after trimming.
    var frames: Int { max(0, scan.duration - scan.startTrim - scan.endTrim) }

    /// - Throws: `undecodable` for a link without Vorbis or with damaged headers, `rateOutOfRange`,
    ///   `channelCountOutOfRange`, `system`.
    init(_ source: ByteSource, link: OggLink) throws(RecordingError) {
        let stream = try link.audio(of: .vorbis)
        let setup = try VorbisSetup(source.window(link.range), serial: stream.serial)
        format = setup.format
        scan = try OggStreamScan(source, link: link, stream: stream, timing: setup.timing)
    }
}
