/// The one gain that brings a recording to its level.
///
/// Always a constant factor: no limiter and no compressor, so the waveform keeps its shape, and noise in pauses is not
/// raised against the speech.
struct GainDecision: Hashable {
    /// dB.
    let gain: Double
    /// Why the target is not reached; nil if it is.
    let finding: Finding?

    /// dBTP that the result stays below: headroom for the companding of G.711 and for gain along the line.
    static let ceiling = -3.0
    /// dB. A recording that needs more is noise, or too quiet to be used.
    static let largestGain = 20.0
    /// Seconds. With less, BS.1770 has not one block of 400 ms of sound, and a beep would be taken for speech.
    static let shortestActive = 0.4
    /// dB. Smaller deviations cause no finding.
    private static let tolerance = 0.05
    /// dB left under the ceiling for the rounding of samples to single precision.
    private static let rounding = 0.0001

    /// Decides for a recording of `loudness` LUFS and `truePeak` dBTP with `activeDuration` seconds of sound.
    ///
    /// With too little sound the level is not raised, and lowered only to the ceiling. Digital silence: 0, without a finding.
    init(target: LevelTarget, loudness: Double?, truePeak: Double?, activeDuration: Double) {
        guard let truePeak else {
            self.init(gain: 0, finding: nil)
            return
        }
        let highest = Self.ceiling - Self.rounding - truePeak
        guard let loudness, activeDuration >= Self.shortestActive - 1e-9 else {
            self.init(gain: min(0, highest), finding: .tooShortToLevel)
            return
        }
        let wanted = target.loudness - loudness
        let gain = min(wanted, highest, Self.largestGain)
        let missed = wanted - gain > Self.tolerance
        let limit: Finding.LevelLimit = gain < Self.largestGain ? .ceiling : .largestGain
        self.init(
            gain: gain,
            finding: missed
                ? .levelNotReached(wanted: target.loudness, reached: loudness + gain, because: limit) : nil
        )
    }

    private init(gain: Double, finding: Finding?) {
        self.gain = gain
        self.finding = finding
    }
}
