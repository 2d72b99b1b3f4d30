import Glibc

/// The noise of a street, for hearing an announcement as a caller in a street does: the same noise every time.
///
/// White noise that falls as the long-term spectrum of speech does, about 9 dB an octave above 500 Hz (ITU-T P.50), with nothing
/// below 100 Hz, and swells and ebbs by a few decibels as cars pass. It is 3 dB softer than speech at the telephone's level
/// (-19 dBm0), so that a recording which is too quiet is also heard to be.
package struct StreetNoise: Sendable {
    /// dB below full scale (RMS).
    package static let level = -25.0

    private var sections: [Biquad]
    private let scale: Double
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    private var position = 0

    /// Samples in which the noise comes up at the start: 50 ms.
    private static let rise = 400
    /// Two cars a quarter of a minute, in hertz, and how much each adds to the level.
    private static let swells: [(frequency: Double, depth: Double)] = [(0.13, 0.35), (0.31, 0.2)]

    package init() {
        sections = [
            Biquad(.highPass(at: 100)), Biquad(.firstOrderLowPass(at: 500)), Biquad(.firstOrderLowPass(at: 2000)),
        ]
        // The filters' energy, from their response to one sample.
        var probe = sections
        let energy = (0..<2048).reduce(0.0) { sum, index in
            var value = index == 0 ? 1.0 : 0
            for section in probe.indices { value = probe[section].next(value) }
            return sum + value * value
        }
        // Uniform samples of -1 to 1 have a power of a third.
        let swell = 1 + Self.swells.reduce(0.0) { $0 + $1.depth * $1.depth / 2 }
        scale = 32768 * Decibel.amplitude(Self.level) / (energy / 3 * swell).squareRoot()
    }

    /// Returns `samples` with the next stretch of noise added.
    package mutating func mixed(with samples: [Int16]) -> [Int16] {
        samples.map { sample in
            // Knuth's 64-bit linear congruential generator (The Art of Computer Programming, volume 2, 3.3.4).
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            var noise = Double(state >> 11) / Double(1 << 52) - 1
            for index in sections.indices { noise = sections[index].next(noise) }
            let time = Double(position) / Double(telephoneRate)
            let swell = Self.swells.reduce(1.0) { $0 + $1.depth * sin(2 * .pi * $1.frequency * time) }
            let rise = min(1, Double(position) / Double(Self.rise))
            position += 1
            return Int16(clamping: Int((Double(sample) + noise * scale * swell * rise).rounded()))
        }
    }
}

extension Biquad.Coefficients {
    /// A first-order low-pass for 8 kHz, -3 dB at `corner` Hz: the bilinear transform of 1 / (s + 1).
    fileprivate static func firstOrderLowPass(at corner: Double) -> Self {
        let k = tan(Double.pi * corner / Double(telephoneRate))
        let gain = k / (1 + k)
        return Self(b0: gain, b1: gain, b2: 0, a1: (k - 1) / (k + 1), a2: 0)
    }
}
