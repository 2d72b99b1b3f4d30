import FoundationEssentials

/// The webhook settings of one phone line (`{user}/phonelines/{line}/sipgateio`), the older kind: settings of the account
/// (`AccountWebhooks`) win over them.
public struct PhonelineWebhooks: Hashable, Sendable {
    /// The URL for incoming calls as the provider stores it; empty for none.
    public private(set) var incomingURL: String
    /// The URL for outgoing calls as the provider stores it; empty for none.
    public private(set) var outgoingURL: String
    /// Whether incoming calls are sent to their URL.
    public var isIncomingActive: Bool
    /// Whether outgoing calls are sent to their URL.
    public var isOutgoingActive: Bool
    /// Whether the provider logs webhook requests and answers.
    public var isLogged: Bool
    /// A certificate that the provider trusts for the URLs, in PEM; empty for none.
    public var certificate: String
    /// Whether the provider accepts self-signed certificates.
    public var allowsSelfSigned: Bool
    /// Fields unknown to this version. They are written back unchanged, since writing replaces everything.
    private var otherFields: [String: JSONValue]

    /// The URL for calls of a direction; empty for none.
    public func url(for direction: CallDirection) -> String { direction == .incoming ? incomingURL : outgoingURL }

    /// Whether calls of a direction are sent to their URL.
    public func isActive(_ direction: CallDirection) -> Bool {
        direction == .incoming ? isIncomingActive : isOutgoingActive
    }

    /// Sets the webhook URL for calls of a direction, and turns it on; `nil` removes it and turns it off.
    public mutating func setURL(_ url: AbsoluteURL?, for direction: CallDirection) {
        switch direction {
        case .incoming: (incomingURL, isIncomingActive) = (url?.text ?? "", url != nil)
        case .outgoing: (outgoingURL, isOutgoingActive) = (url?.text ?? "", url != nil)
        }
    }
}

extension PhonelineWebhooks: Codable {
    private enum Field {
        static let incomingURL = "incomingUrl"
        static let outgoingURL = "outgoingUrl"
        static let incomingActive = "incomingActive"
        static let outgoingActive = "outgoingActive"
        static let log = "log"
        static let certificate = "certificate"
        static let allowSelfSigned = "allowSelfSigned"
    }

    /// Decodes the API's JSON, and the output of `encode`.
    public init(from decoder: any Decoder) throws {
        var fields = try SettingsFields(from: decoder)
        incomingURL = try fields.text(Field.incomingURL)
        outgoingURL = try fields.text(Field.outgoingURL)
        isIncomingActive = try fields.flag(Field.incomingActive)
        isOutgoingActive = try fields.flag(Field.outgoingActive)
        isLogged = try fields.flag(Field.log)
        certificate = try fields.text(Field.certificate)
        allowsSelfSigned = try fields.flag(Field.allowSelfSigned)
        otherFields = fields.rest
    }

    /// Encodes the API's JSON with all fields.
    public func encode(to encoder: any Encoder) throws {
        var fields = otherFields
        fields[Field.incomingURL] = .text(incomingURL)
        fields[Field.outgoingURL] = .text(outgoingURL)
        fields[Field.incomingActive] = .flag(isIncomingActive)
        fields[Field.outgoingActive] = .flag(isOutgoingActive)
        fields[Field.log] = .flag(isLogged)
        fields[Field.allowSelfSigned] = .flag(allowsSelfSigned)
        // An empty certificate is no certificate, and the API reads its absence as none.
        if !certificate.isEmpty { fields[Field.certificate] = .text(certificate) }
        var container = encoder.singleValueContainer()
        try container.encode(fields)
    }
}
