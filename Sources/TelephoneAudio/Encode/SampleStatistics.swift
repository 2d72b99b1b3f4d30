import Glibc

/// Statistics of samples that were encoded.
struct SampleStatistics: Sendable {
    /// Samples beyond full scale, which were saturated.
    var overs = 0
    /// Whether every sample was rounded to zero.
    var isSilent = true
    var meter = ActiveLevelMeter()

    /// The largest sample in dB below full scale; nil for digital silence.
    var peak: Double? { isSilent || meter.peak == 0 ? nil : 20 * log10(Double(min(meter.peak, 1))) }

    /// Adds the statistics of the samples that follow.
    mutating func add(_ other: SampleStatistics) {
        overs += other.overs
        isSilent = isSilent && other.isSilent
        meter.add(other.meter)
    }
}
