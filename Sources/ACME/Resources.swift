import FoundationEssentials

/// What an authority answers with (RFC 8555, section 7.1).
struct Directory: Decodable, Sendable {
    let newNonce: String
    let newAccount: String
    let newOrder: String
    /// Where the authority says when a certificate should be renewed (RFC 9773); not all do.
    var renewalInfo: String?
}

/// When the authority wants a certificate to be renewed (RFC 9773, section 4.2). A window in the past: at once, for example
/// because it is about to be revoked.
struct RenewalInfo: Decodable, Hashable, Sendable {
    struct Window: Decodable, Hashable, Sendable {
        var start: Date
        var end: Date
    }

    var suggestedWindow: Window
}

struct Identifier: Codable, Hashable, Sendable {
    var type = "dns"
    let value: String
}

struct Order: Decodable, Hashable, Sendable {
    enum Status: String, Decodable, Sendable { case pending, ready, processing, valid, invalid }

    var status: Status
    var authorizations: [String]
    var finalize: String
    /// The URL of the certificate chain; known once the order is valid.
    var certificate: String?
    var error: Problem?
}

struct Authorization: Decodable, Hashable, Sendable {
    enum Status: String, Decodable, Sendable { case pending, valid, invalid, deactivated, expired, revoked }

    struct Challenge: Decodable, Hashable, Sendable {
        var type: String
        var url: String
        var status: String
        var token: String?
        var error: Problem?
    }

    var status: Status
    var identifier: Identifier
    var challenges: [Challenge]

    /// The proof over HTTP.
    var http: Challenge? { challenges.first { $0.type == "http-01" } }
}

/// Why an authority refused something (RFC 7807).
package struct Problem: Decodable, Hashable, Sendable {
    package let type: String?
    package let detail: String?

    /// Whether the problem is of a kind that RFC 8555 names in section 6.7.
    func isKind(_ name: String) -> Bool { type == "urn:ietf:params:acme:error:\(name)" }

    /// The authority's words.
    package var words: String { detail ?? type ?? "no reason given" }
}
