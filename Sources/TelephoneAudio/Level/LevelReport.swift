/// The change of an announcement's level.
public struct LevelReport: Hashable, Sendable {
    /// The loudness in LUFS after the high-pass and before the gain; nil without a target, or if nothing is loud enough to
    /// measure.
    public var loudnessBefore: Double?
    /// The true peak in dBTP at the same point; nil also for digital silence.
    public var truePeakBefore: Double?
    /// The gain in dB.
    public var gain: Double
    /// Seconds cut off at the start.
    public var trimmedStart: Double
    /// Seconds cut off at the end.
    public var trimmedEnd: Double
    /// The number of samples kept.
    public var samples: Int

    /// The loudness of the result in LUFS; nil if `loudnessBefore` is.
    public var loudnessAfter: Double? {
        loudnessBefore.map { $0 + gain }
    }

    /// The largest true peak in dBTP that the result can have: the peak may have been in a part that was cut off.
    public var truePeakAfter: Double? {
        truePeakBefore.map { $0 + gain }
    }
}
