/// The four bytes every MPEG audio frame begins with (ISO/IEC 11172-3 section 2.4.1.3, 13818-3; MPEG-2.5 by custom).
struct MPEGHeader: Hashable {
    let layer: Int
    let sampleRate: Int
    let channels: Int
    /// Frames of sound in this frame.
    let samples: Int
    /// Bytes to the next header.
    let length: Int
    /// Bytes from the header to the main data of a layer III frame, where an info tag would be.
    let sideInfoEnd: Int

    /// Parses a header; nil for anything else.
    ///
    /// - Parameter freeLength: bytes of a frame without padding in a stream of free format, whose headers declare no
    ///   length; nil to refuse them.
    init?(_ bytes: some Collection<UInt8>, freeLength: Int? = nil) {
        guard bytes.count >= 4 else { return nil }
        let word = bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard word >> 21 == 0x7FF else { return nil }
        let version = Int(word >> 19 & 3)
        let layerBits = Int(word >> 17 & 3)
        let bitrateIndex = Int(word >> 12 & 15)
        let rateIndex = Int(word >> 10 & 3)
        guard version != 1, layerBits != 0, (freeLength == nil ? 1...14 : 0...14).contains(bitrateIndex),
            rateIndex != 3, word & 3 != 2
        else {
            return nil
        }
        layer = 4 - layerBits
        let isMPEG1 = version == 3
        sampleRate = [44100, 48000, 32000][rateIndex] >> (isMPEG1 ? 0 : version == 2 ? 1 : 2)
        channels = word >> 6 & 3 == 3 ? 1 : 2
        let padding = Int(word >> 9 & 1)
        samples = layer == 1 ? 384 : layer == 3 && !isMPEG1 ? 576 : 1152
        let sideInfo = isMPEG1 ? (channels == 1 ? 17 : 32) : (channels == 1 ? 9 : 17)
        sideInfoEnd = 4 + sideInfo
        if bitrateIndex == 0, let freeLength {
            length = freeLength + padding
            return
        }
        let bitrate = 1000 * Self.bitrates[isMPEG1 ? layer - 1 : layer == 1 ? 3 : 4][bitrateIndex - 1]
        length =
            layer == 1
            ? (12 * bitrate / sampleRate + padding) * 4
            : samples / 8 * bitrate / sampleRate + padding
    }

    /// Whether `next` can follow in the same stream.
    func continues(with next: MPEGHeader) -> Bool {
        layer == next.layer && sampleRate == next.sampleRate
    }

    /// kbit/s by table (MPEG-1 layers I, II, III; MPEG-2 layer I, layers II and III) and index.
    private static let bitrates = [
        [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ]
}
