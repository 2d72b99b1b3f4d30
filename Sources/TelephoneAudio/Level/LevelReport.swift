/// The change of an announcement's level.
public struct LevelReport: Hashable, Sendable, Codable {
    /// The level that was asked for; nil if the level was left unchanged.
    public var target: LevelTarget?
    /// The level in dB, as the target is measured, after high-pass and polish and before the gain; nil without a target or polish,
    /// or if nothing is loud enough to measure.
    public var levelBefore: Double?
    /// The level of the result in dB, as the target is measured; nil if `levelBefore` is.
    public var levelAfter: Double?
    /// The true peak in dBTP before the gain; nil also for digital silence.
    public var truePeakBefore: Double?
    /// The gain in dB.
    public var gain: Double
    /// dB that a limiter took off the highest peak.
    public var limited: Double
    /// Seconds cut off at the start.
    public var trimmedStart: Double
    /// Seconds cut off at the end.
    public var trimmedEnd: Double
    /// The number of samples kept.
    public var samples: Int
    /// What was done against steady noise; nil unless that was asked for.
    public var clean: CleanReport?
    /// How it was made easier to understand; nil unless that was asked for.
    public var polish: PolishReport?

    /// The loudness of the result in LUFS; nil unless the target is one in LUFS.
    public var loudnessAfter: Double? {
        target?.measure == .loudness ? levelAfter : nil
    }

    /// The largest true peak in dBTP that the result can have: the peak may have been in a part that was cut off.
    public var truePeakAfter: Double? {
        truePeakBefore.map { $0 + gain - limited }
    }
}
