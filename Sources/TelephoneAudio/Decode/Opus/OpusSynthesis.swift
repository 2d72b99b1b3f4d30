import COpus

/// libopus: packets in, interleaved sound at one rate out.
///
/// Mono and stereo use the plain decoder: the one for several streams detects the processor's features six times per
/// packet, which costs as much as decoding.
final class OpusSynthesis {
    /// `OpusMSDecoder` if `hasStreams`, else `OpusDecoder`.
    private let decoder: OpaquePointer
    private let hasStreams: Bool

    /// - Parameters:
    ///   - sampleRate: one that Opus decodes at, in Hz.
    ///   - mix: whether the two channels of a plain stream are wanted as one.
    /// - Throws: `undecodable`.
    init(_ head: OpusHead, sampleRate: Int, mix: Bool) throws(RecordingError) {
        var status: CInt = 0
        let created: OpaquePointer?
        if let mapping = head.mapping, !mapping.isPlain {
            hasStreams = true
            created = opus_multistream_decoder_create(
                opus_int32(sampleRate), CInt(head.channels), CInt(mapping.streams), CInt(mapping.coupled),
                mapping.channels, &status)
        } else {
            hasStreams = false
            created = opus_decoder_create(opus_int32(sampleRate), CInt(mix ? 1 : head.channels), &status)
        }
        guard let created else {
            throw .undecodable(format: OggCodec.opus.rawValue, reason: String(cString: opus_strerror(status)))
        }
        decoder = created
        // RFC 7845 section 5.1: a player must apply it.
        guard head.gain != 0 else { return }
        _ =
            hasStreams
            ? announce_opus_ms_set_gain(decoder, opus_int32(head.gain))
            : announce_opus_set_gain(decoder, opus_int32(head.gain))
    }

    deinit {
        if hasStreams { opus_multistream_decoder_destroy(decoder) } else { opus_decoder_destroy(decoder) }
    }

    /// Forgets all packets.
    func reset() {
        _ = hasStreams ? announce_opus_ms_reset(decoder) : announce_opus_reset(decoder)
    }

    /// Decodes a packet, or with nil extrapolates the sound so far; returns how many frames, below 0 if it cannot.
    ///
    /// - Parameter room: the frames that `pcm` has room for; without a packet, the frames to make.
    func decode(_ packet: UnsafeRawBufferPointer?, into pcm: UnsafeMutablePointer<Float>, room: Int) -> Int {
        let bytes = packet?.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let count = opus_int32(packet?.count ?? 0)
        return Int(
            hasStreams
                ? opus_multistream_decode_float(decoder, bytes, count, pcm, CInt(room), 0)
                : opus_decode_float(decoder, bytes, count, pcm, CInt(room), 0))
    }
}
