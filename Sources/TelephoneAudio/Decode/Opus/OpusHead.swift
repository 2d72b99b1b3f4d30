/// The identification header of Ogg Opus (RFC 7845 section 5.1).
struct OpusHead: Hashable, Sendable {
    /// 1 to 255.
    let channels: Int
    /// Samples at 48 kHz to drop at the start.
    let preSkip: Int
    /// The gain to apply to the decoded sound, in 1/256 dB.
    let gain: Int
    /// What channels mean and how they are coded; 0: mono or stereo, 1: one to eight loudspeakers (section 5.1.1).
    let mappingFamily: Int
    /// The streams in each packet, and how they make the channels; nil for family 0, and for families without such a
    /// table.
    let mapping: Mapping?

    /// The channel mapping table (section 5.1.1).
    struct Mapping: Hashable, Sendable {
        /// Streams in each packet.
        let streams: Int
        /// How many of them, the first ones, have two channels.
        let coupled: Int
        /// For each channel the number of its decoded channel; 255 for silence.
        let channels: [UInt8]

        /// One stream of one or two channels in their order: what family 0 has without saying so.
        var isPlain: Bool {
            streams == 1 && channels.elementsEqual(0..<UInt8(clamping: streams + coupled))
        }
    }

    /// - Throws: `undecodable`.
    init(_ packet: some Collection<UInt8>) throws(RecordingError) {
        let bytes = LittleEndianBytes(packet.prefix(21 + 255))
        guard packet.starts(with: "OpusHead".utf8), bytes.holds(19, at: 0) else {
            throw .undecodable(format: "Opus", reason: "no Opus header")
        }
        let (version, channels) = (bytes.uint8(at: 8), Int(bytes.uint8(at: 9)))
        guard version & 0xF0 == 0 else { throw .undecodable(format: "Opus", reason: "version \(version)") }
        self.channels = channels
        preSkip = Int(bytes.uint16(at: 10))
        gain = Int(Int16(bitPattern: bytes.uint16(at: 16)))
        mappingFamily = Int(bytes.uint8(at: 18))
        guard channels > 0 else { throw .channelCountOutOfRange(0) }
        // Family 3 has a matrix in place of the table (RFC 8486 section 3.2).
        guard mappingFamily != 0, mappingFamily != 3 else {
            mapping = nil
            return
        }
        guard bytes.holds(21 + channels, at: 0) else {
            throw .undecodable(format: "Opus", reason: "no channel mapping table")
        }
        mapping = Mapping(
            streams: Int(bytes.uint8(at: 19)), coupled: Int(bytes.uint8(at: 20)),
            channels: (0..<channels).map { bytes.uint8(at: 21 + $0) })
    }

    /// The channels in the order in which packets have them: that of Vorbis for one to eight loudspeakers (section
    /// 5.1.1.2); unnamed in every other family.
    var speakers: [Speaker?] {
        channels <= 2 || mappingFamily == 1
            ? Speaker.vorbisChannels(count: channels) : Array(repeating: nil, count: channels)
    }
}
