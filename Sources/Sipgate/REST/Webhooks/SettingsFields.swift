import FoundationEssentials

/// The fields of a settings object. Those with a meaning are taken out; the rest is kept to be written back unchanged, since
/// writing replaces the whole object.
struct SettingsFields {
    private(set) var rest: [String: JSONValue]
    private let container: any SingleValueDecodingContainer

    init(from decoder: any Decoder) throws {
        container = try decoder.singleValueContainer()
        rest = try container.decode([String: JSONValue].self)
    }

    /// A text; empty if the field is missing.
    mutating func text(_ name: String) throws -> String {
        switch take(name) {
        case .null: ""
        case .text(let text): text
        default: throw invalid(name)
        }
    }

    /// A Boolean; `false` if the field is missing.
    mutating func flag(_ name: String) throws -> Bool {
        switch take(name) {
        case .null: false
        case .flag(let flag): flag
        default: throw invalid(name)
        }
    }

    /// A list of texts; `nil` if the field is missing.
    mutating func texts(_ name: String) throws -> [String]? {
        switch take(name) {
        case .null: return nil
        case .list(let list):
            return try list.map {
                guard case .text(let text) = $0 else { throw invalid(name) }
                return text
            }
        default: throw invalid(name)
        }
    }

    private mutating func take(_ name: String) -> JSONValue { rest.removeValue(forKey: name) ?? .null }

    private func invalid(_ name: String) -> DecodingError {
        DecodingError.dataCorruptedError(in: container, debugDescription: "\(name) is invalid")
    }
}
