import FoundationEssentials

/// The credentials of a `SipgateClient`.
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

    /// A personal access token: the usual credentials for your own account.
    public static func personalAccessToken(_ token: PersonalAccessToken) -> Credentials {
        Credentials(kind: .basic(header(user: token.id.text, password: token.token.secret)))
    }

    /// An OAuth access token, for programs that work with the accounts of others.
    ///
    /// - Parameters:
    ///   - token: The first token.
    ///   - refresh: Called for a new token when the provider refuses the old one with 401, once per request; requests
    ///     that are refused at the same time share one call. Without it, a 401 is final.
    public static func oauth(
        _ token: OAuthToken, refresh: (@Sendable () async throws -> OAuthToken)? = nil
    ) -> Credentials {
        Credentials(kind: .bearer(BearerTokens(token, refresh: refresh)))
    }

    /// Reasons a user name and password are not accepted.
    public enum InvalidUser: Error, Hashable, Sendable {
        /// The user name is empty.
        case empty
        /// Basic authentication (RFC 7617) ends the user's name at the first colon.
        case colon(String)
        /// The password is empty.
        case noPassword
        /// The user name or the password contains a control character, such as a line break at the end (RFC 7617, section 2).
        case controlCharacter
    }

    /// E-mail address and password of the account.
    ///
    /// - Important: Deprecated by the provider; gives the program all rights of the user. Use a personal access token.
    /// - Throws: `SipgateError.invalid`.
    public static func basic(user: String, password: Secret) throws(SipgateError) -> Credentials {
        guard !user.allSatisfy(\.isWhitespace) else { throw .invalid(.user(.empty)) }
        guard !user.contains(":") else { throw .invalid(.user(.colon(user))) }
        guard !password.exposedText.isEmpty else { throw .invalid(.user(.noPassword)) }
        for scalar in (user + password.exposedText).unicodeScalars where scalar.value < 0x20 || scalar.value == 0x7F {
            throw .invalid(.user(.controlCharacter))
        }
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

    /// Returns the header to use after the provider refused one; `nil` if there is no other.
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
        // Another request refreshed the token in the meantime.
        guard current.header == refused else { return current }
        if let refreshing { return try await refreshing.value }
        guard let refresh else { return nil }
        // A task of its own: the request that began it may be cancelled, while others still need the token.
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
