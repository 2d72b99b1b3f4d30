import FoundationEssentials

/// What a `SipgateClient` signs in with.
///
/// ```swift
/// let token = PersonalAccessToken(
///     id: try PersonalAccessToken.ID(environment["SIPGATE_TOKEN_ID"] ?? ""),
///     token: try PersonalAccessToken.Token(environment["SIPGATE_TOKEN"] ?? ""))
/// let client = SipgateClient(.personalAccessToken(token))
/// ```
public struct Credentials: Sendable {
    private enum Kind: Sendable {
        case basic(Secret)
        case bearer(BearerTokens)
    }

    private let kind: Kind

    /// A personal access token: the usual way for a program of one's own.
    public static func personalAccessToken(_ token: PersonalAccessToken) -> Credentials {
        Credentials(kind: .basic(header(user: token.id.text, password: token.token.secret)))
    }

    /// An OAuth access token, for programs that work for other people's accounts.
    ///
    /// - Parameters:
    ///   - token: the one to begin with.
    ///   - refresh: asked for a new token when the provider refuses the old one with 401, once a call; several calls
    ///   that are refused at the same time ask once. Without it a 401 is final.
    public static func oauth(
        _ token: OAuthToken, refresh: (@Sendable () async throws -> OAuthToken)? = nil
    ) -> Credentials {
        Credentials(kind: .bearer(BearerTokens(token, refresh: refresh)))
    }

    /// Why there cannot be such a user.
    public enum InvalidUser: Error, Hashable, Sendable {
        case empty
        /// Basic authentication (RFC 7617) ends the user's name at the first colon.
        case colon(String)
    }

    /// E-mail address and password of the account.
    ///
    /// - Important: Deprecated by the provider; it gives a program every right there is. Use a personal access token.
    /// - Throws: `InvalidUser`.
    public static func basic(user: String, password: Secret) throws(InvalidUser) -> Credentials {
        guard !user.isEmpty else { throw .empty }
        guard !user.contains(":") else { throw .colon(user) }
        return Credentials(kind: .basic(header(user: user, password: password)))
    }

    private static func header(user: String, password: Secret) -> Secret {
        Secret("Basic " + Data("\(user):\(password.exposedText)".utf8).base64EncodedString())
    }

    /// The value of the header `Authorization`.
    func authorization() async -> Secret {
        switch kind {
        case .basic(let header): header
        case .bearer(let tokens): await tokens.current.header
        }
    }

    /// The header after the provider has refused one; nil where there is no other to be had.
    func authorization(afterRefusalOf refused: Secret) async throws(SipgateError) -> Secret? {
        guard case .bearer(let tokens) = kind else { return nil }
        do {
            return try await tokens.renewed(afterRefusalOf: refused)?.header
        } catch is CancellationError {
            throw .cancelled
        } catch {
            throw .tokenRefreshFailed(reason: String(describing: error))
        }
    }
}

/// The access token in use. Copies of a client share it.
private actor BearerTokens {
    private(set) var current: OAuthToken
    private let refresh: (@Sendable () async throws -> OAuthToken)?
    private var refreshing: Task<OAuthToken, any Error>?

    init(_ token: OAuthToken, refresh: (@Sendable () async throws -> OAuthToken)?) {
        current = token
        self.refresh = refresh
    }

    func renewed(afterRefusalOf refused: Secret) async throws -> OAuthToken? {
        // Another call has been faster.
        guard current.header == refused else { return current }
        if let refreshing { return try await refreshing.value }
        guard let refresh else { return nil }
        // A task of its own: the call that began it may be cancelled, the others still want the token.
        let task = Task { try await refresh() }
        refreshing = task
        defer { refreshing = nil }
        current = try await task.value
        return current
    }
}

extension OAuthToken {
    fileprivate var header: Secret { Secret("Bearer " + secret.exposedText) }
}
