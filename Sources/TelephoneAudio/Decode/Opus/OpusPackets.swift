import COpus

/// The Opus packets of one logical stream; durations are in samples at 48 kHz, whatever the decoder's rate (RFC 7845
/// section 4).
typealias OpusPackets = OggPackets<OpusTiming>

/// The durations of Opus packets, which their first bytes declare (RFC 6716 section 3.1).
struct OpusTiming: OggTiming {
    /// Whether any packet so far was coded by SILK, alone or in hybrid mode (RFC 6716 section 3.1: configurations below 16).
    private(set) var usesSilk = false

    let rate = 48000
    /// 2.5 ms, the shortest frame, which libopus fills.
    let gapUnit = 120

    mutating func duration(of packet: UnsafeRawBufferPointer) -> Int {
        guard let base = packet.baseAddress, !packet.isEmpty, packet.count < CarriedPacket.capacity else { return 0 }
        let bytes = base.assumingMemoryBound(to: UInt8.self)
        let duration = max(0, Int(opus_packet_get_nb_samples(bytes, opus_int32(packet.count), CInt(rate))))
        if duration > 0, packet[0] >> 3 < 16 { usesSilk = true }
        return duration
    }

    mutating func restart() {}

    func isHeader(_ packet: UnsafeRawBufferPointer) -> Bool {
        packet.count >= 8 && (packet.starts(with: "OpusHead".utf8) || packet.starts(with: "OpusTags".utf8))
    }
}
