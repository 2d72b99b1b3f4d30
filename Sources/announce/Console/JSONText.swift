import FoundationEssentials

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
    return String(decoding: data, as: UTF8.self)
}

/// Returns a number rounded to four decimals; more would be noise in a report.
func rounded(_ value: Double) -> Double {
    (value * 10_000).rounded() / 10_000
}
