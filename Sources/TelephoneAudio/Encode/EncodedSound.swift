import Glibc

/// What the samples written so far are like.
struct EncodedSound: Sendable {
    var overs = 0
    var isSilent = true
    var meter = ActiveLevelMeter()

    /// The largest sample in dB below full scale; nil for digital silence.
    var peak: Double? { isSilent || meter.peak == 0 ? nil : 20 * log10(Double(min(meter.peak, 1))) }

    mutating func add(_ other: EncodedSound) {
        overs += other.overs
        isSilent = isSilent && other.isSilent
        meter.add(other.meter)
    }
}
