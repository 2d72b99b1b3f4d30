/// The level that speech is normalized to.
///
/// Written in dBm0, the unit of telephone networks, or in LUFS. RFC 7874 section 4 asks for active speech at -19 dBm0, with only
/// what is above 300 Hz counted, and equates that with an RMS of 2600 of 32767, which is -22 dB below full scale. Gated loudness
/// (ITU-R BS.1770) also counts what is below 300 Hz: on speech, -19 dBm0 is between -22 and -18 LUFS, most with deep voices.
public struct LevelTarget: Hashable, Sendable, CustomStringConvertible {
    /// dB below full scale (RMS) for `speech`, LUFS for `loudness`; in `range`, in steps of 0.01.
    public let level: Double
    /// How the level is measured.
    public let measure: Measure

    /// The ways to measure a level.
    public enum Measure: Hashable, Sendable {
        /// The active speech level above 300 Hz (RFC 7874, ITU-T P.56), written in dBm0: 3 more than dB below full scale.
        case speech
        /// Integrated loudness (ITU-R BS.1770), written in LUFS.
        case loudness

        /// The unit that levels are written in.
        public var unit: String { self == .speech ? "dBm0" : "LUFS" }
        /// What is added to a level in dB below full scale to write it.
        package var offset: Double { self == .speech ? 3 : 0 }
    }

    /// Targets that make sense on a telephone: quieter speech is lost in the line's noise, louder speech hits the ceiling.
    public static let range = -40.0 ... -10.0

    /// -19 dBm0 (RFC 7874).
    public static let telephone = LevelTarget(unchecked: -22, .speech)

    /// The reasons why a text is not a valid level.
    public enum ParsingError: Error, Hashable, Sendable {
        /// Not a number followed by `LUFS` or `dBm0`.
        case malformed(String)
        /// A level outside `range`; `level` is in dB, as in ``LevelTarget/level``.
        case outOfRange(String, level: Double)
    }

    /// Reads "-19 dBm0", "-19dBm0", "-16 LUFS" or "-16.5LUFS"; the unit in any case.
    public init(_ text: String) throws(ParsingError) {
        let lowercased = text.lowercased()
        let measures = [Measure.speech, .loudness]
        guard let measure = measures.first(where: { lowercased.hasSuffix($0.unit.lowercased()) }) else {
            throw .malformed(text)
        }
        let number = lowercased.dropLast(measure.unit.count)
        guard let value = Self.decimal(number.last == " " ? number.dropLast() : number) else { throw .malformed(text) }
        let level = ((value - measure.offset) * 100).rounded() / 100
        guard Self.range.contains(level) else { throw .outOfRange(text, level: level) }
        self.init(unchecked: level, measure)
    }

    /// The active speech level that a signal has, in dB below full scale (RMS), as its target.
    init(keeping level: Double) { self.init(unchecked: level, .speech) }

    private init(unchecked level: Double, _ measure: Measure) {
        self.level = level
        self.measure = measure
    }

    /// "-19 dBm0", "-16.5 LUFS".
    public var description: String {
        let number = ((level + measure.offset) * 100).rounded() / 100
        return (number == number.rounded() ? "\(Int(number))" : "\(number)") + " \(measure.unit)"
    }

    /// A plain decimal number: `Double.init` alone would also take "0x1p4", "1e1" and "nan".
    private static func decimal(_ text: Substring) -> Double? {
        guard text.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" }) else { return nil }
        return Double(text)
    }
}

extension LevelTarget: Codable {
    /// Reads what `encode(to:)` writes; a level outside `range` is rejected.
    public init(from decoder: any Swift.Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        do throws(ParsingError) {
            try self.init(text)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a level: \(text)"))
        }
    }

    /// Writes the level as text, such as "-19 dBm0".
    public func encode(to encoder: any Swift.Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
