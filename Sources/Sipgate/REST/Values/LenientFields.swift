import FoundationEssentials

// Fields that the API's documents and its answers write in several ways.

extension KeyedDecodingContainer {
    /// A Boolean, also as the text `"true"`; `false` if the field is missing.
    func lenientFlag(_ key: Key) throws -> Bool {
        guard contains(key), try !decodeNil(forKey: key) else { return false }
        if let text = try? decode(String.self, forKey: key) { return text.lowercased() == "true" }
        return try decode(Bool.self, forKey: key)
    }

    /// An integer, also as text; `nil` if the field is missing or no number.
    func lenientInteger(_ key: Key) throws -> Int? { Int(try text(key)) }

    /// Texts, some of which may be written as integers; empty if the field is missing.
    func texts(_ key: Key) throws -> [String] {
        try list(key, of: JSONValue.self).compactMap {
            switch $0 {
            case .text(let text): text
            case .whole(let number): String(number)
            default: nil
            }
        }
    }

    /// A time; `nil` if the field is missing or its time cannot be parsed.
    func time(_ key: Key) throws -> Date? { JSON.date(try text(key)) }
}
