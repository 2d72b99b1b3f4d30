/// The engine that resamples a recording to 8 kHz.
public enum ResamplerChoice: String, Hashable, Sendable, Codable, CaseIterable {
    /// Two stages with 16 kHz in between; libsamplerate for rates that this does not cover.
    case fast
    /// libsamplerate's best sinc converter: the reference, at some two hundred times the work.
    case libsamplerate
}
