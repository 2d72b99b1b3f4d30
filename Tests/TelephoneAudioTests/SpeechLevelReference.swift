import Glibc

@testable import TelephoneAudio

/// Measures that tests hold the product's own against, written from the Recommendations sample by sample.
enum SpeechLevelReference {
    /// The active speech level above 300 Hz in dB below full scale (RMS): ITU-T P.56 (12/2011), method B, behind the filter
    /// of RFC 7874.
    static func level(_ samples: some Collection<Float>) -> Double? {
        let heard = highPassed(samples)
        let energy = heard.reduce(0) { $0 + $1 * $1 }
        let decay = exp(-1 / (8000 * 0.03))
        var (average, envelope) = (0.0, 0.0)
        let thresholds = (1...15).map { pow(2, -Double(16 - $0)) }
        var active = [Int](repeating: 0, count: 15)
        var last = [Int?](repeating: nil, count: 15)
        for (index, sample) in heard.enumerated() {
            average = decay * average + (1 - decay) * abs(sample)
            envelope = decay * envelope + (1 - decay) * average
            for number in 0..<15 {
                if envelope >= thresholds[number] { last[number] = index }
                if let last = last[number], index - last <= 1600 { active[number] += 1 }
            }
        }
        var before: (excess: Double, level: Double)?
        for number in 0..<15 where active[number] > 0 {
            let level = 10 * log10(energy / Double(active[number]))
            let excess = level - 20 * log10(thresholds[number]) - 15.9
            if excess <= 0 {
                guard let before else { return level }
                return before.level + (level - before.level) * before.excess / (before.excess - excess)
            }
            before = (excess, level)
        }
        return before?.level
    }

    /// A second-order Butterworth high-pass at 300 Hz: coefficients of scipy.signal.butter(2, 300, "high", fs=8000).
    static func highPassed(_ samples: some Collection<Float>) -> [Double] {
        let b = 0.84645925, a1 = -1.66920314, a2 = 0.71663387
        var (x1, x2, y1, y2) = (0.0, 0.0, 0.0, 0.0)
        // As if the first sample had been there before: what is measured starts without a click.
        x1 = samples.first.map(Double.init) ?? 0
        x2 = x1
        return samples.map { sample in
            let x = Double(sample)
            let y = b * (x - 2 * x1 + x2) - a1 * y1 - a2 * y2
            (x1, x2, y1, y2) = (x, x1, y, y1)
            return y
        }
    }
}
