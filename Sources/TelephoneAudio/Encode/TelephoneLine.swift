import Glibc

/// Simulates a telephone line: G.711 A-law and back (ITU-T G.711), as the network carries samples, then the band of
/// 300 to 3400 Hz that a handset reproduces (ITU-T G.712).
///
/// The band is that of Butterworth filters, -3 dB at both of its ends: a high-pass of the fourth order and a low-pass of
/// the sixth, both by the bilinear transform with their corners prewarped. Takes 8 kHz samples in pieces of any size.
public struct TelephoneLine: Sendable {
    private var sections: [Biquad]

    /// The band in Hz; the level is 3 dB lower at either end.
    public static let band = 300.0...3400.0

    /// Starts in silence.
    public init() {
        sections =
            Self.qualities(order: 4).map { Biquad(.highPass(at: Self.band.lowerBound, quality: $0)) }
            + Self.qualities(order: 6).map { Biquad(.lowPass(at: Self.band.upperBound, quality: $0)) }
    }

    /// Returns the next samples as the line delivers them, as many as were passed.
    public mutating func transmit(_ samples: some Collection<Int16>) -> [Int16] {
        var heard: [Int16] = []
        heard.reserveCapacity(samples.count)
        for sample in samples {
            var value = Double(Self.throughALaw[Int(UInt16(bitPattern: sample))])
            for index in sections.indices { value = sections[index].next(value) }
            heard.append(Int16(clamping: Int(value.rounded())))
            if heard.count & 4095 == 0 { settle() }
        }
        settle()
        return heard
    }

    private mutating func settle() {
        for index in sections.indices { sections[index].settle() }
    }

    /// Returns a whole announcement as a line delivers it.
    public static func transmit(_ samples: [Int16]) -> [Int16] {
        var line = TelephoneLine()
        return line.transmit(samples)
    }

    /// Each 16-bit sample coded and decoded, by its bit pattern.
    private static let throughALaw: [Int16] = (0...UInt16.max).map {
        G711.linear(aLaw: G711.aLaw(Int(Int16(bitPattern: $0))))
    }

    /// The quality of each second-order section of a Butterworth filter of even order: its poles lie evenly on a half
    /// circle (Oppenheim and Schafer, appendix B).
    private static func qualities(order: Int) -> [Double] {
        (0..<order / 2).map { 1 / (2 * cos(Double.pi * Double(2 * $0 + 1) / Double(2 * order))) }
    }
}

extension Biquad.Coefficients {
    /// Bilinear transform of s² / (s² + s/Q + 1).
    fileprivate static func highPass(at corner: Double, quality: Double) -> Self {
        let k = tan(Double.pi * corner / Double(telephoneRate))
        let norm = 1 / (1 + k / quality + k * k)
        return Self(
            b0: norm, b1: -2 * norm, b2: norm, a1: 2 * (k * k - 1) * norm, a2: (1 - k / quality + k * k) * norm)
    }

    /// Bilinear transform of 1 / (s² + s/Q + 1).
    fileprivate static func lowPass(at corner: Double, quality: Double) -> Self {
        let k = tan(Double.pi * corner / Double(telephoneRate))
        let norm = 1 / (1 + k / quality + k * k)
        let gain = k * k * norm
        return Self(
            b0: gain, b1: 2 * gain, b2: gain, a1: 2 * (k * k - 1) * norm, a2: (1 - k / quality + k * k) * norm)
    }
}
