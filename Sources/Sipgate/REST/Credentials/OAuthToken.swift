import FoundationEssentials

/// An OAuth access token. sipgate's tokens are valid for 300 seconds, so clients that work longer need a way to refresh them.
public struct OAuthToken: Hashable, Sendable {
    /// Never printed.
    public let secret: Secret

    /// Reasons a text is not a token. No case contains the text.
    public enum ParseError: Error, Hashable, Sendable {
        case empty
        /// A character that is not allowed in a header (RFC 6750, section 2.1), such as a line break at the end.
        case impossibleCharacter
        /// Not a JSON Web Token: three parts in base64url, separated by full stops, of which the first two are JSON objects
        /// (RFC 7515, section 7.1). A personal access token or a refresh code was given instead, or a part is missing.
        case notJWT
    }

    /// Checks the shape of a token. Whether it is signed by the provider and still valid, only the provider can say.
    ///
    /// - Throws: `SipgateError.invalid`.
    public init(_ text: String) throws(SipgateError) {
        guard !text.isEmpty else { throw .invalid(.oauthToken(.empty)) }
        let allowed = text.utf8.allSatisfy { $0.isLetterOrDigit || "-._~+/=".utf8.contains($0) }
        guard allowed else { throw .invalid(.oauthToken(.impossibleCharacter)) }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[2].isEmpty, parts[..<2].allSatisfy(Self.isObject) else {
            throw .invalid(.oauthToken(.notJWT))
        }
        secret = Secret(text)
    }

    /// Whether a part is a JSON object in base64url without padding.
    private static func isObject(_ part: Substring) -> Bool {
        var base64 = String(part).replacing("-", with: "+").replacing("_", with: "/")
        while base64.utf8.count % 4 != 0 { base64 += "=" }
        guard let json = Data(base64Encoded: base64) else { return false }
        return (try? JSON.decoder().decode([String: JSONValue].self, from: json)) != nil
    }
}
