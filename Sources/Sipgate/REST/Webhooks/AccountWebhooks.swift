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

    /// Adds phone lines and groups to those whose calls are sent. While all are, restricts webhooks to the added ones.
    public mutating func addSources(_ added: [WebhookSource]) {
        let names = if case .only(let names) = sources { names } else { [String]() }
        sources = .only(names + added.map(\.value.text).filter { !names.contains($0) })
    }

    /// Removes phone lines and groups from those whose calls are sent. Changes nothing while all are: a list of the others is
    /// not known here.
    public mutating func removeSources(_ removed: [WebhookSource]) {
        guard case .only(let names) = sources else { return }
        let removed = Set(removed.map(\.value.text))
        sources = .only(names.filter { !removed.contains($0) })
    }
}

extension AccountWebhooks: Codable {
    private enum Field: String {
        case incomingURL = "incomingUrl"
        case outgoingURL = "outgoingUrl"
        case log
        case whitelist
    }

    /// Decodes the API's JSON, and the output of `encode`.
    public init(from decoder: any Decoder) throws {
        var fields = try SettingsFields(from: decoder)
        incomingURL = try fields.text(Field.incomingURL.rawValue)
        outgoingURL = try fields.text(Field.outgoingURL.rawValue)
        isLogged = try fields.flag(Field.log.rawValue)
        sources = try fields.texts(Field.whitelist.rawValue).map(Sources.only) ?? .all
        otherFields = fields.rest
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
