/// What was done against steady noise and hum.
public struct CleanReport: Hashable, Sendable, Codable {
    /// The outcome.
    public var outcome: Outcome
    /// The level of the noise in the pauses before and after, in dB below full scale (RMS); nil if there is nothing as steady as noise.
    public var noiseBefore: Double?
    /// After; nil also if nothing steady is left.
    public var noiseAfter: Double?
    /// The frequency of the mains in Hz whose hum was taken out, 50 or 60; nil without hum.
    public var hum: Int?

    /// Whether a recording was cleaned, and if not, why.
    public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
        /// It was cleaned.
        case cleaned
        /// There is no steady noise in it that a caller could hear.
        case alreadyClean
        /// It is music, a jingle or tones.
        case notSpeech
    }

    init(_ outcome: Outcome, noiseBefore: Double? = nil, noiseAfter: Double? = nil, hum: Int? = nil) {
        (self.outcome, self.noiseBefore, self.noiseAfter, self.hum) = (outcome, noiseBefore, noiseAfter, hum)
    }
}
