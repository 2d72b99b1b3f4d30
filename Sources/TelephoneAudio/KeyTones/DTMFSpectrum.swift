import Glibc

/// The spectrum of a window of 25.6 ms at the frequencies of the keys (ITU-T Q.23): what eight Goertzel filters compute,
/// all at once, with a Hann window so that a tone does not leak into the other group's filters.
struct DTMFSpectrum: Sendable {
    /// The rows, 697 to 941 Hz, then the columns, 1209 to 1633 Hz.
    static let frequencies = SIMD8<Float>(697, 770, 852, 941, 1209, 1336, 1477, 1633)
    static let keys: [Character] = Array("123A456B789C*0#D")
    /// Samples in a window: 39 Hz of resolution, and half the shortest key press.
    static let window = 205
    /// Samples from one window to the next: few enough for the phase to resolve frequencies 78 Hz off.
    static let hop = 51

    private let real: SIMD8<Float>
    private let imaginary: SIMD8<Float>
    /// For each frequency, the mean square of a steady tone there.
    let powers: SIMD8<Float>

    init(_ samples: UnsafePointer<Float>, at frequencies: FrequencyTable = .keys) {
        var (real, imaginary) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        let (cosines, sines) = (frequencies.cosines, frequencies.sines)
        for index in 0..<Self.window {
            let sample = SIMD8<Float>(repeating: samples[index])
            real += sample * cosines[index]
            imaginary += sample * sines[index]
        }
        self.real = real
        self.imaginary = imaginary
        let scale = 2 / (Self.hannSum * Self.hannSum)
        powers = (real * real + imaginary * imaginary) * scale
    }

    /// Returns how far, in Hz, the tone near frequency `index` is above it, by its phase advance since the window one hop
    /// earlier.
    func deviation(of index: Int, since earlier: DTMFSpectrum) -> Float {
        let (a, b) = (earlier.real[index], earlier.imaginary[index])
        let (c, d) = (real[index], imaginary[index])
        let turn = 2 * Float.pi * Self.frequencies[index] * Float(Self.hop) / 8000
        let phase = atan2(a * d - b * c, a * c + b * d) - turn
        return remainder(phase, 2 * .pi) * 8000 / (2 * .pi * Float(Self.hop))
    }

    /// Returns the mean square of the samples, under the same window as the tones.
    static func energy(of samples: UnsafePointer<Float>) -> Float {
        let raw = UnsafeRawPointer(samples)
        var sums = SIMD8<Float>.zero
        for (index, weights) in hannVectors.enumerated() {
            let weighted = (raw + index * 32).loadUnaligned(as: SIMD8<Float>.self) * weights
            sums += weighted * weighted
        }
        var sum = sums.sum()
        for index in hannVectors.count * 8..<window {
            let weighted = samples[index] * hann[index]
            sum += weighted * weighted
        }
        return sum / hannSquares
    }

    /// Returns the filters' power response to a tone `deviation` Hz beside them, 1 in the middle.
    static func response(at deviation: Float) -> Float {
        let bins = abs(deviation) * Float(window) / 8000
        guard bins > 1e-3 else { return 1 }
        guard abs(bins - 1) > 1e-3 else { return 0.25 }
        let amplitude = sin(.pi * bins) / (.pi * bins) / (1 - bins * bins)
        return amplitude * amplitude
    }

    private static let hann = (0..<window).map { 0.5 - 0.5 * cos(2 * Float.pi * (Float($0) + 0.5) / Float(window)) }
    /// The same, eight at a time, without the rest.
    private static let hannVectors = stride(from: 0, through: window - 8, by: 8).map { start in
        SIMD8<Float>(hann[start..<start + 8])
    }
    private static let hannSum = hann.reduce(0, +)
    private static let hannSquares = hann.reduce(0) { $0 + $1 * $1 }

    /// Eight windowed oscillations.
    struct FrequencyTable: Sendable {
        fileprivate let cosines: [SIMD8<Float>]
        fileprivate let sines: [SIMD8<Float>]

        static let keys = FrequencyTable(frequencies)
        /// Overtones, which voices and instruments have and key presses have not: the third harmonics of the rows, since
        /// their second ones are among the columns, and the second harmonics of the columns.
        static let overtones = FrequencyTable(frequencies * SIMD8(3, 3, 3, 3, 2, 2, 2, 2))

        private init(_ frequencies: SIMD8<Float>) {
            func table(_ function: (Double) -> Double) -> [SIMD8<Float>] {
                (0..<window).map { index in
                    var values = SIMD8<Float>.zero
                    for lane in 0..<8 {
                        values[lane] =
                            hann[index] * Float(function(2 * .pi * Double(frequencies[lane]) * Double(index) / 8000))
                    }
                    return values
                }
            }
            cosines = table { cos($0) }
            sines = table { -sin($0) }
        }
    }
}
