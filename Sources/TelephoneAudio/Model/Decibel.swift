import Glibc

/// Converts between decibels and ratios. Full scale is 1.0, so a full-scale sine has a power of -3.01 dB.
enum Decibel {
    /// 10 lg of a power; -infinity for 0.
    static func ofPower(_ power: Double) -> Double {
        10 * log10(power)
    }

    /// 20 lg of an amplitude; -infinity for 0.
    static func ofAmplitude(_ amplitude: Double) -> Double {
        20 * log10(amplitude)
    }

    /// The power ratio of `decibels`.
    static func power(_ decibels: Double) -> Double {
        pow(10, decibels / 10)
    }

    /// The amplitude ratio of `decibels`.
    static func amplitude(_ decibels: Double) -> Double {
        pow(10, decibels / 20)
    }
}
