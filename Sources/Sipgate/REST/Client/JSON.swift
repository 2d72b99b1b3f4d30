import FoundationEssentials

/// The API's JSON. Missing fields and null are read as empty values; unknown fields are ignored.
enum JSON {
    static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return encoder
    }

    static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            let text = try container.decode(String.self)
            guard let date = date(text) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "is not an ISO 8601 time")
            }
            return date
        }
        return decoder
    }

    /// A time in ISO 8601, with or without a fraction of the second.
    static func date(_ text: String) -> Date? {
        (try? Date(text, strategy: .iso8601))
            ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
    }

    /// `2026-11-21T15:00:00Z`
    static func text(_ date: Date) -> String { date.formatted(.iso8601) }

    /// Converts an error of the decoder to `SipgateError.malformedAnswer`.
    static func malformed(_ error: any Error, in request: APIRequest) -> SipgateError {
        let (path, reason): ([any CodingKey], String) =
            switch error {
            case DecodingError.keyNotFound(let key, let context): (context.codingPath + [key], "is missing")
            case DecodingError.typeMismatch(_, let context): (context.codingPath, "has another type")
            case DecodingError.valueNotFound(_, let context): (context.codingPath, "is null")
            case DecodingError.dataCorrupted(let context)
            where context.codingPath.isEmpty && context.underlyingError != nil:
                ([], "is not JSON")
            case DecodingError.dataCorrupted(let context): (context.codingPath, "is invalid")
            default: ([], "is not JSON")
            }
        let places = path.map { $0.intValue.map(String.init) ?? $0.stringValue }
        return .malformedAnswer(to: request.name, path: places.joined(separator: "."), reason: reason)
    }
}

/// The form of most lists: `{"items": […], "totalCount": 3}`.
struct ItemList<Item: Decodable>: Decodable {
    var items: [Item]
    var totalCount: Int?
}

extension ItemList: Sendable where Item: Sendable {}

extension KeyedDecodingContainer {
    /// A text; empty if the field is missing. Numbers are read as texts.
    func text(_ key: Key) throws -> String {
        guard contains(key), try !decodeNil(forKey: key) else { return "" }
        if let number = try? decode(Int.self, forKey: key) { return String(number) }
        return try decode(String.self, forKey: key)
    }

    /// A list; empty if the field is missing.
    func list<Item: Decodable>(_ key: Key, of item: Item.Type = Item.self) throws -> [Item] {
        try decodeIfPresent([Item].self, forKey: key) ?? []
    }

    /// A Boolean; `false` if the field is missing.
    func flag(_ key: Key) throws -> Bool { try decodeIfPresent(Bool.self, forKey: key) ?? false }
}

extension KeyedDecodingContainer {
    /// A text that is converted to a value.
    func value<Value, Failure: Error>(_ key: Key, _ make: (String) throws(Failure) -> Value) throws -> Value {
        let text = try text(key)
        do {
            return try make(text)
        } catch {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "is invalid")
        }
    }
}
