/// Which engine brings a recording to 8 kHz.
public enum ResamplerChoice: String, Hashable, Sendable, CaseIterable {
    /// The short road over 16 kHz; libsamplerate where that does not reach.
    case fast
    /// libsamplerate's best sinc converter: the reference, and some two hundred times the work.
    case libsamplerate
}
