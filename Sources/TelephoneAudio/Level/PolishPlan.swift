/// How much of a polish a recording lacks: it is brought to a brightness and a density, as a level is reached, and not further.
///
/// So a studio's master is not squeezed twice, and what was polished has nothing left to do.
enum PolishPlan: Hashable {
    case polish(Settings)
    case leave(PolishReport.Outcome)

    struct Settings: Hashable {
        /// dB.
        var presence: Double
        /// At least 1.
        var ratio: Double
        /// dB below full scale (RMS) from which on the compressor works.
        var threshold: Double
    }

    /// dB below the active level from which on the compressor works.
    static let threshold = 12.0
    /// dB of power above 1.5 kHz relative to that above 300 Hz: what the voices of four languages have with 6 dB more.
    private static let brightness = -8.5
    private static let largestPresence = 6.0
    /// dB of unevenness: from where to where the ratio grows from 1 to the largest. Most recordings have 5, compressed ones 4.
    private static let uneven = 4.25...4.8
    private static let largestRatio = 3.0
    /// What lacks less is good enough: dB of brightness, and the ratio.
    private static let leastPresence = 1.5
    private static let leastRatio = 1.75
    /// How many of these are lacking before a polish that was begun is repeated: a little less than before one is begun.
    private static let rest = 0.7

    /// - Parameter isBegun: whether the recording was polished just before.
    init(_ reading: ActiveLevelMeter.Reading, isBegun: Bool = false) {
        guard let level = reading.activeLevel, reading.activeDuration >= GainDecision.shortestActive,
            let character = reading.character
        else {
            self = .leave(.tooShort)
            return
        }
        guard character.isSpeech || isBegun else {
            self = .leave(.notSpeech)
            return
        }
        let lacking = max(Self.brightness - character.brightness, 0)
        let range = Self.uneven.upperBound - Self.uneven.lowerBound
        let uneven = max(character.unevenness - Self.uneven.lowerBound, 0) / range
        let rest = isBegun ? Self.rest : 1
        let (isDull, isUneven) = (
            lacking >= rest * Self.leastPresence, uneven * (Self.largestRatio - 1) >= rest * (Self.leastRatio - 1)
        )
        guard isDull || isUneven else {
            self = .leave(.alreadyClear)
            return
        }
        let presence = isDull ? min(lacking, Self.largestPresence) : 0
        let ratio = isUneven ? 1 + (Self.largestRatio - 1) * min(uneven, 1) : 1
        // The shelf makes the signal louder before it reaches the compressor.
        let raised = 1 + Decibel.power(character.brightness) * (Decibel.power(presence) - 1)
        self = .polish(
            Settings(
                presence: presence, ratio: ratio, threshold: level + Decibel.ofPower(raised) - Self.threshold))
    }
}
