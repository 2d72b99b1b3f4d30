/// The one gain that brings a recording to its level, and what a limiter must take off its peaks.
///
/// A constant factor: no compressor, so noise in pauses is not raised against the speech. Single peaks, which would keep the
/// whole recording quiet, may be up to 6 dB higher than the ceiling: `Limiter` takes that off.
struct GainDecision: Hashable {
    /// dB.
    let gain: Double
    /// dB that the highest peak is above the ceiling with this gain; 0 if it is not.
    let excess: Double
    /// Why the target is not reached; nil if it is.
    let finding: Finding?

    /// dBTP that the result stays below: headroom for the companding of G.711 and for gain along the line.
    static let ceiling = -3.0
    /// dB. A recording that needs more is noise, or too quiet to be used.
    static let largestGain = 20.0
    /// dB. More would be heard.
    static let largestExcess = 6.0
    /// Seconds. With less sound there is no word: one of 0.1 s has soft edges.
    static let shortestActive = 0.08
    /// dB. Smaller deviations cause no finding.
    private static let tolerance = 0.05
    /// dB left under the ceiling for the rounding of samples to single precision.
    private static let rounding = 0.0001

    /// Decides for a recording of `level` dB, as the target is measured, and `truePeak` dBTP with `activeDuration` seconds
    /// of sound.
    ///
    /// What a compressor took off the level before, `reduction` dB, may be given back beside the largest gain.
    ///
    /// With too little sound the level is not raised, and lowered only to the ceiling. Digital silence: 0, without a finding.
    init(target: LevelTarget, level: Double?, truePeak: Double?, activeDuration: Double, reduction: Double = 0) {
        guard let truePeak else {
            self.init(gain: 0, excess: 0, finding: nil)
            return
        }
        let highest = Self.ceiling - Self.rounding - truePeak
        guard let level, activeDuration >= Self.shortestActive - 1e-9 else {
            self.init(gain: min(0, highest), excess: 0, finding: .tooShortToLevel)
            return
        }
        let wanted = target.level - level
        let largestGain = Self.largestGain + max(0, reduction)
        let gain = min(wanted, highest + Self.largestExcess, largestGain)
        let missed = wanted - gain > Self.tolerance
        let limit: Finding.LevelLimit = gain < largestGain ? .ceiling : .largestGain
        self.init(
            gain: gain, excess: max(0, gain - highest),
            finding: missed ? .levelNotReached(wanted: target, reached: level + gain, because: limit) : nil
        )
    }

    /// Without a target.
    static let unchanged = GainDecision(gain: 0, excess: 0, finding: nil)

    private init(gain: Double, excess: Double, finding: Finding?) {
        self.gain = gain
        self.excess = excess
        self.finding = finding
    }
}
