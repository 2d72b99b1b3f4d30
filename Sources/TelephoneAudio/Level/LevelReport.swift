/// How the level of an announcement was changed.
public struct LevelReport: Hashable, Sendable {
    /// LUFS after the high-pass and before the gain; nil if no level was asked for or nothing is loud enough to measure.
    public var loudnessBefore: Double?
    /// dBTP at the same point; nil also for digital silence.
    public var truePeakBefore: Double?
    /// dB applied to every sample.
    public var gain: Double
    /// Seconds cut off at the start.
    public var trimmedStart: Double
    /// Seconds cut off at the end.
    public var trimmedEnd: Double
    /// Samples kept.
    public var samples: Int

    /// LUFS of the result; nil if `loudnessBefore` is.
    public var loudnessAfter: Double? {
        loudnessBefore.map { $0 + gain }
    }

    /// The most dBTP that the result can have: what was cut off may have held the peak.
    public var truePeakAfter: Double? {
        truePeakBefore.map { $0 + gain }
    }
}
