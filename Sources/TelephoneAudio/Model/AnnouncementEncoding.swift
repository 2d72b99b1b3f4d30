/// The encoding of an announcement's samples.
public enum AnnouncementEncoding: String, Hashable, Sendable, Codable, CaseIterable {
    /// 16-bit linear PCM, the only encoding that the telephone provider plays.
    case pcm16
    /// G.711 A-law, one byte per sample.
    case alaw
    /// G.711 µ-law, one byte per sample.
    case ulaw

    /// Bytes per sample.
    package var sampleSize: Int { self == .pcm16 ? 2 : 1 }

    /// Returns the header of a WAV file with `samples` samples at 8 kHz, mono: 44 bytes for PCM, 58 bytes for G.711, which
    /// needs an extension size and a fact chunk (Microsoft, "Multimedia Data Standards Update", 1994).
    package func waveHeader(samples: Int) -> [UInt8] {
        let dataSize = samples * sampleSize
        let padding = dataSize & 1
        var header: [UInt8] = []
        func text(_ id: String) { header.append(contentsOf: id.utf8) }
        func word(_ value: Int) { for shift in [0, 8] { header.append(UInt8(truncatingIfNeeded: value >> shift)) } }
        func long(_ value: Int) { for shift in [0, 16] { word(value >> shift) } }
        let headerSize = self == .pcm16 ? 44 : 58
        text("RIFF")
        long(headerSize - 8 + dataSize + padding)
        text("WAVEfmt ")
        long(self == .pcm16 ? 16 : 18)
        word(self == .pcm16 ? 1 : self == .alaw ? 6 : 7)
        word(1)
        long(telephoneRate)
        long(telephoneRate * sampleSize)
        word(sampleSize)
        word(8 * sampleSize)
        if self != .pcm16 {
            word(0)
            text("fact")
            long(4)
            long(samples)
        }
        text("data")
        long(dataSize)
        return header
    }

    /// The most samples that fit the 32-bit sizes of a WAV header: 37 hours of PCM.
    package var largestSampleCount: Int { (Int(UInt32.max) - 60) / sampleSize }
}
