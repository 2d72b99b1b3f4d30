import FoundationEssentials

/// The webhook settings of an account.
public struct AccountWebhooks: Hashable, Sendable {
    /// The URL for incoming calls as the provider stores it; empty for none.
    public private(set) var incomingURL: String
    /// The URL for outgoing calls as the provider stores it; empty for none.
    public private(set) var outgoingURL: String
    /// Whether the provider logs webhook requests and answers.
    public var isLogged: Bool
    /// The phone lines and groups whose calls are sent to the webhooks.
    public var sources: Sources
    /// Fields unknown to this version. They are written back unchanged, since writing replaces everything.
    private var otherFields: [String: JSONValue]

    /// The phone lines and groups whose calls are sent to the webhooks (the API's `whitelist`).
    public enum Sources: Hashable, Sendable {
        /// All phone lines and groups.
        case all
        /// Only these phone lines and groups, in the provider's spelling; without any, no calls at all.
        case only([String])
    }

    /// Creates settings, for tests.
    public init(
        incoming: AbsoluteURL? = nil, outgoing: AbsoluteURL? = nil, isLogged: Bool = false, sources: Sources = .all
    ) {
        incomingURL = incoming?.text ?? ""
        outgoingURL = outgoing?.text ?? ""
        self.isLogged = isLogged
        self.sources = sources
        otherFields = [:]
    }

    /// Sets the webhook URL for calls of a direction; `nil` for none.
    public mutating func setURL(_ url: AbsoluteURL?, for direction: CallDirection) {
        switch direction {
        case .incoming: incomingURL = url?.text ?? ""
        case .outgoing: outgoingURL = url?.text ?? ""
        }
    }

    /// Sets the webhook URL to one of earlier settings, unchecked.
    public mutating func restoreURL(of earlier: AccountWebhooks, for direction: CallDirection) {
        switch direction {
        case .incoming: incomingURL = earlier.incomingURL
        case .outgoing: outgoingURL = earlier.outgoingURL
        }
    }

    /// Restricts webhooks to the calls of these phone lines and groups; without any, no events are sent.
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

    /// Decodes the API's JSON, and the output of `encode`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        var fields = try container.decode([String: JSONValue].self)
        func take(_ field: Field) -> JSONValue { fields.removeValue(forKey: field.rawValue) ?? .null }
        func invalid(_ field: Field) -> DecodingError {
            DecodingError.dataCorruptedError(in: container, debugDescription: "\(field.rawValue) is invalid")
        }
        func text(_ field: Field) throws -> String {
            switch take(field) {
            case .null: ""
            case .text(let text): text
            default: throw invalid(field)
            }
        }
        incomingURL = try text(.incomingURL)
        outgoingURL = try text(.outgoingURL)
        switch take(.log) {
        case .null: isLogged = false
        case .flag(let flag): isLogged = flag
        default: throw invalid(.log)
        }
        switch take(.whitelist) {
        case .null: sources = .all
        case .list(let list):
            sources = .only(
                try list.map {
                    guard case .text(let text) = $0 else { throw invalid(.whitelist) }
                    return text
                })
        default: throw invalid(.whitelist)
        }
        otherFields = fields
    }

    /// Encodes the API's JSON with all fields.
    public func encode(to encoder: any Encoder) throws {
        var fields = otherFields
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
