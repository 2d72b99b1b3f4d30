/// Decodes one link of Ogg Opus (RFC 7845) by libopus itself, at 16 kHz: twice the rate of a telephone line is enough,
/// and libsndfile's way to libopus detects the processor's features six times per packet.
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
    private let synthesis: OpusSynthesis
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
    ///   - mix: whether the two channels of stereo are wanted as one, which costs libopus less than decoding two. Channels
    ///     that cancel each other leave silence. More than two channels are never mixed here.
    /// - Throws: `undecodable`.
    init(_ source: ByteSource, stream: OpusStream, mix: Bool) throws(RecordingError) {
        self.source = source.window(stream.scan.range)
        self.stream = stream
        let mix = mix && stream.head.channels == 2 && stream.head.mapping?.isPlain ?? true
        let speakers = mix ? Speaker.standardChannels(count: 1) : stream.head.speakers
        let channels = speakers.count
        recorded = RecordingFormat(
            container: "Ogg", codec: OggCodec.opus.rawValue, sampleRate: 48000,
            channels: stream.head.speakers)
        format = RecordingFormat(
            container: "Ogg", codec: OggCodec.opus.rawValue, sampleRate: Self.sampleRate,
            channels: speakers)
        recordedFrames = stream.sampleCount
        let early = stream.head.preSkip % Self.reduction
        lead = Double(early)
        toDrop = stream.head.preSkip / Self.reduction
        total = stream.sampleCount == 0 ? 0 : (early + stream.sampleCount + Self.reduction - 1) / Self.reduction
        length = stream.scan.isClean ? .exact(total) : .claimed(total)
        segmentEnd = stream.scan.isClean && stream.usesSilk ? Self.segment : nil
        damage = OggDamage(start: stream.head.preSkip, rate: 48000)
        packets = OpusPackets(self.source, serial: stream.scan.serial, timing: OpusTiming())
        synthesis = try OpusSynthesis(stream.head, sampleRate: Self.sampleRate, mix: mix)
        pcm = .allocate(capacity: Self.longestPacket * channels)
        pcm.initialize(repeating: 0, count: Self.longestPacket * channels)
    }

    deinit {
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
        synthesis.reset()
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
            case .stray(let bytes):
                damage.add(at: packets.position, bytes: bytes, lost: 0)
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
        guard synthesis.decode(packet, into: pcm, room: Self.longestPacket) == frames else { return false }
        rest = 0..<frames
        return true
    }

    /// Fills a piece of a gap: libopus extrapolates the sound for a moment, then silence follows.
    private func fillGap() {
        let frames = min(gap.left, Self.longestPacket / 6)
        let concealed =
            gap.done < Self.concealed ? synthesis.decode(nil, into: pcm, room: frames) : 0
        if concealed != frames { pcm.update(repeating: 0, count: frames * format.channels.count) }
        rest = 0..<frames
        gap = (gap.left - frames, gap.done + frames)
    }
}
