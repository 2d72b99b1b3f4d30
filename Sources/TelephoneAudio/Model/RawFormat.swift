/// A format of sound without a header, as telephone systems store prompts: one channel, and nothing in the file tells
/// which format it is.
public enum RawFormat: String, Hashable, Sendable, Codable, CaseIterable {
    /// GSM 06.10 full rate, 8 kHz.
    case gsm
    /// G.711 A-law, 8 kHz.
    case alaw
    /// G.711 µ-law, 8 kHz.
    case ulaw
    /// 16-bit samples, least significant byte first, 8 kHz.
    case sln
    /// 16-bit samples, least significant byte first, 16 kHz.
    case sln16
    /// G.722 at 64 kbit/s, 16 kHz.
    case g722
    /// Dialogic's ADPCM at 4 bits per sample, 8 kHz.
    case vox
}

extension RawFormat {
    /// The format that files with this extension usually have, as Asterisk and its relatives name them; nil for all other
    /// extensions.
    public init?(fileNameExtension suffix: String) {
        let formats: [String: RawFormat] = [
            "gsm": .gsm, "al": .alaw, "alaw": .alaw, "ul": .ulaw, "ulaw": .ulaw, "mulaw": .ulaw, "mu": .ulaw,
            "pcm": .ulaw, "sln": .sln, "slin": .sln, "sln16": .sln16, "slin16": .sln16, "g722": .g722, "vox": .vox,
        ]
        guard let format = formats[suffix.lowercased()] else { return nil }
        self = format
    }
}
