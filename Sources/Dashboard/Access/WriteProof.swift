import HTTPTypes

/// Protects against cross-site request forgery: a request that changes something must come from one of our pages
/// according to the browser, and carry the token that only such a page can read.
enum WriteProof {
    /// Returns whether the request may come from one of our pages (`Sec-Fetch-Site`, `Origin`). Programs other than browsers send
    /// neither, and need the token alone.
    static func isOwnPage(_ head: HTTPRequest) -> Bool {
        if let site = head.headerFields[values: .secFetchSite].first { return site == "same-origin" || site == "none" }
        guard let origin = head.headerFields[.origin] else { return true }
        guard let authority = head.authority, let scheme = origin.firstRange(of: "://") else { return false }
        return origin[scheme.upperBound...].lowercased() == authority.lowercased()
    }

    /// Compares in constant time.
    static func isToken(_ given: String?, _ token: String) -> Bool {
        guard let given, given.utf8.count == token.utf8.count else { return false }
        return zip(given.utf8, token.utf8).reduce(into: UInt8(0)) { $0 |= $1.0 ^ $1.1 } == 0
    }
}

extension HTTPField.Name {
    static let secFetchSite = field("Sec-Fetch-Site")
    static let xToken = field("X-Token")
    static let referrerPolicy = field("Referrer-Policy")
    static let permissionsPolicy = field("Permissions-Policy")
    static let crossOriginOpenerPolicy = field("Cross-Origin-Opener-Policy")
    static let crossOriginResourcePolicy = field("Cross-Origin-Resource-Policy")

    /// All names here are valid tokens.
    private static func field(_ name: StaticString) -> HTTPField.Name {
        HTTPField.Name("\(name)") ?? .trailer
    }
}
