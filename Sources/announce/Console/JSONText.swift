import FoundationEssentials
import Telephony

/// Returns a value as JSON over several lines, with sorted keys, so that outputs can be compared.
func jsonText(_ value: some Encodable) -> String {
    jsonText(value, [.prettyPrinted])
}

/// Returns a value as JSON in one line, with sorted keys.
func jsonLine(_ value: some Encodable) -> String {
    jsonText(value, [])
}

private func jsonText(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    // Encoding fails for NaN and infinity alone, which no output has.
    guard let data = try? encoder.encode(value) else { return "[]" }
    return escaped(String(decoding: data, as: UTF8.self))
}

/// Escapes what the encoder leaves as it is and what would steer a terminal: delete, C1 control characters and those that
/// change the direction of text. They can stand in strings only, so the value stays the same.
private func escaped(_ json: String) -> String {
    func isRaw(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x20 && scalar.steersText }
    guard json.unicodeScalars.contains(where: isRaw) else { return json }
    var text = String.UnicodeScalarView()
    for scalar in json.unicodeScalars {
        guard isRaw(scalar) else {
            text.append(scalar)
            continue
        }
        let digits = String(scalar.value, radix: 16)
        text.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
    }
    return String(text)
}

/// Returns a number rounded to four decimals; more would be noise in a report.
func rounded(_ value: Double) -> Double {
    (value * 10_000).rounded() / 10_000
}
