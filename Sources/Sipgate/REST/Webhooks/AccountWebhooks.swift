import FoundationEssentials

/// Where the provider asks what to do with a call, for a whole account.
public struct AccountWebhooks: Hashable, Sendable {
    /// Asked for incoming calls, as the provider has it; empty for none.
    public private(set) var incomingURL: String
    /// Asked for outgoing calls, as the provider has it; empty for none.
    public private(set) var outgoingURL: String
    /// Whether the provider keeps a log of what it asked and was answered.
    public var isLogged: Bool
    /// Whose calls are pushed.
    public var sources: Sources
    /// Fields that are not known here; they go back as they came, since writing replaces everything.
    private var others: [String: JSONValue]

    /// Whose calls are pushed (the API's `whitelist`).
    public enum Sources: Hashable, Sendable {
        /// Those of all phone lines and groups.
        case all
        /// Those of these phone lines and groups only; with none, no calls at all. As the provider spells them.
        case only([String])
    }

    /// Settings made up, for tests.
    public init(
        incoming: AbsoluteURL? = nil, outgoing: AbsoluteURL? = nil, isLogged: Bool = false, sources: Sources = .all
    ) {
        incomingURL = incoming?.text ?? ""
        outgoingURL = outgoing?.text ?? ""
        self.isLogged = isLogged
        self.sources = sources
        others = [:]
    }

    /// Sets the address that is asked for calls of a direction; nil for none.
    public mutating func setURL(_ url: AbsoluteURL?, for direction: CallDirection) {
        switch direction {
        case .incoming: incomingURL = url?.text ?? ""
        case .outgoing: outgoingURL = url?.text ?? ""
        }
    }

    /// Takes over an address from earlier settings, however it is spelled.
    public mutating func restoreURL(of earlier: AccountWebhooks, for direction: CallDirection) {
        switch direction {
        case .incoming: incomingURL = earlier.incomingURL
        case .outgoing: outgoingURL = earlier.outgoingURL
        }
    }

    /// Restricts pushes to the calls of these; with none, no call is pushed.
    public mutating func setSources(_ sources: [WebhookSource]) {
        self.sources = .only(sources.map(\.value.text))
    }
}

extension AccountWebhooks: Codable {
    private enum Field: String, CaseIterable {
        case incomingURL = "incomingUrl"
        case outgoingURL = "outgoingUrl"
        case log
        case whitelist
    }

    /// Reads the API's form; also what `encode` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        var fields = try container.decode([String: JSONValue].self)
        func take(_ field: Field) -> JSONValue { fields.removeValue(forKey: field.rawValue) ?? .null }
        func impossible(_ field: Field) -> DecodingError {
            DecodingError.dataCorruptedError(in: container, debugDescription: "\(field.rawValue) is something else")
        }
        func text(_ field: Field) throws -> String {
            switch take(field) {
            case .null: ""
            case .text(let text): text
            default: throw impossible(field)
            }
        }
        incomingURL = try text(.incomingURL)
        outgoingURL = try text(.outgoingURL)
        switch take(.log) {
        case .null: isLogged = false
        case .flag(let flag): isLogged = flag
        default: throw impossible(.log)
        }
        switch take(.whitelist) {
        case .null: sources = .all
        case .list(let list):
            sources = .only(
                try list.map {
                    guard case .text(let text) = $0 else { throw impossible(.whitelist) }
                    return text
                })
        default: throw impossible(.whitelist)
        }
        others = fields
    }

    /// Writes the API's form, every field of it.
    public func encode(to encoder: any Encoder) throws {
        var fields = others
        fields[Field.incomingURL.rawValue] = .text(incomingURL)
        fields[Field.outgoingURL.rawValue] = .text(outgoingURL)
        fields[Field.log.rawValue] = .flag(isLogged)
        fields[Field.whitelist.rawValue] =
            switch sources {
            case .all: .null
            case .only(let sources): .list(sources.map(JSONValue.text))
            }
        var container = encoder.singleValueContainer()
        try container.encode(fields)
    }
}
