import Glibc

/// Finds the hum of mains, 50 or 60 Hz and its multiples, in the first half minute of a recording.
///
/// A multiple counts if in most seconds it is far above what is beside it: voices pass these frequencies, but do not stay on them.
/// Powers of single frequencies by G. Goertzel, "An algorithm for the evaluation of finite trigonometric series" (American
/// Mathematical Monthly 65, 1958).
struct HumDetector: Sendable {
    /// The frequency of the mains in Hz, and its multiples that are heard.
    struct Hum: Hashable, Sendable {
        var mains: Int
        var multiples: [Int]
    }

    private var second: [Float] = []
    /// For each frequency of mains and each multiple, the prominences in dB, by seconds.
    private var prominences: [[Double]] = Array(repeating: [], count: Self.mains.count * Self.multiples)
    private var seconds = 0

    private static let mains = [50, 60]
    private static let multiples = 8
    /// Hz to either side of a multiple: what is there is not hum.
    private static let beside = 7.0
    /// dB over what is beside it, in most seconds.
    private static let prominent = 12.0
    /// Of the seconds: most of them prove hum. Where there is hum, a quarter is enough for another multiple, since voices cover
    /// those from 150 Hz on while they speak.
    private static let most = 0.5
    private static let some = 0.25
    /// How many multiples must be, and below which level in dB a line is not heard.
    private static let fewest = 2
    private static let softest = -75.0
    /// Seconds that are listened to.
    static let longest = 30

    /// Takes the next samples.
    mutating func push(_ samples: UnsafeBufferPointer<Float>) {
        guard seconds < Self.longest else { return }
        second.append(contentsOf: samples)
        while second.count >= telephoneRate, seconds < Self.longest {
            measure(second.prefix(telephoneRate))
            second.removeFirst(telephoneRate)
            seconds += 1
        }
    }

    private mutating func measure(_ samples: ArraySlice<Float>) {
        // A Hann window keeps loud frequencies elsewhere out of a line's neighbourhood.
        let windowed = samples.enumerated().map { index, sample in
            Double(sample) * (0.5 - 0.5 * cos(2 * Double.pi * Double(index) / Double(telephoneRate)))
        }
        for (kind, mains) in Self.mains.enumerated() {
            for multiple in 1...Self.multiples {
                let frequency = Double(mains * multiple)
                let line = Self.power(of: frequency, in: windowed)
                let around =
                    (Self.power(of: frequency - Self.beside, in: windowed)
                        + Self.power(of: frequency + Self.beside, in: windowed)) / 2
                let isHeard = Decibel.ofPower(max(line, 1e-20)) > Self.softest
                prominences[kind * Self.multiples + multiple - 1].append(
                    isHeard ? Decibel.ofPower(line / max(around, 1e-20)) : 0)
            }
        }
    }

    /// The mean square of the sine of this frequency.
    private static func power(of frequency: Double, in samples: [Double]) -> Double {
        let coefficient = 2 * cos(2 * Double.pi * frequency / Double(telephoneRate))
        var (one, two) = (0.0, 0.0)
        for sample in samples { (one, two) = (sample + coefficient * one - two, one) }
        let magnitude = one * one + two * two - coefficient * one * two
        // The window halves amplitudes.
        return 8 * magnitude / Double(samples.count * samples.count)
    }

    /// The hum; nil if there is none.
    var hum: Hum? {
        // 300 Hz is a multiple of both.
        let kind = Self.mains.indices.max { steady($0, in: Self.most).count < steady($1, in: Self.most).count }
        guard let kind, steady(kind, in: Self.most).count >= Self.fewest else { return nil }
        return Hum(mains: Self.mains[kind], multiples: steady(kind, in: Self.some))
    }

    /// The multiples that are prominent in this share of the seconds.
    private func steady(_ kind: Int, in share: Double) -> [Int] {
        (1...Self.multiples).filter { multiple in
            let sorted = prominences[kind * Self.multiples + multiple - 1].sorted()
            return !sorted.isEmpty && sorted[Int(Double(sorted.count) * (1 - share))] > Self.prominent
        }
    }
}

/// Takes the multiples of mains out.
struct HumFilter: Sendable {
    private var notches: [Biquad]

    /// The width of a notch: a twentieth of its frequency, but at least 3 Hz.
    init(_ hum: HumDetector.Hum) {
        notches = hum.multiples.map { multiple in
            let frequency = Double(hum.mains * multiple)
            return Biquad(.notch(at: frequency, quality: min(20, frequency / 3)))
        }
    }

    /// Samples in a fifth of a second: whole periods of 50 and of 60 Hz, and of their multiples.
    static let warmUpLength = telephoneRate / 5
    /// How often they are heard before: a notch of 3 Hz needs a third of a second to close.
    private static let warmUps = 3

    /// Listens to the beginning, so that the notches are closed when it comes. After whole periods the hum goes on where it began.
    mutating func warmUp(on beginning: UnsafeBufferPointer<Float>) {
        guard beginning.count >= Self.warmUpLength else { return }
        for _ in 0..<Self.warmUps {
            var copy = Array(beginning.prefix(Self.warmUpLength))
            copy.withUnsafeMutableBufferPointer { process($0) }
        }
    }

    /// Filters `samples` in place.
    mutating func process(_ samples: UnsafeMutableBufferPointer<Float>) {
        for index in notches.indices { notches[index].process(samples) }
    }
}

extension Biquad.Coefficients {
    /// A notch for 8 kHz: R. Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter coefficients".
    fileprivate static func notch(at frequency: Double, quality: Double) -> Self {
        let w = 2 * Double.pi * frequency / Double(telephoneRate)
        let alpha = sin(w) / (2 * quality)
        let norm = 1 / (1 + alpha)
        return Self(b0: norm, b1: -2 * cos(w) * norm, b2: norm, a1: -2 * cos(w) * norm, a2: (1 - alpha) * norm)
    }
}
