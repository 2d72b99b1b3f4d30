import FoundationEssentials

/// The JSON of state files: indented, with sorted keys.
enum StateJSON {
    /// Nil for bytes that `bytes(of:)` does not write.
    static func value<Value: Decodable>(_ type: Value.Type, of bytes: [UInt8]) -> Value? {
        try? JSONDecoder().decode(type, from: Data(bytes))
    }

    static func bytes(of value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Encoding fails for NaN and infinity alone, which no state file holds.
        return (try? encoder.encode(value)).map { Array($0) } ?? []
    }
}
