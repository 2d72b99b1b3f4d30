/// The identification header of Ogg Opus (RFC 7845 section 5.1).
struct OpusHead: Hashable, Sendable {
    /// 1 to 255.
    let channels: Int
    /// Samples at 48 kHz to drop at the start.
    let preSkip: Int
    /// The gain to apply to the decoded sound, in 1/256 dB.
    let gain: Int
    /// How the streams of a packet map to channels; 0: one stream, mono or stereo.
    let mappingFamily: Int

    /// - Throws: `undecodable`.
    init(_ packet: some Collection<UInt8>) throws(RecordingError) {
        let bytes = LittleEndianBytes(packet.prefix(19))
        guard packet.starts(with: "OpusHead".utf8), bytes.holds(19, at: 0) else {
            throw .undecodable(format: "Opus", reason: "no Opus header")
        }
        let (version, channels) = (bytes.bytes[bytes.bytes.startIndex + 8], bytes.bytes[bytes.bytes.startIndex + 9])
        guard version & 0xF0 == 0 else { throw .undecodable(format: "Opus", reason: "version \(version)") }
        self.channels = Int(channels)
        preSkip = Int(bytes.uint16(at: 10))
        gain = Int(Int16(bitPattern: bytes.uint16(at: 16)))
        mappingFamily = Int(bytes.bytes[bytes.bytes.startIndex + 18])
        guard channels > 0 else { throw .channelCountOutOfRange(0) }
    }
}
