/// The first three autocorrelations of a hop of a window of `DTMFSpectrum`: enough to tell most speech and music from a key
/// press without a spectrum.
///
/// A key press is a sum of two tones between 697 and 1633 Hz of similar power, and so has a normalised autocorrelation of
/// 0.40 to 0.82 one sample later, and of -0.60 to 0.36 two samples later. Speech and music have most of their energy at
/// lower frequencies, and noise has it anywhere.
struct HopCorrelation: Sendable {
    private var energy: Float = 0
    private var one: Float = 0
    private var two: Float = 0

    /// Samples measured of a hop: whole vectors.
    private static let measured = DTMFSpectrum.hop / 8 * 8
    /// The energy of two hops in which both tones have the smallest power that counts (-36 dBFS each), less 3 dB for
    /// their beat.
    private static let smallestEnergy: Float = 2.5e-4 * Float(2 * measured)
    /// What a sixth of the energy in other sounds, frequencies off by 2.5 %, and the short measurement add to the limits.
    private static let oneLater: ClosedRange<Float> = 0.17...0.89
    private static let twoLater: ClosedRange<Float> = -0.72...0.52

    /// Digital silence.
    init() {}

    /// Measures the hop that begins at `samples`; two samples before it are read.
    init(of samples: UnsafePointer<Float>) {
        let raw = UnsafeRawPointer(samples)
        var (energy, one, two) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
        for index in stride(from: 0, to: Self.measured, by: 8) {
            let now = (raw + index * 4).loadUnaligned(as: SIMD8<Float>.self)
            energy += now * now
            one += now * (raw + index * 4 - 4).loadUnaligned(as: SIMD8<Float>.self)
            two += now * (raw + index * 4 - 8).loadUnaligned(as: SIMD8<Float>.self)
        }
        self.energy = energy.sum()
        self.one = one.sum()
        self.two = two.sum()
    }

    static func + (first: HopCorrelation, second: HopCorrelation) -> HopCorrelation {
        var sum = first
        sum.energy += second.energy
        sum.one += second.one
        sum.two += second.two
        return sum
    }

    /// Whether the hop can be part of a key press. False is certain, true is not.
    var mayBeKey: Bool {
        // Not a number where a sample is not: then the spectrum decides.
        guard energy.isFinite else { return true }
        return energy >= Self.smallestEnergy && Self.oneLater.contains(one / energy)
            && Self.twoLater.contains(two / energy)
    }
}
