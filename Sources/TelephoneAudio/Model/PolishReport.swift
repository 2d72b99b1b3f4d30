/// What was done to make speech easier to understand in noise: in a street, a car or an open-plan office.
///
/// Rumble below 200 Hz goes, consonants become louder against vowels, and loud syllables are brought nearer to soft ones, each
/// only by as much as the recording lacks. Speech that has all of it already, music and tones are left as they are.
public struct PolishReport: Hashable, Sendable, Codable {
    /// The outcome.
    public var outcome: Outcome
    /// dB by which everything above 1.5 kHz was raised against what is below.
    public var presence: Double
    /// The ratio of the compressor: how many dB loud syllables had to differ for 1 dB that is left; at least 1.
    public var ratio: Double
    /// The mean of the dB that the compressor took off what was louder than its threshold.
    public var compression: Double

    /// Whether a recording was polished, and if not, why.
    public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
        /// It was polished.
        case polished
        /// It is bright and dense already.
        case alreadyClear
        /// It is music, a jingle or tones, or speech with music under it.
        case notSpeech
        /// There is less than a word of sound in it.
        case tooShort
    }

    /// Of a recording that was left as it is.
    init(_ outcome: Outcome) {
        self.outcome = outcome
        (presence, ratio, compression) = (0, 1, 0)
    }

    init(presence: Double, ratio: Double, compression: Double) {
        outcome = .polished
        (self.presence, self.ratio, self.compression) = (presence, ratio, compression)
    }

    /// One polish after the other.
    static func + (first: PolishReport, second: PolishReport) -> PolishReport {
        PolishReport(
            presence: first.presence + second.presence, ratio: first.ratio * second.ratio,
            compression: first.compression + second.compression)
    }
}
