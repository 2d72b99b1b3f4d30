import Glibc

/// Statistics of an announcement's samples, from which its findings are derived.
struct SampleStatistics: Sendable {
    /// Samples beyond full scale, which were saturated.
    var overs = 0
    /// Whether every sample was rounded to zero.
    var isSilent = true
    var meter = ActiveLevelMeter()
    /// Key presses in the first minute, with times from the start of the announcement.
    var keyTones: [DTMFTone] = []

    /// The largest sample in dB below full scale; nil for digital silence.
    var peak: Double? { isSilent || meter.peak == 0 ? nil : 20 * log10(Double(min(meter.peak, 1))) }

    /// Adds the statistics of the samples that follow.
    mutating func add(_ other: SampleStatistics) {
        overs += other.overs
        isSilent = isSilent && other.isSilent
        meter.add(other.meter)
        guard let next = other.keyTones.first else { return }
        guard let last = keyTones.last, last.key == next.key,
            next.at - last.at - last.duration <= DTMFDetector.longestPause
        else {
            keyTones += other.keyTones
            return
        }
        // One press, of which each worker heard a part.
        keyTones[keyTones.count - 1].duration = next.at + next.duration - last.at
        keyTones += other.keyTones.dropFirst()
    }
}
