import FoundationEssentials

/// What authorizes requests to the simulated account, and what for.
package struct APIToken: Hashable, Sendable {
    /// Of a personal access token: `token-AbC123`.
    package let id: String
    package let secret: String
    /// The value of `Authorization`.
    package let authorization: String
    /// Nil: all scopes.
    package var scopes: Set<String>?

    /// A personal access token, or a user's e-mail address and password: both are sent as Basic (RFC 7617).
    package init(id: String, secret: String, scopes: Set<String>? = nil) {
        (self.id, self.secret, self.scopes) = (id, secret, scopes)
        authorization = "Basic " + Data("\(id):\(secret)".utf8).base64EncodedString()
    }

    /// An OAuth access token.
    package init(bearer token: String, scopes: Set<String>? = nil) {
        (id, secret, self.scopes) = ("", token, scopes)
        authorization = "Bearer " + token
    }

    /// A new token with all scopes.
    package static func random() -> APIToken {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        let name = (0..<6).compactMap { _ in letters.randomElement() }
        return APIToken(id: "token-" + String(name), secret: UUID().uuidString.lowercased())
    }
}

/// How many requests the API takes in a time, before it asks to wait (429, with `Retry-After`).
package struct RateLimit: Sendable {
    package var requests: Int
    /// Seconds.
    package var window: Int
    private var begun = (window: Int64.min, requests: 0)

    package init(requests: Int = 300, window: Int = 60) { (self.requests, self.window) = (requests, window) }

    /// Counts a request.
    ///
    /// - Returns: nil if it is within the limit, otherwise the seconds to wait.
    mutating func count(at milliseconds: Int64) -> Int? {
        let (number, length) = (milliseconds / Int64(window * 1000), Int64(window * 1000))
        if number != begun.window { begun = (number, 0) }
        begun.requests += 1
        guard begun.requests > requests else { return nil }
        return Int(((number + 1) * length - milliseconds + 999) / 1000)
    }
}
