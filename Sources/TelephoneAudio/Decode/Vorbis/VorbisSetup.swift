import CVorbis

/// The headers of a Vorbis stream (Vorbis I specification, section 4.2), as libvorbis understands them.
///
/// The comments are left out: they are not used, and may hold pictures.
final class VorbisSetup {
    let info: UnsafeMutablePointer<vorbis_info>
    var sampleRate: Int { info.pointee.rate }
    var channels: Int { Int(info.pointee.channels) }

    /// - Throws: `undecodable`, `rateOutOfRange`, `channelCountOutOfRange`, `system`.
    init(_ source: ByteSource, serial: UInt32) throws(RecordingError) {
        info = .allocate(capacity: 1)
        info.initialize(to: vorbis_info())
        vorbis_info_init(info)
        var comment = vorbis_comment()
        vorbis_comment_init(&comment)
        defer { vorbis_comment_clear(&comment) }
        let packets = OggPackets(source, serial: serial, timing: Untimed())
        for number in 0..<3 {
            guard let packet = try Self.next(of: packets) else { throw Self.undecodable("its headers are missing") }
            // Vendor and comments of no length, and the framing bit.
            let empty = [3] + Array("vorbis".utf8) + [0, 0, 0, 0, 0, 0, 0, 0, 1]
            let status = (number == 1 ? empty : Array(packet)).withUnsafeBytes { bytes in
                var header = ogg_packet(bytes, number: number)
                return vorbis_synthesis_headerin(info, &comment, &header)
            }
            guard status == 0 else { throw Self.undecodable("damaged header") }
        }
        try format.checkRange()
    }

    /// The next packet, whatever stands between the pages.
    private static func next(of packets: OggPackets<Untimed>) throws(RecordingError) -> UnsafeRawBufferPointer? {
        while let event = try packets.next() {
            if case .packet(let packet, _) = event { return packet }
        }
        return nil
    }

    deinit {
        vorbis_info_clear(info)
        info.deallocate()
    }

    var format: RecordingFormat {
        RecordingFormat(
            container: "Ogg", codec: OggCodec.vorbis.rawValue, sampleRate: sampleRate,
            channels: Speaker.vorbisChannels(count: channels))
    }

    /// How long packets are.
    var timing: VorbisTiming {
        let blockSizes = (0...UInt8.max).map { first in
            withUnsafeBytes(of: first) { bytes in
                var packet = ogg_packet(bytes, number: 3)
                return max(0, vorbis_packet_blocksize(info, &packet))
            }
        }
        return VorbisTiming(rate: sampleRate, blockSizes: blockSizes)
    }

    static func undecodable(_ reason: String) -> RecordingError {
        .undecodable(format: OggCodec.vorbis.rawValue, reason: reason)
    }
}

/// Timing of the header packets, which have no duration.
private struct Untimed: OggTiming {
    let rate = 0
    let gapUnit = 1
    mutating func duration(of packet: UnsafeRawBufferPointer) -> Int { 0 }
    mutating func restart() {}
    func isHeader(_ packet: UnsafeRawBufferPointer) -> Bool { false }
}

extension ogg_packet {
    /// A packet whose place in the stream is unknown to libvorbis; it only reads the bytes.
    init(_ bytes: UnsafeRawBufferPointer, number: Int) {
        let start = UnsafeMutablePointer(mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
        self.init(
            packet: start, bytes: bytes.count, b_o_s: number == 0 ? 1 : 0, e_o_s: 0, granulepos: -1,
            packetno: ogg_int64_t(number))
    }
}

extension Speaker {
    /// Vorbis I specification, section 4.3.9.
    static func vorbisChannels(count: Int) -> [Speaker?] {
        switch count {
        case 3: [.left, .center, .right]
        case 5: [.left, .center, .right, .surroundLeft, .surroundRight]
        case 6: [.left, .center, .right, .surroundLeft, .surroundRight, .lowFrequency]
        case 7: [.left, .center, .right, .sideLeft, .sideRight, .surroundCenter, .lowFrequency]
        case 8: [.left, .center, .right, .sideLeft, .sideRight, .surroundLeft, .surroundRight, .lowFrequency]
        default: standardChannels(count: count)
        }
    }
}
