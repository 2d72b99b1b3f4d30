import COpus

/// Decodes one link of Ogg Opus (RFC 7845) by libopus itself, at 16 kHz: twice the rate of a telephone line is enough,
/// and libsndfile's way to libopus detects the processor's features six times per packet.
///
/// Channel mapping family 0 only: mono and stereo.
///
/// Sound decoded after a seek is bit-identical to sound decoded from the start, so that several workers can share a
/// recording. CELT's state fades by itself: of ten minutes of music entered at 500 places, no sample differed after 1 s of
/// pre-roll. SILK's need not: rounding errors persist in its long-term prediction for longer than 10 s. A stream that
/// uses SILK is therefore always decoded in segments of a minute, each with a fresh decoder and its own pre-roll;
/// then it does not matter which worker decodes which segment.
final class OpusDecoder: Decoder {
    let format: RecordingFormat
    let recorded: RecordingFormat
    let recordedFrames: Int?
    let lead: Double
    let layout = SampleLayout.float32
    let length: StreamLength
    var findings: [Finding] { damage.findings + endFindings }

    private let source: ByteSource
    private let stream: OpusStream
    private let decoder: OpaquePointer
    private var packets: OpusPackets
    /// Frames to deliver in all.
    private let total: Int
    /// Frames delivered.
    private var position = 0
    /// The frame at which a fresh decoder takes over; nil if one decodes the whole stream.
    private var segmentEnd: Int?
    /// Frames still to be dropped at the start.
    private var toDrop: Int
    /// Decoded frames, of which `rest` were not delivered yet.
    private let pcm: UnsafeMutablePointer<Float>
    private var rest: Range<Int> = 0..<0
    /// Frames of a gap still to be filled, and how many were filled so far.
    private var gap = (left: 0, done: 0)
    private var damage: OggDamage
    private var endFindings: [Finding] = []
    private var ended = false

    /// Opus gives the frames of its packets at 48 kHz; a third of them are decoded.
    private static let reduction = 3
    private static let sampleRate = 48000 / reduction
    /// The longest packet: 120 ms (RFC 6716 section 2.1.4).
    private static let longestPacket = sampleRate * 120 / 1000
    /// Sound decoded before where it is wanted and thrown away, at 48 kHz (RFC 7845 section 4.6: at least 80 ms).
    private static let preRoll = 72000
    private static let segment = 60 * sampleRate
    /// Frames of a gap that libopus conceals before silence takes over.
    private static let concealed = sampleRate / 10

    /// - Parameters:
    ///   - source: the whole file; `stream` was found in it.
    ///   - mix: whether both channels are wanted as one, which costs libopus less than decoding two. Channels that cancel
    ///     each other leave silence.
    /// - Throws: `undecodable`.
    init(_ source: ByteSource, stream: OpusStream, mix: Bool) throws(RecordingError) {
        self.source = source.window(stream.scan.range)
        self.stream = stream
        let channels = mix ? 1 : stream.head.channels
        recorded = RecordingFormat(
            container: "Ogg", codec: OggCodec.opus.rawValue, sampleRate: 48000,
            channels: Speaker.standardChannels(count: stream.head.channels))
        format = RecordingFormat(
            container: "Ogg", codec: OggCodec.opus.rawValue, sampleRate: Self.sampleRate,
            channels: Speaker.standardChannels(count: channels))
        recordedFrames = stream.sampleCount
        let early = stream.head.preSkip % Self.reduction
        lead = Double(early)
        toDrop = stream.head.preSkip / Self.reduction
        total = stream.sampleCount == 0 ? 0 : (early + stream.sampleCount + Self.reduction - 1) / Self.reduction
        length = stream.scan.isClean ? .exact(total) : .claimed(total)
        segmentEnd = stream.scan.isClean && stream.scan.timing.usesSilk ? Self.segment : nil
        damage = OggDamage(start: stream.head.preSkip, rate: 48000)
        packets = OpusPackets(self.source, serial: stream.scan.serial, timing: OpusTiming())
        var status: CInt = 0
        guard let decoder = opus_decoder_create(opus_int32(Self.sampleRate), CInt(channels), &status) else {
            throw .undecodable(format: OggCodec.opus.rawValue, reason: String(cString: opus_strerror(status)))
        }
        self.decoder = decoder
        // RFC 7845 section 5.1: a player must apply it.
        if stream.head.gain != 0 { _ = announce_opus_set_gain(decoder, opus_int32(stream.head.gain)) }
        pcm = .allocate(capacity: Self.longestPacket * channels)
        pcm.initialize(repeating: 0, count: Self.longestPacket * channels)
    }

    deinit {
        opus_decoder_destroy(decoder)
        pcm.deallocate()
    }

    func read(_ frames: Int, into block: SampleBlock) throws(RecordingError) -> Int {
        if position == segmentEnd { try seek(to: position) }
        let channels = format.channels.count
        let target = block.base.assumingMemoryBound(to: Float.self)
        let wanted = min(frames, min(total, segmentEnd ?? total) - position)
        var done = 0
        while done < wanted {
            if rest.isEmpty {
                guard try decodeMore() else { break }
                let dropped = min(toDrop, rest.count)
                toDrop -= dropped
                rest = rest.lowerBound + dropped..<rest.upperBound
            }
            let count = min(rest.count, wanted - done)
            (target + done * channels).update(from: pcm + rest.lowerBound * channels, count: count * channels)
            rest = rest.lowerBound + count..<rest.upperBound
            done += count
        }
        position += done
        if done == 0, frames > 0, !ended {
            ended = true
            endFindings = stream.scan.endFindings(at: Double(position) / Double(Self.sampleRate))
        }
        return done
    }

    func seek(to frame: Int) throws(RecordingError) {
        var origin = frame
        if segmentEnd != nil {
            origin = frame / Self.segment * Self.segment
            segmentEnd = origin + Self.segment
        }
        let skipped = stream.head.preSkip / Self.reduction
        let early = origin == 0 ? 0 : (skipped + origin) * Self.reduction - Self.preRoll
        let start = stream.scan.index.start(before: early)
        packets = OpusPackets(source, serial: stream.scan.serial, from: start)
        _ = announce_opus_reset(decoder)
        toDrop = skipped + frame - start.position / Self.reduction
        position = frame
        rest = 0..<0
    }

    /// Decodes a packet or fills a piece of a gap; false at the end.
    private func decodeMore() throws(RecordingError) -> Bool {
        while true {
            if gap.left > 0 {
                fillGap()
                return true
            }
            guard let event = try packets.next() else { return false }
            switch event {
            case .lost(let duration, let bytes):
                damage.add(at: packets.position - duration, bytes: bytes, lost: duration)
                gap = (duration / Self.reduction, 0)
            case .packet(let packet, let duration):
                let frames = duration / Self.reduction
                guard frames == 0 || !decode(packet, frames: frames) else { return true }
                damage.add(at: packets.position - duration, bytes: packet.count, lost: duration)
                gap = (frames, 0)
            }
        }
    }

    private func decode(_ packet: UnsafeRawBufferPointer, frames: Int) -> Bool {
        let bytes = packet.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let count = opus_decode_float(decoder, bytes, opus_int32(packet.count), pcm, CInt(Self.longestPacket), 0)
        guard Int(count) == frames else { return false }
        rest = 0..<frames
        return true
    }

    /// Fills a piece of a gap: libopus extrapolates the sound for a moment, then silence follows.
    private func fillGap() {
        let frames = min(gap.left, Self.longestPacket / 6)
        let concealed =
            gap.done < Self.concealed
            ? Int(opus_decode_float(decoder, nil, 0, pcm, CInt(frames), 0)) : 0
        if concealed != frames { pcm.update(repeating: 0, count: frames * format.channels.count) }
        rest = 0..<frames
        gap = (gap.left - frames, gap.done + frames)
    }
}
