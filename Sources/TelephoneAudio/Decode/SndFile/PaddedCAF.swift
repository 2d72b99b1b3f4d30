/// The sound of a Core Audio file whose whole numbers occupy more bytes than they need, such as 24 bits in four bytes,
/// which libsndfile refuses and ffmpeg reads as noise (Apple Core Audio Format Specification 1.0, audio description chunk).
struct PaddedCAF {
    let format: HeaderlessFormat
    let storage: PaddedPCM
    /// The bytes of the sound.
    let sound: Range<Int>

    /// Nil for every other Core Audio file.
    ///
    /// - Throws: `system`.
    init?(_ source: ByteSource) throws(RecordingError) {
        let header = BigEndianHeader(bytes: try source.bytes(at: 0, count: 52))
        guard header.bytes.count == 52, header.bytes.dropFirst(8).starts(with: "desc".utf8),
            header.bytes.dropFirst(28).starts(with: "lpcm".utf8)
        else { return nil }
        let rate = Double(bitPattern: UInt64(header.uint32(at: 20)) << 32 | UInt64(header.uint32(at: 24)))
        let flags = header.uint32(at: 32)
        let (packet, frames) = (Int(header.uint32(at: 36)), header.uint32(at: 40))
        let (channels, bits) = (Int(header.uint32(at: 44)), Int(header.uint32(at: 48)))
        guard flags & 1 == 0, frames == 1, (1...1024).contains(channels), packet.isMultiple(of: channels),
            (1000...1_536_000).contains(rate), (1...4).contains(packet / channels), (1...32).contains(bits)
        else { return nil }
        let (container, bytes) = (packet / channels, (bits + 7) / 8)
        guard bytes < container, let chunk = try CAFSound(source) else { return nil }
        let start = chunk.sizeOffset + 12
        let end = min(chunk.end ?? .max, UInt64(source.count))
        guard start < source.count, end > UInt64(start) else { return nil }
        sound = start..<Int(end)
        let isBigEndian = flags & 2 == 0
        var storage = PaddedPCM(container: container, bytes: bytes, isUpper: true, isBigEndian: isBigEndian)
        storage.isUpper = try !Self.isLow(storage, channels: channels, in: source.window(sound))
        self.storage = storage
        format = HeaderlessFormat(
            codec: .padded(storage), codecName: "\(8 * bytes)-bit PCM", sampleRate: Int(rate.rounded()),
            channels: Speaker.standardChannels(count: channels <= 2 ? channels : 0)
                + Array(repeating: nil, count: channels <= 2 ? 0 : channels))
    }

    /// Whether the lowest bytes are those that count: nothing but a sign is above them.
    private static func isLow(
        _ storage: PaddedPCM, channels: Int, in sound: ByteSource
    ) throws(RecordingError) -> Bool {
        var (uses, fits) = (false, true)
        let frame = storage.container * channels
        for place in 0..<16 {
            let start = sound.count / 16 * place / frame * frame
            var piece = try sound.bytes(at: start, count: 4096 / storage.container * storage.container)
            if storage.isBigEndian {
                // Samples in reverse order serve as well.
                piece.removeLast(piece.count % storage.container)
                piece.reverse()
            }
            uses =
                uses
                || SampleStorage.usesLowBytes(
                    piece, container: storage.container, count: storage.container - storage.bytes)
            fits = fits && SampleStorage.fitsLowBytes(piece, container: storage.container, count: storage.bytes)
        }
        return uses && fits
    }
}
