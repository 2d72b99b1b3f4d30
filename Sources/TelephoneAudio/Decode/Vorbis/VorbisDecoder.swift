import CVorbis

/// Decodes one link of Ogg Vorbis by libvorbis itself, so that damage keeps its time and its place, and at half the rate
/// where that is still twice what a telephone needs.
///
/// At half the rate, half of each block's spectrum is transformed back at half the size. The resulting frames lie half a
/// recorded frame later, between two of the full rate, and below 3.6 kHz the sound is the same: speech, music, noise and
/// transients differed by less than -90 dB of full scale, except where a file begins or ends in mid-sound.
///
/// Sound decoded after a seek is bit-identical to sound decoded from the start: a packet depends on the one before and on
/// no other (Vorbis I specification, section 4.3.8).
final class VorbisDecoder: Decoder {
    let format: RecordingFormat
    let recorded: RecordingFormat
    let lead: Double
    let layout = SampleLayout.planarFloat32
    let length: StreamLength
    var recordedFrames: Int? { stream.frames }
    var findings: [Finding] { damage.findings + endFindings }

    private let source: ByteSource
    private let stream: VorbisStream
    private let synthesis: VorbisSynthesis
    private var packets: VorbisPackets
    /// Recorded frames per delivered one.
    private let reduction: Int
    /// Frames to deliver in all.
    private let total: Int
    /// Frames delivered.
    private var position = 0
    /// Frames still to be dropped at the start.
    private var toDrop: Int
    /// Frames of a gap still to be filled.
    private var silence = 0
    private var damage: OggDamage
    private var endFindings: [Finding] = []
    private var ended = false

    /// Rates from here on are decoded at half of them.
    private static let leastHalved = 32000
    /// Recorded frames decoded and dropped after a seek: more than the longest packet has.
    private static let preRoll = 8192

    /// - Parameters:
    ///   - source: the whole file; `stream` was found in it.
    ///   - mayHalve: whether half the recorded rate is enough.
    /// - Throws: `undecodable`, `system`.
    init(_ source: ByteSource, stream: VorbisStream, mayHalve: Bool = true) throws(RecordingError) {
        self.source = source.window(stream.scan.range)
        self.stream = stream
        let setup = try VorbisSetup(self.source, serial: stream.scan.serial)
        recorded = stream.format
        // libvorbis refuses to halve the shortest blocks of the format.
        let isHalved =
            mayHalve && recorded.sampleRate >= Self.leastHalved && recorded.sampleRate.isMultiple(of: 2)
            && vorbis_synthesis_halfrate(setup.info, 1) == 0
        reduction = isHalved ? 2 : 1
        var format = stream.format
        format.sampleRate /= reduction
        self.format = format
        synthesis = try VorbisSynthesis(setup)
        packets = VorbisPackets(self.source, serial: stream.scan.serial, timing: setup.timing)
        toDrop = stream.scan.startTrim / reduction
        let early = stream.scan.startTrim % reduction
        lead = isHalved ? Double(early) - 0.5 : 0
        total = min(
            (stream.frames + early + reduction - 1) / reduction, stream.scan.duration / reduction - toDrop)
        length = stream.scan.isClean ? .exact(total) : .claimed(total)
        damage = OggDamage(start: stream.scan.startTrim, rate: recorded.sampleRate)
    }

    func read(_ frames: Int, into block: SampleBlock) throws(RecordingError) -> Int {
        let wanted = min(frames, total - position)
        var done = 0
        while done < wanted {
            if silence > 0 {
                let count = min(silence, wanted - done)
                block.clear(done..<done + count, channels: format.channels.count)
                silence -= count
                done += count
            } else if synthesis.available > 0 {
                let count = min(synthesis.available, wanted - done)
                synthesis.take(count, into: block, at: done)
                done += count
            } else {
                guard try decodeMore() else { break }
                let dropped = min(toDrop, silence + synthesis.available)
                if silence > 0 { silence -= dropped } else { synthesis.drop(dropped) }
                toDrop -= dropped
            }
        }
        position += done
        if done == 0, frames > 0, !ended {
            ended = true
            endFindings = stream.scan.endFindings(at: Double(position) / Double(format.sampleRate))
        }
        return done
    }

    func seek(to frame: Int) throws(RecordingError) {
        let wanted = stream.scan.startTrim / reduction + frame
        let start = stream.scan.index.start(before: wanted * reduction - Self.preRoll)
        packets = VorbisPackets(source, serial: stream.scan.serial, from: start)
        synthesis.restart()
        toDrop = wanted - start.position / reduction
        silence = 0
        position = frame
    }

    /// Decodes a packet or finds out how long a gap is; false at the end.
    private func decodeMore() throws(RecordingError) -> Bool {
        guard let event = try packets.next() else { return false }
        switch event {
        case .stray(let bytes):
            damage.add(at: packets.position, bytes: bytes, lost: 0)
        case .lost(let duration, let bytes):
            damage.add(at: packets.position - duration, bytes: bytes, lost: duration)
            leaveGap(duration)
            synthesis.restart()
        case .packet(let packet, let duration):
            guard !packet.isEmpty else { return true }
            let decoded = synthesis.decode(packet)
            if decoded == nil {
                damage.add(at: packets.position - duration, bytes: packet.count, lost: duration)
                synthesis.restart()
            }
            // Also if the packet before is missing, so that its half of the overlap is.
            if decoded != duration / reduction {
                synthesis.drop(synthesis.available)
                leaveGap(duration)
            }
        }
        return true
    }

    private func leaveGap(_ duration: Int) {
        silence = packets.position / reduction - (packets.position - duration) / reduction
    }
}
