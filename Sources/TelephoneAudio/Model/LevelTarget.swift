/// The level that speech is normalized to.
///
/// Written in LUFS, the loudness of the mono result, or in dBm0, the unit of telephone networks.
/// RFC 7874 section 4 asks for active speech at -19 dBm0 and equates that with an RMS of 2600 of 32767, which is
/// -22 dB below full scale. On speech, gated loudness (ITU-R BS.1770) of a single channel and RMS agree within 0.4 dB,
/// so LUFS = dBm0 - 3.
public struct LevelTarget: Hashable, Sendable, CustomStringConvertible {
    /// Integrated loudness in LUFS, in `range`, in steps of 0.01.
    public let loudness: Double

    /// Targets that make sense on a telephone: quieter speech is lost in the line's noise, louder speech hits the ceiling.
    public static let range = -40.0 ... -10.0

    /// -19 dBm0 (RFC 7874).
    public static let telephone = LevelTarget(unchecked: -22)

    /// The reasons why a text is not a valid level.
    public enum ParsingError: Error, Hashable, Sendable {
        /// Not a number followed by `LUFS` or `dBm0`.
        case malformed(String)
        /// A level outside `range`; `loudness` is the level in LUFS.
        case outOfRange(String, loudness: Double)
    }

    /// Reads "-19 dBm0", "-19dBm0", "-16 LUFS" or "-16.5LUFS"; the unit in any case.
    public init(_ text: String) throws(ParsingError) {
        let lowercased = text.lowercased()
        let units: [(name: String, offset: Double)] = [("lufs", 0), ("dbm0", -3)]
        guard let unit = units.first(where: { lowercased.hasSuffix($0.name) }) else { throw .malformed(text) }
        let number = lowercased.dropLast(unit.name.count)
        guard let value = Self.decimal(number.last == " " ? number.dropLast() : number) else { throw .malformed(text) }
        let loudness = ((value + unit.offset) * 100).rounded() / 100
        guard Self.range.contains(loudness) else { throw .outOfRange(text, loudness: loudness) }
        self.init(unchecked: loudness)
    }

    private init(unchecked loudness: Double) {
        self.loudness = loudness
    }

    /// "-22 LUFS", "-16.5 LUFS".
    public var description: String {
        loudness == loudness.rounded() ? "\(Int(loudness)) LUFS" : "\(loudness) LUFS"
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

    /// Writes the level as text, such as "-22 LUFS".
    public func encode(to encoder: any Swift.Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
