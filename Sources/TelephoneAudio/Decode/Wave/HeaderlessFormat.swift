/// The format of samples without a header, or with a wrong one.
struct HeaderlessFormat: Hashable, Sendable {
    /// How a sample is stored, least significant byte first unless it says otherwise.
    enum Codec: Hashable, Sendable {
        case pcmUnsigned8, pcm16, pcm24, pcm32, float32, float64, muLaw, aLaw
        case padded(PaddedPCM)
    }

    var codec: Codec
    /// The codec's usual name: "24-bit PCM".
    var codecName: String
    var sampleRate: Int
    var channels: [Speaker?]
}

extension HeaderlessFormat.Codec {
    /// Bytes per sample.
    var bytes: Int {
        switch self {
        case .pcmUnsigned8, .aLaw, .muLaw: 1
        case .pcm16: 2
        case .pcm24: 3
        case .pcm32, .float32: 4
        case .float64: 8
        case .padded(let storage): storage.container
        }
    }
}
