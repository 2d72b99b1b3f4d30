/// An OAuth access token. sipgate's tokens are valid for 300 seconds, so clients that work longer need a way to refresh them.
public struct OAuthToken: Hashable, Sendable {
    /// Never printed.
    public let secret: Secret

    /// Reasons a text is not a token. No case contains the text.
    public enum ParseError: Error, Hashable, Sendable {
        case empty
        /// A character that is not allowed in a header (RFC 6750, section 2.1), such as a line break at the end.
        case impossibleCharacter
    }

    /// - Throws: `ParseError`.
    public init(_ text: String) throws(ParseError) {
        guard !text.isEmpty else { throw .empty }
        let allowed = text.utf8.allSatisfy { $0.isLetterOrDigit || "-._~+/=".utf8.contains($0) }
        guard allowed else { throw .impossibleCharacter }
        secret = Secret(text)
    }
}
